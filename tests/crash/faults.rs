//! Every call that changes the disk, struck once: by a kill, by a full disk, by an I/O error.

use crate::city::{Beside, City, Online, Version};
use crate::strace::{self, Call};

/// The program is killed right before the call: before the switch the old site is online, after it the new one.
#[test]
fn killed_before_any_call() {
    kill_each(Beside::Nothing);
}

#[test]
fn killed_before_any_call_with_a_spare_tree() {
    kill_each(Beside::Spare);
}

fn kill_each(beside: Beside) {
    let city = City::new(1);
    let calls = old_to_new(&city, beside);
    let switched = switch(&city, &calls);
    let struck = strike_each(&city, &calls, "signal=KILL", Some(beside), |at, call, case| {
        if call.is_open() {
            return false;
        }
        let (run, log) = case();
        assert!(log.contains("+++ killed by SIGKILL +++"), "{}: {log}", call.line);
        assert_eq!(run.code, -1, "{}", call.line);
        let expect = if at <= switched { Version::Old } else { Version::New };
        assert_eq!(city.online(&call.line), Online::Whole(expect), "{}", call.line);
        true
    });
    assert!(struck > 15, "only {struck} calls were struck");
}

/// The same for the first build of all: nothing is online, or all of it.
#[test]
fn killed_before_any_call_of_the_first_build() {
    let city = City::new(1);
    city.write(Version::New);
    let calls = strace::record(&city.site, &[]);
    let switched = switch(&city, &calls);
    let struck = strike_each(&city, &calls, "signal=KILL", None, |at, call, case| {
        if call.is_open() {
            return false;
        }
        let (_, log) = case();
        assert!(log.contains("+++ killed by SIGKILL +++"), "{}: {log}", call.line);
        let expect = if at <= switched { Online::Nothing } else { Online::Whole(Version::New) };
        assert_eq!(city.online(&call.line), expect, "{}", call.line);
        true
    });
    assert!(struck > 15, "only {struck} calls were struck");
}

#[test]
fn a_full_disk_at_any_call() {
    fail_each(Beside::Nothing, "ENOSPC", "磁盘满了", Call::takes_room);
}

#[test]
fn a_full_disk_at_any_call_with_a_spare_tree() {
    fail_each(Beside::Spare, "ENOSPC", "磁盘满了", Call::takes_room);
}

#[test]
fn an_input_output_error_at_any_call() {
    fail_each(Beside::Nothing, "EIO", "磁盘读写出错", |_| true);
}

#[test]
fn an_input_output_error_at_any_call_with_a_spare_tree() {
    fail_each(Beside::Spare, "EIO", "磁盘读写出错", |_| true);
}

/// Strikes each call that the old site can lose to, and asserts what is told and what is online.
fn fail_each(beside: Beside, errno: &str, words: &str, can_fail: impl Fn(&Call) -> bool) {
    let city = City::new(1);
    let calls = old_to_new(&city, beside);
    let switched = switch(&city, &calls);
    let (workshop, output) = (city.workshop(), city.site.path("output"));
    let mut stopped = 0;
    let struck = strike_each(&city, &calls, &format!("error={errno}"), Some(beside), |at, call, case| {
        // Reading the content is another matter.
        let ours = call.is_below(&workshop) || call.is_below(&output) || !call.is_open() || call.takes_room();
        if !can_fail(call) || !ours {
            return false;
        }
        let (run, log) = case();
        assert!(log.contains("(INJECTED)"), "{}: {log}", call.line);
        let shown = format!("{} ← {errno}: {}", call.line, run.stderr);
        match expected(&city, call, at > switched) {
            Expected::Stopped => {
                stopped += 1;
                assert_eq!(run.code, 2, "{shown}");
                assert!(run.stderr.contains("出错: ") && run.stderr.contains(words), "{shown}");
                assert_eq!(city.online(&shown), Online::Whole(Version::Old), "{shown}");
            }
            Expected::Published(note) => {
                assert_eq!(run.code, 0, "{shown}");
                assert_eq!(city.online(&shown), Online::Whole(Version::New), "{shown}");
                match note {
                    Some(note) => assert!(run.stderr.contains(note), "{shown}"),
                    None => assert_eq!(run.stderr, "", "{shown}"),
                }
            }
            Expected::Remembered => {
                assert_eq!(run.code, 0, "{shown}");
                assert_eq!(city.online(&shown), Online::Whole(Version::New), "{shown}");
                assert!(run.stderr.is_empty() || run.stderr.contains(FORGOTTEN), "{shown}");
            }
        }
        true
    });
    assert!(stopped > 15 && struck > stopped, "{stopped} of {struck} stopped the build");
}

