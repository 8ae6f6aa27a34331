//! A site in a folder of its own, and the program run on it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// The day on which every test takes place, unless it says otherwise.
pub const DAY: &str = "2031-06-01";

pub struct Workspace {
    folder: TempDir,
}

/// What a run printed and how it ended.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Workspace {
    pub fn new(files: &[(&str, &str)]) -> Workspace {
        let workspace = Workspace { folder: tempfile::tempdir().expect("a temporary folder") };
        for (path, text) in files {
            workspace.write(path, text);
        }
        workspace
    }

    /// A copy of a site of the repository.
    pub fn copy_of(site: &str) -> Workspace {
        let workspace = Workspace::new(&[]);
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join(site).join("content");
        copy(&content, &workspace.path("content"));
        workspace
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("folders can be made");
        fs::write(path, text).expect("files can be written");
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// Replaces a text in a file, which must be there exactly once.
    pub fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert_eq!(text.matches(from).count(), 1, "`{from}` once in {path}");
        self.write(path, &text.replace(from, to));
    }

    pub fn run(&self, args: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_honorroll"))
            .args(args)
            .args(["--site", self.root().to_str().expect("a path in UTF-8")])
            .env_clear()
            .output()
            .expect("the program starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
        Run {
            code: output.status.code().unwrap_or(-1),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    /// Builds, and asserts that it went well.
    pub fn build(&self, args: &[&str]) -> Run {
        let run = self.run(&[&["build", "--as-of", DAY], args].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        run
    }

    /// Every file of the output by its path.
    pub fn output(&self) -> BTreeMap<String, Vec<u8>> {
        files_of(&self.path("output"))
    }
}

/// Every file below a folder by its path with `/`; empty where there is no such folder.
pub fn files_of(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(root).into_iter().flatten().filter(|entry| entry.file_type().is_file())
    {
        let path = entry.path().strip_prefix(root).expect("below the root");
        let path = path.to_str().expect("a path in UTF-8").replace('\\', "/");
        files.insert(path, fs::read(entry.path()).expect("the output can be read"));
    }
    files
}

/// The files in which a text occurs.
pub fn places_of(text: &str, files: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let holds = |path: &str, bytes: &[u8]| match path.ends_with(".xlsx") {
        true => unpacked(bytes).contains(text),
        false => String::from_utf8_lossy(bytes).contains(text),
    };
    files
        .iter()
        .filter(|(path, bytes)| path.contains(text) || holds(path, bytes))
        .map(|(path, _)| path.clone())
        .collect()
}

/// The texts of all files in a ZIP archive whose files stand one after the other.
pub fn unpacked(archive: &[u8]) -> String {
    let number = |at: usize, size: usize| {
        archive[at..at + size].iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte))
    };
    let (mut texts, mut at) = (String::new(), 0);
    while archive[at..].starts_with(b"PK\x03\x04") {
        let start = at + 30 + number(at + 26, 2);
        let end = start + number(at + 18, 4);
        let mut file = flate2::read::DeflateDecoder::new(&archive[start..end]);
        std::io::Read::read_to_string(&mut file, &mut texts).expect("deflated text");
        at = end;
    }
    texts
}

fn copy(from: &Path, to: &Path) {
    for (path, bytes) in files_of(from) {
        let target = to.join(path);
        fs::create_dir_all(target.parent().expect("a file is in a folder")).expect("folders can be made");
        fs::write(target, bytes).expect("files can be written");
    }
}
