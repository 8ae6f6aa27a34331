//! Document numbers (发文字号) are written as GB/T 9704—2012, 7.2.5 has it: `示委发〔2030〕15号`.

use crate::diag::{Code, Diagnostic, Report};
use crate::model::{Draft, Word};
use crate::say;

/// Looks at the numbers of commendations and measures, and of the documents that revoke or correct them.
///
/// A number that has the parts of `示委发〔2030〕15号` but writes them otherwise is an error, and the hint has the right
/// form. One of another build, such as `第3号令`, is only a warning: such documents exist.
pub fn check(draft: &Draft, report: &mut Report) {
    let tables = &draft.tables;
    for record in &tables.commendations {
        let data = &record.data;
        let revoked = data.honors.iter().flat_map(|honor| honor.everyone()).map(|line| &line.revoked);
        let revoked = revoked.chain([&data.revoked]).flatten().map(|revocation| &revocation.number);
        let corrected = data.corrected.iter().map(|correction| &correction.number);
        for number in std::iter::once(&data.number).chain(revoked).chain(corrected).flatten() {
            check_number(number, report);
        }
    }
    for number in tables.measures.iter().filter_map(|measure| measure.data.number.as_ref()) {
        check_number(number, report);
    }
}

fn check_number(number: &Word, report: &mut Report) {
    let text = &number.value;
    let (faults, right) = match judge(text) {
        Verdict::Right => return,
        Verdict::Unusual => {
            report.push(
                Diagnostic::warning(
                    Code::BadDocumentNumber,
                    number.span,
                    say!("文号“{text}”的形式不常见", "`{text}` is an unusual document number"),
                )
                .hint(say!(
                    "常见的写法是 示委发〔2030〕15号；原件就是这样写的，可以不改",
                    "the usual form is 示委发〔2030〕15号; leave it where the document has it so"
                )),
            );
            return;
        }
        Verdict::Wrong { faults, right } => (faults, right),
    };
    let zh = faults.iter().map(|fault| fault.zh()).collect::<Vec<_>>().join("，");
    let en = faults.iter().map(|fault| fault.en()).collect::<Vec<_>>().join(", ");
    let error = Diagnostic::error(
        Code::BadDocumentNumber,
        number.span,
        say!("文号“{text}”写得不规范：{zh}", "`{text}` is not how a document number is written: {en}"),
    );
    report.push(error.hint(match right {
        Some(right) => say!("写成 {right}", "write {right}"),
        None => say!("照原件写全，如 示委发〔2030〕15号", "write it in full, as 示委发〔2030〕15号"),
    }));
}

#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Right,
    /// The right form is missing where it cannot be told.
    Wrong {
        faults: Vec<Fault>,
        right: Option<String>,
    },
    Unusual,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    FullWidth,
    Space,
    Bracket,
    Year,
    Ordinal,
    LeadingZero,
    NoHao,
}

impl Fault {
    fn zh(self) -> &'static str {
        match self {
            Fault::FullWidth => "数字要用半角",
            Fault::Space => "中间不空格",
            Fault::Bracket => "年份要用六角括号〔〕",
            Fault::Year => "年份要写四位数字",
            Fault::Ordinal => "序号前不写“第”",
            Fault::LeadingZero => "序号前不补 0",
            Fault::NoHao => "末尾缺“号”",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Fault::FullWidth => "its digits are full-width",
            Fault::Space => "it holds spaces",
            Fault::Bracket => "the year is not in 〔〕",
            Fault::Year => "the year is not four digits",
            Fault::Ordinal => "第 stands before the number",
            Fault::LeadingZero => "the number begins with 0",
            Fault::NoHao => "号 is missing",
        }
    }
}

const OPENING: &str = "〔[(（【〖［「『《<〈｛{";
const CLOSING: &str = "〕])）】〗］」』》>〉｝}";

fn judge(text: &str) -> Verdict {
    let mut faults = Vec::new();
    let mut plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if plain != text {
        faults.push(Fault::Space);
    }
    let narrow: String = plain.chars().map(half_width).collect();
    if narrow != plain {
        faults.push(Fault::FullWidth);
        plain = narrow;
    }
    let Some(Parts { office, year, ordinal, number, hao }) = parts(&plain, &mut faults) else {
        return Verdict::Unusual;
    };
    let year = match year.len() {
        4 => Some(year.to_owned()),
        2 => Some(format!("20{year}")),
        _ => None,
    };
    if year.as_ref().is_none_or(|year| !plain.contains(year)) {
        faults.push(Fault::Year);
    }
    if ordinal {
        faults.push(Fault::Ordinal);
    }
    let bare = number.trim_start_matches('0');
    if bare.is_empty() {
        return Verdict::Unusual;
    }
    if bare != number {
        faults.push(Fault::LeadingZero);
    }
    if !hao {
        faults.push(Fault::NoHao);
    }
    match faults.is_empty() {
        true => Verdict::Right,
        false => Verdict::Wrong { faults, right: year.map(|year| format!("{office}〔{year}〕{bare}号")) },
    }
}

