//! The last line of defence: what is about to be published is looked through once more for numbers that must not be.
//!
//! Records are judged where they are read. What this sees beside them is what a theme's templates say, and what is in
//! attachments. Only certain numbers count here: a build that stops must have a reason that nobody has to weigh.

use crate::check::Roll;
use crate::check::personal::{self, Known};
use crate::diag::{Code, Diagnostic, FileId, Span, Text};
use crate::plan::{Job, Recipe};
use crate::privacy;
use crate::render::Artifact;
use crate::say;
use crate::source::SourceTree;

/// Knows which numbers are meant to be public.
pub struct Gate(Known);

impl Gate {
    pub fn of(roll: &Roll) -> Gate {
        Gate(Known::of_roll(roll))
    }

    /// `Err` for the first number in the bytes of a job that must not be public. Pictures are pixels, and the other half of a
    /// table is its CSV: they are passed.
    pub fn inspect(
        &self,
        tree: &SourceTree,
        job: &Job<'_>,
        artifact: &Artifact,
    ) -> Result<(), Box<Diagnostic>> {
        let route = job.route.as_str();
        match (&job.recipe, artifact) {
            (Recipe::Page { .. } | Recipe::Text(_), Artifact::Bytes(bytes)) => self.text(bytes, route, None),
            (Recipe::Named(_) | Recipe::Table(..), Artifact::Bytes(bytes)) if is_text(route) => {
                self.text(bytes, route, None)
            }
            (Recipe::Copy(file), _) if route.starts_with("media/") => self.attachment(tree, *file, route),
            _ => Ok(()),
        }
    }

    fn attachment(&self, tree: &SourceTree, file: FileId, route: &str) -> Result<(), Box<Diagnostic>> {
        let is_office = is_office(route);
        if !is_office && !is_text(route) {
            return Ok(());
        }
        // That it cannot be read is said where it is copied.
        let Ok(bytes) = tree.bytes(file) else { return Ok(()) };
        match is_office {
            true => self.text(privacy::words(&bytes).as_bytes(), route, Some(file)),
            false => self.text(&bytes, route, Some(file)),
        }
    }

    fn text(&self, bytes: &[u8], route: &str, file: Option<FileId>) -> Result<(), Box<Diagnostic>> {
        let found = privacy::certain_numbers_in(bytes);
        let Some((text, finding)) = found.iter().find(|(text, finding)| !self.0.covers(text, finding)) else {
            return Ok(());
        };
        let (shown, Text { zh, en }) = (privacy::veiled(text, finding), personal::name(finding.kind));
        // A number in a template is in every page: spans that are the same make one message of them.
        let span = Span::whole(file.unwrap_or(FileId(0)));
        let message = match file {
            Some(_) => say!("附件里有{zh}：{shown}", "this attachment holds {en}: {shown}"),
            None => say!(
                "将要发布的“{route}”里有{zh}：{shown}",
                "`{route}`, which would be published, holds {en}: {shown}"
            ),
        };
        let hint = match file {
            Some(_) => say!(
                "删去后再放进来；是公开的号码，就写进引用它的记录的“隐私许可”",
                "remove it from the file; a number that is public goes into the `privacy_allowances` of the record that names the file"
            ),
            None => say!(
                "查主题的模板和引用的文字；是主办单位的号码，就写进 site.yaml 的“联系方式”",
                "look at the theme's templates and at what is quoted; the publisher's own numbers belong to `contact` in site.yaml"
            ),
        };
        Err(Box::new(Diagnostic::error(Code::PersonalData, span, message).hint(hint)))
    }
}

/// Whether the file at a route is a document of an office suite, of those that are archives of XML.
fn is_office(route: &str) -> bool {
    matches!(extension(route).as_str(), "docx" | "xlsx" | "pptx" | "docm" | "xlsm" | "odt" | "ods" | "odp")
}

fn extension(route: &str) -> String {
    route.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase()
}

/// Whether the file at a route is text.
fn is_text(route: &str) -> bool {
    matches!(
        extension(route).as_str(),
        "txt" | "csv" | "tsv" | "json" | "xml" | "html" | "htm" | "md" | "svg" | "ics" | "vcf" | "rtf"
    )
}