enum Expected {
    /// The old site stays, and the message says why.
    Stopped,
    /// The new site is online, perhaps with a note.
    Published(Option<&'static str>),
    /// As published. There is a note only where it was the list of files that could not be remembered, for what else makes the
    /// next run quicker is written after the same call.
    Remembered,
}

/// What is said where a run could not be remembered.
const FORGOTTEN: &str = "没能在";

/// What a failure of `call` means. All that is not named here stops the build before the switch.
fn expected(city: &City, call: &Call, is_switched: bool) -> Expected {
    let workshop = city.workshop();
    let is = |name: &str| call.is_about(&workshop.join(name));
    let removes = call.name.starts_with("unlink") || call.name == "rmdir";
    let is_forgotten = removes && call.line.contains(".sources\"");
    let hastens = ["/contents-", "/bodies-", "/index-", "/silent", ".run\""];
    if is_forgotten || hastens.iter().any(|name| call.line.contains(name)) {
        // What only makes the next run quicker, or is about to be written anew.
        return Expected::Published(None);
    }
    let state = city.site.path(".honorroll");
    if call.is_about(&state) || call.is_about(&state.join(".gitignore")) {
        return Expected::Remembered;
    }
    if call.is_below(&state) {
        // What is remembered for the next run.
        return Expected::Published(Some(FORGOTTEN));
    }
    match is_switched {
        // Lock and workshop: the next run finds them free.
        true if removes && (is("lock") || call.is_about(&workshop)) => Expected::Published(None),
        // What cannot be kept as a spare tree is removed.
        true if ["next", "spare", ".gitignore"].iter().any(|name| call.is_below(&workshop.join(name)))
            && !(call.is_open() && is("next")) =>
        {
            Expected::Published(None)
        }
        // The new site is online already; only the old one cannot be cleared.
        true if call.is_below(&workshop) => Expected::Published(Some("没能删除")),
        // The switch is on its way to the disk; if the power fails, it is one site or the other.
        true => Expected::Published(None),
        // Without a lock a build goes on, and says what not to do.
        false if call.is_open() && is("lock") => Expected::Published(Some("请不要同时运行两次生成")),
        // Who holds the lock is a courtesy.
        false if is("lock") => Expected::Published(None),
        // What cannot be linked is copied.
        false if call.name.starts_with("link") => Expected::Published(None),
        false => Expected::Stopped,
    }
}

/// The calls of a build that puts the new version in the place of the old one.
fn old_to_new(city: &City, beside: Beside) -> Vec<Call> {
    city.stand(beside);
    city.write(Version::New);
    let calls = strace::record(&city.site, &[]);
    assert_eq!(city.online("a build under strace"), Online::Whole(Version::New));
    calls
}

/// Which call puts the new site online.
fn switch(city: &City, calls: &[Call]) -> usize {
    let output = city.site.path("output");
    let puts = |call: &Call| call.name.starts_with("rename") && call.is_about(&output) && call.went_well();
    calls.iter().position(puts).expect("the site is put online")
}

/// For each call: the site as it was before, then `judge`, which runs the build in which that call is struck; then a
/// build that must equal a clean one. How many were struck.
fn strike_each(
    city: &City,
    calls: &[Call],
    with: &str,
    before: Option<Beside>,
    mut judge: impl FnMut(usize, &Call, &dyn Fn() -> (crate::workspace::Run, String)) -> bool,
) -> usize {
    let mut struck = 0;
    for (at, call) in calls.iter().enumerate() {
        if !strace::is_chosen(calls, at) {
            continue;
        }
        let Some((strike, paths)) = strace::aim(calls, at, with, &[]) else { continue };
        let case = || {
            match before {
                Some(beside) => city.stand(beside),
                None => city.raze(),
            }
            city.write(Version::New);
            let (run, _, log) = strace::build(&city.site, std::slice::from_ref(&strike), &paths);
            (run, log)
        };
        if judge(at, call, &case) {
            struck += 1;
            city.build_cleanly(Version::New, &format!("{} ← {with}", call.line));
        }
    }
    struck
}
