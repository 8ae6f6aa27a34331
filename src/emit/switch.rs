//! The moment of publication: the next site takes the place of the old one.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::ledger;
use super::place::{Place, below, failed, hide_from_git, refuse};
use super::stage::remove;
use super::survey::is_missing;
use crate::diag::{IoError, Text};
use crate::say;

/// What the old site has and the next one has not; routes.
pub(super) struct Gone<'r> {
    /// The next site has another file.
    pub replaced: Vec<&'r str>,
    pub removed: Vec<&'r str>,
}

/// Publishes the next site. The old one becomes the spare tree, without what is `gone`; where that is not known, it is
/// removed.
pub(super) fn switch(place: &Place, gone: Option<&Gone<'_>>, notes: &mut Vec<Text>) -> Result<(), IoError> {
    let (next, output) = (place.next(), place.output());
    let exchanged = match exchange(place) {
        Ok(()) => true,
        Err(error) if is_missing(&error) => {
            if let Some(parent) = output.parent() {
                fs::create_dir_all(parent).map_err(|source| failed(switching(), parent, source))?;
            }
            fs::rename(&next, output).map_err(|source| failed(switching(), output, source))?;
            false
        }
        Err(error) if is_trouble(&error) => return Err(failed(switching(), output, error)),
        Err(_) => {
            rename_twice(place)?;
            notes.push(say!(
                "这个磁盘不支持一步交换文件夹，所以切换分了两步：如果正好在中间断电，站点会暂时缺失，再生成一次即可恢复",
                "this disk cannot exchange two folders in one step, so the switch took two: had the power failed in \
                 between, the site would have been missing until the next build"
            ));
            false
        }
    };
    sync_parent(place);
    if let Some(gone) = gone.filter(|_| exchanged) {
        // Where it cannot be kept, it is cleared away.
        let _ = keep_spare(place, gone);
    }
    if let Err(error) = clear(place) {
        let (path, why) = (place.workshop().display(), error.source);
        notes.push(say!(
            "新站点已经发布，但旧的没能删除：请手工删除“{path}”（{why}）",
            "the new site is published, but the old one could not be removed: delete `{path}` by hand ({why})"
        ));
    }
    Ok(())
}

/// Takes out of the old site what is not published any more, so that no one who was withdrawn can be read there, nor
/// seen in the name of a folder; then gives it the name by which the next run finds it. That run judges it anew, so that
/// nothing here need reach the disk.
fn keep_spare(place: &Place, gone: &Gone<'_>) -> io::Result<()> {
    let old = place.next();
    let remove = |route: &str| match fs::remove_file(below(&old, route)) {
        Err(error) if is_missing(&error) => Ok(()),
        removed => removed,
    };
    gone.replaced.par_iter().chain(&gone.removed).try_for_each(|route| remove(route))?;
    remove(ledger::NAME)?;
    // One after the other: two that lie in one folder would both leave it to the other.
    for route in &gone.removed {
        let mut folder = *route;
        while let Some((outer, _)) = folder.rsplit_once('/') {
            folder = outer;
            match fs::remove_dir(below(&old, folder)) {
                Ok(()) => {}
                Err(error) if is_missing(&error) || error.kind() == io::ErrorKind::DirectoryNotEmpty => break,
                Err(error) => return Err(error),
            }
        }
    }
    hide_from_git(place.workshop())?;
    close_to_others(&old)?;
    fs::rename(old, place.spare())
}

/// Whoever serves the folder around the output has no reason to serve this one; the next site gets the output's rights.
#[cfg(unix)]
fn close_to_others(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(folder)?.permissions().mode();
    fs::set_permissions(folder, fs::Permissions::from_mode(mode & !0o007))
}

