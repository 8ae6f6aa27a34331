//! Publication: which records the public may see on a day, and a roll that holds only those.
//!
//! A record is published where its status says so, the day lies within its dates, it is open to the public
//! (主动公开), and as many sign-offs as the site asks for are bound to what it says today. Withdrawn records, revoked
//! honors and nominations are in no roll, not even with drafts.

use std::any::Any;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::bodies::Bodies;
use super::desk::{Desk, Entry};
use super::errata;
use super::hidden;
use super::index::{self, Edge};
use super::names::{Found, Names};
use super::relink;
use super::roll::{LocalTarget, Options, PerKind, Proposal, Roll, Target};
use super::signoff::{Rule, Standing};
use crate::diag::{Code, Diagnostic, Report};
use crate::model::decode::{Decode, Digest};
use crate::model::{
    Commendation, Common, Disclosure, Draft, EachTable, EachTableMut, Fields, InTables, Kind, Record, Review,
    Site, Stage, Status, Table, Tables, media_path,
};
use crate::say;
use crate::text::han::lookup_form;

/// Whether a record may be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Published,
    /// Only seen with drafts.
    Draft,
    Hidden,
}

/// The fate of every record, by its index in the draft.
pub type Fates = PerKind<Vec<Fate>>;

/// A draft whose references are linked.
pub struct Linked {
    pub draft: Draft,
    pub site: Site,
    pub bodies: Bodies,
}

/// Makes the roll of a draft, and the names that no published text may carry.
pub fn publish(
    linked: Linked,
    names: &Names,
    options: &Options,
    mut desk: Option<&mut Desk>,
    report: &mut Report,
) -> (Roll, Vec<String>) {
    let visible = |fate: Fate| fate == Fate::Published || (fate == Fate::Draft && options.drafts);
    let mut fates = fates(&linked, names, options, desk.as_deref_mut(), report);
    let Linked { draft, mut site, bodies } = linked;
    hold_early_notices(&draft, &mut fates, options);
    tell_of_days_to_come(&draft, &fates, options, report);
    let errata = errata::of(&draft.tables, |index| visible(fates.of(Kind::Commendation)[index]));
    let revoked = hide_the_unconferred(&draft, &mut fates, &visible);
    let withdrawn = withdrawn(&draft, &fates, &revoked, site.default_status());
    if let Some(desk) = desk {
        desk.entries.retain(|entry| fates.of(entry.kind)[entry.index as usize] != Fate::Hidden);
    }
    hidden::report(&draft, &bodies, &fates, names, &visible, report);
    hidden::menu(&mut site, &fates, names, &visible, report);

    let Draft { mut tables, media, .. } = draft;
    let mut keep =
        Keep { fates: &fates, visible: &visible, bodies, kept: Kept::default(), proposals: Vec::new() };
    tables.each_mut(&mut keep);
    let Keep { mut kept, mut proposals, .. } = keep;

    for record in
        tables.commendations.iter_mut().chain(proposals.iter_mut().map(|proposal| &mut proposal.record))
    {
        relink::drop_revoked(&mut record.data);
    }
    let mut edges: Vec<Edge> = Vec::new();
    relink::records(&mut tables, &kept.moved, names, &mut edges);
    for kind in Kind::ALL {
        for (from, body) in kept.bodies.of_mut(kind).iter_mut().enumerate() {
            if let Some(body) = body {
                relink::body(body, &kept.moved, names, &mut |to| {
                    edges.push(Edge { from: (kind, from as u32), to });
                });
            }
        }
    }
    for proposal in &mut proposals {
        relink::fields(&mut proposal.record.data, &kept.moved, names, &mut |_| {});
        if let Some(body) = &mut proposal.body {
            relink::body(body, &kept.moved, names, &mut |_| {});
        }
    }
    let Tables { commendations, people, .. } = &mut tables;
    let proposed = proposals.par_iter_mut().map(|proposal| &mut proposal.record);
    commendations.par_iter_mut().chain(proposed).for_each(|record| {
        relink::settle_lists(&mut record.data, people);
        record.data.take_prune();
    });
    relink::prune(&mut tables);
    tables.people.par_iter_mut().for_each(|person| relink::hide_private(&mut person.data, &site.show));
    let index = index::index(&site, &tables, &kept.bodies, edges);
    let corrections = errata::relinked(errata, kept.moved.of(Kind::Commendation));
    let roll = Roll {
        site,
        options: options.clone(),
        tables,
        drafts: kept.drafts,
        bodies: kept.bodies,
        notices: proposals,
        corrections,
        media,
        index,
    };
    (roll, withdrawn)
}

