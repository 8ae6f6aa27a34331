//! Whom a decision honors was on the notice before it.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use crate::diag::{Code, Diagnostic, Report, Span};
use crate::model::{Commendation, Draft, Proposed, Recipient, Record, Stage, Tables};
use crate::say;
use crate::text::han::lookup_form;

/// So many names of each kind are told; the rest are counted.
const MOST: usize = 10;

/// Compares the lists of a decision with the list that its last notice keeps (`listed`), where it keeps one, or with the one record in 公示 that
/// proposes the same honors: who was added, who was left
/// out, whose unit differs. A warning, for there may be reasons, and staff must be able to state them.
pub fn check(draft: &Draft, report: &mut Report) {
    let apart = Apart::of(draft);
    for record in draft.tables.commendations.iter().filter(|record| record.data.confers()) {
        let kept = record.data.notice.iter().rev().find(|notice| !notice.listed.is_empty());
        let (noticed, of) = match kept {
            Some(notice) => (notice.listed.iter().map(Noticed::kept).collect(), None),
            None => match apart.notice_of(record) {
                Some((notice, lines)) => {
                    let lines = lines.filter_map(|line| listed(line, &draft.tables)).collect();
                    (lines, Some(notice))
                }
                None => continue,
            },
        };
        let noticed: Vec<Noticed<'_>> = noticed;
        if let Some(mut found) = compare(record, &noticed, &draft.tables) {
            if let Some(notice) = of {
                found.notes.insert(
                    0,
                    (notice.data.title.span, say!("公示是这一条记录", "this record is the notice")),
                );
                found.notes.truncate(MOST);
            }
            report.push(found);
        }
    }
}

/// Notices that are records of their own, beside that of the decision, by the honor that they propose.
struct Apart<'d>(HashMap<Cow<'d, str>, Vec<&'d Record<Commendation>>>);

impl<'d> Apart<'d> {
    fn of(draft: &'d Draft) -> Apart<'d> {
        let mut notices: HashMap<Cow<'_, str>, Vec<&Record<Commendation>>> = HashMap::new();
        let is_notice = |record: &&Record<Commendation>| record.data.stage() == Stage::Notice;
        for record in draft.tables.commendations.iter().filter(is_notice) {
            for honor in &record.data.honors {
                notices.entry(lookup_form(&honor.title)).or_default().push(record);
            }
        }
        Apart(notices)
    }

    /// The one notice that proposes an honor which the decision confers and that ended in the year before the decision, with its lines
    /// of all the decision's honors. Honors of the same name are conferred again every year.
    fn notice_of(
        &self,
        record: &'d Record<Commendation>,
    ) -> Option<(&'d Record<Commendation>, impl Iterator<Item = &'d Recipient>)> {
        if self.0.is_empty() {
            return None;
        }
        let day = record.data.date.and_then(|date| date.value.calendar_day())?;
        let ended_before = |notice: &Record<Commendation>| {
            let until = notice.data.notice.iter().map(|notice| notice.until.value).max();
            until.is_some_and(|until| until <= day && until.duration_until(day).as_hours() <= 366 * 24)
        };
        let titles: Vec<_> = record.data.honors.iter().map(|honor| lookup_form(&honor.title)).collect();
        let found = titles.iter().filter_map(|title| self.0.get(title)).flatten().copied();
        let mut found: Vec<&Record<Commendation>> = found.filter(|notice| ended_before(notice)).collect();
        found.sort_by_key(|notice| notice.span);
        found.dedup_by_key(|notice| notice.span);
        let [notice] = found[..] else { return None };
        let honors =
            notice.data.honors.iter().filter(move |honor| titles.contains(&lookup_form(&honor.title)));
        Some((notice, honors.flat_map(|honor| honor.everyone())))
    }
}

/// A line of a notice.
struct Noticed<'a> {
    name: &'a str,
    unit: Option<&'a str>,
    span: Span,
}

impl Noticed<'_> {
    fn kept(line: &Proposed) -> Noticed<'_> {
        let Proposed { name, unit } = line;
        Noticed { name: &name.value, unit: unit.as_ref().map(|unit| unit.as_str()), span: name.span }
    }
}

/// A line of a notice that is a record. What it says of units is that of the day, and may have been the same record's since: only names count.
fn listed<'a>(line: &'a Recipient, tables: &'a Tables) -> Option<Noticed<'a>> {
    let Decided { name, span, .. } = decided(line, tables)?;
    Some(Noticed { name, unit: None, span })
}

/// A name as the decision has it.
struct Decided<'a> {
    name: &'a str,
    unit: Option<&'a str>,
    span: Span,
}

