//! Campaigns: a piece of work with a beginning and an end, such as flood control in one summer (专项).

use super::decode::{Spanned, Word};
use super::fields::fields;
use super::{Kind, PartialDate, Place, RecordKind, Ref};

fields! {
    /// A campaign (专项).
    pub struct Campaign {
        title: Word = ["title" "标题" "名称"] "名称" "title",
        from: Option<Spanned<PartialDate>> = ["from" "起"] "开始时间" "since when",
        until: Option<Spanned<PartialDate>> = ["until" "止"] "结束时间" "until when",
        places: Vec<Ref<Place>> = ["places" "地区" "place"] "地区" "where",
        summary: Option<Word> = ["summary" "简介"] "一句话简介" "one sentence",
    }
}

impl RecordKind for Campaign {
    const KIND: Kind = Kind::Campaign;

    fn title(&self) -> &Word {
        &self.title
    }
}