/// What of each table is in the roll.
#[derive(Default)]
struct Kept {
    /// For each record of the draft, its index in the roll.
    moved: PerKind<Vec<Option<u32>>>,
    drafts: PerKind<Vec<bool>>,
    bodies: Bodies,
}

struct Keep<'a> {
    fates: &'a Fates,
    visible: &'a dyn Fn(Fate) -> bool,
    bodies: Bodies,
    kept: Kept,
    proposals: Vec<Proposal>,
}

impl EachTableMut for Keep<'_> {
    fn visit<T: InTables>(&mut self, table: &mut Table<T>) {
        let fates = self.fates.of(T::KIND);
        let mut bodies = std::mem::take(self.bodies.of_mut(T::KIND));
        // Records are large: while none goes and none has a weight, none is moved.
        let stays: Vec<bool> = (table.iter().zip(fates))
            .map(|(record, fate)| (self.visible)(*fate) && !is_proposal(record))
            .collect();
        let mut staying = stays.iter();
        let gone: Vec<Record<T>> =
            table.extract_if(.., |_| !*staying.next().expect("there is one for each record")).collect();
        let (mut kept, left): (Vec<usize>, Vec<usize>) = (0..stays.len()).partition(|index| stays[*index]);
        for (index, record) in left.into_iter().zip(gone).filter(|(at, _)| (self.visible)(fates[*at])) {
            let (body, draft) = (bodies[index].take(), fates[index] == Fate::Draft);
            let boxed: Box<dyn Any> = Box::new(record);
            let record = *boxed.downcast().expect("only commendations are proposals");
            self.proposals.push(Proposal { record, body, draft });
        }
        let weight = |record: &Record<T>| record.common.weight.map_or(0, |weight| weight.value);
        if !table.is_sorted_by_key(weight) {
            // Both sorts are stable, so that each index stays with its record.
            let mut weighed: Vec<(i64, usize)> = table.iter().map(weight).zip(kept).collect();
            weighed.sort_by_key(|(weight, _)| *weight);
            kept = weighed.into_iter().map(|(_, index)| index).collect();
            table.sort_by_cached_key(weight);
        }
        let mut moved = vec![None; fates.len()];
        for (place, index) in kept.iter().enumerate() {
            moved[*index] = Some(place as u32);
        }
        *self.kept.moved.of_mut(T::KIND) = moved;
        *self.kept.drafts.of_mut(T::KIND) = kept.iter().map(|index| fates[*index] == Fate::Draft).collect();
        *self.kept.bodies.of_mut(T::KIND) = kept.iter().map(|index| bodies[*index].take()).collect();
    }
}

/// A commendation in 公示 leaves the table of commendations, so that nothing can list it by accident.
fn is_proposal<T: InTables>(record: &Record<T>) -> bool {
    let record: &dyn Any = record;
    record.downcast_ref::<Record<Commendation>>().is_some_and(|record| record.data.stage() == Stage::Notice)
}

fn fates(
    Linked { draft, site, bodies }: &Linked,
    names: &Names,
    options: &Options,
    desk: Option<&mut Desk>,
    report: &mut Report,
) -> Fates {
    let rule = Rule::of(site);
    let reviews = reviews_by_record(draft, names, report);
    let default = site.default_status();
    let tells_digests = report.errors() == 0;
    let fills_desk = desk.is_some();
    let judge = Judge { draft, bodies, default, names, options, rule, reviews, tells_digests, fills_desk };
    let mut all = JudgeAll { judge, fates: Fates::default(), entries: Vec::new(), report };
    draft.tables.each(&mut all);
    if let Some(desk) = desk {
        let Rule { steps, same_reviewer } = all.judge.rule;
        *desk = Desk { steps, same_reviewer, entries: all.entries };
    }
    all.fates
}

