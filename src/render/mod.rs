//! Jobs into bytes: the theme, and the makers of each format.
//!
//! Comes in: a [`Job`] of the plan, the site's [`Theme`], the files of the site. Goes out: the job's [`Fingerprint`], or
//! its [`Artifact`], or a diagnostic that names the template's line and the page that was being made.
//! It deliberately sees no records, no clock and no environment, and writes nothing: the same job gives the same bytes.

mod closure;
mod errors;
mod filters;
mod frame;
mod image;
mod indent;
mod manifest;
mod share;
mod table;
mod texts;
mod theme;
mod view;
mod wording;

pub use theme::{KnownTheme, Theme};

use std::path::PathBuf;

use crate::diag::{Code, Diagnostic, FileId};
use crate::plan::{Job, Reads, Recipe, Shown, Table, TableFormat};
use crate::say;
use crate::source::{Bytes, SourceTree};

/// A table as comma-separated values; no cell of it is a formula.
pub fn csv(table: &Table<'_>) -> Vec<u8> {
    table::bytes(table, TableFormat::Csv)
}

/// What a job's bytes depend on, in two halves so that staleness can give its reason.
///
/// Equal fingerprints mean equal bytes; the reverse does not hold. BLAKE3, cut to 128 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    /// The renderer, the template, and every template and asset that it may reach; zeros where no template is used.
    pub template: [u8; 16],
    /// What the template is shown, or the text, or the file.
    pub view: [u8; 16],
}

