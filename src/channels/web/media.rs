//! What is published of the files under `media/` that records show or offer, and of no others.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::image::{Pictured, print_path};
use super::link::with_pages;
use super::shared::Web;
use crate::check::{LinkedBody, LocalTarget};
use crate::model::{
    Attachment, Campaign, Channel, Column, Commendation, Figure, InTables, Measure, Page, Person, Photo,
    Picture, Place, Story, Team, Unit, media_path,
};
use crate::picture::{Finding, Permit};
use crate::plan::{Job, Negative, Route};

/// Each file once, however many pages show it. Of a picture its prints, and never the file itself, which may tell where and by
/// whom it was taken.
pub fn jobs<'r>(web: &Arc<Web<'r>>) -> Vec<Job<'r>> {
    let mut jobs = Vec::new();
    let mut seen = BTreeSet::new();
    let permit = Arc::new(Permit::default());
    for (path, media) in used(web).into_iter().filter_map(|path| Some((path, web.roll.media(path)?))) {
        match &media.finding {
            // What the file system holds is a path on this system; one that is none on another is reported by `source`.
            Finding::Other | Finding::Drawing(_) => {
                jobs.extend(
                    Route::new(&format!("media/{path}")).ok().map(|route| Job::copy(route, media.file)),
                );
            }
            // Two files with one content are one picture.
            Finding::Raster(raster) if seen.insert(media.hash) => {
                let negative = Negative::new(media.file, raster.cuts(), Arc::clone(&permit));
                jobs.extend(negative.prints().into_iter().map(|print| {
                    let route = Route::new(&print_path(media, print.cut())).expect("digits and an extension");
                    Job::image(route, print)
                }));
            }
            Finding::Raster(_) | Finding::Refused(_) => {}
        }
    }
    jobs
}

/// Paths under `media/`.
fn used<'r>(web: &Web<'r>) -> BTreeSet<&'r str> {
    let roll = web.roll;
    let mut used = Used { web, paths: BTreeSet::new() };
    used.picture(roll.site().share_image.as_ref());
    roll.all::<Person>().for_each(|(_, person)| used.picture(person.data.photo.as_ref()));
    roll.all::<Story>().for_each(|(_, story)| used.picture(story.data.photo.as_ref()));
    roll.all::<Column>().for_each(|(_, column)| used.picture(column.data.cover.as_ref()));
    roll.all::<Photo>().for_each(|(_, photo)| used.file(&photo.data.file));
    roll.all::<Commendation>().for_each(|(_, record)| used.attachments(&record.data.attachments));
    roll.all::<Measure>().for_each(|(_, record)| used.attachments(&record.data.attachments));
    for notice in roll.notices() {
        used.attachments(&notice.record.data.attachments);
        used.body(notice.body.as_ref());
    }
    used.bodies::<Person>();
    used.bodies::<Place>();
    used.bodies::<Unit>();
    used.bodies::<Team>();
    used.bodies::<Measure>();
    used.bodies::<Commendation>();
    used.bodies::<Campaign>();
    used.bodies::<Column>();
    used.bodies::<Channel>();
    used.bodies::<Story>();
    used.bodies::<Figure>();
    used.bodies::<Page>();
    used.paths
}

struct Used<'a, 'r> {
    web: &'a Web<'r>,
    paths: BTreeSet<&'r str>,
}

impl<'r> Used<'_, 'r> {
    fn file(&mut self, file: &'r str) {
        self.paths.insert(media_path(file));
    }

    fn picture(&mut self, picture: Option<&'r Picture>) {
        let Some(picture) = picture else { return };
        // A photo that a picture field names is among the photos anyway.
        if let Some(Pictured::File(path)) = self.web.pictured(&picture.file) {
            self.paths.insert(path);
        }
    }

    fn attachments(&mut self, attachments: &'r [Attachment]) {
        attachments.iter().for_each(|attachment| self.file(&attachment.file));
    }

    fn bodies<T: InTables>(&mut self) {
        let roll = self.web.roll;
        with_pages::<T>(roll).for_each(|key| self.body(roll.body(key)));
    }

    fn body(&mut self, body: Option<&'r LinkedBody>) {
        for local in body.into_iter().flat_map(|body| &body.locals) {
            if let LocalTarget::Media(path) = local {
                self.paths.insert(path);
            }
        }
    }
}