fn reviews_by_record<'a>(
    draft: &'a Draft,
    names: &Names,
    report: &mut Report,
) -> HashMap<(Kind, u32), Vec<&'a Review>> {
    let mut by_record: HashMap<(Kind, u32), Vec<&Review>> = HashMap::new();
    for review in &draft.reviews {
        let record = review.record.split_once('/').and_then(|(folder, id)| {
            let kind = Kind::of_folder(folder)?;
            match names.find(kind, id) {
                Found::One(index) => Some((kind, index)),
                _ => None,
            }
        });
        match record {
            Some(record) => by_record.entry(record).or_default().push(review),
            None => {
                let text = &review.record.value;
                report.push(
                    Diagnostic::warning(
                        Code::StrayReview,
                        review.record.span,
                        say!("签发的记录“{text}”不存在", "the signed record `{text}` does not exist"),
                    )
                    .hint(say!(
                        "写成 people/标识；记录已删除的，这一条可以留作存档",
                        "write people/id; where the record was removed this may stay for the file"
                    )),
                );
            }
        }
    }
    by_record
}

struct Judge<'a> {
    draft: &'a Draft,
    bodies: &'a Bodies,
    names: &'a Names,
    options: &'a Options,
    /// The status of records that state none.
    default: Status,
    rule: Rule,
    reviews: HashMap<(Kind, u32), Vec<&'a Review>>,
    /// Whether what is not signed is reported with the digest that a sign-off would bear.
    tells_digests: bool,
    fills_desk: bool,
}

/// What came of one record.
struct Judged {
    fate: Fate,
    warnings: Vec<Diagnostic>,
    /// There is one for staff only, and it is large.
    entry: Option<Box<Entry>>,
}

impl Judged {
    fn of(fate: Fate) -> Judged {
        Judged { fate, warnings: Vec::new(), entry: None }
    }
}

struct JudgeAll<'a> {
    judge: Judge<'a>,
    fates: Fates,
    entries: Vec<Entry>,
    report: &'a mut Report,
}

impl EachTable for JudgeAll<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        let judge = &self.judge;
        let judged = table.par_iter().enumerate().with_min_len(64).map(|(index, record)| {
            let fate = judge.by_dates_and_status(&record.common);
            // Without a desk to fill nobody asks about what is not public yet, or needs no signature.
            let is_asked = match judge.fills_desk {
                true => fate == Fate::Published || judge.is_to_come(&record.common),
                false => fate == Fate::Published && !judge.rule.steps.is_empty(),
            };
            match is_asked && needs_review(record) {
                true => judge.by_reviews(record, index as u32, fate),
                false => Judged::of(fate),
            }
        });
        let judged: Vec<Judged> = judged.collect();
        let fates = self.fates.of_mut(T::KIND);
        fates.reserve(judged.len());
        for Judged { fate, warnings, entry } in judged {
            fates.push(fate);
            warnings.into_iter().for_each(|warning| self.report.push(warning));
            self.entries.extend(entry.map(|entry| *entry));
        }
    }
}

