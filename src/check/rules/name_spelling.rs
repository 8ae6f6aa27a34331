//! Names of people are written without padding, and with `·` (U+00B7) between the parts of a minority name.

use super::bad_recipient::several_names;
use crate::diag::{Code, Diagnostic, Report};
use crate::model::{Draft, HonorFor, Word};
use crate::say;
use crate::text::han::lookup_form;

/// Warns of names of people, and of those whom lists name without a record, that readers would see otherwise than
/// they are looked up, and of punctuation around a name: `张　三` is how a document sets 张三 in columns, which the theme does by itself.
pub fn check(draft: &Draft, report: &mut Report) {
    for name in names(draft) {
        check_name(name, report);
    }
}

/// The names of people, in their records and in lists that name someone without a record.
pub fn names(draft: &Draft) -> impl Iterator<Item = &Word> {
    let people = draft.tables.people.iter().map(|record| &record.data.name);
    let honors = draft.tables.commendations.iter().flat_map(|record| &record.data.honors);
    let individual = honors.filter(|honor| honor.r#for != Some(HonorFor::Collective));
    let lines = individual
        .flat_map(|honor| honor.everyone())
        .filter(|line| line.person.is_none() && line.unit.is_none() && line.team.is_none());
    people.chain(lines.filter_map(|line| line.name.as_ref().or(line.who.as_ref())))
}

fn check_name(name: &Word, report: &mut Report) {
    let (text, form) = (&name.value, lookup_form(name));
    let right = form.trim_matches(|c: char| "，,；;。、：:.\"“”＂'‘’《》".contains(c));
    if *text == right || several_names(name).is_some() {
        return;
    }
    report.push(
        Diagnostic::warning(
            Code::NameSpelling,
            name.span,
            say!(
                "姓名“{text}”里有空格、标点、不规范的间隔号或看不见的字符",
                "the name `{text}` holds a space, punctuation, a dot other than `·`, or an invisible character"
            ),
        )
        .hint(say!(
            "写成 {right}；名单里的对齐由程序来做",
            "write {right}; names are aligned in lists without that"
        )),
    );
}
