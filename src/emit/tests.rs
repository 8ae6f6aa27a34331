use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use super::*;
use crate::diag::{FileId, Language, Span};
use crate::plan::Route;

/// A site folder with an output that is built from a map of routes to texts.
struct Bench {
    dir: tempfile::TempDir,
}

/// What one build did: its receipt, and what it rendered.
type Built = (Receipt, BTreeSet<String>);

impl Bench {
    fn new() -> Bench {
        let dir = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir_all(dir.path().join("content")).expect("content/");
        Bench { dir }
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.dir.path().join(path)
    }

    fn place(&self) -> Place {
        Place::new(self.dir.path(), &self.path("output")).expect("a place")
    }

    fn try_build(&self, files: &[(&str, &str)], fresh: bool) -> Result<Built, Stopped> {
        self.try_build_with(files, fresh, 0)
    }

    fn try_build_with(&self, files: &[(&str, &str)], fresh: bool, template: u8) -> Result<Built, Stopped> {
        let plan = plan(files);
        let rendered = Mutex::new(BTreeSet::new());
        let makers = Makers {
            mark: |_: &Job| None,
            watch: &crate::progress::Unwatched,
            gather: |job: &Job| Ok((print(template, files, job), ())),
            make: |job: &Job, ()| {
                rendered.lock().expect("not poisoned").insert(job.route.to_string());
                Ok(Artifact::Bytes(text(files, job).into()))
            },
        };
        let receipt = build(&plan, &self.place(), fresh, &makers, &mut Report::new())?;
        Ok((receipt, rendered.into_inner().expect("not poisoned")))
    }

    fn build(&self, files: &[(&str, &str)]) -> Built {
        let (mut receipt, rendered) = self.try_build(files, false).expect("builds");
        // The temporary folder may be on a disk that cannot exchange folders.
        receipt.notes.clear();
        self.expect(files);
        (receipt, rendered)
    }

    /// The output is exactly these files and the ledger, nothing lies beside it, and no folder is empty.
    fn expect(&self, files: &[(&str, &str)]) {
        let mut standing = snapshot(&self.path("output"));
        standing.remove(ledger::NAME).expect("the ledger");
        let wanted: BTreeMap<String, String> =
            files.iter().map(|&(route, text)| (route.to_owned(), text.to_owned())).collect();
        assert_eq!(standing, wanted);
        self.expect_tidy();
        for entry in walkdir::WalkDir::new(self.path("output")).min_depth(1) {
            let path = entry.expect("readable").into_path();
            assert!(
                !path.is_dir() || path.read_dir().expect("readable").count() > 0,
                "{} is empty",
                path.display()
            );
        }
    }

    /// Beside the output lies nothing but the spare tree, which holds no file and no folder that is not published.
    fn expect_tidy(&self) {
        if !self.place().workshop().exists() {
            return;
        }
        let names: BTreeSet<String> = names(self.place().workshop());
        assert_eq!(names, BTreeSet::from([".gitignore", "spare"].map(str::to_owned)));
        let (output, spare) = (self.path("output"), self.place().spare());
        for entry in walkdir::WalkDir::new(&spare) {
            let path = entry.expect("readable").into_path();
            let twin = output.join(path.strip_prefix(&spare).expect("inside"));
            assert_eq!(path.is_file(), twin.is_file(), "{}", path.display());
            assert_eq!(path.is_dir(), twin.is_dir(), "{}", path.display());
            #[cfg(unix)]
            if path.is_file() {
                assert_eq!(inode(&path), inode(&twin), "{}", path.display());
            }
        }
    }

    fn refusal(&self, files: &[(&str, &str)]) -> String {
        match self.try_build(files, false) {
            Err(Stopped::Machine(error)) => error.message(Language::En),
            other => panic!("{other:?}"),
        }
    }