impl Judge<'_> {
    fn by_dates_and_status(&self, common: &Common) -> Fate {
        let open = common.disclosure.is_none_or(|disclosure| disclosure == Disclosure::Open);
        let day = self.options.as_of;
        let begun = common.publish_on.is_none_or(|from| from.value <= day);
        let ended = common.expires_on.is_some_and(|until| until.value < day);
        match common.status.unwrap_or(self.default) {
            Status::Withdrawn => Fate::Hidden,
            _ if !open => Fate::Hidden,
            Status::Published if begun && !ended => Fate::Published,
            Status::Published | Status::Draft | Status::Ready => Fate::Draft,
        }
    }

    /// Whether it would be published on some day to come, once it is signed.
    fn is_to_come(&self, common: &Common) -> bool {
        let is_open = common.disclosure.is_none_or(|disclosure| disclosure == Disclosure::Open);
        let is_meant = common.status.unwrap_or(self.default) == Status::Published;
        is_open && is_meant && common.publish_on.is_some_and(|from| from.value > self.options.as_of)
    }

    /// Judges the sign-offs of a record that is otherwise published, or would be.
    fn by_reviews<T: InTables>(&self, record: &Record<T>, index: u32, fate: Fate) -> Judged {
        let digest = self.digest(record, index);
        let lines = self.reviews.get(&(T::KIND, index)).map_or(&[][..], Vec::as_slice);
        let standing = self.rule.judge(lines, &digest);
        let is_signed = self.rule.due(&standing).is_empty();
        let mut judged = Judged::of(if is_signed { fate } else { Fate::Draft });
        // What has mistakes will be changed, and its digest with it.
        if !is_signed && fate == Fate::Published && self.tells_digests {
            judged.warnings.push(self.missing(record, &digest, &standing));
            let void = standing.void.iter().filter_map(|(line, why)| self.rule.say_void(line, *why));
            judged.warnings.extend(void);
        }
        judged.entry = (self.fills_desk)
            .then(|| Box::new(Entry::of(record, index, digest, lines, &standing, &self.rule)));
        judged
    }

    fn missing<T: InTables>(&self, record: &Record<T>, digest: &str, standing: &Standing<'_>) -> Diagnostic {
        let (folder, id) = (T::KIND.folder(), &record.id.value);
        let next = self.rule.due(standing).first();
        let (zh, en) = (next.map_or("", |step| step.zh()), next.map_or("", |step| step.en()));
        Diagnostic::warning(Code::ReviewMissing, record.id.span, self.rule.missing(standing)).hint(say!(
            "审定后运行 honorroll review sign {folder}/{id} --stage {zh} --by 姓名；或在 content/reviews.yaml 加一条：记录 {folder}/{id}，摘要 {digest}",
            "once approved run `honorroll review sign {folder}/{id} --stage {en} --by NAME`, or add to content/reviews.yaml: record {folder}/{id}, digest {digest}"
        ))
    }

    /// Of what readers see: the record, the names it resolves to, its body with the figures in it, its pictures; and of the
    /// personal data that the record allows itself.
    fn digest<T: InTables>(&self, record: &Record<T>, index: u32) -> String {
        let called =
            |kind, index| [self.names.id(kind, index).to_string(), self.names.title(kind, index).to_string()];
        let mut digest = Digest::new(&called);
        digest.part(T::KIND.folder().as_bytes());
        digest.part(record.id.as_bytes());
        record.common.sources.digest(&mut digest);
        record.common.tags.digest(&mut digest);
        // What readers of the traditional edition see, and what may be public because someone said so. Where neither is
        // written, digests are what they were before these were parts of them.
        if let Some(traditional) = &record.common.traditional {
            digest.part(b"traditional");
            digest.part(traditional.as_bytes());
        }
        if !record.common.privacy_allowances.is_empty() {
            digest.part(b"privacy_allowances");
            record.common.privacy_allowances.digest(&mut digest);
        }
        record.data.take_digest(&mut digest);
        for file in record.data.files() {
            if let Some(media) = self.draft.media.get(media_path(self.names.picture(self.draft, file))) {
                digest.part(&media.hash);
            }
        }
        if let Some(source) = &record.body {
            digest.part(source.text().as_bytes());
        }
        if let Some(body) = &self.bodies.of(T::KIND)[index as usize] {
            for target in &body.targets {
                match target {
                    Target::Record(Kind::Figure, figure) => {
                        let figure = &self.draft.tables.figures[*figure as usize];
                        digest.part(figure.data.label.as_bytes());
                        digest.part(figure.data.stated().as_bytes());
                    }
                    Target::Record(Kind::Photo, photo) => {
                        let file = &self.draft.tables.photos[*photo as usize].data.file;
                        if let Some(media) = self.draft.media.get(media_path(file)) {
                            digest.part(&media.hash);
                        }
                    }
                    Target::Record(kind, index) => digest.link(*kind, Some(*index), ""),
                    Target::Unpublished(_) => {}
                }
            }
            for local in &body.locals {
                if let LocalTarget::Media(path) = local
                    && let Some(media) = self.draft.media.get(path)
                {
                    digest.part(&media.hash);
                }
            }
        }
        digest.finish()
    }
}

/// Places, units, columns and channels are the structure that content hangs on; they are signed off only where they
/// have a text of their own.
fn needs_review<T: InTables>(record: &Record<T>) -> bool {
    let is_structure = matches!(T::KIND, Kind::Place | Kind::Unit | Kind::Column | Kind::Channel);
    let has_body = record.body.as_ref().is_some_and(|body| !body.text().trim().is_empty());
    !is_structure || has_body
}

