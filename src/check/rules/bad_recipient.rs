//! Every line of a list names exactly one person, unit or team, and none twice.

use std::collections::HashMap;

use super::super::abreast;
use super::Unread;
use crate::diag::{Code, Diagnostic, Report, Severity, Span};
use crate::model::{Draft, Honor, HonorFor, Person, Recipient, Record, Word};
use crate::say;
use crate::text::han::{is_han, lookup_form};

/// Errors: a line without a name, a line that names several, the same one twice in one honor. Warnings: a person in a
/// list of collectives or the reverse, a name that is not that of the record beside it, two lines of the same words.
pub fn check(draft: &Draft, unread: &Unread, report: &mut Report) {
    abreast::judge(&draft.tables.commendations, report, |record, report| {
        // A line whose `name` is misspelt names nobody, which was told.
        let misspelt = unread.misspelt_within(record.span);
        for honor in &record.data.honors {
            for line in honor.everyone().filter(|line| !misspelt || place(line).is_some()) {
                check_line(line, honor, &draft.tables.people, report);
            }
            repeated(honor, report);
        }
    });
}

fn check_line(line: &Recipient, honor: &Honor, people: &[Record<Person>], report: &mut Report) {
    let span = place(line).unwrap_or(honor.title.span);
    let linked = [line.person.is_some(), line.unit.is_some(), line.team.is_some()];
    match linked.into_iter().filter(|is_linked| *is_linked).count() {
        0 if named(line).is_none() => report.push(
            Diagnostic::error(
                Code::BadRecipient,
                span,
                say!("名单里有一行没有写是谁", "a line of the list names nobody"),
            )
            .hint(say!("写上“姓名: …”，或删去这一行", "add `name: …`, or remove the line")),
        ),
        0 | 1 => {}
        _ => {
            report.push(
                Diagnostic::error(
                    Code::BadRecipient,
                    span,
                    say!("名单的一行里写了不止一个对象", "one line of the list names several recipients"),
                )
                .hint(say!(
                    "“个人”“集体”“队伍”只写一个，其余的另起一行",
                    "write one of `person`, `unit` and `team`, and the others on lines of their own"
                )),
            );
            return;
        }
    }
    let is_bare = linked.iter().all(|is_linked| !is_linked) && honor.r#for != Some(HonorFor::Collective);
    if let Some(several) =
        line.who.as_ref().or(line.name.as_ref()).filter(|_| is_bare).and_then(several_names)
    {
        report.push(several);
        return;
    }
    if let Some((said, title)) = contradicted(line, people) {
        report.push(
            Diagnostic::warning(
                Code::BadRecipient,
                span,
                say!(
                    "这一行写的是“{said}”，链接的却是“{title}”的记录",
                    "the line says `{said}` but links to the record of `{title}`"
                ),
            )
            .hint(say!(
                "只留对的一个；改过名字的，把名单上的写法写进“名单原文”",
                "keep the right one; where the name has changed, write the list's words as `listed_as`"
            )),
        );
    }
    let message = match honor.r#for {
        Some(HonorFor::Collective) if line.person.is_some() => {
            say!("这项荣誉授予集体，这一行却是个人", "the honor is for collectives, and this is a person")
        }
        Some(HonorFor::Individual) if line.unit.is_some() || line.team.is_some() => {
            say!("这项荣誉授予个人，这一行却是集体", "the honor is for individuals, and this is a collective")
        }
        _ => return,
    };
    report.push(Diagnostic::warning(Code::BadRecipient, span, message).hint(say!(
        "核对“对象类型”，或把这一行移到另一项荣誉里",
        "check `for`, or move the line to another honor"
    )));
}

