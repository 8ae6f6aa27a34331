//! What published records say, show or lead to of records that are not published.

use std::collections::HashMap;

use super::bodies::{self, Bodies};
use super::names::{Names, last_name};
use super::publish::{Fate, Fates};
use super::roll::{LocalTarget, Target};
use crate::diag::{Code, Diagnostic, Report, Span};
use crate::markdown;
use crate::model::{Draft, EachTable, InTables, Kind, Record, Site, Table, Word, media_path};
use crate::say;

/// A reference to a withdrawn or revoked record is an error, and so is a picture of one; a reference that would leave
/// a gap in a sentence is a warning.
pub fn report(
    draft: &Draft,
    bodies: &Bodies,
    fates: &Fates,
    names: &Names,
    visible: &dyn Fn(Fate) -> bool,
    report: &mut Report,
) {
    let pictures = pictures(draft, fates, names);
    let mut hidden = Hidden { draft, bodies, fates, names, visible, pictures, report };
    draft.tables.each(&mut hidden);
    hidden.photographed();
}

/// Takes out of the menu what leads to a page that is not published, and warns of it.
pub fn menu(
    site: &mut Site,
    fates: &Fates,
    names: &Names,
    visible: &dyn Fn(Fate) -> bool,
    report: &mut Report,
) {
    let base = site.base_url.as_ref().map(|url| url.trim_end_matches('/').to_string());
    site.menu.retain(|item| {
        let inside = base.as_ref().and_then(|base| item.path.strip_prefix(base.as_str()));
        let path = inside.unwrap_or(&item.path);
        let Some((kind, index)) = bodies::record_at(names, path) else { return true };
        let stays = visible(fates.of(kind)[index as usize]);
        if !stays {
            report.push(left_out(&item.title, item.path.span));
        }
        stays
    });
}

/// Files that show what must not be seen, with its title: portraits of hidden people, and hidden photos.
fn pictures<'a>(draft: &'a Draft, fates: &Fates, names: &Names) -> HashMap<&'a str, &'a str> {
    let is_hidden = |kind: Kind, index: usize| fates.of(kind)[index] == Fate::Hidden;
    let people = draft.tables.people.iter().enumerate();
    let people = people.filter(|(index, _)| is_hidden(Kind::Person, *index)).filter_map(|(_, person)| {
        let picture = person.data.photo.as_ref()?;
        Some((media_path(names.picture(draft, &picture.file)), person.title()))
    });
    let photos = draft.tables.photos.iter().enumerate();
    let photos = photos.filter(|(index, _)| is_hidden(Kind::Photo, *index));
    let photos = photos.map(|(_, photo)| (media_path(&photo.data.file), photo.title()));
    people.chain(photos).collect()
}

struct Hidden<'a> {
    draft: &'a Draft,
    bodies: &'a Bodies,
    fates: &'a Fates,
    names: &'a Names,
    visible: &'a dyn Fn(Fate) -> bool,
    pictures: HashMap<&'a str, &'a str>,
    report: &'a mut Report,
}

impl EachTable for Hidden<'_> {
    fn visit<T: InTables>(&mut self, table: &Table<T>) {
        for (index, record) in table.iter().enumerate() {
            if !(self.visible)(self.fates.of(T::KIND)[index]) {
                continue;
            }
            for file in record.data.files() {
                self.picture(file, file.span);
            }
            self.body(record, index);
        }
    }
}

