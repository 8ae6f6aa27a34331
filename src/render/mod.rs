//! Jobs into bytes: the theme, and the makers of each format.
//!
//! Comes in: a [`Job`] of the plan, the site's [`Theme`], the files of the site. Goes out: the job's [`Fingerprint`], or
//! its [`Artifact`], or a diagnostic that names the template's line and the page that was being made.
//! It deliberately sees no records, no clock and no environment, and writes nothing: the same job gives the same bytes.

mod closure;
mod errors;
mod filters;
mod manifest;
mod theme;
mod wording;

pub use theme::Theme;

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use tera::Context;

use crate::diag::{Code, Diagnostic};
use crate::plan::{Job, Recipe, View};
use crate::say;
use crate::source::{Bytes, SourceTree};

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

/// Hashes all that the job may see, without rendering it.
pub fn fingerprint(theme: &Theme, tree: &SourceTree, job: &Job) -> Result<Fingerprint, Box<Diagnostic>> {
    match &job.recipe {
        Recipe::Page { template, view } => {
            let template = theme.closure(template).ok_or_else(|| errors::no_template(template, job))?;
            let view = hash_view(view).map_err(|error| unserializable(job, &error))?;
            Ok(Fingerprint { template, view })
        }
        Recipe::Text(text) => Ok(plain(blake3::hash(text.make().as_bytes()))),
        Recipe::Copy(file) => Ok(plain(blake3::hash(&tree.file(*file).hash))),
    }
}

/// Makes the bytes of one job.
pub fn render(theme: &Theme, tree: &SourceTree, job: &Job) -> Result<Artifact, Box<Diagnostic>> {
    match &job.recipe {
        Recipe::Page { template, view } => {
            let name = theme.resolve(template).ok_or_else(|| errors::no_template(template, job))?;
            let context = Context::from_serialize(view.build().as_ref())
                .map_err(|error| unserializable(job, &error.to_string()))?;
            let mut page = Vec::new();
            theme
                .tera()
                .render_to(name, &context, &mut page)
                .map_err(|error| errors::render(&error, theme, tree, job))?;
            Ok(Artifact::Bytes(page))
        }
        Recipe::Text(text) => Ok(Artifact::Bytes(text.make().into_bytes())),
        Recipe::Copy(file) => Ok(match tree.locate(*file) {
            Some(Bytes::Disk(path)) => Artifact::File { path, hash: tree.file(*file).hash },
            Some(Bytes::Embedded(bytes)) => Artifact::Embedded(bytes),
            None => Artifact::Bytes(Vec::new()),
        }),
    }
}

/// Streams the view through the hash as JSON, which names every field: a view that gained one is another view.
fn hash_view(view: &View) -> Result<[u8; 16], String> {
    let mut hasher = BufWriter::with_capacity(1 << 16, blake3::Hasher::new());
    serde_json::to_writer(&mut hasher, view.build().as_ref()).map_err(|error| error.to_string())?;
    hasher.flush().map_err(|error| error.to_string())?;
    Ok(cut(hasher.get_ref().finalize()))
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