    fn reasons(&self, files: &[(&str, &str)], template: u8) -> Vec<(String, Reason)> {
        let fingerprint = |job: &Job| Ok(print(template, files, job));
        let stale =
            preview(&plan(files), &self.place(), false, (&|_: &Job| None, &fingerprint), &mut Report::new())
                .expect("previews");
        stale.into_iter().map(|stale| (stale.route, stale.reason)).collect()
    }
}

fn plan<'r>(files: &[(&str, &str)]) -> Plan<'r> {
    let job = |(at, &(route, _)): (usize, &(&str, &str))| {
        Job::text(Route::new(route).expect("a route"), String::new).asked_by(Span::new(FileId(0), at..at))
    };
    Plan::new(files.iter().enumerate().map(job).collect(), &mut Report::new()).expect("no collision")
}

fn text<'f>(files: &[(&str, &'f str)], job: &Job) -> &'f str {
    files.iter().find(|(route, _)| *route == job.route.as_str()).expect("one of them").1
}

fn print(template: u8, files: &[(&str, &str)], job: &Job) -> Fingerprint {
    let mut view = [0; 16];
    view.copy_from_slice(&blake3::hash(text(files, job).as_bytes()).as_bytes()[..16]);
    Fingerprint { template: [template; 16], view }
}

fn names(folder: &Path) -> BTreeSet<String> {
    let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("readable").file_name();
    fs::read_dir(folder).expect("readable").map(|entry| name(entry).to_string_lossy().into_owned()).collect()
}

#[cfg(unix)]
fn inode(path: &Path) -> u64 {
    std::os::unix::fs::MetadataExt::ino(&fs::symlink_metadata(path).expect("it"))
}

fn snapshot(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder) {
        let path = entry.expect("readable").into_path();
        if path.is_file() {
            let route = path.strip_prefix(folder).expect("inside").to_string_lossy().replace('\\', "/");
            files.insert(route, fs::read_to_string(&path).expect("text"));
        }
    }
    files
}

fn counts(built: &Built) -> (usize, usize, usize) {
    (built.0.written, built.0.unchanged, built.0.removed)
}

/// Sets a file's time to long ago, so that a rewrite shows.
fn age(path: &Path) -> SystemTime {
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    fs::File::options().write(true).open(path).expect("the file").set_modified(long_ago).expect("its time");
    long_ago
}

const SITE: [(&str, &str); 3] =
    [("index.html", "home"), ("people/a/index.html", "张三"), ("people/b/index.html", "李四")];

/// A mark saves the looking, and nothing else: whoever asks for all, or has lost a file, gets it.
#[test]
fn a_job_with_the_mark_of_the_run_before_is_not_looked_at() {
    let bench = Bench::new();
    let looked_at = |mark: u8, fresh: bool| {
        let seen = Mutex::new(BTreeSet::new());
        let makers = Makers {
            watch: &crate::progress::Unwatched,
            mark: |_: &Job| Some([mark; 16]),
            gather: |job: &Job| {
                seen.lock().expect("not poisoned").insert(job.route.to_string());
                Ok((print(0, &SITE, job), ()))
            },
            make: |job: &Job, ()| Ok(Artifact::Bytes(text(&SITE, job).into())),
        };
        build(&plan(&SITE), &bench.place(), fresh, &makers, &mut Report::new()).expect("builds");
        bench.expect(&SITE);
        seen.into_inner().expect("not poisoned").len()
    };
    assert_eq!([looked_at(1, false), looked_at(1, false)], [3, 0]);
    assert_eq!([looked_at(2, false), looked_at(2, false)], [3, 0], "the same pages, of another mark");
    assert_eq!([looked_at(2, true), looked_at(2, false)], [3, 0]);
    fs::write(bench.path("output/index.html"), "坏了").expect("written");
    assert_eq!([looked_at(2, false), looked_at(2, false)], [1, 0]);
}

