//! Bodies: Markdown parsed, everything that it refers to found, and what rules say that look at nothing but the text.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::known::{KnownBodies, KnownBody};
use super::links;
use super::names::{Found, Names};
use super::proof::Proofreader;
use super::roll::{LinkedBody, LocalTarget, PerKind, Target};
use super::rules::{PersonalSearch, judge_picture};
use crate::diag::{Code, Diagnostic, Report, Span};
use crate::markdown;
use crate::model::{BodyKey, BodySource, Common, Draft, EachTable, InTables, Kind, Media, Table, media_path};
use crate::say;
use crate::text::similar;

/// So many bodies at most are parsed in one go, so that no core waits for another's.
const AT_ONCE: usize = 32;

/// The bodies of all records, linked into the tables of the draft.
pub type Bodies = PerKind<Vec<Option<LinkedBody>>>;

/// Parses and proofreads every body that is not `known`, and links the references of all; those that lead nowhere are
/// reported.
pub fn read(
    draft: &Draft,
    names: &Names,
    proofreader: &Proofreader,
    personal: &PersonalSearch,
    known: &mut KnownBodies,
    report: &mut Report,
) -> Bodies {
    known.hold_to(proofreader.mark());
    let linker = Linker { draft, names, media: &draft.media, proofreader, personal, known };
    let mut reader = Reader { linker, bodies: Bodies::default(), clean: Vec::new(), report };
    draft.tables.each(&mut reader);
    let Reader { bodies, clean, .. } = reader;
    known.replace(clean);
    bodies
}

struct Reader<'a> {
    linker: Linker<'a>,
    bodies: Bodies,
    /// Those that nothing was to be said of.
    clean: Vec<(BodyKey, Arc<KnownBody>)>,
    report: &'a mut Report,
}

impl EachTable for Reader<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        let linker = &self.linker;
        let read: Vec<(Option<LinkedBody>, Option<BodyKey>, Report)> = table
            .par_iter()
            .with_max_len(AT_ONCE)
            .map(|record| {
                let mut report = Report::new();
                let source = record.body.as_ref();
                let body = source.and_then(|source| linker.read(&record.common, source, &mut report));
                let (body, key) = body.unzip();
                (body, key.flatten(), report)
            })
            .collect();
        let bodies = self.bodies.of_mut(T::KIND);
        bodies.reserve(read.len());
        for (body, key, report) in read {
            self.clean.extend(body.as_ref().zip(key).map(|(body, key)| (key, Arc::clone(&body.known))));
            bodies.push(body);
            self.report.extend(report);
        }
    }
}

struct Linker<'a> {
    draft: &'a Draft,
    names: &'a Names,
    media: &'a BTreeMap<String, Media>,
    proofreader: &'a Proofreader,
    personal: &'a PersonalSearch,
    known: &'a KnownBodies,
}