/// Who has one name, on the notice and in the decision. Of two people of one name the first is the first.
#[derive(Default)]
struct Both<'a> {
    noticed: Vec<&'a Noticed<'a>>,
    decided: Vec<Decided<'a>>,
}

fn compare(record: &Record<Commendation>, listed: &[Noticed<'_>], tables: &Tables) -> Option<Diagnostic> {
    let mut names: BTreeMap<String, Both<'_>> = BTreeMap::new();
    for line in listed {
        names.entry(lookup_form(line.name).into_owned()).or_default().noticed.push(line);
    }
    let lines = record.data.honors.iter().flat_map(|honor| honor.everyone());
    for decided in lines.filter_map(|line| decided(line, tables)) {
        names.entry(lookup_form(decided.name).into_owned()).or_default().decided.push(decided);
    }
    let (mut added, mut left, mut moved) = (Vec::new(), Vec::new(), Vec::new());
    let mut notes = Vec::new();
    for Both { noticed, decided } in names.values() {
        for line in decided.iter().skip(noticed.len()) {
            added.push(line.name.to_owned());
            notes.push((line.span, say!("没有公示过", "was not on the notice")));
        }
        for line in noticed.iter().skip(decided.len()) {
            left.push(line.name.to_owned());
            notes.push((line.span, say!("公示过，没有决定", "was on the notice, and is not honored")));
        }
        for (before, after) in noticed.iter().zip(decided) {
            if let (Some(unit), Some(now)) = (before.unit, after.unit)
                && !agree(unit, now)
            {
                let name = after.name;
                moved.push(format!("{name}（{unit} → {now}）"));
                notes.push((
                    after.span,
                    say!("公示时的单位是“{unit}”", "the notice has `{unit}` for the unit"),
                ));
            }
        }
    }
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for (names, in_chinese, in_english) in
        [(added, "多了", "added"), (left, "少了", "left out"), (moved, "单位不同", "another unit")]
    {
        if !names.is_empty() {
            let (names, more) = joined(&names);
            zh.push(format!(
                "{in_chinese}{names}{}",
                if more > 0 { format!("等，另有 {more} 个") } else { String::new() }
            ));
            en.push(format!(
                "{in_english} {names}{}",
                if more > 0 { format!(" and {more} more") } else { String::new() }
            ));
        }
    }
    if zh.is_empty() {
        return None;
    }
    let (zh, en) = (zh.join("；"), en.join("; "));
    let message =
        say!("决定的名单与公示的不一致：{zh}", "the decision lists others than the notice did: {en}");
    let mut found = Diagnostic::warning(Code::NoticeMismatch, record.data.title.span, message);
    notes.sort_by_key(|(span, _)| *span);
    found.notes = notes.into_iter().take(MOST).collect();
    Some(found.hint(say!(
        "对照公示和决定的原件；确有变更的，查明原因，没有公示过的对象应当补充公示",
        "compare both documents; where it did change, find out why: whom no notice listed should be on one"
    )))
}

/// The first names, and how many are left.
fn joined(names: &[String]) -> (String, usize) {
    (
        names.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join("、"),
        names.len().saturating_sub(MOST),
    )
}

/// Whether two texts may be of one unit: lists shorten names, and add the post.
fn agree(a: &str, b: &str) -> bool {
    let (a, b) = (lookup_form(a), lookup_form(b));
    a.contains(&*b) || b.contains(&*a)
}

/// Whom a line of the decision means, by the name that readers see.
fn decided<'a>(line: &'a Recipient, tables: &'a Tables) -> Option<Decided<'a>> {
    let person = line.person.as_ref();
    let record = person.and_then(|person| tables.people.get(person.key()?.index()));
    let unit = line.unit.as_ref();
    let team = line.team.as_ref();
    let collective = unit
        .and_then(|unit| Some((tables.units.get(unit.key()?.index())?.title(), unit.span)))
        .or(team.and_then(|team| Some((tables.teams.get(team.key()?.index())?.title(), team.span))));
    let written = line.name.as_ref().or(line.who.as_ref()).map(|name| (name.value.as_str(), name.span));
    let named = record.map(Record::title).zip(person.map(|person| person.span));
    let (name, span) = named.or(collective).or(written)?;
    let then = line.unit_then.as_ref().map(|unit| unit.text());
    let then = then.or(line.affiliation.as_ref().map(|affiliation| affiliation.value.as_str()));
    let today = || {
        let unit = record?.data.unit.as_ref()?;
        Some(
            unit.key()
                .and_then(|key| tables.units.get(key.index()))
                .map_or(unit.text.as_str(), Record::title),
        )
    };
    Some(Decided { name, unit: then.or_else(today), span })
}
