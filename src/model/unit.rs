//! Units: the tree of organisations. An organisation is not a place, though it may lie in one.

use super::decode::{Spanned, Word};
use super::fields::fields;
use super::{Kind, PartialDate, Place, RecordKind, Ref};

fields! {
    /// A unit (单位): an organisation or a part of one.
    pub struct Unit {
        name: Word = ["name" "名称"] "全称" "full name",
        short: Option<Word> = ["short" "简称"] "简称" "short name",
        parent: Option<Ref<Unit>> = ["parent" "上级"] "上级单位" "the unit it belongs to",
        place: Option<Ref<Place>> = ["place" "地区"] "所在地区" "where it is",
        kind: Option<Word> = ["kind" "类型"] "类型，自由填写" "free word",
        formerly: Vec<Word> = ["formerly" "曾用名"] "曾用名" "names it had before",
        ended: Option<Spanned<PartialDate>> = ["ended" "撤并"] "撤并时间" "when it was merged or dissolved",
    }
}

impl RecordKind for Unit {
    const KIND: Kind = Kind::Unit;

    fn title(&self) -> &Word {
        &self.name
    }

    fn other_names(&self) -> Vec<&str> {
        self.short.iter().chain(&self.formerly).map(|name| name.value.as_str()).collect()
    }

    fn parent(&self) -> Option<&Ref<Unit>> {
        self.parent.as_ref()
    }
}