struct Parts<'t> {
    office: &'t str,
    year: &'t str,
    ordinal: bool,
    number: &'t str,
    hao: bool,
}

/// Takes a number apart that has an office, a year in some brackets and a number; notes a wrong bracket.
fn parts<'t>(text: &'t str, faults: &mut Vec<Fault>) -> Option<Parts<'t>> {
    let open = text.char_indices().find(|&(at, c)| {
        OPENING.contains(c) && text[at + c.len_utf8()..].starts_with(|c: char| c.is_ascii_digit())
    });
    let (at, bracket) = open?;
    let (office, rest) = (&text[..at], &text[at + bracket.len_utf8()..]);
    let close = rest.find(|c| CLOSING.contains(c))?;
    let closing = rest[close..].chars().next()?;
    let (inside, rest) = (&rest[..close], &rest[close + closing.len_utf8()..]);
    let year = inside.strip_suffix('年').unwrap_or(inside);
    let (ordinal, rest) = rest.strip_prefix('第').map_or((false, rest), |rest| (true, rest));
    let (hao, number) = rest.strip_suffix('号').map_or((false, rest), |rest| (true, rest));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if office.is_empty() || office.contains(|c: char| c.is_ascii_digit()) || !digits(year) || !digits(number)
    {
        return None;
    }
    if (bracket, closing) != ('〔', '〕') {
        faults.push(Fault::Bracket);
    }
    if year != inside {
        faults.push(Fault::Year);
    }
    Some(Parts { office, year, ordinal, number, hao })
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, faults: &[Fault], right: Option<&str>) {
        let right = right.map(str::to_owned);
        assert_eq!(judge(text), Verdict::Wrong { faults: faults.to_vec(), right }, "{text}");
    }

    #[test]
    fn right_numbers() {
        for text in
            ["示委发〔2030〕15号", "示委〔2030〕3号", "示测办发〔2031〕100号", "（示）测发〔2030〕1号"]
        {
            assert_eq!(judge(text), Verdict::Right, "{text}");
        }
    }

    #[test]
    fn wrong_numbers_and_what_they_should_be() {
        let right = Some("示委发〔2030〕15号");
        for text in [
            "示委发[2030]15号",
            "示委发(2030)15号",
            "示委发（2030）15号",
            "示委发【2030】15号",
            "示委发〖2030〗15号",
            "示委发〔2030]15号",
        ] {
            check(text, &[Fault::Bracket], right);
        }
        check("示委发〔30〕15号", &[Fault::Year], right);
        check("示委发〔2030年〕15号", &[Fault::Year], right);
        check("示委发〔203〕15号", &[Fault::Year], None);
        check("示委发〔2030〕第15号", &[Fault::Ordinal], right);
        check("示委发〔2030〕015号", &[Fault::LeadingZero], right);
        check("示委发〔2030〕15", &[Fault::NoHao], right);
        check("示委发〔２０３０〕１５号", &[Fault::FullWidth], right);
        check("示委发 〔2030〕　15 号", &[Fault::Space], right);
        check(
            "示委发[30]第015",
            &[Fault::Bracket, Fault::Year, Fault::Ordinal, Fault::LeadingZero, Fault::NoHao],
            right,
        );
    }

    #[test]
    fn numbers_of_another_build() {
        for text in [
            "第3号令",
            "示委发2030-15",
            "示委发〔2030〕15、16号",
            "〔2030〕15号",
            "",
            "示委发〔2030〕0号",
            "示委发〔二〇三〇〕15号",
        ] {
            assert_eq!(judge(text), Verdict::Unusual, "{text}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 256, failure_persistence: None, ..Default::default() })]

        #[test]
        fn what_is_proposed_is_right(text in "(示|委|发|〔|\\[|（|2030|２０|30|〕|\\]|）|第|0|15|号| |年){0,9}") {
            if let Verdict::Wrong { right: Some(right), .. } = judge(&text) {
                proptest::prop_assert_eq!(judge(&right), Verdict::Right, "{} from {}", right, text);
            }
        }
    }
}
