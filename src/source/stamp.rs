//! How a file was left, told without opening it.
//!
//! What git's index takes for unchanged is taken for unchanged here: same size, times, inode. A file that was touched so
//! lately that its times could not tell the next touch has no stamp, and is not taken for anything.

use std::fs::Metadata;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// The coarsest clock of a file system in use: FAT counts in steps of two seconds.
const COARSEST: Duration = Duration::from_secs(2);

/// Two equal stamps of one path are of the same content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    size: u64,
    /// Nanoseconds since 1970, of the content and of the inode; nobody can set the second back.
    modified: u64,
    changed: u64,
    inode: u64,
    device: u64,
}

impl Stamp {
    /// `None` where the file was touched after `settled`, or by its times before 1970.
    pub fn of(metadata: &Metadata, settled: Settled) -> Option<Stamp> {
        let modified = nanoseconds(metadata.modified().ok()?)?;
        #[cfg(unix)]
        let (changed, inode, device) = {
            use std::os::unix::fs::MetadataExt;
            let seconds = u64::try_from(metadata.ctime()).ok()?;
            let nanoseconds = u64::try_from(metadata.ctime_nsec()).ok()?;
            (seconds.checked_mul(1_000_000_000)?.checked_add(nanoseconds)?, metadata.ino(), metadata.dev())
        };
        #[cfg(not(unix))]
        let (changed, inode, device) = (modified, 0, 0);
        let is_settled = modified.max(changed) < settled.0;
        is_settled.then_some(Stamp { size: metadata.len(), modified, changed, inode, device })
    }

    pub fn write(&self, bytes: &mut Vec<u8>) {
        let Stamp { size, modified, changed, inode, device } = self;
        for part in [size, modified, changed, inode, device] {
            bytes.extend_from_slice(&part.to_le_bytes());
        }
    }
}

/// The moment before which a file must have been left to have a stamp.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settled(u64);

impl Settled {
    /// By the clock before files are looked at: what is written to one from now on has a later time.
    pub fn now() -> Settled {
        Settled(SystemTime::now().checked_sub(COARSEST).and_then(nanoseconds).unwrap_or(0))
    }
}

fn nanoseconds(time: SystemTime) -> Option<u64> {
    u64::try_from(time.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_nanos()).ok()
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};

    use super::*;

    #[test]
    fn a_file_that_was_touched_just_now_has_none() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let path = dir.path().join("people.yaml");
        let stamp = |settled| Stamp::of(&fs::metadata(&path).expect("there"), settled);
        fs::write(&path, "姓名: 张三\n").expect("written");
        assert_eq!(stamp(Settled::now()), None);
        let old = SystemTime::now() - Duration::from_secs(60);
        File::options().write(true).open(&path).and_then(|file| file.set_modified(old)).expect("a time");
        // The time of modification can be set; that of the last change cannot.
        assert_eq!(stamp(Settled::now()).is_none(), cfg!(unix));
        let later = Settled(u64::MAX);
        let before = stamp(later);
        assert!(before.is_some());
        assert_eq!(stamp(later), before);
        fs::write(&path, "姓名: 李四\n").expect("written");
        File::options().write(true).open(&path).and_then(|file| file.set_modified(old)).expect("a time");
        assert_eq!(stamp(later) == before, cfg!(not(unix)));
    }
}
