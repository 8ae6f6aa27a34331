//! The program under strace: what it asks of the disk, and what happens if one of those calls goes wrong.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::workspace::{DAY, Run, Workspace};

/// Calls that change the disk or bring it up to date; `?` because not every processor has each of them.
const CALLS: &str = "?rename,?renameat,?renameat2,write,?writev,?pwrite64,?copy_file_range,?sendfile,fsync,fdatasync,\
                     syncfs,?link,linkat,?symlink,?symlinkat,?mkdir,mkdirat,?unlink,unlinkat,?rmdir,ftruncate,\
                     ?chmod,fchmod,fchmodat,utimensat,?open,openat";

/// One call of a run.
#[derive(Clone, Debug)]
pub struct Call {
    thread: String,
    pub name: String,
    /// Every path in it, absolute; the last is what it is about.
    paths: Vec<String>,
    /// The same as the program gave them: by name from a folder that is open, some of them.
    given: Vec<String>,
    /// The folders from which names were given.
    folders: Vec<String>,
    /// The call as strace shows it, with its result.
    pub line: String,
}

impl Call {
    pub fn path(&self) -> &str {
        self.paths.last().expect("calls without a path are left out")
    }

    pub fn is_about(&self, path: &Path) -> bool {
        Path::new(self.path()) == path
    }

    pub fn is_below(&self, path: &Path) -> bool {
        Path::new(self.path()).starts_with(path)
    }

    pub fn is_open(&self) -> bool {
        self.name.starts_with("open")
    }

    /// A file is made, or its place on the disk is used up in another way: what a full disk refuses.
    pub fn takes_room(&self) -> bool {
        match self.is_open() {
            true => self.line.contains("O_CREAT"),
            false => !self.name.starts_with("unlink") && self.name != "rmdir",
        }
    }

    pub fn went_well(&self) -> bool {
        !self.line.contains(") = -1")
    }

    /// The paths by which strace finds the call: of a plain `rename` only the first.
    fn found_by(&self) -> &[String] {
        if self.name == "rename" { &self.given[..1] } else { &self.given }
    }

    fn touches(&self, paths: &BTreeSet<String>) -> bool {
        self.found_by().iter().chain(&self.folders).any(|path| paths.contains(path))
    }
}

/// Builds under strace, with one thread for the work so that every run makes the same calls.
///
/// `paths` narrows what is watched, and struck, to calls that name one of them.
pub fn build(site: &Workspace, strikes: &[String], paths: &BTreeSet<String>) -> (Run, Vec<Call>, String) {
    let log = tempfile::NamedTempFile::new().expect("a temporary file");
    let mut command = Command::new("strace");
    command.args(["-f", "-y", "-e", &format!("trace={CALLS}"), "-o"]).arg(log.path());
    if !strikes.iter().any(|strike| strike.contains("signal=")) {
        // Much faster, but signals are then not sent.
        command.arg("--seccomp-bpf");
    }
    for strike in strikes {
        command.args(["-e", &format!("inject={strike}")]);
    }
    for path in paths {
        command.args(["-P", path]);
    }
    command.arg(env!("CARGO_BIN_EXE_honorroll")).args(["build", "--as-of", DAY, "--site"]).arg(site.root());
    let path = std::env::var_os("PATH").unwrap_or_default();
    // The current folder is in the trace of every call that names an absolute path.
    command.env_clear().env("PATH", path).env("RAYON_NUM_THREADS", "1").current_dir("/");
    let output = command.output().unwrap_or_else(|error| {
        panic!("strace cannot be run ({error}); these tests need it: apt-get install strace")
    });
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let run = Run {
        code: output.status.code().unwrap_or(-1),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    };
    let log = fs::read(log.path()).expect("what strace wrote");
    let log = text(log);
    assert!(
        log.contains("+++ "),
        "strace could not watch the program, which these tests need (is ptrace forbidden here?): {}",
        run.stderr
    );
    let root = site.root().to_str().expect("a path in UTF-8");
    let calls = log.lines().filter_map(|line| parse(line, root)).collect();
    (run, calls, log)
}

/// The calls of one build that goes well.
pub fn record(site: &Workspace, strikes: &[String]) -> Vec<Call> {
    let (run, calls, _) = build(site, strikes, &BTreeSet::new());
    assert_eq!(run.code, 0, "{}", run.stderr);
    calls
}

/// What strikes the call at `at`, and the paths to narrow it to; `None` if a call of another thread would be struck
/// before it, which then is struck in its own turn.
pub fn aim(calls: &[Call], at: usize, with: &str, also: &[&Path]) -> Option<(String, BTreeSet<String>)> {
    let call = &calls[at];
    let also = also.iter().map(|path| path.to_str().expect("a path in UTF-8").to_owned());
    let paths: BTreeSet<String> = also.chain(call.found_by().last().cloned()).collect();
    // strace counts the calls of each thread on their own; an error strikes the same turn of later threads as well.
    let turn = |at: usize| {
        let alike = calls[..=at]
            .iter()
            .filter(|other| other.thread == calls[at].thread && other.name == call.name)
            .filter(|other| other.touches(&paths));
        alike.count()
    };
    let taken = (0..at).any(|earlier| {
        let other = &calls[earlier];
        other.name == call.name && other.touches(&paths) && turn(earlier) == turn(at)
    });
    let strike = format!("{}:{with}:when={}", call.name, turn(at));
    (!taken).then_some((strike, paths))
}

/// Of what is done alike for each file of a tree, every third call is struck, or with `EVERY=1` each; all of the rest.
pub fn is_chosen(calls: &[Call], at: usize) -> bool {
    let trees = ["new", "next", "spare"].map(|tree| format!("/.output.honorroll/{tree}/"));
    let is_alike =
        |call: &&Call| call.name == calls[at].name && trees.iter().any(|tree| call.path().contains(tree));
    let stride = std::env::var("EVERY").map_or(3, |text| text.parse().expect("a number"));
    !is_alike(&&calls[at]) || calls[..=at].iter().filter(is_alike).count() % stride == 1 % stride
}

/// One line of the trace, if it is a call about something in the site's folder.
fn parse(line: &str, root: &str) -> Option<Call> {
    let (thread, rest) = line.split_once(' ')?;
    let (name, arguments) = rest.trim_start().split_once('(')?;
    if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        return None;
    }
    let opened = |text: &str| {
        let (_, rest) = text.split_once('<')?;
        Some(rest.split_once('>')?.0.to_owned())
    };
    let (mut paths, mut given, mut folders) = (Vec::new(), Vec::new(), Vec::new());
    // What is written may look like a path.
    if !name.contains("write") {
        let parts: Vec<&str> = arguments.split('"').collect();
        for pair in parts.chunks_exact(2) {
            let (before, text) = (pair[0], pair[1]);
            match opened(before) {
                Some(folder) if !text.starts_with('/') => {
                    paths.push(format!("{folder}/{text}"));
                    folders.push(folder);
                }
                Some(_) | None if text.starts_with('/') => paths.push(text.to_owned()),
                Some(_) | None => continue,
            }
            given.push(text.to_owned());
        }
    }
    if paths.is_empty() {
        paths.extend(opened(arguments));
        given.clone_from(&paths);
    }
    let inside = paths.last()?.starts_with(root);
    let (thread, name) = (thread.to_owned(), name.to_owned());
    inside.then(|| Call { thread, name, paths, given, folders, line: rest.to_owned() })
}