#[test]
fn a_build_a_change_and_a_removal() {
    let bench = Bench::new();
    assert_eq!(counts(&bench.build(&SITE)), (3, 0, 0));
    let ledger = fs::read_to_string(bench.path("output/.honorroll-manifest")).expect("the ledger");
    assert_eq!(ledger.lines().count(), 4);
    assert!(ledger.starts_with("honorroll manifest 1\n"));
    assert_eq!(fs::read_to_string(bench.path(".honorroll/.gitignore")).expect("it"), "*\n");

    // Nothing changed: nothing is rendered.
    let built = bench.build(&SITE);
    assert_eq!((counts(&built), built.1.len()), ((0, 3, 0), 0));

    // One changed, one withdrawn, one new.
    let next = [("index.html", "home"), ("people/a/index.html", "张三丰"), ("teams/c/index.html", "三队")];
    let built = bench.build(&next);
    assert_eq!(counts(&built), (2, 1, 1));
    assert_eq!(built.1.iter().collect::<Vec<_>>(), ["people/a/index.html", "teams/c/index.html"]);

    // Back again, and down to nothing.
    assert_eq!(counts(&bench.build(&SITE)), (2, 1, 1));
    assert_eq!(counts(&bench.build(&[])), (0, 0, 3));
    assert_eq!(counts(&bench.build(&SITE)), (3, 0, 0));
}

#[test]
fn equal_bytes_are_not_written_again() {
    let bench = Bench::new();
    bench.build(&SITE);
    let file = bench.path("output/people/a/index.html");
    let long_ago = age(&file);
    let modified = || fs::metadata(&file).expect("the file").modified().expect("its time");

    // The time is not what the last run left, so it is rendered, found equal, and left alone.
    let built = bench.build(&SITE);
    assert_eq!((counts(&built), built.1.len()), ((0, 3, 0), 1));
    assert_eq!(modified(), long_ago);
    // Also where another file changes, without a cache, and where everything is forced.
    let next = [("index.html", "new home"), SITE[1], SITE[2]];
    assert_eq!(counts(&bench.build(&next)), (1, 2, 0));
    assert_eq!(modified(), long_ago);
    fs::remove_dir_all(bench.path(".honorroll")).expect("removed");
    let built = bench.build(&next);
    assert_eq!((counts(&built), built.1.len()), ((0, 3, 0), 3));
    assert_eq!(modified(), long_ago);
    let (receipt, rendered) = bench.try_build(&next, true).expect("builds");
    assert_eq!((receipt.written, rendered.len()), (0, 3));
    assert_eq!(modified(), long_ago);
}

#[test]
fn whatever_happened_to_the_output_a_build_makes_it_right() {
    let bench = Bench::new();
    bench.build(&SITE);
    let at = |path: &str| bench.path("output").join(path);

    fs::write(at("index.html"), "HOME").expect("written");
    assert_eq!(counts(&bench.build(&SITE)), (1, 2, 0));
    fs::remove_file(at("people/b/index.html")).expect("removed");
    assert_eq!(counts(&bench.build(&SITE)), (1, 2, 0));
    fs::remove_dir_all(at("people")).expect("removed");
    assert_eq!(counts(&bench.build(&SITE)), (2, 1, 0));
    fs::create_dir_all(at("empty/inner")).expect("made");
    assert_eq!(counts(&bench.build(&SITE)), (0, 3, 0));
    fs::write(at("people/.DS_Store"), "x").expect("written");
    bench.build(&SITE);
    fs::remove_dir_all(at("")).expect("removed");
    assert_eq!(counts(&bench.build(&SITE)), (3, 0, 0));
    // An empty folder is as good as none.
    fs::remove_dir_all(at("")).expect("removed");
    fs::create_dir(at("")).expect("made");
    assert_eq!(counts(&bench.build(&SITE)), (3, 0, 0));
    // A file where a folder was, and the other way round.
    let next = [("people", "a file"), ("index.html/x", "a folder")];
    bench.build(&next);
    bench.build(&SITE);
}

