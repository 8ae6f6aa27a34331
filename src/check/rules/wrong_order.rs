//! A list that says in what order it stands does stand in it.

use std::collections::HashSet;

use crate::diag::{Code, Diagnostic, Report, Span};
use crate::model::{Commendation, Draft, Honor, HonorFor, NameOrder, Person, Recipient, Record, Word};
use crate::say;
use crate::text::order::{self, SortKey};

use super::super::index::given_strokes;

/// Reads `order_note`, the honor's or else the commendation's, and compares the names of individuals with it, each
/// group by itself. The document's order is authoritative: only a list in 原序 is looked at, since the program sorts
/// the others, and a list in the wrong order is a warning that names the first pair.
pub fn check(draft: &Draft, report: &mut Report) {
    let mut contradicted = HashSet::new();
    for record in &draft.tables.commendations {
        for honor in &record.data.honors {
            // What the commendation says of all its lists is wrong once.
            match contradiction(&record.data, honor) {
                Some(found) if contradicted.insert(found.span) => report.push(found),
                Some(_) => {}
                None => check_honor(&record.data, honor, &draft.tables.people, report),
            }
        }
    }
}

fn check_honor(commendation: &Commendation, honor: &Honor, people: &[Record<Person>], report: &mut Report) {
    let Some((note, stated)) = stated_by(commendation, honor) else { return };
    if honor.r#for == Some(HonorFor::Collective) || order_of(commendation, honor) != NameOrder::Listed {
        return;
    }
    let groups = honor.groups.iter().map(|group| &group.recipients);
    for list in std::iter::once(&honor.recipients).chain(groups) {
        let names: Vec<Name<'_>> = list.iter().filter_map(|line| name(line, stated, people)).collect();
        let pair = names.windows(2).find(|pair| pair[0].key > pair[1].key);
        if let Some([before, after]) = pair {
            report.push(out_of_order(before, after, note, stated));
        }
    }
}

fn order_of(commendation: &Commendation, honor: &Honor) -> NameOrder {
    honor.name_order.or(commendation.name_order).unwrap_or(NameOrder::Listed)
}

fn stated_by<'a>(commendation: &'a Commendation, honor: &'a Honor) -> Option<(&'a Word, NameOrder)> {
    let note = honor.order_note.as_ref().or(commendation.order_note.as_ref())?;
    stated(note).map(|stated| (note, stated))
}

/// The order that a note tells of; none for `排名不分先后` and the like.
fn stated(note: &str) -> Option<NameOrder> {
    let says = |words: &[&str]| words.iter().any(|word| note.contains(word));
    if says(&["姓名笔画", "姓名笔划"]) {
        Some(NameOrder::NameStrokes)
    } else if says(&["笔画", "笔划"]) {
        Some(NameOrder::SurnameStrokes)
    } else {
        says(&["拼音", "音序"]).then_some(NameOrder::Pinyin)
    }
}

struct Name<'a> {
    text: &'a str,
    span: Span,
    key: SortKey,
}

/// The name of an individual; none for collectives, and where strokes are not known: there is no telling then.
fn name<'a>(line: &'a Recipient, stated: NameOrder, people: &'a [Record<Person>]) -> Option<Name<'a>> {
    if line.unit.is_some() || line.team.is_some() {
        return None;
    }
    let person = line.person.as_ref().and_then(|person| people.get(person.key()?.index()));
    let written = line.name.as_ref().or(line.who.as_ref());
    let text = match person {
        Some(person) => person.title(),
        None => written.map(|name| name.value.as_str()).filter(|name| is_like_a_name(name))?,
    };
    let span = line.person.as_ref().map(|person| person.span).or(written.map(|name| name.span))?;
    let given = person.and_then(|person| given_strokes(&person.data));
    if stated != NameOrder::Pinyin && order::unknown_strokes(text, given.as_ref()).next().is_some() {
        return None;
    }
    let key = match stated {
        NameOrder::SurnameStrokes => order::surname_strokes_key(text, given.as_ref()),
        NameOrder::NameStrokes => order::name_strokes_key(text, given.as_ref()),
        NameOrder::Pinyin => {
            let pinyin = person.and_then(|person| person.data.pinyin.as_ref());
            order::pinyin_key(text, pinyin.map(|pinyin| pinyin.value.as_str()))
        }
        NameOrder::Listed => return None,
    };
    Some(Name { text, span, key })
}

/// A list may name a collective that has no record; names of people are short or have a `·`.
fn is_like_a_name(text: &str) -> bool {
    text.chars().count() <= 4 || text.contains(crate::text::han::is_name_dot)
}

fn out_of_order(before: &Name<'_>, after: &Name<'_>, note: &Word, stated: NameOrder) -> Diagnostic {
    let (first, second, order, en) = (after.text, before.text, stated.zh(), stated.en());
    Diagnostic::warning(
        Code::WrongOrder,
        after.span,
        say!(
            "名单说按{order}排，“{first}”却排在“{second}”后面，应该在前",
            "the list says that it is in the order of {en}, but `{first}` stands after `{second}` and should come first"
        ),
    )
    .note(before.span, say!("排在它前面的", "the one before it"))
    .note(note.span, say!("排序说明", "what is said of the order"))
    .hint(say!(
        "核对原件；要程序来排，写“名单排序: {order}”",
        "check the document; to have the program sort it write `name_order: {en}`"
    ))
}

/// A list that the program sorts otherwise than its note says.
fn contradiction(commendation: &Commendation, honor: &Honor) -> Option<Diagnostic> {
    let (note, stated) = stated_by(commendation, honor)?;
    let order = order_of(commendation, honor);
    if matches!(order, NameOrder::Listed) || order == stated || honor.r#for == Some(HonorFor::Collective) {
        return None;
    }
    let (zh, en, right, right_en) = (order.zh(), order.en(), stated.zh(), stated.en());
    let text = &note.value;
    let warning = Diagnostic::warning(
        Code::WrongOrder,
        note.span,
        say!(
            "“名单排序”是{zh}，排序说明却写“{text}”，读者看到的会前后不一",
            "the list is sorted by {en}, and its note says `{text}`: readers would see one thing and read another"
        ),
    );
    Some(warning.hint(say!(
        "写“名单排序: {right}”，或改排序说明",
        "write `name_order: {right_en}`, or change the note"
    )))
}