impl Hidden<'_> {
    fn body<T: InTables>(&mut self, record: &Record<T>, index: usize) {
        let body = self.bodies.of(T::KIND)[index].as_ref();
        let (Some(body), Some(source)) = (body, &record.body) else { return };
        let place =
            |range: &std::ops::Range<usize>| markdown::locate(source.span(), source.text(), range.clone());
        for (target, reference) in body.targets.iter().zip(&body.known.references) {
            let Target::Record(kind, to) = *target else { continue };
            let span = place(&reference.range);
            match self.fates.of(kind)[to as usize] {
                Fate::Hidden => self.report.push(withdrawn(self.names.title(kind, to), span)),
                fate if (self.visible)(fate) || reference.label.is_some() => {}
                _ if self.names.is_called(kind, to, last_name(&reference.target)) => {}
                _ => self.report.push(gap(kind, &reference.target, span)),
            }
        }
        for (target, local) in body.locals.iter().zip(&body.known.locals) {
            match target {
                LocalTarget::Media(path) => self.picture(path, place(&local.range)),
                LocalTarget::Record { kind, index, .. } => {
                    if self.fates.of(*kind)[*index as usize] == Fate::Hidden {
                        let title = self.names.title(*kind, *index);
                        self.report.push(withdrawn(title, place(&local.range)));
                    }
                }
                LocalTarget::Path(_) | LocalTarget::Unpublished => {}
            }
        }
    }

    fn picture(&mut self, file: &str, span: Span) {
        if let Some(title) = self.pictures.get(media_path(file)) {
            self.report.push(
                Diagnostic::error(
                    Code::WithdrawnName,
                    span,
                    say!(
                        "这个文件是“{title}”的照片，“{title}”已撤下、撤销或不公开",
                        "this file is the picture of `{title}`, which was withdrawn or revoked or is not public"
                    ),
                )
                .hint(say!("换一张图片，或删去这一行", "use another picture, or remove the line")),
            );
        }
    }

    /// Taking the name off a photo does not take the person out of it.
    fn photographed(&mut self) {
        let photos = self.draft.tables.photos.iter().zip(self.fates.of(Kind::Photo));
        for (photo, _) in photos.filter(|(_, fate)| (self.visible)(**fate)) {
            for person in &photo.data.people {
                let Some(key) = person.key() else { continue };
                if self.fates.of(Kind::Person)[key.index()] == Fate::Hidden {
                    let title = self.names.title(Kind::Person, key.index() as u32);
                    self.report.push(in_photo(title, person.span));
                }
            }
        }
    }
}

fn withdrawn(title: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::WithdrawnName,
        span,
        say!(
            "这里提到的“{title}”已撤下、撤销或不公开",
            "`{title}`, named here, was withdrawn or revoked or is not public"
        ),
    )
    .hint(say!("改写这句话，不再提到它", "write the sentence without it"))
}

fn in_photo(title: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::WithdrawnName,
        span,
        say!(
            "照片里的“{title}”已撤下、撤销或不公开，照片还在发布",
            "`{title}`, who is in this photo, was withdrawn or revoked or is not public, and the photo is still published"
        ),
    )
    .hint(say!(
        "这张照片写“状态: 撤下”，或换成没有此人的照片",
        "write `status: withdrawn` for this photo, or replace it with one that does not show the person"
    ))
}

fn gap(kind: Kind, target: &str, span: Span) -> Diagnostic {
    let (zh, en) = (kind.zh(), kind.en());
    Diagnostic::warning(
        Code::HiddenReference,
        span,
        say!(
            "这里引用的{zh}“{target}”没有发布，页面上会显示“（未公开）”",
            "the {en} `{target}` that is referred to here is not published: the page will show （未公开）"
        ),
    )
    .hint(say!(
        "写成 [[标识|文字]]，用自己的文字代替",
        "write [[id|your words]] to have words of your own there"
    ))
}

fn left_out(title: &Word, span: Span) -> Diagnostic {
    let title = &title.value;
    Diagnostic::warning(
        Code::HiddenReference,
        span,
        say!(
            "菜单“{title}”指向的页面没有发布，菜单里先不显示",
            "the page that `{title}` of the menu leads to is not published: the menu goes without it"
        ),
    )
    .hint(say!(
        "页面发布后会自动出现；不再需要就删去这一项",
        "it appears once the page is published; else remove it"
    ))
}