#[test]
fn what_others_wrote_is_refused_and_kept() {
    let bench = Bench::new();
    fs::create_dir_all(bench.path("output")).expect("made");
    fs::write(bench.path("output/老照片.jpg"), "x").expect("written");
    let message = bench.refusal(&SITE);
    assert!(message.contains("did not write") && message.contains("老照片.jpg"), "{message}");
    assert_eq!(snapshot(&bench.path("output")).len(), 1);
    assert!(!bench.path(".output.honorroll").exists());

    fs::remove_file(bench.path("output/老照片.jpg")).expect("removed");
    bench.build(&SITE);
    for n in 0..9 {
        fs::write(bench.path(&format!("output/people/{n}.txt")), "x").expect("written");
    }
    let before = snapshot(&bench.path("output"));
    let message = bench.refusal(&[]);
    assert!(message.contains("9 files") && message.contains("and 4 more"), "{message}");
    assert_eq!(snapshot(&bench.path("output")), before);
}

#[test]
fn a_ledger_that_is_not_the_programs_owns_nothing() {
    let bench = Bench::new();
    bench.build(&SITE);
    fs::write(bench.path("output/.honorroll-manifest"), "honorroll manifest 1\nindex.html\n")
        .expect("written");
    let message = bench.refusal(&SITE);
    assert!(message.contains("4 files"), "{message}");
}

#[cfg(unix)]
#[test]
fn links_in_the_output_are_not_followed() {
    use std::os::unix::fs::symlink;
    let bench = Bench::new();
    bench.build(&SITE);
    fs::write(bench.path("outside.html"), "outside").expect("written");
    fs::remove_file(bench.path("output/index.html")).expect("removed");
    symlink(bench.path("outside.html"), bench.path("output/index.html")).expect("linked");
    assert!(bench.refusal(&SITE).contains("index.html"));
    assert_eq!(fs::read_to_string(bench.path("outside.html")).expect("it"), "outside");

    // The output itself, and the program's own folder beside it.
    let bench = Bench::new();
    fs::create_dir(bench.path("elsewhere")).expect("made");
    symlink(bench.path("elsewhere"), bench.path("output")).expect("linked");
    let error = Place::new(bench.dir.path(), &bench.path("output")).expect_err("refused");
    assert!(error.message(Language::En).contains("symbolic link"));
    fs::remove_file(bench.path("output")).expect("removed");
    symlink(bench.path("elsewhere"), bench.path(".output.honorroll")).expect("linked");
    assert!(bench.refusal(&SITE).contains("move it away"));
}

#[test]
fn places_that_cannot_be_an_output() {
    let bench = Bench::new();
    let root = bench.path("site");
    fs::create_dir_all(root.join("content/media")).expect("made");
    fs::write(root.join("file"), "").expect("written");
    let check = |output: &str, expect: Option<&str>| {
        let got = Place::new(&root, &root.join(output)).map(|place| place.output().to_path_buf());
        match expect {
            None => assert!(got.is_ok(), "{output}: {got:?}"),
            Some(part) => {
                let message = got.expect_err(output).message(Language::En);
                assert!(message.contains(part), "{output}: {message}");
            }
        }
    };
    check("output", None);
    check("a/b/../c", None);
    check("../output", None);
    check("content2", None);
    check("", Some("own folder"));
    check(".", Some("own folder"));
    check("..", Some("own folder"));
    check("../..", Some("own folder"));
    check("/", Some("own folder"));
    check("content", Some("content"));
    check("content/media/out", Some("content"));
    check("output/../content/out", Some("content"));
    check("themes", Some("themes"));
    check(".honorroll/x", Some(".honorroll"));
    check("file", Some("a file of this name"));
}

