//! What the walk cannot take, and how to say so.

use crate::diag::{Code, Diagnostic, FileId, Span, Text};
use crate::say;

use super::Limits;

/// Why something in a site's folders is not taken; told once its path has an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Problem {
    LinkLeavesSite,
    LinkLoops,
    /// Or to what may not be looked at.
    LinkNowhere,
    NameNotUtf8,
    NotRegular,
    TooDeep,
    TooMany,
    TwinNames,
}

impl Problem {
    pub fn diagnose(self, file: FileId, path: &str, limits: &Limits) -> Diagnostic {
        match self {
            Problem::LinkLeavesSite => link_leaves_site(file, path),
            Problem::LinkLoops => link_unreadable(
                file,
                say!(
                    "符号链接“{path}”绕回了自己上级的文件夹",
                    "the symbolic link `{path}` leads back to a folder it is in"
                ),
            ),
            Problem::LinkNowhere => link_unreadable(
                file,
                say!("符号链接“{path}”指向的文件不存在", "the symbolic link `{path}` leads nowhere"),
            ),
            Problem::NameNotUtf8 => name_not_utf8(file, path),
            Problem::NotRegular => not_regular(file, path),
            Problem::TooDeep => too_deep(file, path, limits.depth),
            Problem::TooMany => too_many(file, limits.files),
            Problem::TwinNames => twin_names(file, path),
        }
    }
}

fn link_leaves_site(file: FileId, path: &str) -> Diagnostic {
    Diagnostic::error(
        Code::LinkLeavesSite,
        Span::whole(file),
        say!("符号链接“{path}”指向站点之外", "the symbolic link `{path}` leads out of the site"),
    )
    .hint(say!(
        "把文件复制进站点的文件夹；站点之外的文件一律不发布",
        "copy the file into the site's folder; nothing outside it is published"
    ))
}

fn link_unreadable(file: FileId, message: Text) -> Diagnostic {
    Diagnostic::error(Code::LinkUnreadable, Span::whole(file), message).hint(say!(
        "删掉这个链接，或者让它指向站点里的文件",
        "remove the link, or make it lead to a file of the site"
    ))
}

fn name_not_utf8(file: FileId, path: &str) -> Diagnostic {
    Diagnostic::error(
        Code::NotUtf8,
        Span::whole(file),
        say!("文件名“{path}”不是 UTF-8 编码", "the file name `{path}` is not UTF-8"),
    )
    .hint(say!("给文件改名", "rename the file"))
}

fn not_regular(file: FileId, path: &str) -> Diagnostic {
    Diagnostic::warning(
        Code::UnknownFile,
        Span::whole(file),
        say!("“{path}”不是普通文件，没有读取", "`{path}` is not a regular file and was not read"),
    )
}

fn twin_names(file: FileId, path: &str) -> Diagnostic {
    Diagnostic::error(
        Code::CaseCollision,
        Span::whole(file),
        say!(
            "有两个文件都叫“{path}”，只是字符编码方式不同，在 macOS 上是同一个文件",
            "two files are called `{path}` and differ only in how a character is encoded: on macOS they are one file"
        ),
    )
    .hint(say!("把其中一个改名或合并", "rename one of them, or merge them"))
}

/// A file that nobody reads, in a place where staff expect to be read.
pub(super) fn unknown_file(file: FileId, path: &str) -> Diagnostic {
    Diagnostic::warning(
        Code::UnknownFile,
        Span::whole(file),
        say!(
            "没有读取“{path}”：不是 .yaml 或 .md 文件",
            "`{path}` was not read: it is neither .yaml nor .md"
        ),
    )
    .hint(say!(
        "图片和附件放进 content/media/；记录存成 .yaml 或 .md；用不着就移走",
        "put pictures and attachments into content/media/, save records as .yaml or .md, or move it away"
    ))
}

/// A file of `size` bytes where there may be `limit`.
pub(super) fn too_large(id: FileId, path: &str, size: u64, limit: u64) -> Diagnostic {
    let (size, limit) = (size.div_ceil(1 << 20), limit >> 20);
    refuse_size(
        id,
        say!(
            "“{path}”有 {size} MiB，超过单个文件的上限 {limit} MiB",
            "`{path}` has {size} MiB; a file may have {limit} MiB at most"
        ),
        say!("拆成几个文件，或者压缩图片", "split it into several files, or compress the picture"),
    )
}

fn too_deep(file: FileId, path: &str, depth: usize) -> Diagnostic {
    refuse_size(
        file,
        say!("“{path}”：文件夹套得太深，最多 {depth} 层", "`{path}`: folders may be at most {depth} deep"),
        say!("把它移到浅一些的地方", "move it further up"),
    )
}

fn too_many(file: FileId, count: usize) -> Diagnostic {
    refuse_size(
        file,
        say!("站点的文件超过 {count} 个", "the site has more than {count} files"),
        say!("把多条记录合并成名册，或者分成几个站点", "merge records into rosters, or split the site"),
    )
}

fn refuse_size(file: FileId, message: Text, hint: Text) -> Diagnostic {
    Diagnostic::error(Code::TooLarge, Span::whole(file), message).hint(hint)
}