/// The bytes of one file of the output.
#[derive(Debug)]
pub enum Artifact {
    Bytes(Vec<u8>),
    Embedded(&'static [u8]),
    /// A file of the site to copy, which had this hash when it was read.
    File {
        path: PathBuf,
        hash: [u8; 32],
    },
}

/// All that a job may see, brought together and hashed; what remains is to make its bytes.
pub struct Gathered {
    pub fingerprint: Fingerprint,
    material: Material,
}

enum Material {
    Page {
        template: String,
        shown: Shown,
    },
    Text(String),
    /// Still to be made: that it must be is told by its name, by its rows, its words, or the picture that it is made of.
    Later,
    File(FileId),
}

/// Where that of a route is the same, its job's fingerprint is: a hash of what the job may see, which costs less than to look at it.
/// BLAKE3, cut to 128 bits. `common` stands for all that is common to the jobs of a plan, the program included.
pub fn mark(theme: &Theme, job: &Job, common: &[u8; 32]) -> Option<[u8; 16]> {
    let body = match job.reads {
        Reads::Anything => return None,
        Reads::Common => [0; 32],
        Reads::CommonAnd(hash) => hash,
    };
    let closure = match job.template() {
        Some(template) => theme.look(job.edition()).closure(template)?,
        None => [0; 16],
    };
    let mut mark = blake3::Hasher::new();
    mark.update(common).update(&closure).update(&body);
    Some(cut(mark.finalize()))
}

/// Brings together what the job may see, without rendering it.
pub fn gather(theme: &Theme, tree: &SourceTree, job: &Job) -> Result<Gathered, Box<Diagnostic>> {
    match &job.recipe {
        Recipe::Page { template, view } => {
            let missing = || errors::no_template(template, job);
            let closure = theme.look(view.edition()).closure(template).ok_or_else(missing)?;
            let template = theme.resolve(template).ok_or_else(missing)?.to_owned();
            let shown = view.build().map_err(|error| unserializable(job, &error.to_string()))?;
            let hash = view::hash(&shown, view).map_err(|error| unserializable(job, &error))?;
            let fingerprint = Fingerprint { template: closure, view: cut(hash) };
            Ok(Gathered { fingerprint, material: Material::Page { template, shown } })
        }
        Recipe::Text(text) => {
            let text = text.make();
            Ok(Gathered { fingerprint: plain(blake3::hash(text.as_bytes())), material: Material::Text(text) })
        }
        // Its name says what it is made from; another build of the program may make it otherwise.
        Recipe::Named(_) => {
            let name = [job.route.as_str(), env!("HONORROLL_PROGRAM")].join("\n");
            Ok(Gathered { fingerprint: plain(blake3::hash(name.as_bytes())), material: Material::Later })
        }
        Recipe::Table(rows, format) => {
            Ok(Gathered { fingerprint: plain(table::hash(rows, *format)), material: Material::Later })
        }
        Recipe::Image(print) => {
            Ok(Gathered { fingerprint: image::fingerprint(tree, print), material: Material::Later })
        }
        Recipe::Share(image) => {
            Ok(Gathered { fingerprint: plain(share::hash(image)), material: Material::Later })
        }
        Recipe::Copy(file) => Ok(Gathered {
            fingerprint: plain(blake3::hash(&tree.file(*file).hash)),
            material: Material::File(*file),
        }),
    }
}

/// Makes the bytes of one job from what was gathered for it.
pub fn make(
    theme: &Theme,
    tree: &SourceTree,
    job: &Job,
    gathered: Gathered,
) -> Result<Artifact, Box<Diagnostic>> {
    match gathered.material {
        Material::Page { template, shown } => {
            let unserializable = |error: String| unserializable(job, &error);
            let look = theme.look(job.edition());
            let shown = match job.edition().and_then(|edition| edition.wording.as_ref()) {
                Some(wording) => shown.worded(wording.as_ref()),
                None => shown,
            };
            let failed = |error| errors::render(&error, theme, job);
            let mut context = view::context(&shown, job.shared()).map_err(unserializable)?;
            if let Some(shared) = job.shared() {
                view::frames(shared).map_err(unserializable)?.complete(look, &mut context).map_err(failed)?;
            }
            // Room for a common page, so that it is not moved time and again while it grows.
            let mut page = Vec::with_capacity(16 << 10);
            look.tera().render_to(&template, &context, &mut page).map_err(failed)?;
            Ok(Artifact::Bytes(page))
        }
        Material::Text(text) => Ok(Artifact::Bytes(text.into_bytes())),
        Material::Later => Ok(Artifact::Bytes(match &job.recipe {
            Recipe::Named(bytes) => bytes.make(),
            Recipe::Table(rows, format) => table::bytes(rows, *format),
            Recipe::Image(print) => image::make(tree, job, print)?,
            Recipe::Share(image) => share::png(image),
            Recipe::Page { .. } | Recipe::Text(_) | Recipe::Copy(_) => Vec::new(),
        })),
        Material::File(file) => Ok(match tree.locate(file) {
            Some(Bytes::Disk(path)) => Artifact::File { path, hash: tree.file(file).hash },
            Some(Bytes::Embedded(bytes)) => Artifact::Embedded(bytes),
            None => Artifact::Bytes(Vec::new()),
        }),
    }
}

/// Makes the bytes of one job, for whoever needs no other.
pub fn render(theme: &Theme, tree: &SourceTree, job: &Job) -> Result<Artifact, Box<Diagnostic>> {
    if let Recipe::Image(print) = &job.recipe {
        return Ok(Artifact::Bytes(image::make_alone(tree, job, print)?));
    }
    make(theme, tree, job, gather(theme, tree, job)?)
}

fn plain(hash: blake3::Hash) -> Fingerprint {
    Fingerprint { template: [0; 16], view: cut(hash) }
}

fn cut(hash: blake3::Hash) -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(&hash.as_bytes()[..16]);
    half
}

/// A view that serde cannot write is the program's own mistake; it still must not end in a page that lacks something.
fn unserializable(job: &Job, error: &str) -> Box<Diagnostic> {
    let route = &job.route;
    Box::new(Diagnostic::error(
        Code::TemplateRender,
        job.origin,
        say!(
            "无法准备页面“{route}”的数据：{error}",
            "the data of the page `{route}` cannot be prepared: {error}"
        ),
    ))
}

#[cfg(test)]
mod tests;