#[test]
fn a_page_that_fails_leaves_everything_as_it_was() {
    let bench = Bench::new();
    bench.build(&SITE);
    let before = snapshot(&bench.path("output"));
    let next: Vec<(String, String)> = (0..20).map(|n| (format!("p/{n}.html"), format!("{n}"))).collect();
    let next: Vec<(&str, &str)> = next.iter().map(|(route, text)| (route.as_str(), text.as_str())).collect();
    let mut report = Report::new();
    let makers = Makers {
        mark: |_: &Job| None,
        watch: &crate::progress::Unwatched,
        gather: |job: &Job| Ok((print(0, &next, job), ())),
        make: |job: &Job, ()| match text(&next, job) {
            "7" | "8" => Err(Box::new(Diagnostic::error(
                Code::TemplateRender,
                Span::whole(FileId(0)),
                say!("坏了", "broken"),
            ))),
            text => Ok(Artifact::Bytes(text.into())),
        },
    };
    let stopped = build(&plan(&next), &bench.place(), false, &makers, &mut report);
    assert!(matches!(stopped, Err(Stopped::Content(_))), "{stopped:?}");
    assert_eq!(snapshot(&bench.path("output")), before);
    bench.expect_tidy();
    // Two pages, one mistake.
    assert_eq!(report.errors(), 1);
    bench.build(&SITE);
}

#[test]
fn a_file_of_the_site_is_copied_and_must_not_change_meanwhile() {
    let bench = Bench::new();
    let media = bench.path("content/a.jpg");
    fs::write(&media, "photo").expect("written");
    let files = [("media/a.jpg", "photo")];
    let run = |hash: [u8; 32]| {
        let makers = Makers {
            mark: |_: &Job| None,
            watch: &crate::progress::Unwatched,
            gather: |job: &Job| Ok((print(0, &files, job), ())),
            make: |_: &Job, ()| Ok(Artifact::File { path: media.clone(), hash }),
        };
        build(&plan(&files), &bench.place(), true, &makers, &mut Report::new())
    };
    let hash = |text: &str| *blake3::hash(text.as_bytes()).as_bytes();
    assert_eq!(run(hash("photo")).expect("builds").written, 1);
    bench.expect(&files);
    assert_eq!(run(hash("photo")).expect("builds").written, 0);
    fs::write(&media, "other").expect("written");
    let Err(Stopped::Machine(error)) = run(hash("changed again")) else {
        panic!("published what was not read")
    };
    assert!(error.message(Language::En).contains("changed during the build"));
    bench.expect(&files);
    // The published copy is no link to the original.
    fs::write(&media, "scribble").expect("written");
    bench.expect(&files);
}

#[test]
fn a_damaged_cache_is_noticed() {
    let bench = Bench::new();
    bench.build(&SITE);
    let cache = bench.place().state_file("cache");
    let good = fs::read(&cache).expect("the cache");
    for at in [0, 20, good.len() / 2, good.len() - 1] {
        let mut bad = good.clone();
        bad[at] ^= 1;
        fs::write(&cache, &bad).expect("written");
        assert_eq!(bench.build(&SITE).1.len(), 3, "byte {at}");
    }
    fs::write(&cache, &good[..good.len() - 7]).expect("written");
    assert_eq!(bench.build(&SITE).1.len(), 3);
    // And it is whole again.
    assert_eq!(bench.build(&SITE).1.len(), 0);
}

#[test]
fn a_crash_before_the_switch_or_after_it_does_no_harm() {
    let bench = Bench::new();
    bench.build(&SITE);
    // Killed while the next site was written, partly through links into the old one.
    let next = bench.place().next();
    fs::create_dir_all(next.join("people")).expect("made");
    fs::hard_link(bench.path("output/index.html"), next.join("index.html")).expect("linked");
    fs::write(next.join("people/x.html"), "half").expect("written");
    assert_eq!(counts(&bench.build(&SITE)), (0, 3, 0));

    // Killed after the switch, before the run was remembered: the old cache meets the new site.
    let cache = bench.place().state_file("cache");
    let before = fs::read(&cache).expect("the cache");
    let other = [("index.html", "new home"), SITE[1]];
    bench.build(&other);
    fs::write(&cache, before).expect("written");
    assert_eq!(counts(&bench.build(&other)), (0, 2, 0));
    assert_eq!(counts(&bench.build(&SITE)), (2, 1, 0));
}

