//! The number that a document declares is the number of those that its list names.

use super::{Unread, gap};
use crate::diag::{Code, Diagnostic, Report, Severity, Text};
use crate::model::{Commendation, Draft, Honor, HonorFor, Record, Spanned};
use crate::say;

/// Counts the lists of honors, the members or sub-teams of teams, and the items of measures.
///
/// Declared counts what the record lists, not what is published. A commendation that says `open: true` is only warned
/// about; a team or measure may name fewer than it declares where it says so, or names none at all.
pub fn check(draft: &Draft, unread: &Unread, report: &mut Report) {
    for record in draft.tables.commendations.iter().filter(|record| !unread.within(record.span)) {
        for honor in &record.data.honors {
            check_honor(draft, record, honor, report);
        }
    }
    check_teams(draft, unread, report);
    for record in draft.tables.measures.iter().filter(|record| !unread.within(record.span)) {
        let data = &record.data;
        let Some(declared) = data.declared else { continue };
        let listed = data.items.len();
        let Some(mismatch) = mismatch(declared, listed, data.open == Some(true)) else { continue };
        let (title, declared) = (&data.title.value, declared.value);
        let message = say!(
            "“{title}”写明{declared}条，条目列出{listed}条",
            "`{title}` declares {declared} items and lists {listed}"
        );
        let diagnostic = gap(draft, &record.common, Code::CountMismatch, data.title.span, message);
        report.push(mismatch.finish(diagnostic));
    }
}

fn check_honor(draft: &Draft, record: &Record<Commendation>, honor: &Honor, report: &mut Report) {
    let title = &honor.title.value;
    let mut differ = |declared: Option<Spanned<u32>>,
                      listed: usize,
                      message: &dyn Fn(u32) -> Text,
                      hint: Text| {
        let Some(declared) = declared.filter(|declared| declared.value as usize != listed) else { return };
        let (code, span) = (Code::CountMismatch, honor.title.span);
        let mut diagnostic = gap(draft, &record.common, code, span, message(declared.value))
            .note(declared.span, say!("写明的数量", "the number declared"))
            .hint(hint);
        if record.data.open == Some(true) {
            diagnostic.severity = Severity::Warning;
        }
        report.push(diagnostic);
    };
    let listed = honor.everyone().count();
    let each = if honor.r#for == Some(HonorFor::Collective) { "个" } else { "名" };
    let fewer = honor.declared.is_some_and(|declared| listed < declared.value as usize);
    let hint = match record.data.open {
        Some(true) if fewer => {
            say!("找到完整的名单以后补上", "add the others once the complete list is found")
        }
        _ if fewer => say!(
            "核对原件，补上缺的，或改正数量；名单确实没有列全的，在这份表彰里写“未列全: 是”",
            "check the document: add who is missing or correct the number; where the list is not complete, write `open: yes` in the commendation"
        ),
        _ => say!(
            "核对原件，删去多出的，或改正数量",
            "check the document: remove who is too many or correct the number"
        ),
    };
    let message = |declared| {
        say!(
            "“{title}”写明{declared}{each}，名单列出{listed}{each}",
            "`{title}` declares {declared}, its list has {listed}"
        )
    };
    differ(honor.declared, listed, &message, hint);

    let posthumous = honor.everyone().filter(|line| line.posthumous == Some(true)).count();
    let message = |declared| {
        say!(
            "“{title}”写明其中追授{declared}名，名单上标明追授的有{posthumous}名",
            "`{title}` declares {declared} posthumous, its list marks {posthumous}"
        )
    };
    let hint = say!(
        "核对原件，在追授的人那一行写“追授: 是”，或改正“其中追授”",
        "check the document: write `posthumous: yes` on those lines, or correct `posthumous_declared`"
    );
    differ(honor.posthumous_declared, posthumous, &message, hint);
}

fn check_teams(draft: &Draft, unread: &Unread, report: &mut Report) {
    let teams = &draft.tables.teams;
    let mut below = vec![0; teams.len()];
    for parent in teams.iter().filter_map(|team| team.data.parent.as_ref()?.key()) {
        below[parent.index()] += 1;
    }
    for (record, below) in teams.iter().zip(below).filter(|(record, _)| !unread.within(record.span)) {
        let data = &record.data;
        let Some(declared) = data.declared else { continue };
        let members = data.members.len();
        // With both, which of them the source counted is not known.
        let listed = match (members, below) {
            (_, 0) => members,
            (0, _) => below,
            _ => continue,
        };
        let Some(mismatch) = mismatch(declared, listed, data.open == Some(true)) else { continue };
        let (name, declared) = (&data.name.value, declared.value);
        let message = match members {
            0 => say!(
                "“{name}”写明{declared}个，以它为上级的队伍有{listed}个",
                "`{name}` declares {declared}, and {listed} teams name it as their parent"
            ),
            _ => say!(
                "“{name}”写明{declared}名，成员列出{listed}名",
                "`{name}` declares {declared} and lists {listed} members"
            ),
        };
        let mut diagnostic = gap(draft, &record.common, Code::CountMismatch, data.name.span, message);
        if members == 0 {
            // Nothing says that the source counted them.
            diagnostic.severity = Severity::Warning;
        }
        report.push(mismatch.finish(diagnostic));
    }
}

struct Mismatch {
    declared: Spanned<u32>,
    fewer: bool,
}

fn mismatch(declared: Spanned<u32>, listed: usize, open: bool) -> Option<Mismatch> {
    let fewer = listed < declared.value as usize;
    let is_wrong = match fewer {
        true => listed > 0 && !open,
        false => listed > declared.value as usize,
    };
    is_wrong.then_some(Mismatch { declared, fewer })
}

impl Mismatch {
    fn finish(self, diagnostic: Diagnostic) -> Diagnostic {
        let severity = if self.fewer { Severity::Warning } else { diagnostic.severity };
        let hint = match self.fewer {
            true => say!(
                "补上缺的；没有列全的，写“未列全: 是”",
                "add what is missing, or write `open: yes` where the list is not complete"
            ),
            false => say!("删去多出的，或改正数量", "remove what is too many, or correct the number"),
        };
        Diagnostic { severity, ..diagnostic }
            .note(self.declared.span, say!("写明的数量", "the number declared"))
            .hint(hint)
    }
}
