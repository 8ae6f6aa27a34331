//! Stories: published accounts of people and their work (报道).

use super::decode::{Spanned, Word};
use super::fields::fields;
use super::{Campaign, Channel, Column, Kind, PartialDate, Person, Picture, Place, RecordKind, Ref, Unit};

fields! {
    /// A story (报道).
    pub struct Story {
        title: Word = ["title" "标题"] "标题" "title",
        column: Option<Ref<Column>> = ["column" "栏目"] "所属栏目" "column",
        campaign: Option<Ref<Campaign>> = ["campaign" "专项"] "所属专项" "campaign",
        people: Vec<Ref<Person>> = ["people" "人物"] "写到的人物" "the people it tells of",
        units: Vec<Ref<Unit>> = ["units" "单位" "unit"] "写到的单位" "the units it tells of",
        places: Vec<Ref<Place>> = ["places" "地区" "place"] "写到的地区" "the places it tells of",
        author: Vec<Word> = ["author" "作者"] "作者" "author",
        date: Option<Spanned<PartialDate>> = ["date" "日期"] "日期" "when",
        first_published: Option<Ref<Channel>> = ["first_published" "首发"] "首发渠道" "the channel that had it first",
        reprints: Vec<Reprint> = ["reprints" "转载"] "转载" "where it was printed again",
        photo: Option<Picture> = ["photo" "照片"] "配图" "picture",
        summary: Option<Word> = ["summary" "简介"] "一句话简介" "one sentence",
    }
}

fields! {
    /// A second publication of a story.
    pub struct Reprint from channel {
        channel: Ref<Channel> = ["channel" "渠道"] "渠道" "channel",
        title: Option<Word> = ["title" "标题"] "转载时的标题" "its title there",
        date: Option<Spanned<PartialDate>> = ["date" "日期"] "日期" "when",
        url: Option<Word> = ["url" "网址"] "网址" "address",
    }
}

impl RecordKind for Story {
    const KIND: Kind = Kind::Story;

    fn title(&self) -> &Word {
        &self.title
    }

    fn files(&self) -> Vec<&Word> {
        self.photo.iter().map(|photo| &photo.file).collect()
    }
}
