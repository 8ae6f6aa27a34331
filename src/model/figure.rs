//! Figures: numbers that a source states, each with its unit of measure and its source. They are never inferred.

use super::decode::{Spanned, Word};
use super::fields::{choices, fields};
use super::{Campaign, Kind, Number, PartialDate, Place, RecordKind, Ref, Unit};

fields! {
    /// A figure (数据).
    pub struct Figure {
        label: Word = ["label" "指标"] "指标" "what is counted",
        value: Number = ["value" "数值"] "数值" "the number",
        measure: Option<Word> = ["measure" "计量单位"] "计量单位：人、人次、万元、个 …" "unit of measure: 人, 人次, 万元, 个 …",
        approx: Option<Approx> = ["approx" "约数"] "余、以上、约、近、超" "how the number is rounded",
        scope: Option<Word> = ["scope" "范围"] "统计范围，地区和单位不足以说明时写" "what it covers, where place and unit do not say it",
        places: Vec<Ref<Place>> = ["place" "地区" "places"] "地区" "place",
        units: Vec<Ref<Unit>> = ["unit" "单位" "units"] "单位" "unit",
        campaign: Option<Ref<Campaign>> = ["campaign" "专项"] "专项" "campaign",
        group: Option<Word> = ["group" "分组"] "分组：每组一张图" "one chart a group",
        as_of: Option<Spanned<PartialDate>> = ["as_of" "截至"] "截至时间" "as of when",
        additive: Option<bool> = ["additive" "可加"] "是：组内数据不重叠，可以合计；默认否" "yes: the figures of the group may be added; default: no",
    }
}

choices! {
    /// How a number is rounded. 余 stands between number and measure, 以上 after both, the others before.
    pub enum Approx {
        Odd = ["odd" "余"],
        AtLeast = ["at-least" "以上"],
        About = ["about" "约"],
        Nearly = ["nearly" "近"],
        Over = ["over" "超"],
    }
}

impl Figure {
    /// The number as the source states it: `7400余人次`, `约30个`, `3万步以上`.
    pub fn stated(&self) -> String {
        let measure = self.measure.as_ref().map_or("", |m| m.value.as_str());
        let number = &self.value.text;
        match self.approx {
            None => format!("{number}{measure}"),
            Some(Approx::Odd) => format!("{number}余{measure}"),
            Some(Approx::AtLeast) => format!("{number}{measure}以上"),
            Some(before @ (Approx::About | Approx::Nearly | Approx::Over)) => {
                format!("{}{number}{measure}", before.zh())
            }
        }
    }
}

impl RecordKind for Figure {
    const KIND: Kind = Kind::Figure;

    fn title(&self) -> &Word {
        &self.label
    }
}
