//! What each phase takes, on the invented city that `corpus.py` writes: `cargo bench`, or `PEOPLE=10000 cargo bench check`.
//!
//! 1,000 people unless `PEOPLE` says otherwise. Needs python3. The site lies in the system's temporary folder: set `TMPDIR` to a
//! tmpfs to leave the disk out of it. `benches/peers.sh` measures the program as a whole, against another one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{LazyLock, OnceLock};

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use rayon::prelude::*;
use tempfile::TempDir;

use honorroll::check::{self, KnownBodies, Options, Roll};
use honorroll::diag::{FileId, Report, Span};
use honorroll::emit::{Place, Receipt};
use honorroll::model::{self, Draft, yaml};
use honorroll::pipeline::{self, Memory, Prepared, Publication};
use honorroll::plan::Plan;
use honorroll::progress::Unwatched;
use honorroll::render::{self, Theme};
use honorroll::source::{self, Limits, Role, SourceTree};
use honorroll::text::{order, slug};
use honorroll::{channels, markdown};

/// The program's own allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    // `cargo test --all-targets` and nextest start this program too, without the argument that `cargo bench` adds.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    // Held here, because a static is never dropped and would leave its folder behind.
    let folder = TempDir::new().expect("there is a folder for temporary files");
    FOLDER.set(folder.path().to_owned()).expect("nobody else sets it");
    divan::main();
}

static FOLDER: OnceLock<PathBuf> = OnceLock::new();

/// The site that everything is measured on, read once.
static CITY: LazyLock<SourceTree> = LazyLock::new(|| {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/corpus.py");
    let people = std::env::var("PEOPLE").unwrap_or_else(|_| "1000".to_owned());
    let status = Command::new("python3").arg(script).arg(people).arg(folder()).arg("honorroll").status();
    assert!(status.expect("python3 is installed").success(), "corpus.py writes the site");
    read(&folder().join("honorroll"))
});

static PREPARED: LazyLock<Prepared> = LazyLock::new(|| prepare(&CITY));

fn folder() -> &'static Path {
    FOLDER.get().expect("main sets it before anything is measured")
}

fn read(site: &Path) -> SourceTree {
    let (tree, report) =
        source::read(site, &site.join("output"), &Limits::default()).expect("the site is there");
    assert!(report.verdict().is_ok(), "the invented city has no errors");
    tree
}

fn options() -> Options {
    Options { as_of: "2030-10-01".parse().expect("a date"), drafts: false, base_url: None }
}

fn prepare(tree: &SourceTree) -> Prepared {
    let prepared =
        pipeline::prepare(tree, &options(), None, &mut Memory::default(), &Unwatched, &mut Report::new());
    prepared.unwrap_or_else(|_| panic!("the invented city has no errors"))
}

fn draft() -> Draft {
    let mut draft = model::parse(&CITY, None, &mut Report::new());
    draft.look_at_media(&CITY, &mut model::KnownPictures::default());
    draft
}

fn plan(roll: &Roll) -> Plan<'_> {
    Plan::new(channels::jobs(roll, &channels::editions(roll)), &mut Report::new())
        .unwrap_or_else(|_| panic!("no two jobs for one route"))
}

#[divan::bench(sample_count = 20)]
fn source_read(bencher: Bencher) {
    let site = CITY.root();
    bencher.bench(|| read(site));
}

#[divan::bench(sample_count = 20)]
fn model_parse(bencher: Bencher) {
    LazyLock::force(&CITY);
    bencher.bench(draft);
}

#[divan::bench(sample_count = 20)]
fn check(bencher: Bencher) {
    LazyLock::force(&CITY);
    bencher.with_inputs(|| (draft(), KnownBodies::default())).bench_values(|(draft, mut known)| {
        check::check(draft, &options(), &mut known, &mut Report::new()).map_err(drop)
    });
}

/// With the bodies of an earlier run at hand.
#[divan::bench(sample_count = 20)]
fn check_again(bencher: Bencher) {
    let mut known = KnownBodies::default();
    let _ = check::check(draft(), &options(), &mut known, &mut Report::new());
    bencher.with_inputs(draft).bench_local_values(|draft| {
        check::check(draft, &options(), &mut known, &mut Report::new()).map_err(drop)
    });
}

/// Everything that the preview does again after a save, up to the plan, where one process has done it before.
#[divan::bench(sample_count = 20)]
fn prepare_again(bencher: Bencher) {
    let mut memory = Memory::for_many_runs();
    let mut prepare = || {
        let prepared =
            pipeline::prepare(&CITY, &options(), None, &mut memory, &Unwatched, &mut Report::new())
                .map_err(drop);
        let prepared = prepared.expect("the invented city has no errors");
        black_box(
            pipeline::plan(&prepared, &mut Memory::default(), &Unwatched, &mut Report::new())
                .map_err(drop)
                .is_ok(),
        );
        prepared
    };
    prepare();
    bencher.bench_local(prepare);
}

#[divan::bench(sample_count = 20)]
fn theme_compile(bencher: Bencher) {
    LazyLock::force(&CITY);
    bencher.bench(|| Theme::compile(&CITY, "default", &["zh-Hans"], &mut Report::new()).map_err(drop));
}

#[divan::bench(sample_count = 20)]
fn channels_and_plan(bencher: Bencher) {
    let roll = &PREPARED.roll;
    bencher.bench(|| plan(roll));
}

