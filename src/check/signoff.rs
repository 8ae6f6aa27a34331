//! Sign-offs (三审三校): which lines of the ledger count for a record as it is today, and why the others do not.
//!
//! They are taken in the order of the ledger. One counts where it is bound to what the record says now, its step is the one
//! whose turn it is, and its signer has not signed the record yet, unless the site allows that.

use crate::diag::{Code, Diagnostic, Text};
use crate::model::{Review, ReviewStage, Site};
use crate::say;
use crate::text::han::lookup_form;

/// What the site asks for.
#[derive(Clone, Debug)]
pub struct Rule {
    pub steps: Vec<ReviewStage>,
    /// Whether one person may sign several steps of a record.
    pub same_reviewer: bool,
}

/// Why a sign-off does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Void {
    /// The record changed since.
    Changed,
    /// The site has no such step.
    NoStep,
    /// It is this step's turn.
    TooEarly(ReviewStage),
    /// The step is signed already.
    Again,
    /// Who signed it had signed this step before.
    SamePerson(ReviewStage),
    /// It names nobody: blanks, or what cannot be seen.
    Nobody,
}

/// The lines of one record.
#[derive(Debug, Default)]
pub struct Standing<'r> {
    /// One for each step that is signed, in their order.
    pub counted: Vec<&'r Review>,
    pub void: Vec<(&'r Review, Void)>,
}

impl Rule {
    pub fn of(site: &Site) -> Rule {
        Rule { steps: site.steps(), same_reviewer: site.same_reviewer.unwrap_or(false) }
    }

    /// Judges the lines of a record that has this digest today.
    pub fn judge<'r>(&self, lines: &[&'r Review], digest: &str) -> Standing<'r> {
        let mut standing = Standing::default();
        for line in lines {
            match self.why_void(line, digest, &standing.counted) {
                None => standing.counted.push(line),
                Some(why) => standing.void.push((line, why)),
            }
        }
        standing
    }

    fn why_void(&self, line: &Review, digest: &str, counted: &[&Review]) -> Option<Void> {
        if !line.digest.eq_ignore_ascii_case(digest) {
            return Some(Void::Changed);
        }
        if !names_someone(&line.by) {
            return Some(Void::Nobody);
        }
        let Some(step) = self.steps.iter().position(|step| *step == line.stage.value) else {
            return Some(Void::NoStep);
        };
        match step.checked_sub(counted.len()) {
            None => return Some(Void::Again),
            Some(0) => {}
            Some(_) => return Some(Void::TooEarly(self.steps[counted.len()])),
        }
        let is_same = |earlier: &&&Review| lookup_form(&earlier.by) == lookup_form(&line.by);
        let earlier = counted.iter().find(is_same).filter(|_| !self.same_reviewer)?;
        Some(Void::SamePerson(earlier.stage.value))
    }

    /// The steps that are still to be signed.
    pub fn due(&self, standing: &Standing<'_>) -> &[ReviewStage] {
        self.steps.get(standing.counted.len()..).unwrap_or_default()
    }

    /// What is missing, at the head of a message: “签发之后内容改过 … 还差 2 次签发（复审、终审），暂不发布”.
    pub fn missing(&self, standing: &Standing<'_>) -> Text {
        let due = self.due(standing);
        let (count, steps) = (due.len(), listed(due));
        let changed = lost(standing);
        if changed.is_empty() {
            let Text { zh, en } = steps;
            return say!(
                "还差 {count} 次签发（{zh}），暂不发布",
                "{count} sign-offs are missing ({en}), it is not published"
            );
        }
        let who = Text {
            zh: changed.iter().map(|line| told(line).zh).collect::<Vec<_>>().join("、"),
            en: changed.iter().map(|line| told(line).en).collect::<Vec<_>>().join(", "),
        };
        let (Text { zh: by_zh, en: by_en }, Text { zh, en }) = (who, steps);
        say!(
            "签发之后内容改过，{by_zh}的签发作废；还差 {count} 次签发（{zh}），暂不发布",
            "it was changed after it was signed by {by_en}: {count} sign-offs are missing ({en}), it is not published"
        )
    }

    /// Says of a line that it does not count, where that is not plain from what is said of its record.
    pub fn say_void(&self, line: &Review, why: Void) -> Option<Diagnostic> {
        let (record, by) = (&line.record.value, &line.by.value);
        let (zh, en) = (line.stage.zh(), line.stage.en());
        let Text { zh: steps_zh, en: steps_en } = listed(&self.steps);
        let (span, message, hint) = match why {
            Void::Changed | Void::Again => return None,
            Void::Nobody => (
                line.by.span,
                say!(
                    "{record} 的{zh}没有写明是谁签的，这一条不算",
                    "the step `{en}` of {record} does not say who signed it: it does not count"
                ),
                say!(
                    "删去这一条，由签发人再签一次",
                    "remove this line, and let whoever signs it sign it once more"
                ),
            ),
            Void::NoStep => (
                line.stage.span,
                say!(
                    "{record} 的“{zh}”不算：本站不签这个环节",
                    "the step `{en}` of {record} does not count: this site has no such step"
                ),
                say!(
                    "本站签 {steps_zh}；要改，在 site.yaml 写“审校环节”",
                    "the steps of this site are {steps_en}: see `review_steps` in site.yaml"
                ),
            ),
            Void::TooEarly(due) => {
                let (due_zh, due_en) = (due.zh(), due.en());
                (
                    line.stage.span,
                    say!(
                        "{record} 还没有{due_zh}就签了{zh}，这一条不算",
                        "{record} was signed in the step `{en}` before `{due_en}`: this does not count"
                    ),
                    say!(
                        "按先后签：{steps_zh}；补签之后，这一环节再签一次",
                        "sign in this order: {steps_en}; then sign this step once more"
                    ),
                )
            }
            Void::SamePerson(earlier) => {
                let (earlier_zh, earlier_en) = (earlier.zh(), earlier.en());
                (
                    line.by.span,
                    say!(
                        "{by}已经签过 {record} 的{earlier_zh}，再签{zh}不算",
                        "{by} has signed {record} in the step `{earlier_en}`: `{en}` does not count"
                    ),
                    say!(
                        "换一个人签{zh}；本站允许一个人签几个环节时，在 site.yaml 写“一人多签: 是”",
                        "let someone else sign it; where one person may sign several steps, write `same_reviewer: yes` in site.yaml"
                    ),
                )
            }
        };
        Some(Diagnostic::warning(Code::VoidReview, span, message).hint(hint))
    }
}

