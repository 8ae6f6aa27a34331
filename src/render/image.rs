//! Files of pictures: made from the picture that staff put into the site, which itself is not published.

use super::Fingerprint;
use crate::diag::{Code, Diagnostic};
use crate::picture;
use crate::plan::{Job, Print};
use crate::say;
use crate::source::SourceTree;

/// The picture, the size and the format, and how this program makes pictures: another template or another version of the rest
/// of the program makes none of them again.
pub fn fingerprint(tree: &SourceTree, print: &Print) -> Fingerprint {
    let cut = print.cut();
    let mut hasher = blake3::Hasher::new();
    hasher.update(&tree.file(print.negative.file).hash);
    hasher.update(&cut.width.to_le_bytes()).update(cut.format.extension().as_bytes());
    let template = blake3::hash(env!("HONORROLL_PICTURES").as_bytes());
    Fingerprint { template: super::cut(template), view: super::cut(hasher.finalize()) }
}

/// Develops all prints of the picture at once, for those who are asked for them next.
pub fn make(tree: &SourceTree, job: &Job, print: &Print) -> Result<Vec<u8>, Box<Diagnostic>> {
    print.take(|| {
        let negative = &print.negative;
        let bytes = source(tree, job, print)?;
        picture::develop(&bytes, &negative.cuts, &negative.permit).map_err(|_| changed(tree, job, print))
    })
}

/// Develops this print alone: for whoever looks at one page.
pub fn make_alone(tree: &SourceTree, job: &Job, print: &Print) -> Result<Vec<u8>, Box<Diagnostic>> {
    let made = picture::develop(&source(tree, job, print)?, &[print.cut()], &print.negative.permit);
    Ok(made.map_err(|_| changed(tree, job, print))?.pop().unwrap_or_default())
}

/// The bytes that `check` has looked at, and no others: their names and sizes are told on pages.
fn source(tree: &SourceTree, job: &Job, print: &Print) -> Result<Vec<u8>, Box<Diagnostic>> {
    let file = print.negative.file;
    match tree.bytes(file) {
        Ok(bytes) if *blake3::hash(&bytes).as_bytes() == tree.file(file).hash => Ok(bytes.into_owned()),
        Ok(_) | Err(_) => Err(changed(tree, job, print)),
    }
}

fn changed(tree: &SourceTree, job: &Job, print: &Print) -> Box<Diagnostic> {
    let path = &tree.file(print.negative.file).path;
    let message =
        say!("图片“{path}”在生成过程中被改动了", "the picture `{path}` was changed during the build");
    Box::new(Diagnostic::error(Code::BadPicture, job.origin, message).hint(say!("再生成一次", "build again")))
}
