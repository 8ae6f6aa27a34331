//! Places: administrative divisions (行政区划) and functional zones, a tree with no fixed kinds per depth.

use super::decode::Word;
use super::fields::fields;
use super::{Kind, RecordKind, Ref};

fields! {
    /// A place (地区): a city, a district, a village, a residential compound.
    pub struct Place {
        name: Word = ["name" "名称"] "名称" "name",
        parent: Option<Ref<Place>> = ["parent" "上级"] "上级地区" "the place it lies in",
        kind: Option<Word> = ["kind" "类型"] "类型，自由填写：市、区、县、功能区、街道、镇、社区、村、小区、网格、楼栋 …" "free word: 市, 区, 县, 街道, 村 …",
        code: Option<Word> = ["code" "行政区划代码"] "行政区划代码" "administrative division code",
    }
}

impl RecordKind for Place {
    const KIND: Kind = Kind::Place;

    fn title(&self) -> &Word {
        &self.name
    }

    fn parent(&self) -> Option<&Ref<Place>> {
        self.parent.as_ref()
    }
}
