//! Surnames that families write otherwise than the dictionary would.

/// The traditional form of a surname; nothing where it is what each of its characters commonly is.
///
/// Whether someone called 肖 is a 蕭, or a 付 a 傅, only the bearer can say, and the record (`traditional`).
pub(super) fn family(surname: &str) -> Option<&str> {
    let written_alike = |same: &&str| **same == *surname;
    let compound = FORMS.iter().find(|(simplified, _)| *simplified == surname).map(|(_, form)| *form);
    compound.or_else(|| SAME.split(' ').find(written_alike))
}

/// One simplified character may stand for several traditional ones, of which the surname is the rarer: these were never
/// written otherwise (as in the traditional prints of 百家姓; 朴, 党 and 种 as their bearers in history are written).
const SAME: &str = "丑 于 余 党 后 咸 占 台 岳 干 征 斗 朴 涂 游 种 范 郁 采 里 万俟 淳于 段干 百里";

/// Compound surnames of which the parts need both.
const FORMS: [(&str, &str); 3] = [("鲜于", "鮮于"), ("单于", "單于"), ("谷梁", "穀梁")];
