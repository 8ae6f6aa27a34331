//! Two builds of one output.

use std::fs::{self, File};
use std::process::{Command, Stdio};

use crate::city::{City, Online, Version};
use crate::workspace::DAY;

/// Both sites are built into the output of the first, at the same time: each waits for the other.
#[test]
fn two_at_once_leave_one_whole_site() {
    let (first, second) = (City::new(8), City::new(8));
    first.write(Version::Old);
    second.write(Version::New);
    for round in 0..12 {
        let start = |city: &City| {
            Command::new(env!("CARGO_BIN_EXE_honorroll"))
                .args(["build", "--as-of", DAY, "--site"])
                .arg(city.site.root())
                .arg("--output")
                .arg(first.site.path("output"))
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
                .expect("the program starts")
        };
        let builds = [start(&first), start(&second)];
        for build in builds {
            let output = build.wait_with_output().expect("it ends");
            let told = String::from_utf8_lossy(&output.stderr);
            // On a machine that is busy enough, waiting has an end, and then it says for whom it waited.
            assert!(output.status.success() || told.contains("另一个 honorroll"), "round {round}: {told}");
        }
        assert!(matches!(first.online(&format!("round {round}")), Online::Whole(_)));
    }
    first.build_cleanly(Version::Old, "one alone");
}

#[test]
fn who_waits_too_long_says_for_whom() {
    let city = City::new(1);
    city.write(Version::Old);
    city.build_cleanly(Version::Old, "the first build");
    city.write(Version::New);
    fs::create_dir(city.workshop()).expect("made");
    fs::write(city.workshop().join("lock"), "4711").expect("written");
    let lock = File::open(city.workshop().join("lock")).expect("the lock");
    lock.lock().expect("locked");
    let run = city.site.run(&["build", "--as-of", DAY]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("另一个 honorroll（进程 4711）"), "{}", run.stderr);
    assert_eq!(city.online("locked"), Online::Whole(Version::Old));
    // The process is gone, the file is still there.
    drop(lock);
    city.build_cleanly(Version::New, "after the lock was given up");
}