/// A notice is not public before the first day of its first period.
fn hold_early_notices(draft: &Draft, fates: &mut Fates, options: &Options) {
    for (index, commendation) in draft.tables.commendations.iter().enumerate() {
        let begins = commendation.data.notice.iter().map(|notice| notice.from.value).min();
        let is_early = begins.is_some_and(|day| day > options.as_of);
        let fate = &mut fates.of_mut(Kind::Commendation)[index];
        if commendation.data.stage() == Stage::Notice && is_early && *fate == Fate::Published {
            *fate = Fate::Draft;
        }
    }
}

/// A decision that is dated after the day of the build may have been let out before it was made. It is told and not held back: the date may
/// be the mistake, and `publish_on` is there for what is to wait.
fn tell_of_days_to_come(draft: &Draft, fates: &Fates, options: &Options, report: &mut Report) {
    for (record, fate) in draft.tables.commendations.iter().zip(fates.of(Kind::Commendation)) {
        let Some(date) = record.data.date.filter(|_| record.data.confers() && *fate == Fate::Published)
        else {
            continue;
        };
        let day = date.value.calendar_day().filter(|day| *day > options.as_of);
        if let Some(day) = day {
            let today = options.as_of;
            let message = say!(
                "成文日期 {day} 还没有到（今天是 {today}），却会公开",
                "it is dated {day}, which is still to come (today is {today}), and would be public"
            );
            report.push(Diagnostic::warning(Code::DateOrder, date.span, message).hint(say!(
                "核对原件；要等到那天才公开，写“定时发布: {day}”",
                "check the document; for it to wait for that day write `publish_on: {day}`"
            )));
        }
    }
}

/// Nominations and revoked commendations are hidden; so is a person of whose awards one was revoked and none stands
/// that the public may see, whatever `roll` says. Returns, for each person, whether that is so.
fn hide_the_unconferred(draft: &Draft, fates: &mut Fates, visible: &dyn Fn(Fate) -> bool) -> Vec<bool> {
    let mut standing = vec![false; draft.tables.people.len()];
    let mut revoked = vec![false; draft.tables.people.len()];
    for (index, commendation) in draft.tables.commendations.iter().enumerate() {
        let data = &commendation.data;
        let fate = &mut fates.of_mut(Kind::Commendation)[index];
        if matches!(data.stage(), Stage::Nominated | Stage::Revoked) || data.revoked.is_some() {
            *fate = Fate::Hidden;
        }
        let stands = data.confers() && visible(*fate);
        for line in data.honors.iter().flat_map(|honor| honor.everyone()) {
            let Some(person) = line.person.as_ref().and_then(|person| person.key()) else { continue };
            if line.revoked.is_some() {
                revoked[person.index()] = true;
            } else if stands {
                standing[person.index()] = true;
            }
        }
    }
    for (index, revoked) in revoked.iter_mut().enumerate() {
        *revoked &= !standing[index];
        if *revoked {
            fates.of_mut(Kind::Person)[index] = Fate::Hidden;
        }
    }
    revoked
}

/// Names that no published text may carry: of withdrawn people, and of those whose honors were all revoked.
fn withdrawn(draft: &Draft, fates: &Fates, revoked: &[bool], default: Status) -> Vec<String> {
    let mut names: Vec<String> = (draft.tables.people.iter().zip(revoked))
        .filter(|(person, revoked)| **revoked || person.common.status.unwrap_or(default) == Status::Withdrawn)
        .map(|(person, _)| person.title().to_string())
        .collect();
    // List-only recipients whose honor was revoked.
    for line in
        draft.tables.commendations.iter().flat_map(|c| &c.data.honors).flat_map(|honor| honor.everyone())
    {
        if line.revoked.is_some() && line.person.is_none() {
            names.extend(line.who.iter().chain(&line.name).map(|name| name.value.clone()));
        }
    }
    names.retain(|name| name.chars().count() >= 2);
    if names.is_empty() {
        return names;
    }
    let seen: HashSet<Cow<'_, str>> = (draft.tables.people.iter().zip(fates.of(Kind::Person)))
        .filter(|(_, fate)| **fate == Fate::Published)
        .map(|(person, _)| lookup_form(person.title()))
        .collect();
    // Someone else of that name is published: the name alone says nothing.
    names.retain(|name| !seen.contains(&lookup_form(name)));
    names.sort();
    names.dedup();
    names
}