/// Names that were not taken apart: `张三、李四` is nobody. Blanks alone are in doubt, since `欧阳 娜娜` is one person.
pub(super) fn several_names(name: &Word) -> Option<Diagnostic> {
    let text = name.value.as_str();
    let is_apart = |c: char| matches!(c, '、' | '，' | ',' | '；' | ';' | '\n' | '\t' | '|');
    let parts = |is_between: &dyn Fn(char) -> bool| {
        text.split(is_between).map(str::trim).filter(|part| !part.is_empty()).count()
    };
    let is_full = |word: &str| word.chars().filter(|c| is_han(*c)).count() >= 2;
    let is_spaced = text.split_whitespace().count() > 1 && text.split_whitespace().all(is_full);
    let severity = match (parts(&is_apart) > 1, is_spaced) {
        (true, _) => Severity::Error,
        (false, true) => Severity::Warning,
        (false, false) => return None,
    };
    let message = say!("名单的一行里写了不止一个名字", "one line of the list holds several names");
    let diagnostic = Diagnostic { severity, ..Diagnostic::error(Code::BadRecipient, name.span, message) };
    Some(diagnostic.hint(say!(
        "每人写一行，以“- ”开头；或写成 [张三, 李四]，用半角逗号",
        "write a line a person, each beginning with `- `; or [张三, 李四] with ordinary commas"
    )))
}

/// A name, and the different one of the record that the line gives beside it.
fn contradicted<'a>(line: &'a Recipient, people: &'a [Record<Person>]) -> Option<(&'a str, &'a str)> {
    let person = line.person.as_ref()?;
    let said = line.name.as_ref().or(line.who.as_ref())?;
    // A name alone was linked by `recipients`: the reference then lies where the name lies.
    let record = people.get(person.key()?.index()).filter(|_| said.span != person.span)?;
    let agrees = lookup_form(said) == lookup_form(record.title()) || said.value == record.id.value;
    (!agrees && !said.is_empty()).then_some((said.as_str(), record.title()))
}

#[derive(PartialEq, Eq, Hash)]
enum Who<'a> {
    Person(usize),
    Unit(usize),
    Team(usize),
    /// Only a name and the words about it.
    Words(&'a str, &'a str),
}

fn repeated(honor: &Honor, report: &mut Report) {
    let mut seen: HashMap<Who<'_>, Span> = HashMap::new();
    for line in honor.everyone() {
        let Some(span) = place(line) else { continue };
        let Some(who) = who(line) else { continue };
        let is_words = matches!(who, Who::Words(..));
        let Some(first) = seen.insert(who, span) else { continue };
        let title = &honor.title.value;
        let diagnostic = match is_words {
            false => Diagnostic::error(
                Code::BadRecipient,
                span,
                say!("同一个对象在“{title}”里列了两次", "the same recipient is listed twice in `{title}`"),
            )
            .hint(say!(
                "删去一行；若是同名的另一人，写另一条记录的标识",
                "remove one line; where another of the same name is meant, write the id of that record"
            )),
            true => Diagnostic::warning(
                Code::BadRecipient,
                span,
                say!("“{title}”里有两行一模一样", "two lines of `{title}` are the same"),
            )
            .hint(say!(
                "核对原件，删去一行；确是两个人就不用改",
                "check the document and remove one; leave them where they are two people"
            )),
        };
        report.push(diagnostic.note(first, say!("第一次列在这里", "listed here first")));
    }
}

fn who(line: &Recipient) -> Option<Who<'_>> {
    let person = line.person.as_ref().and_then(|person| person.key()).map(|key| Who::Person(key.index()));
    let unit = || line.unit.as_ref().and_then(|unit| unit.key()).map(|key| Who::Unit(key.index()));
    let team = || line.team.as_ref().and_then(|team| team.key()).map(|key| Who::Team(key.index()));
    let words = || Some(Who::Words(named(line)?, line.affiliation.as_ref()?));
    person.or_else(unit).or_else(team).or_else(words)
}

fn named(line: &Recipient) -> Option<&str> {
    let names = line.name.iter().chain(&line.who).map(|name| name.value.as_str());
    names.into_iter().find(|name| !name.is_empty())
}

/// Where the line stands: the first of its words that has a place.
fn place(line: &Recipient) -> Option<Span> {
    let words = [&line.who, &line.name, &line.listed_as, &line.affiliation, &line.citation, &line.post];
    let words = words.into_iter().flatten().map(|word| word.span);
    let links = [
        line.person.as_ref().map(|person| person.span),
        line.unit.as_ref().map(|unit| unit.span),
        line.team.as_ref().map(|team| team.span),
        line.unit_then.as_ref().map(|unit| unit.0.span),
    ];
    words.chain(links.into_iter().flatten()).min()
}
