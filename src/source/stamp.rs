//! Whether a site was touched, told without opening a file.
//!
//! What git's index takes for unchanged is taken for unchanged here: same name, size, times, inode. A file that was
//! touched so lately that its time could not tell the next change is not taken for anything.

use std::fs::{self, Metadata};
use std::path::Path;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::names;

/// The coarsest clock of a file system in use: FAT counts in steps of two seconds.
const COARSEST: Duration = Duration::from_secs(2);

/// A digest of the names of all files of `content/` and `themes/` of the site at `root`, and of how each was left.
///
/// `None` where that cannot tell: a folder behind a symbolic link, a folder that cannot be read, a file touched within the
/// last two seconds or, by its time, in the future.
pub fn stamp(root: &Path) -> Option<[u8; 32]> {
    let latest = SystemTime::now().checked_sub(COARSEST)?;
    let mut entries: Vec<DirEntry> = Vec::new();
    for top in ["content", "themes"] {
        let folder = root.join(top);
        if fs::symlink_metadata(&folder).is_err() {
            continue;
        }
        let walk = WalkDir::new(folder).into_iter().filter_entry(|entry| {
            entry.depth() == 0 || !names::is_ignored(&entry.file_name().to_string_lossy())
        });
        for entry in walk {
            entries.push(entry.ok()?);
        }
    }
    let lines: Option<Vec<Vec<u8>>> = entries.par_iter().map(|entry| line(root, entry, latest)).collect();
    let mut lines = lines?;
    // The order of the disk does not matter.
    lines.par_sort_unstable();
    Some(*blake3::hash(&lines.concat()).as_bytes())
}

fn line(root: &Path, entry: &DirEntry, latest: SystemTime) -> Option<Vec<u8>> {
    let name = entry.path().strip_prefix(root).ok()?.as_os_str().as_encoded_bytes();
    let mut line = Vec::with_capacity(name.len() + 96);
    line.extend_from_slice(&(name.len() as u32).to_le_bytes());
    line.extend_from_slice(name);
    let own = entry.metadata().ok()?;
    if own.is_dir() {
        // What is in it tells of itself.
        line.push(b'd');
        return Some(line);
    }
    write(&own, latest, &mut line)?;
    if own.is_symlink() {
        let target = fs::metadata(entry.path()).ok()?;
        if target.is_dir() {
            return None;
        }
        write(&target, latest, &mut line)?;
    }
    Some(line)
}

fn write(metadata: &Metadata, latest: SystemTime, line: &mut Vec<u8>) -> Option<()> {
    let modified = metadata.modified().ok()?;
    let settled =
        |time: SystemTime| (time < latest).then(|| time.duration_since(SystemTime::UNIX_EPOCH).ok())?;
    line.push(b'f');
    line.extend_from_slice(&metadata.len().to_le_bytes());
    line.extend_from_slice(&settled(modified)?.as_nanos().to_le_bytes());
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let seconds = u64::try_from(metadata.ctime()).ok()?;
        let nanoseconds = u32::try_from(metadata.ctime_nsec()).ok()?;
        let changed = settled(SystemTime::UNIX_EPOCH + Duration::new(seconds, nanoseconds))?;
        line.extend_from_slice(&changed.as_nanos().to_le_bytes());
        line.extend_from_slice(&metadata.ino().to_le_bytes());
        line.extend_from_slice(&metadata.dev().to_le_bytes());
        line.extend_from_slice(&metadata.mode().to_le_bytes());
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::*;

    #[test]
    fn any_touch_shows() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let path = dir.path().join("content/people.yaml");
        fs::create_dir(dir.path().join("content")).expect("a folder");
        let old = SystemTime::now() - Duration::from_secs(60);
        let write = |text: &str| {
            fs::write(&path, text).expect("written");
            File::options().write(true).open(&path).and_then(|file| file.set_modified(old)).expect("a time");
        };
        write("姓名: 张三\n");
        if cfg!(unix) {
            // The time of modification can be set; that of the last change cannot.
            assert_eq!(stamp(dir.path()), None, "touched just now");
        }
        std::thread::sleep(COARSEST + Duration::from_millis(50));
        let before = stamp(dir.path());
        assert!(before.is_some());
        assert_eq!(stamp(dir.path()), before);
        fs::rename(&path, dir.path().join("content/renamed.yaml")).expect("renamed");
        assert_ne!(stamp(dir.path()), before);
    }
}
