//! People: frontline cadres and other persons whom the roll tells of. A deed is not an award.

use super::decode::{Spanned, Word};
use super::fields::{choices, fields};
use super::{Campaign, Kind, PartialDate, Picture, Place, RecordKind, Ref, Team, Unit};

fields! {
    /// A person (人物). The body is the profile (事迹).
    pub struct Person {
        name: Word = ["name" "姓名"] "姓名" "name",
        gender: Option<Gender> = ["gender" "性别"] "性别；资料没有写明就不填" "only where it is stated",
        ethnicity: Option<Word> = ["ethnicity" "民族"] "民族；资料没有写明就不填" "only where it is stated",
        born: Option<Spanned<PartialDate>> = ["born" "出生" "出生年月"] "出生年或年月，如 1990-05；不写日" "year or year and month, never a day",
        died: Option<Spanned<PartialDate>> = ["died" "逝世" "去世"] "逝世时间" "when the person died",
        party: Option<Word> = ["party" "政治面貌"] "政治面貌" "political affiliation",
        unit: Option<Ref<Unit>> = ["unit" "单位" "工作单位"] "现在的单位" "today's unit",
        post: Option<Word> = ["post" "职务"] "现在的职务" "today's post",
        posts: Vec<Post> = ["posts" "任职"] "其他任职或经历" "other or former posts",
        place: Option<Ref<Place>> = ["place" "地区"] "所在地区；不写则取单位的地区" "default: the unit's place",
        teams: Vec<Ref<Team>> = ["teams" "队伍"] "所属队伍" "teams",
        campaigns: Vec<Ref<Campaign>> = ["campaigns" "专项"] "参加的专项工作" "campaigns",
        photo: Option<Picture> = ["photo" "照片"] "照片" "portrait",
        pinyin: Option<Word> = ["pinyin" "拼音"] "拼音，各字之间空格；读音特殊时写，如 shan xiong；没有写标识的，网址也用它" "reading, where it is not the usual one; also that of the address, where there is no id",
        strokes: Vec<Word> = ["strokes" "笔顺"] "生僻字的笔顺，如 㐂=1534：1横 2竖 3撇 4点 5折" "strokes of a rare character, as 㐂=1534",
        summary: Option<Word> = ["summary" "简介"] "一句话简介" "one sentence",
        roll: Option<bool> = ["roll" "上榜"] "是否上光荣榜；默认有正式、未撤销的表彰才上" "on the roll; default: only with a decided, unrevoked award",
        native_place: Option<Word> = ["native_place" "籍贯"] "籍贯（默认不公开）" "private unless the site shows it",
        education: Option<Word> = ["education" "学历"] "学历（默认不公开）" "private unless the site shows it",
        degree: Option<Word> = ["degree" "学位"] "学位（默认不公开）" "private unless the site shows it",
        started_work: Option<Spanned<PartialDate>> = ["started_work" "参加工作时间"] "参加工作时间（默认不公开）" "private unless the site shows it",
        joined_party: Option<Spanned<PartialDate>> = ["joined_party" "入党时间"] "入党时间（默认不公开）" "private unless the site shows it",
        title: Option<Word> = ["title" "职称"] "职称（默认不公开）" "professional title; private unless the site shows it",
        rank: Option<Word> = ["rank" "职级"] "职级（默认不公开）" "private unless the site shows it",
        earlier_honors: Vec<Word> = ["earlier_honors" "曾获荣誉"] "曾获荣誉（默认不公开）" "private unless the site shows it",
    }
}

fields! {
    /// A post that a person holds or held.
    pub struct Post from unit {
        unit: Option<Ref<Unit>> = ["unit" "单位"] "单位" "unit",
        post: Option<Word> = ["post" "职务"] "职务" "post",
        from: Option<Spanned<PartialDate>> = ["from" "起"] "开始时间" "since when",
        until: Option<Spanned<PartialDate>> = ["until" "止"] "结束时间" "until when",
    }
}

choices! {
    pub enum Gender {
        Male = ["male" "男"],
        Female = ["female" "女"],
    }
}

impl RecordKind for Person {
    const KIND: Kind = Kind::Person;

    fn title(&self) -> &Word {
        &self.name
    }

    fn reading(&self) -> Option<&Word> {
        self.pinyin.as_ref()
    }

    fn files(&self) -> Vec<&Word> {
        self.photo.iter().map(|photo| &photo.file).collect()
    }
}
