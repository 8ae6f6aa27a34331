//! The moment of publication: the next site takes the place of the old one.

use std::fs::{self, File};
use std::io;
use std::path::PathBuf;

use super::place::{Place, failed, refuse};
use super::stage::remove;
use super::survey::is_missing;
use crate::diag::{IoError, Text};
use crate::say;

/// Publishes the completed stage and removes the site that was there.
pub(super) fn switch(place: &Place, notes: &mut Vec<Text>) -> Result<(), IoError> {
    let (next, output) = (place.next(), place.output());
    match exchange(place) {
        Ok(()) => {}
        Err(error) if is_missing(&error) => {
            if let Some(parent) = output.parent() {
                fs::create_dir_all(parent).map_err(|source| failed(switching(), parent, source))?;
            }
            fs::rename(&next, output).map_err(|source| failed(switching(), output, source))?;
        }
        Err(_) => {
            rename_twice(place)?;
            notes.push(say!(
                "这个磁盘不支持一步交换文件夹，所以切换分了两步：如果正好在中间断电，站点会暂时缺失，再生成一次即可恢复",
                "this disk cannot exchange two folders in one step, so the switch took two: had the power failed in \
                 between, the site would have been missing until the next build"
            ));
        }
    }
    sync_parent(place);
    if let Err(error) = remove(&next).and_then(|()| remove(&old(place))) {
        let (path, why) = (place.workshop().display(), error.source);
        notes.push(say!(
            "新站点已经发布，但旧的没能删除：请手工删除“{path}”（{why}）",
            "the new site is published, but the old one could not be removed: delete `{path}` by hand ({why})"
        ));
    }
    Ok(())
}

/// Completes a switch that was cut off, and clears what an interrupted run left. Call it with the lock held.
pub(super) fn recover(place: &Place) -> Result<(), IoError> {
    // Only between the two renames is there a journal and no output.
    if journal(place).exists() && !place.output().exists() {
        let whole = [place.next(), old(place)].into_iter().find(|folder| folder.exists());
        if let Some(folder) = whole {
            fs::rename(&folder, place.output())
                .map_err(|source| failed(switching(), place.output(), source))?;
            sync_parent(place);
        }
    }
    remove(&place.next())?;
    remove(&old(place))?;
    let _ = fs::remove_file(journal(place));
    Ok(())
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

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn exchange(place: &Place) -> io::Result<()> {
    let missing = !place.output().exists();
    Err(io::Error::from(if missing { io::ErrorKind::NotFound } else { io::ErrorKind::Unsupported }))
}

/// The second best: the old site out, the new one in, with a note on disk for whoever comes after a crash.
fn rename_twice(place: &Place) -> Result<(), IoError> {
    let output = place.output();
    let failed = |source| failed(switching(), output, source);
    File::create(journal(place)).and_then(|file| file.sync_all()).map_err(failed)?;
    fs::rename(output, old(place)).map_err(|error| {
        let _ = fs::remove_file(journal(place));
        blocked(place, error)
    })?;
    if let Err(error) = fs::rename(place.next(), output) {
        // Back to the old site; if even that fails, the next run does it.
        fs::rename(old(place), output).map_err(failed)?;
        let _ = fs::remove_file(journal(place));
        return Err(blocked(place, error));
    }
    sync_parent(place);
    fs::remove_file(journal(place)).map_err(failed)
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
        assert!(!journal(&place).exists());
        recover(&place).expect("clears");
        assert_eq!(fs::read_dir(place.workshop()).expect("a folder").count(), 0);
    }
}