#[cfg(not(unix))]
fn close_to_others(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Completes a switch that was cut off, and clears what an interrupted run left. Call it with the lock held.
pub(super) fn recover(place: &Place) -> Result<(), IoError> {
    if !stands(place.output())? {
        // Only between the two renames is there no output, and a journal: the stage is complete. Should the journal
        // have been lost with the power, the old site is whole all the same.
        let (next, old) = (place.next(), old(place));
        let whole = if stands(&journal(place))? && stands(&next)? { next } else { old };
        if stands(&whole)? {
            fs::rename(&whole, place.output())
                .map_err(|source| failed(switching(), place.output(), source))?;
            sync_parent(place);
        }
    }
    clear(place)
}

/// Removes whatever is not the output. While it goes it has the stage's name and no journal: half of it is never taken
/// for a site.
fn clear(place: &Place) -> Result<(), IoError> {
    let (next, old) = (place.next(), old(place));
    if stands(&old)? {
        remove(&next)?;
        fs::rename(&old, &next).map_err(|source| failed(switching(), &old, source))?;
    }
    remove_journal(place)?;
    remove(&next)?;
    remove(&place.written())
}

/// Whether there is something at `path`. A disk that does not answer is no “no”: what is cleared next may be all there is.
fn stands(path: &Path) -> Result<bool, IoError> {
    path.try_exists().map_err(|source| failed(switching(), path, source))
}

fn remove_journal(place: &Place) -> Result<(), IoError> {
    let journal = journal(place);
    match fs::remove_file(&journal) {
        Err(error) if !is_missing(&error) => Err(failed(switching(), &journal, error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn switching() -> Text {
    say!("切换到新的输出", "switching to the new output")
}

/// The old site between two renames.
fn old(place: &Place) -> PathBuf {
    place.workshop().join("old")
}

/// Says that the stage is complete and that a switch by two renames has begun.
fn journal(place: &Place) -> PathBuf {
    place.workshop().join("switching")
}

/// Exchanges output and stage in one step; `NotFound` where there is no output yet.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn exchange(place: &Place) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, place.next(), CWD, place.output(), RenameFlags::EXCHANGE)?)
}

/// Whether the disk is in trouble, rather than unable to exchange: then nothing more is moved.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn is_trouble(error: &io::Error) -> bool {
    use rustix::io::Errno;
    let trouble = [Errno::IO, Errno::NOSPC, Errno::DQUOT, Errno::ROFS];
    trouble.iter().any(|errno| error.raw_os_error() == Some(errno.raw_os_error()))
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn is_trouble(_: &io::Error) -> bool {
    false
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn exchange(place: &Place) -> io::Result<()> {
    let missing = !place.output().exists();
    Err(io::Error::from(if missing { io::ErrorKind::NotFound } else { io::ErrorKind::Unsupported }))
}

/// The second best: the old site out, the new one in, with a note on disk for whoever comes after a crash.
fn rename_twice(place: &Place) -> Result<(), IoError> {
    let output = place.output();
    let failed = |source| failed(switching(), output, source);
    write_journal(place).inspect_err(|_| {
        let _ = remove_journal(place);
    })?;
    fs::rename(output, old(place)).map_err(|error| {
        let _ = remove_journal(place);
        blocked(place, error)
    })?;
    if let Err(error) = fs::rename(place.next(), output) {
        // Back to the old site; if even that fails, the next run does it.
        fs::rename(old(place), output).map_err(failed)?;
        let _ = remove_journal(place);
        return Err(blocked(place, error));
    }
    Ok(())
}

/// On the disk, name and all, before anything is moved: after a power cut it must not be missing where the site is.
fn write_journal(place: &Place) -> Result<(), IoError> {
    let journal = journal(place);
    File::create(&journal)
        .and_then(|file| file.sync_all())
        .and_then(|()| if cfg!(unix) { File::open(place.workshop())?.sync_all() } else { Ok(()) })
        .map_err(|source| failed(switching(), &journal, source))
}

fn blocked(place: &Place, error: io::Error) -> IoError {
    refuse(
        place.output(),
        say!(
            "无法换上新的站点，旧的原样保留（{error}）；关掉正在打开它的程序再试；如果它是一个挂载点，请改用它里面的子文件夹",
            "the new site could not be put in place, the old one stays ({error}); close programs that have it open and \
             try again; if it is a mount point, choose a folder inside it"
        ),
    )
}

/// Brings the renames to the disk. Where folders cannot be synced, the file system does it in its own time.
fn sync_parent(place: &Place) {
    if let Some(parent) = place.output().parent().filter(|_| cfg!(unix)) {
        let _ = File::open(parent).and_then(|folder| folder.sync_all());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The states between the steps of `rename_twice`, and which site must stand after recovery.
    #[test]
    fn a_switch_that_was_cut_off_is_completed() {
        let check = |folders: &[(&str, &str)], journaled: bool, expect: Option<&str>| {
            let dir = tempfile::tempdir().expect("a temporary folder");
            let place = Place::new(dir.path(), &dir.path().join("output")).expect("a place");
            fs::create_dir_all(place.workshop()).expect("the workshop");
            for &(name, site) in folders {
                let folder = match name {
                    "output" => place.output().to_path_buf(),
                    other => place.workshop().join(other),
                };
                fs::create_dir_all(&folder).expect("a folder");
                fs::write(folder.join("index.html"), site).expect("a page");
            }
            if journaled {
                fs::write(journal(&place), "").expect("the journal");
            }
            recover(&place).expect("recovers");
            let stands = fs::read_to_string(place.output().join("index.html")).ok();
            assert_eq!(stands.as_deref(), expect, "{folders:?}");
            assert_eq!(fs::read_dir(place.workshop()).expect("a folder").count(), 0, "{folders:?}");
        };
        // Killed while the stage was being written: whatever is in it is not published.
        check(&[("output", "old"), ("next", "half")], false, Some("old"));
        check(&[("next", "half")], false, None);
        check(&[("output", "old"), ("next", "new")], true, Some("old"));
        check(&[("old", "old"), ("next", "new")], true, Some("new"));
        // The same, and the power took the journal with it.
        check(&[("old", "old"), ("next", "new")], false, Some("old"));
        check(&[("old", "old"), ("output", "new")], true, Some("new"));
        check(&[("old", "old"), ("output", "new")], false, Some("new"));
        // The second rename failed, and so did the way back.
        check(&[("old", "old")], true, Some("old"));
        // Exchanged, but the old site was not yet removed.
        check(&[("output", "new"), ("next", "old")], false, Some("new"));
    }

    #[test]
    fn two_renames_do_what_an_exchange_does() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let place = Place::new(dir.path(), &dir.path().join("output")).expect("a place");
        for (folder, site) in [(place.output().to_path_buf(), "old"), (place.next(), "new")] {
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(folder.join("index.html"), site).expect("a page");
        }
        rename_twice(&place).expect("switches");
        assert_eq!(fs::read_to_string(place.output().join("index.html")).expect("the page"), "new");
        assert!(journal(&place).exists(), "until the old site is removed");
        recover(&place).expect("clears");
        assert_eq!(fs::read_dir(place.workshop()).expect("a folder").count(), 0);
    }
}
