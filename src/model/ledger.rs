//! The file of the ledger of sign-offs, as it grows.
//!
//! Comes in: the text of `content/reviews.yaml` and new sign-offs. Goes out: that text, every byte of it as it was, with the
//! new ones at its end. It deliberately changes and removes nothing: what was signed stays on file, void or not.

use super::blank::plain_or_quoted;
use super::decode::Decode;
use super::yaml::{self, Data, Node, Source};
use super::{PartialDate, Review, ReviewStage};
use crate::diag::{FileId, Report};

/// A sign-off to be added.
#[derive(Clone, Debug)]
pub struct Signing {
    /// As `people/zhang-san`.
    pub record: String,
    pub digest: String,
    pub stage: ReviewStage,
    pub by: String,
    pub on: PartialDate,
}

/// The ledger with new sign-offs at its end; `None` where it is not a list of one item after the other, or could not be read
/// as what it said and these. A new ledger has no text.
pub fn signed(ledger: &str, new: &[Signing]) -> Option<String> {
    let body = ledger.strip_prefix('\u{feff}').unwrap_or(ledger);
    let said = read(body)?;
    let manner = Manner::of(body, said.is_empty())?;
    let line_break = if ledger.contains("\r\n") { "\r\n" } else { "\n" };
    let mut text = ledger.to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push_str(line_break);
    }
    for signing in new {
        for line in manner.lines(signing) {
            text.push_str(&line);
            text.push_str(line_break);
        }
    }
    let says = read(text.strip_prefix('\u{feff}').unwrap_or(&text))?;
    let expected = said.into_iter().chain(new.iter().map(|signing| {
        let Signing { record, digest, stage, by, on } = signing.clone();
        (record, digest, stage, by, Some(on))
    }));
    says.into_iter().eq(expected).then_some(text)
}

type Said = (String, String, ReviewStage, String, Option<PartialDate>);

fn parse<'t>(text: &'t str, report: &mut Report) -> Option<Node<'t>> {
    yaml::parse(Source { file: FileId(0), text, offset: 0 }, report)
}

/// What a ledger says; `None` where it cannot be read to its end.
fn read(text: &str) -> Option<Vec<Said>> {
    if is_empty(text) {
        return Some(Vec::new());
    }
    let mut report = Report::new();
    let reviews = Vec::<Review>::decode(parse(text, &mut report)?, &mut report)?;
    report.verdict().ok()?;
    let said = |review: Review| {
        let Review { record, digest, stage, by, on } = review;
        (record.value, digest.value, stage.value, by.value, on.map(|on| on.value))
    };
    Some(reviews.into_iter().map(said).collect())
}

/// Whether there is nothing but blanks and comments.
fn is_empty(text: &str) -> bool {
    text.lines().map(str::trim).all(|line| line.is_empty() || line.starts_with('#'))
}

/// How the items that are there are written.
struct Manner {
    indent: usize,
    in_english: bool,
}

impl Manner {
    fn of(text: &str, says_nothing: bool) -> Option<Manner> {
        if is_empty(text) {
            return Some(Manner { indent: 0, in_english: false });
        }
        if says_nothing {
            return None;
        }
        let Data::List(items) = parse(text, &mut Report::new())?.data else { return None };
        let first = items.first()?;
        let before = &text[..first.span.range().start];
        let before = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
        let is_item = before.trim() == "-" && !before.contains('\t');
        let in_english =
            matches!(&first.data, Data::Map(entries) if entries.iter().all(|(key, _)| key.text.is_ascii()));
        is_item.then(|| Manner { indent: before.len() - before.trim_start().len(), in_english })
    }

    fn lines(&self, signing: &Signing) -> Vec<String> {
        let Signing { record, digest, stage, by, on } = signing;
        let record = match record.chars().all(|c| c.is_alphanumeric() || "/-_·".contains(c)) {
            true => record.clone(),
            false => plain_or_quoted(record),
        };
        let values = [
            record,
            format!("\"{digest}\""),
            if self.in_english { stage.en() } else { stage.zh() }.to_owned(),
            plain_or_quoted(by),
            on.iso(),
        ];
        let names = match self.in_english {
            true => ["record", "digest", "stage", "by", "on"],
            false => ["记录", "摘要", "环节", "签发人", "日期"],
        };
        let line = |(at, (name, value)): (usize, (&str, String))| {
            let mark = if at == 0 { "- " } else { "  " };
            format!("{}{mark}{name}: {value}", " ".repeat(self.indent))
        };
        names.into_iter().zip(values).enumerate().map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signing(by: &str) -> Signing {
        Signing {
            record: "people/zhang-san".to_owned(),
            digest: "00ff".to_owned(),
            stage: ReviewStage::SecondReview,
            by: by.to_owned(),
            on: PartialDate::parse("2031-05-01").expect("a date"),
        }
    }

    const ADDED: &str =
        "- 记录: people/zhang-san\n  摘要: \"00ff\"\n  环节: 复审\n  签发人: 甲编辑\n  日期: 2031-05-01\n";

    #[test]
    fn a_ledger_grows_at_its_end_and_nowhere_else() {
        let check = |ledger: &str, expect: Option<String>| {
            assert_eq!(signed(ledger, &[signing("甲编辑")]), expect, "{ledger}");
        };
        let flow = "- {记录: people/a, 摘要: \"1\", 环节: 初审, 签发人: 甲}";
        check("", Some(ADDED.to_owned()));
        check("# 台账\n", Some(format!("# 台账\n{ADDED}")));
        check(&format!("{flow} # 甲"), Some(format!("{flow} # 甲\n{ADDED}")));
        check(
            &format!("\u{feff}{flow}\r\n"),
            Some(format!("\u{feff}{flow}\r\n{}", ADDED.replace('\n', "\r\n"))),
        );
        check(
            "  - record: people/a\n    digest: \"1\"\n    stage: first-review\n    by: 甲\n",
            Some(
                "  - record: people/a\n    digest: \"1\"\n    stage: first-review\n    by: 甲\n  - record: people/zhang-san\n    \
                 digest: \"00ff\"\n    stage: second-review\n    by: 甲编辑\n    on: 2031-05-01\n"
                    .to_owned(),
            ),
        );
        check("[{记录: people/a, 摘要: \"1\", 环节: 初审, 签发人: 甲}]\n", None);
        check("[]\n", None);
        check("- {记录: people/a}\n", None);
        check("记录: people/a\n", None);
        check(&format!("{flow}\n...\n"), None);
    }

    proptest::proptest! {
        #[test]
        fn whatever_a_name_is_it_is_read_again_or_refused(by in "[甲: #'\"\\-{},\n\u{7}a0]{0,6}") {
            if let Some(text) = signed(ADDED, &[signing(&by)]) {
                let said = read(&text).expect("it was read before it was given out");
                proptest::prop_assert_eq!(&said[1].3, &by);
                proptest::prop_assert!(text.starts_with(ADDED));
            }
        }
    }
}