impl Linker<'_> {
    /// `None` for a body that says nothing. With the key by which it may be known from now on.
    fn read(
        &self,
        common: &Common,
        source: &BodySource,
        report: &mut Report,
    ) -> Option<(LinkedBody, Option<BodyKey>)> {
        let (text, place) = (source.text(), source.span());
        if text.trim().is_empty() {
            return None;
        }
        let key = source.key();
        let (known, is_clean) = match self.known.find(&key) {
            Some(body) => (body, true),
            None => {
                let body = Arc::new(KnownBody::of(markdown::parse(text, place, report)));
                self.proofreader.body(source, report);
                let is_impersonal = self.personal.body(self.draft, common, source, report);
                (body, is_impersonal && report.iter().next().is_none())
            }
        };
        let targets = self.targets(&known, text, place, report);
        let locals = self.locals(&known, text, place, report);
        Some((LinkedBody { source: source.clone(), known, targets, locals }, is_clean.then_some(key)))
    }

    fn targets(&self, body: &KnownBody, text: &str, place: Span, report: &mut Report) -> Vec<Target> {
        let mut link = |reference: &markdown::Reference| {
            let span = markdown::locate(place, text, reference.range.clone());
            let found = match reference.kind {
                markdown::Kind::Record => self.record(&reference.target, span, report),
                markdown::Kind::Figure => self.of_kind(Kind::Figure, &reference.target, span, report),
                markdown::Kind::Photo => self.of_kind(Kind::Photo, &reference.target, span, report),
            };
            // What is not found was reported: nothing will be published.
            found.map_or(Target::Unpublished(String::new()), |(kind, index)| Target::Record(kind, index))
        };
        body.references.iter().map(&mut link).collect()
    }

    fn of_kind(&self, kind: Kind, target: &str, span: Span, report: &mut Report) -> Option<(Kind, u32)> {
        match self.names.find(kind, target) {
            Found::One(index) => return Some((kind, index)),
            Found::Several(indices) => {
                report.push(links::ambiguous(self.names, &[(kind, indices)], target, span));
            }
            Found::Nothing => {
                report.push(links::unknown(kind, target, span, &self.names.nearest(kind, target)));
            }
            Found::Broken => {}
        }
        None
    }

    /// `people/zhang-san` is a kind and an id; else a name or id of any kind; else a path of units or places.
    fn record(&self, target: &str, span: Span, report: &mut Report) -> Option<(Kind, u32)> {
        if let Some((folder, id)) = target.split_once('/')
            && let Some(kind) = Kind::of_folder(folder)
        {
            return self.of_kind(kind, id, span, report);
        }
        let mut found = self.everywhere(|kind| self.names.find(kind, target));
        if found.is_empty() && target.contains('/') {
            found = self.everywhere(|kind| self.names.find_path(kind, target));
        }
        match found.as_slice() {
            [(kind, Found::One(index))] => return Some((*kind, *index)),
            [] => {
                let near: Vec<&str> =
                    Kind::ALL.into_iter().flat_map(|kind| self.names.nearest(kind, target)).take(3).collect();
                let error = Diagnostic::error(
                    Code::UnknownReference,
                    span,
                    say!("没有叫“{target}”的记录", "there is no record called `{target}`"),
                );
                let hint = match near.as_slice() {
                    [] => say!(
                        "核对名称；只想写文字就去掉方括号",
                        "check the name; remove the brackets where it is meant as plain text"
                    ),
                    near => {
                        let (zh, en) = (near.join("”“"), near.join("`, `"));
                        say!("是不是“{zh}”？", "did you mean `{en}`?")
                    }
                };
                report.push(error.hint(hint));
            }
            [(_, Found::Broken)] => {}
            several => {
                let candidates: Vec<(Kind, Vec<u32>)> = several
                    .iter()
                    .filter_map(|(kind, found)| match found {
                        Found::One(index) => Some((*kind, vec![*index])),
                        Found::Several(indices) => Some((*kind, indices.clone())),
                        Found::Nothing | Found::Broken => None,
                    })
                    .collect();
                report.push(links::ambiguous(self.names, &candidates, target, span));
            }
        }
        None
    }

    fn everywhere(&self, find: impl Fn(Kind) -> Found) -> Vec<(Kind, Found)> {
        let found = Kind::ALL.into_iter().map(|kind| (kind, find(kind)));
        found.filter(|(_, found)| *found != Found::Nothing).collect()
    }

    fn locals(&self, body: &KnownBody, text: &str, place: Span, report: &mut Report) -> Vec<LocalTarget> {
        let mut find = |local: &markdown::Local| {
            let path = local.path.trim_start_matches("./").trim_start_matches('/');
            let span = markdown::locate(place, text, local.range.clone());
            if local.is_image || path.starts_with("media/") {
                let path = media_path(path);
                match self.media.get(path) {
                    None => report.push(missing_file(path, span, self.media)),
                    Some(media) => {
                        let refused = judge_picture(path, media, local.is_image, span);
                        refused.into_iter().for_each(|refused| report.push(refused));
                    }
                }
                return LocalTarget::Media(path.to_string());
            }
            if path.split('/').any(|part| part == "..") {
                report.push(
                    Diagnostic::error(
                        Code::UnsafeUrl,
                        span,
                        say!("链接“{path}”用了“..”", "the link `{path}` holds `..`"),
                    )
                    .hint(say!(
                        "从站点根目录写起，如 /people/zhang-san/",
                        "write it from the site's root, as /people/zhang-san/"
                    )),
                );
            }
            match record_at(self.names, &format!("{path}{}", local.suffix)) {
                Some((kind, index)) => LocalTarget::Record { kind, index, path: path.to_string() },
                None => LocalTarget::Path(path.to_string()),
            }
        };
        body.locals.iter().map(&mut find).collect()
    }
}

/// The record whose page is at a path of the site: `people/zhang-san/`, `/people/zhang-san/#top`; or its place on the
/// page of all figures or photos: `figures/#figure-visits`.
pub fn record_at(names: &Names, path: &str) -> Option<(Kind, u32)> {
    let fragment = path.split_once('#').map_or("", |(_, fragment)| fragment);
    for (kind, mark) in [(Kind::Figure, "figure-"), (Kind::Photo, "photo-")] {
        if let Some(index) = fragment.strip_prefix(mark).and_then(|slug| names.find_slug(kind, slug)) {
            return Some((kind, index));
        }
    }
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = path.trim_start_matches("./").trim_matches('/');
    let path = path.strip_suffix("/index.html").unwrap_or(path);
    let (folder, slug) = path.split_once('/')?;
    let kind = Kind::of_folder(folder)?;
    Some((kind, names.find_slug(kind, slug)?))
}

/// A file that a record or body names and that is not under `content/media/`.
pub fn missing_file(path: &str, span: Span, media: &BTreeMap<String, Media>) -> Diagnostic {
    let error = Diagnostic::error(
        Code::MissingFile,
        span,
        say!("content/media/ 里没有“{path}”", "there is no `{path}` in content/media/"),
    );
    let near = similar::nearest(path, media.keys().map(String::as_str), 1);
    error.hint(match near.first() {
        Some(near) => say!("是不是“{near}”？", "did you mean `{near}`?"),
        None => say!(
            "把文件放进 content/media/，或改正这里的名字",
            "put the file into content/media/, or correct the name here"
        ),
    })
}
