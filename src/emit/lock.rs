//! One build of an output at a time.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::thread::sleep;
use std::time::Duration;

use super::cache::make_state;
use super::place::{Place, failed, refuse};
use crate::diag::{IoError, Text};
use crate::say;

/// How long a build waits for another one, in tenths of a second.
const PATIENCE: usize = 100;

/// Held while a build runs. The system lets go of it when the process ends, however it ends.
pub(super) struct Lock(#[expect(dead_code, reason = "held, not read")] Option<File>);

impl Lock {
    /// Waits a while for another build of the same output; then says which process holds it.
    pub fn take(place: &Place, notes: &mut Vec<Text>) -> Result<Lock, IoError> {
        Lock::take_within(place, notes, PATIENCE)
    }

    fn take_within(place: &Place, notes: &mut Vec<Text>, patience: usize) -> Result<Lock, IoError> {
        let path = place.state_file("lock");
        let opened = make_state(place.state())
            .and_then(|()| File::options().create(true).truncate(false).read(true).write(true).open(&path));
        let mut file = match opened {
            Ok(file) => file,
            Err(error) => return Ok(Lock::without(place, &error, notes)),
        };
        for round in 0.. {
            match file.try_lock() {
                Ok(()) => {
                    // Who holds it; that nobody can read it later is no reason to stop.
                    let _ = file.set_len(0).and_then(|()| write!(file, "{}", std::process::id()));
                    return Ok(Lock(Some(file)));
                }
                Err(TryLockError::WouldBlock) if round < patience => sleep(Duration::from_millis(100)),
                Err(TryLockError::WouldBlock) => return Err(busy(place, &mut file)),
                Err(TryLockError::Error(error)) => return Ok(Lock::without(place, &error, notes)),
            }
        }
        Ok(Lock(None))
    }

    /// A site on a read-only or very old file system can still be published, somewhere else.
    fn without(place: &Place, error: &io::Error, notes: &mut Vec<Text>) -> Lock {
        let path = place.state().display();
        notes.push(say!(
            "“{path}”无法写入或加锁（{error}）；请不要同时运行两次生成",
            "`{path}` cannot be written or locked ({error}); do not run two builds at once"
        ));
        Lock(None)
    }
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

/// Makes a folder of the program's own beside the output; refuses a link in its place.
pub(super) fn make_workshop(place: &Place) -> Result<(), IoError> {
    let workshop = place.workshop();
    let doing = || say!("准备新的输出", "preparing the new output");
    fs::create_dir_all(workshop).map_err(|source| failed(doing(), workshop, source))?;
    let metadata = fs::symlink_metadata(workshop).map_err(|source| failed(doing(), workshop, source))?;
    if metadata.is_symlink() {
        return Err(refuse(
            workshop,
            say!(
                "这个名字由程序自己使用，不能是符号链接",
                "this name is the program's own and cannot be a symbolic link"
            ),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

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
        drop(first);
        assert!(Lock::take_within(&place, &mut notes, 0).is_ok());
        assert!(notes.is_empty());
        // Another output of the same site is another matter.
        let other = Place::new(dir.path(), &dir.path().join("other")).expect("a place");
        let _held = Lock::take_within(&place, &mut notes, 0).expect("free");
        assert!(Lock::take_within(&other, &mut notes, 0).is_ok());
    }
}