#[test]
fn a_preview_gives_the_reasons_and_writes_nothing() {
    let bench = Bench::new();
    assert_eq!(bench.reasons(&SITE[..1], 0), [("index.html".to_owned(), Reason::New)]);
    assert!(!bench.path(".honorroll").exists() && !bench.path("output").exists());
    bench.build(&SITE);
    assert_eq!(bench.reasons(&SITE, 0), []);
    let next = [("index.html", "other"), ("new.html", "n"), SITE[2]];
    fs::remove_file(bench.path("output/people/b/index.html")).expect("removed");
    let reason = |route: &str, reason| (route.to_owned(), reason);
    assert_eq!(
        bench.reasons(&next, 0),
        [
            reason("index.html", Reason::ViewChanged),
            reason("new.html", Reason::New),
            reason("people/a/index.html", Reason::Removed),
            reason("people/b/index.html", Reason::OutputMissing),
        ]
    );
    bench.build(&SITE);
    assert!(bench.reasons(&SITE, 1).iter().all(|(_, reason)| *reason == Reason::TemplateChanged));
    // What the preview says is what the build does.
    let (_, rendered) = bench.try_build_with(&SITE, false, 1).expect("builds");
    assert_eq!(rendered.len(), 3);
    assert_eq!(bench.reasons(&SITE, 1), []);
}

/// The spare tree is made by the first change, and is what the second is made of.
#[cfg(target_os = "linux")]
#[test]
fn a_change_reuses_the_folders_of_the_site_before() {
    let bench = Bench::new();
    bench.build(&SITE);
    assert!(!bench.place().workshop().exists(), "nothing was there to keep");
    bench.build(&[("index.html", "1"), SITE[1], SITE[2]]);
    let spare = bench.place().spare();
    let page = spare.join("people/b/index.html");
    assert!(page.exists() && !spare.join("index.html").exists());
    let folder = inode(&spare.join("people/b"));
    bench.build(&[("index.html", "2"), SITE[1], SITE[2]]);
    assert_eq!(inode(&bench.path("output/people/b")), folder);
}

/// What serves the folder around the output does not get to read the spare tree.
#[cfg(target_os = "linux")]
#[test]
fn the_spare_tree_is_closed_to_others_and_the_output_is_not() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new();
    let mode = |path: &Path| fs::metadata(path).expect("it").permissions().mode() & 0o777;
    bench.build(&SITE);
    fs::set_permissions(bench.path("output"), fs::Permissions::from_mode(0o775)).expect("set");
    for home in ["1", "2", "3"] {
        bench.build(&[("index.html", home), SITE[1]]);
        assert_eq!((mode(&bench.path("output")), mode(&bench.place().spare())), (0o775, 0o770));
    }
}

/// Who was withdrawn is not left in the spare tree either, nor is the name of the folder.
#[test]
fn what_was_removed_is_gone_beside_the_output_too() {
    let bench = Bench::new();
    let next = [SITE[0], SITE[1]];
    for _ in 0..3 {
        bench.build(&SITE);
        bench.build(&next);
        let spare = bench.place().spare();
        assert_eq!(spare.join("people/a/index.html").exists(), cfg!(target_os = "linux"));
        assert!(!spare.join("people/b").exists());
    }
    // An output with what file managers leave is not kept.
    bench.build(&SITE);
    fs::write(bench.path("output/people/b/.DS_Store"), "x").expect("written");
    bench.build(&next);
    assert!(!bench.place().workshop().exists());
}