/// Whether there is a name in it: something that can be read.
pub fn names_someone(by: &str) -> bool {
    // The fillers of Hangul are letters that show nothing.
    by.chars().any(|c| c.is_alphanumeric() && !matches!(c, '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}'))
}

/// The lines that the last change voided: those that were signed with the last of the digests which are not today's.
fn lost<'r>(standing: &Standing<'r>) -> Vec<&'r Review> {
    let changed = || standing.void.iter().filter(|(_, why)| *why == Void::Changed).map(|(line, _)| *line);
    let last = changed().next_back();
    changed().filter(|line| last.is_some_and(|last| last.digest.eq_ignore_ascii_case(&line.digest))).collect()
}

fn told(line: &Review) -> Text {
    let (by, zh, en) = (&line.by.value, line.stage.zh(), line.stage.en());
    match &line.on {
        Some(on) => {
            let on = on.value;
            say!("{by}（{zh}，{on}）", "{by} ({en}, {on})")
        }
        None => say!("{by}（{zh}）", "{by} ({en})"),
    }
}

/// Steps one after the other: “初审、复审”.
pub fn listed(steps: &[ReviewStage]) -> Text {
    Text {
        zh: steps.iter().map(|step| step.zh()).collect::<Vec<_>>().join("、"),
        en: steps.iter().map(|step| step.en()).collect::<Vec<_>>().join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{FileId, Span};
    use crate::model::Spanned;
    use ReviewStage::{FinalReview, FirstProof, FirstReview, SecondReview};

    fn line(stage: ReviewStage, by: &str, digest: &str) -> Review {
        let span = Span::whole(FileId(0));
        let word = |text: &str| Spanned { value: text.to_owned(), span };
        Review {
            record: word("people/a"),
            digest: word(digest),
            stage: Spanned { value: stage, span },
            by: word(by),
            on: None,
        }
    }

    #[track_caller]
    fn check(same_reviewer: bool, lines: &[(ReviewStage, &str, &str)], signed: usize, void: &[Void]) {
        let rule = Rule { steps: vec![FirstReview, SecondReview, FinalReview], same_reviewer };
        let lines: Vec<Review> = lines.iter().map(|(stage, by, digest)| line(*stage, by, digest)).collect();
        let lines: Vec<&Review> = lines.iter().collect();
        let standing = rule.judge(&lines, "00FF");
        assert_eq!(standing.counted.len(), signed);
        assert_eq!(standing.void.iter().map(|(_, why)| *why).collect::<Vec<_>>(), void);
        assert_eq!(rule.due(&standing).len(), 3 - signed);
    }

    #[test]
    fn steps_count_in_their_order_and_people_once() {
        let new = "00ff";
        check(
            false,
            &[(FirstReview, "甲", new), (SecondReview, "乙", new), (FinalReview, "丙", new)],
            3,
            &[],
        );
        check(
            false,
            &[(SecondReview, "乙", new), (FirstReview, "甲", new)],
            1,
            &[Void::TooEarly(FirstReview)],
        );
        check(
            false,
            &[(FirstReview, "张三", new), (SecondReview, "张　三", new)],
            1,
            &[Void::SamePerson(FirstReview)],
        );
        check(true, &[(FirstReview, "张三", new), (SecondReview, "张三", new)], 2, &[]);
        check(false, &[(FirstReview, "甲", new), (FirstReview, "乙", new)], 1, &[Void::Again]);
        check(false, &[(FirstProof, "甲", new), (FirstReview, "甲", new)], 1, &[Void::NoStep]);
        check(false, &[(FirstReview, "甲", "11"), (FirstReview, "甲", new)], 1, &[Void::Changed]);
        for nobody in ["", " ", "　", "\u{200B}", "\u{3164}"] {
            check(false, &[(FirstReview, nobody, new)], 0, &[Void::Nobody]);
        }
        check(false, &[], 0, &[]);
    }

    #[test]
    fn only_what_the_last_change_voided_is_named() {
        let rule = Rule { steps: vec![FirstReview, SecondReview], same_reviewer: false };
        let lines = [
            line(FirstReview, "甲", "11"),
            line(FirstReview, "乙", "22"),
            line(SecondReview, "丙", "22"),
            line(FirstReview, "丁", "00"),
        ];
        let lines: Vec<&Review> = lines.iter().collect();
        let said = rule.missing(&rule.judge(&lines, "00")).zh;
        assert_eq!(
            said,
            "签发之后内容改过，乙（初审）、丙（复审）的签发作废；还差 1 次签发（复审），暂不发布"
        );
    }
}