/// On one thread: what all pages cost, not how many cores there are.
#[divan::bench(sample_count = 10)]
fn render_gather(bencher: Bencher) {
    let (theme, plan) = (&PREPARED.theme, plan(&PREPARED.roll));
    bencher.counter(ItemsCount::new(plan.jobs().len())).bench_local(|| {
        for job in plan.jobs() {
            let _ = black_box(render::gather(theme, &CITY, job));
        }
    });
}

/// On one thread, as above.
#[divan::bench(sample_count = 10)]
fn render_make(bencher: Bencher) {
    let (theme, plan) = (&PREPARED.theme, plan(&PREPARED.roll));
    let gather = || -> Vec<_> {
        plan.jobs().par_iter().map(|job| (job, render::gather(theme, &CITY, job).ok())).collect()
    };
    bencher.counter(ItemsCount::new(plan.jobs().len())).with_inputs(gather).bench_local_values(|gathered| {
        for (job, gathered) in gathered {
            let gathered = gathered.expect("every job of the invented city can be gathered");
            let _ = black_box(render::make(theme, &CITY, job, gathered));
        }
    });
}

/// Everything from the plan to the switched output folder, on all cores.
mod publish {
    use super::*;

    #[divan::bench(sample_count = 5)]
    fn cold(bencher: Bencher) {
        let target = Target::new();
        bencher.with_inputs(|| target.clear()).bench_local_values(|()| target.publish(&CITY, &PREPARED));
    }

    #[divan::bench(sample_count = 10)]
    fn nothing_changed(bencher: Bencher) {
        let target = Target::new();
        target.publish(&CITY, &PREPARED);
        bencher.bench_local(|| target.publish(&CITY, &PREPARED));
    }

    #[divan::bench(sample_count = 10)]
    fn one_profile_changed(bencher: Bencher) {
        let target = Target::new();
        target.publish(&CITY, &PREPARED);
        let profile = CITY.root().join("content/people/p000000.md");
        let original = fs::read_to_string(&profile).expect("everyone has a profile");
        let mut edits = 0;
        bencher
            .with_inputs(|| {
                edits += 1;
                fs::write(&profile, format!("{original}\n第 {edits} 次补充。\n")).expect("the site is ours");
                let tree = read(CITY.root());
                let prepared = prepare(&tree);
                (tree, prepared)
            })
            .bench_local_refs(|(tree, prepared)| {
                let receipt = target.publish(tree, prepared);
                assert!((1..100).contains(&receipt.written), "one change writes few files");
            });
        fs::write(&profile, original).expect("the site is ours");
    }

    /// An output folder of its own.
    struct Target {
        folder: TempDir,
        place: Place,
    }

    impl Target {
        fn new() -> Target {
            let folder = TempDir::new_in(folder()).expect("the folder is ours");
            let place = Place::new(CITY.root(), &folder.path().join("output")).expect("a fit place");
            Target { folder, place }
        }

        fn clear(&self) {
            for old in [self.folder.path().join("output"), CITY.root().join(".honorroll")] {
                let _ = fs::remove_dir_all(old);
            }
        }

        fn publish(&self, tree: &SourceTree, prepared: &Prepared) -> Receipt {
            let report = &mut Report::new();
            let plan = pipeline::plan(prepared, &mut Memory::default(), &Unwatched, report)
                .unwrap_or_else(|_| panic!("a plan"));
            let publication = Publication { place: &self.place, fresh: false, watch: &Unwatched };
            pipeline::publish(&plan, prepared, tree, &publication, report).expect("a published site")
        }
    }
}

/// The texts of one role, each with its file.
fn texts(role: Role) -> (Vec<(FileId, &'static str)>, BytesCount) {
    let found = CITY.files().filter(|(_, file)| file.role == role);
    let texts: Vec<_> = found.filter_map(|(id, file)| Some((id, file.text.as_deref()?))).collect();
    let bytes = texts.iter().map(|(_, text)| text.len()).sum::<usize>();
    (texts, BytesCount::new(bytes))
}

/// On one thread, into trees of nodes that are not yet records.
#[divan::bench(sample_count = 20)]
fn yaml_parse(bencher: Bencher) {
    let (texts, bytes) = texts(Role::Record);
    bencher.counter(bytes).bench_local(|| {
        for &(file, text) in &texts {
            black_box(yaml::parse(yaml::Source { file, text, offset: 0 }, &mut Report::new()));
        }
    });
}

/// On one thread.
#[divan::bench(sample_count = 20)]
fn markdown_parse(bencher: Bencher) {
    let (texts, bytes) = texts(Role::Markdown);
    bencher.counter(bytes).bench_local(|| {
        for &(file, text) in &texts {
            black_box(markdown::parse(text, Span::new(file, 0..text.len()), &mut Report::new()));
        }
    });
}

fn names() -> Vec<String> {
    PREPARED.roll.all::<model::Person>().map(|(_, person)| person.data.name.to_string()).collect()
}

#[divan::bench]
fn stroke_sort_keys(bencher: Bencher) {
    let names = names();
    bencher.counter(ItemsCount::new(names.len())).bench_local(|| {
        for name in &names {
            black_box(order::surname_strokes_key(name, None));
        }
    });
}

#[divan::bench]
fn pinyin_slugs(bencher: Bencher) {
    let names = names();
    bencher.counter(ItemsCount::new(names.len())).bench_local(|| {
        for name in &names {
            black_box(slug::slug(true, name));
        }
    });
}