/// Whatever is in the place of the spare tree, the next site is made right, and nothing else is touched.
#[cfg(target_os = "linux")]
#[test]
fn a_spare_tree_is_never_trusted() {
    use std::os::unix::fs::symlink;
    let sites = [SITE, [("index.html", "new home"), SITE[1], SITE[2]]];
    let check = |what: &str, damage: &dyn Fn(&Path, &Path)| {
        let bench = Bench::new();
        let elsewhere = bench.path("elsewhere");
        fs::create_dir_all(elsewhere.join("people/a")).expect("made");
        fs::write(elsewhere.join("people/a/index.html"), what).expect("written");
        let before = snapshot(&elsewhere);
        bench.build(&sites[0]);
        bench.build(&sites[1]);
        damage(&bench.place().spare(), &elsewhere);
        bench.build(&sites[0]);
        bench.build(&sites[1]);
        assert_eq!(snapshot(&elsewhere), before, "{what}");
    };
    let write = |path: std::path::PathBuf| fs::write(path, "foreign").expect("written");
    let remove = |path: std::path::PathBuf| fs::remove_dir_all(path).expect("removed");
    check("gone", &|spare, _| remove(spare.to_owned()));
    check("empty", &|spare, _| {
        remove(spare.to_owned());
        fs::create_dir(spare).expect("made");
    });
    check("a file", &|spare, _| {
        remove(spare.to_owned());
        write(spare.to_owned());
    });
    check("a link", &|spare, elsewhere| {
        remove(spare.to_owned());
        symlink(elsewhere, spare).expect("linked");
    });
    check("a foreign file", &|spare, _| write(spare.join("people/photo.jpg")));
    check("a foreign folder", &|spare, _| {
        fs::create_dir_all(spare.join("x/y")).expect("made");
        write(spare.join("x/y/z"));
    });
    check("a file is missing", &|spare, _| {
        fs::remove_file(spare.join("people/a/index.html")).expect("removed")
    });
    check("a folder is missing", &|spare, _| remove(spare.join("people")));
    check("another file of the same name", &|spare, _| {
        let page = spare.join("people/a/index.html");
        fs::remove_file(&page).expect("removed");
        write(page);
    });
    check("two files changed places", &|spare, _| {
        let [a, b] = ["people/a/index.html", "people/b/index.html"].map(|page| spare.join(page));
        fs::rename(&a, spare.join("c")).and_then(|()| fs::rename(&b, &a)).expect("moved");
        fs::rename(spare.join("c"), &b).expect("moved");
    });
    check("a file where a folder was", &|spare, _| {
        remove(spare.join("people/a"));
        write(spare.join("people/a"));
    });
    check("a folder where a file was", &|spare, _| {
        fs::remove_file(spare.join("people/a/index.html")).expect("removed");
        fs::create_dir(spare.join("people/a/index.html")).expect("made");
        write(spare.join("people/a/index.html/x"));
    });
    check("links where folders and files were", &|spare, elsewhere| {
        remove(spare.join("people/a"));
        symlink(elsewhere.join("people/a"), spare.join("people/a")).expect("linked");
        symlink(elsewhere.join("people/a/index.html"), spare.join("index.html")).expect("linked");
        symlink(elsewhere.join("people/a/index.html"), spare.join(ledger::NAME)).expect("linked");
    });
    check("a folder in the place of the ledger", &|spare, _| {
        fs::create_dir(spare.join(ledger::NAME)).expect("made");
    });
}

