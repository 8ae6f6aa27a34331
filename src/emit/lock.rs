//! One build of an output at a time.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use super::place::{GIT_IGNORE, Place, failed, refuse};
use super::survey::is_missing;
use crate::diag::{IoError, Refusal, Text};
use crate::say;

/// How long a build waits for another one, in tenths of a second.
const PATIENCE: usize = 100;

/// Held while a build runs. The system lets go of it when the process ends, however it ends.
///
/// It lies in the workshop, not with the site that is built: two sites, or two checkouts of one, may have the same
/// output. With it goes the workshop, unless something is left in it.
pub(super) struct Lock<'p> {
    file: Option<(File, PathBuf)>,
    place: &'p Place,
}

impl<'p> Lock<'p> {
    /// Waits a while for another build of the same output; then says which process holds it.
    pub fn take(place: &'p Place, notes: &mut Vec<Text>) -> Result<Lock<'p>, IoError> {
        Lock::take_within(place, notes, PATIENCE)
    }

    fn take_within(place: &'p Place, notes: &mut Vec<Text>, patience: usize) -> Result<Lock<'p>, IoError> {
        let path = place.workshop().join("lock");
        let mut round = 0;
        loop {
            let mut file = match open(place, &path) {
                Ok(file) => file,
                Err(error) => return Lock::without(place, error, notes),
            };
            match file.try_lock() {
                // Whoever held it may have removed it just now, and a third may have made another.
                Ok(()) if !is_same(&file, &path) => continue,
                Ok(()) => {
                    // Who holds it; that nobody can read it later is no reason to stop.
                    let _ = file.set_len(0).and_then(|()| write!(file, "{}", std::process::id()));
                    return Ok(Lock { file: Some((file, path)), place });
                }
                Err(TryLockError::WouldBlock) if round < patience => sleep(Duration::from_millis(100)),
                Err(TryLockError::WouldBlock) => return Err(busy(place, &mut file)),
                Err(TryLockError::Error(source)) => {
                    let error = failed(preparing(), &path, source);
                    return Lock::without(place, error, notes);
                }
            }
            round += 1;
        }
    }

    /// Where nothing can be written a build may still find that nothing has changed; and some network disks know no
    /// locks. What others put in the workshop's place is another matter.
    fn without(place: &'p Place, error: IoError, notes: &mut Vec<Text>) -> Result<Lock<'p>, IoError> {
        if error.source.get_ref().is_some_and(|inner| inner.is::<Refusal>()) {
            return Err(error);
        }
        let (path, why) = (place.workshop().display(), error.source);
        notes.push(say!(
            "“{path}”无法写入或加锁（{why}）；请不要同时运行两次生成",
            "`{path}` cannot be written or locked ({why}); do not run two builds at once"
        ));
        Ok(Lock { file: None, place })
    }
}

impl Drop for Lock<'_> {
    fn drop(&mut self) {
        // Removed while it is held: who waits for it finds out by `is_same`.
        if let Some((_file, path)) = &self.file {
            let _ = fs::remove_file(path);
        }
        if !self.place.spare().exists() {
            let _ = fs::remove_file(self.place.workshop().join(GIT_IGNORE));
        }
        // It may hold something else; then it stays.
        let _ = fs::remove_dir(self.place.workshop());
    }
}

/// The file to lock. Another build that ends takes the workshop with it, so that this may need several attempts.
fn open(place: &Place, path: &Path) -> Result<File, IoError> {
    let mut attempts = 0;
    loop {
        attempts += 1;
        let opened = make_workshop(place).and_then(|()| {
            let file = File::options().create(true).truncate(false).read(true).write(true).open(path);
            file.map_err(|source| failed(preparing(), path, source))
        });
        match opened {
            Err(error) if is_missing(&error.source) && attempts < PATIENCE => {}
            opened => return opened,
        }
    }
}

/// Whether `path` still names the file that is open.
fn is_same(file: &File, path: &Path) -> bool {
    let (Ok(open), Ok(named)) = (file.metadata(), fs::symlink_metadata(path)) else { return false };
    identity(&open) == identity(&named)
}

#[cfg(unix)]
fn identity(metadata: &fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

#[cfg(not(unix))]
fn identity(metadata: &fs::Metadata) -> Option<std::time::SystemTime> {
    metadata.created().ok()
}

fn busy(place: &Place, file: &mut File) -> IoError {
    let mut holder = String::new();
    // On Windows a locked file cannot be read; the message then does without the number.
    let known = file.rewind().and_then(|()| file.read_to_string(&mut holder)).is_ok() && !holder.is_empty();
    let (zh, en) = match known {
        true => (format!("（进程 {holder}）"), format!(" (process {holder})")),
        false => (String::new(), String::new()),
    };
    refuse(
        place.output(),
        say!(
            "另一个 honorroll{zh}正在生成这个站点；等它结束后再试",
            "another honorroll{en} is building this site; try again when it is done"
        ),
    )
}

/// Makes a folder of the program's own beside the output; refuses whatever else has its name.
pub(super) fn make_workshop(place: &Place) -> Result<(), IoError> {
    let workshop = place.workshop();
    let failed = |source| failed(preparing(), workshop, source);
    match fs::create_dir(workshop) {
        // A link to a folder is something else too: what is written here must lie beside the output.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let standing = fs::symlink_metadata(workshop).map_err(failed)?;
            let why =
                say!("这个名字由程序自己使用；请把它移走", "this name is the program's own; move it away");
            if standing.is_dir() { Ok(()) } else { Err(refuse(workshop, why)) }
        }
        Err(error) if is_missing(&error) => fs::create_dir_all(workshop).map_err(failed),
        made => made.map_err(failed),
    }
}

fn preparing() -> Text {
    say!("准备新的输出", "preparing the new output")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Many builds of one output: at no time two of them hold it, though each removes the lock as it goes.
    #[test]
    fn only_one_holds_it_however_many_come_and_go() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let place = Place::new(dir.path(), &dir.path().join("output")).expect("a place");
        let held = std::sync::atomic::AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        let Ok(lock) = Lock::take_within(&place, &mut Vec::new(), 0) else { continue };
                        assert!(lock.file.is_some());
                        assert_eq!(held.fetch_add(1, std::sync::atomic::Ordering::SeqCst), 0);
                        std::thread::yield_now();
                        held.fetch_sub(1, std::sync::atomic::Ordering::SeqCst);
                        drop(lock);
                    }
                });
            }
        });
        assert!(!place.workshop().exists());
    }

    #[test]
    fn a_second_build_says_who_holds_the_first() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let place = Place::new(dir.path(), &dir.path().join("output")).expect("a place");
        let mut notes = Vec::new();
        let first = Lock::take_within(&place, &mut notes, 0).expect("free");
        let Err(error) = Lock::take_within(&place, &mut notes, 0) else { panic!("locked twice") };
        let message = error.message(crate::diag::Language::En);
        assert!(message.contains("another honorroll"), "{message}");
        if cfg!(unix) {
            assert!(message.contains(&std::process::id().to_string()), "{message}");
        }
        // The same output of another site is the same output.
        let elsewhere = tempfile::tempdir().expect("a temporary folder");
        let shared = Place::new(elsewhere.path(), &dir.path().join("output")).expect("a place");
        assert!(Lock::take_within(&shared, &mut notes, 0).is_err());
        drop(first);
        assert!(!place.workshop().exists());
        let _held = Lock::take_within(&place, &mut notes, 0).expect("free");
        assert!(notes.is_empty());
        // Another output of the same site is another matter.
        let other = Place::new(dir.path(), &dir.path().join("other")).expect("a place");
        assert!(Lock::take_within(&other, &mut notes, 0).is_ok());
    }
}
