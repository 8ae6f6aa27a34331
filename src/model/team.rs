//! Teams: 队伍, 专班, 工作组 and the like, from the 十户长 (heads of ten households) to a city's task force.

use super::decode::{Spanned, Word};
use super::fields::fields;
use super::{Kind, Person, Place, RecordKind, Ref, Unit};

fields! {
    /// A team (队伍).
    pub struct Team {
        name: Word = ["name" "名称"] "名称" "name",
        kind: Option<Word> = ["kind" "类型"] "类型：队伍、专班、工作组、志愿服务队 …" "free word: 队伍, 专班, 工作组 …",
        parent: Option<Ref<Team>> = ["parent" "上级"] "上级队伍" "the team it belongs to",
        unit: Option<Ref<Unit>> = ["unit" "单位"] "所属单位" "the unit that runs it",
        place: Option<Ref<Place>> = ["place" "地区"] "所在地区" "where it works",
        members: Vec<Ref<Person>> = ["members" "成员"] "成员" "members",
        declared: Option<Spanned<u32>> = ["declared" "数量"] "资料写明的数量" "how many the source states",
        open: Option<bool> = ["open" "未列全"] "是：没有列全，显示为“等5个”" "yes: the list is not complete",
        summary: Option<Word> = ["summary" "简介"] "一句话简介" "one sentence",
    }
}

impl RecordKind for Team {
    const KIND: Kind = Kind::Team;

    fn title(&self) -> &Word {
        &self.name
    }

    fn parent(&self) -> Option<&Ref<Team>> {
        self.parent.as_ref()
    }
}