/// A file that was edited through the spare tree is the published file: the edit is found, and made good.
#[cfg(unix)]
#[test]
fn an_edit_through_the_spare_tree_is_an_edit_of_the_output() {
    let bench = Bench::new();
    bench.build(&SITE);
    bench.build(&[("index.html", "new home"), SITE[1], SITE[2]]);
    if let Ok(mut page) =
        fs::File::options().append(true).open(bench.place().spare().join("people/a/index.html"))
    {
        std::io::Write::write_all(&mut page, b"scribble").expect("written");
        assert_eq!(counts(&bench.build(&[("index.html", "new home"), SITE[1], SITE[2]])), (1, 2, 0));
    }
    // And a file of the output that was replaced by one with the same bytes is that file in both trees.
    let page = bench.path("output/people/b/index.html");
    fs::remove_file(&page).and_then(|()| fs::write(&page, SITE[2].1)).expect("written");
    assert_eq!(counts(&bench.build(&SITE)), (1, 2, 0));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig {
        cases: 32,
        rng_seed: proptest::test_runner::RngSeed::Fixed(7),
        failure_persistence: None,
        ..Default::default()
    })]

    /// Whatever was built before and whatever happened in between, the output is that of a clean build.
    #[test]
    fn any_chain_of_builds_ends_as_a_clean_build(steps in proptest::collection::vec(step(), 1..6)) {
        let bench = Bench::new();
        let cache = bench.place().state_file("cache");
        for (files, damage) in steps {
            let files: Vec<(&str, &str)> = files.iter().map(|(&at, &text)| (ROUTES[at], TEXTS[text])).collect();
            let earlier = fs::read(&cache);
            bench.build(&files);
            for (at, how) in damage {
                let path = bench.path("output").join(ROUTES[at]);
                match how {
                    0 => drop(fs::remove_file(path)),
                    1 if path.is_file() => fs::write(path, TEXTS[0]).expect("written"),
                    2 if path.is_file() => drop(age(&path)),
                    3 => drop(fs::remove_dir_all(bench.path(".honorroll"))),
                    4 => drop(fs::remove_file(path).and_then(|()| fs::create_dir(bench.path("output/stray")))),
                    // A run that was killed: before it could remember, or while it assembled the next site.
                    5 => drop(earlier.as_ref().map(|bytes| fs::write(&cache, bytes))),
                    6 => {
                        let half = bench.place().next().join(ROUTES[at]);
                        fs::create_dir_all(half.parent().expect("a folder")).expect("made");
                        fs::write(half, "half").expect("written");
                        fs::write(bench.place().workshop().join("lock"), "1").expect("written");
                    }
                    // The spare tree lost a file, or got one.
                    7 => drop(fs::remove_file(bench.place().spare().join(ROUTES[at]))),
                    8 if bench.place().spare().exists() => {
                        let file = bench.place().spare().join(ROUTES[at]);
                        fs::create_dir_all(file.parent().expect("a folder")).expect("made");
                        drop(fs::remove_file(&file));
                        fs::write(file, TEXTS[2]).expect("written");
                    }
                    _ => {}
                }
            }
        }
        bench.build(&SITE);
        let clean = Bench::new();
        clean.build(&SITE);
        proptest::prop_assert_eq!(snapshot(&bench.path("output")), snapshot(&clean.path("output")));
    }
}

const ROUTES: [&str; 6] = [
    "index.html",
    "people/a/index.html",
    "people/b/index.html",
    "people/b/x.html",
    "feed.xml",
    "a/b/c/d.json",
];
const TEXTS: [&str; 4] = ["", "home", "张三", "李四"];

/// The files of one build, as (route, text), and what happens to the output after it, as (route, damage).
type Step = (BTreeMap<usize, usize>, Vec<(usize, u8)>);

fn step() -> impl proptest::strategy::Strategy<Value = Step> {
    (
        proptest::collection::btree_map(0..ROUTES.len(), 0..TEXTS.len(), 0..ROUTES.len()),
        proptest::collection::vec((0..ROUTES.len(), 0u8..9), 0..3),
    )
}

#[test]
fn the_ledger_is_no_route() {
    let bench = Bench::new();
    let stopped = bench.try_build(&[(ledger::NAME, "x")], false);
    assert!(matches!(stopped, Err(Stopped::Content(_))), "{stopped:?}");
}
