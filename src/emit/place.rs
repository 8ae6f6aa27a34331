//! Where the output is, where its neighbours are, and where it must not be.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use crate::diag::{IoError, Refusal, Text};
use crate::say;

/// The output folder of a site, and what belongs to it on disk.
#[derive(Clone, Debug)]
pub struct Place {
    output: PathBuf,
    state: PathBuf,
    workshop: PathBuf,
}

impl Place {
    /// The output folder `output` of the site at `root`; it need not exist.
    ///
    /// Refused: the site itself or a folder that holds it, anything in `content`, `themes` or `.honorroll`, a symbolic
    /// link, a file.
    pub fn new(root: &Path, output: &Path) -> Result<Place, IoError> {
        let root = root.canonicalize().map_err(|source| failed(opening(), root, source))?;
        let output = std::path::absolute(output).map_err(|source| failed(opening(), output, source))?;
        match fs::symlink_metadata(&output) {
            Ok(metadata) if metadata.is_symlink() => return Err(refuse(&output, is_link())),
            Ok(metadata) if !metadata.is_dir() => return Err(refuse(&output, is_file())),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed(opening(), &output, error)),
        }
        let real = resolve(&output);
        if root.starts_with(&real) {
            return Err(refuse(&output, holds_site()));
        }
        for own in ["content", "themes", ".honorroll"] {
            if real.starts_with(root.join(own)) {
                return Err(refuse(&output, inside_site(own)));
            }
        }
        let (Some(parent), Some(name)) = (real.parent(), real.file_name()) else {
            return Err(refuse(&output, holds_site()));
        };
        let mut workshop = std::ffi::OsString::from(".");
        workshop.push(name);
        workshop.push(".honorroll");
        let workshop = parent.join(workshop);
        Ok(Place { output: real, state: root.join(".honorroll"), workshop })
    }

    /// The published site.
    pub fn output(&self) -> &Path {
        &self.output
    }

    /// `SITE/.honorroll`: what earlier runs remember. It may be deleted at any time.
    pub(super) fn state(&self) -> &Path {
        &self.state
    }

    /// `.<output>.honorroll` beside the output, on the same file system: where a switch is prepared. It may be deleted
    /// while no build runs.
    pub(super) fn workshop(&self) -> &Path {
        &self.workshop
    }

    /// What this run has written.
    pub(super) fn written(&self) -> PathBuf {
        self.workshop.join("new")
    }

    /// The next site while it is put together; the old one right after the switch.
    pub(super) fn next(&self) -> PathBuf {
        self.workshop.join("next")
    }

    /// Between two runs: the folders of the site before this one, and of its files those that still stand, as hard links.
    /// The next site is made of it.
    pub(super) fn spare(&self) -> PathBuf {
        self.workshop.join("spare")
    }

    /// The file of a route in the published site.
    pub(super) fn file(&self, route: &str) -> PathBuf {
        below(&self.output, route)
    }

    /// A file of `state` for this output alone: a site may be built into several.
    pub(super) fn state_file(&self, extension: &str) -> PathBuf {
        let hash = blake3::hash(self.output.to_string_lossy().as_bytes()).to_hex();
        self.state.join(format!("{}.{extension}", &hash[..16]))
    }
}

/// What keeps a folder out of the repository that the site may lie in.
pub(super) const GIT_IGNORE: &str = ".gitignore";

/// A site may lie in a repository: what is beside its sources and its output only serves the program.
pub(super) fn hide_from_git(folder: &Path) -> io::Result<()> {
    match File::create_new(folder.join(GIT_IGNORE)) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        created => created?.write_all(b"*\n"),
    }
}

/// Joins a route piece by piece, which is right on Windows too; without a route it is the folder itself.
pub(super) fn below(folder: &Path, route: &str) -> PathBuf {
    let mut path = folder.to_path_buf();
    path.extend(route.split('/').filter(|name| !name.is_empty()));
    path
}

pub(super) fn failed(doing: Text, path: &Path, source: io::Error) -> IoError {
    IoError { doing, path: path.to_path_buf(), source }
}

/// A refusal to touch `path`, in both languages.
pub(super) fn refuse(path: &Path, why: Text) -> IoError {
    failed(say!("写输出文件夹", "writing the output folder"), path, io::Error::other(Refusal(why)))
}

fn opening() -> Text {
    say!("打开文件夹", "opening the folder")
}

/// The path without links and `..`; the part of it that does not exist is taken as it is written.
fn resolve(path: &Path) -> PathBuf {
    let mut real = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                real.pop();
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => {
                real.push(part);
                if let Ok(followed) = real.canonicalize() {
                    real = followed;
                }
            }
        }
    }
    real
}

fn is_link() -> Text {
    say!(
        "这是一个符号链接；请直接写它指向的文件夹",
        "this is a symbolic link; name the folder that it leads to"
    )
}

fn is_file() -> Text {
    say!("这里已经有一个文件；请换一个文件夹", "there is a file of this name; choose another folder")
}

fn holds_site() -> Text {
    say!(
        "输出不能放在站点文件夹本身或它的上级；请另选一个文件夹，例如 output",
        "the output cannot be the site's own folder or one that holds it; choose another, such as output"
    )
}

fn inside_site(own: &str) -> Text {
    say!(
        "输出不能放在站点的 {own} 里面；请另选一个文件夹，例如 output",
        "the output cannot be inside the site's {own}; choose another folder, such as output"
    )
}
