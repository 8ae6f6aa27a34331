//! Where the disk cannot exchange two folders, the switch takes two renames, and the next run completes it.

use std::collections::BTreeSet;

use crate::city::{Beside, City, Online, Version};
use crate::strace::{self, Call};
use crate::workspace::files_of;

const NOTE: &str = "这个磁盘不支持一步交换文件夹";

#[test]
fn a_disk_that_cannot_exchange_is_told_of() {
    let city = City::new(1);
    for errno in ["EINVAL", "EBUSY", "ENOSYS", "EOPNOTSUPP", "EXDEV"] {
        prepare(&city);
        let (run, _, _) = strace::build(&city.site, &[refused(errno)], &BTreeSet::new());
        assert_eq!(run.code, 0, "{errno}: {}", run.stderr);
        assert!(run.stderr.contains(NOTE), "{errno}: {}", run.stderr);
        assert_eq!(city.online(errno), Online::Whole(Version::New), "{errno}");
        assert!(!city.workshop().exists(), "{errno}");
    }
}

/// Between the two renames nothing is online, and both sites are whole beside it.
#[test]
fn killed_before_any_call_of_the_two_renames() {
    let city = City::new(1);
    let (calls, out, back) = two_renames(&city);
    let (old, next) = (city.workshop().join("old"), city.workshop().join("next"));
    let mut struck = 0;
    for at in 0..calls.len() {
        let call = &calls[at];
        let Some(log) = strike(&city, &calls, at, "signal=KILL") else { continue };
        assert!(log.1.contains("+++ killed by SIGKILL +++"), "{}: {}", call.line, log.1);
        struck += 1;
        let found = city.online(&call.line);
        match at {
            _ if at <= out => assert_eq!(found, Online::Whole(Version::Old), "{}", call.line),
            _ if at <= back => {
                assert_eq!(found, Online::Nothing, "{}", call.line);
                assert_eq!(city.version_of(&files_of(&old), &call.line), Version::Old);
                assert_eq!(city.version_of(&files_of(&next), &call.line), Version::New);
            }
            _ => assert_eq!(found, Online::Whole(Version::New), "{}", call.line),
        }
        city.build_cleanly(Version::New, &call.line);
    }
    assert!(struck > 10, "only {struck} calls were struck");
}

#[test]
fn an_error_at_any_call_of_the_two_renames() {
    let city = City::new(1);
    let (calls, _, back) = two_renames(&city);
    for at in 0..calls.len() {
        let call = &calls[at];
        for errno in ["EIO", "ENOSPC"] {
            let Some((run, log)) = strike(&city, &calls, at, &format!("error={errno}")) else { continue };
            assert!(log.contains("(INJECTED)"), "{}: {log}", call.line);
            let shown = format!("{} ← {errno}: {}", call.line, run.stderr);
            let (code, online) = if at <= back { (2, Version::Old) } else { (0, Version::New) };
            assert_eq!(run.code, code, "{shown}");
            assert_eq!(city.online(&shown), Online::Whole(online), "{shown}");
            assert!(run.stderr.contains(if at <= back { "出错: " } else { NOTE }), "{shown}");
            city.build_cleanly(Version::New, &shown);
        }
    }
}

/// The second rename fails, and so does the way back.
#[test]
fn neither_forward_nor_back() {
    let city = City::new(1);
    let (calls, out, _) = two_renames(&city);
    prepare(&city);
    let strikes = [refused("EINVAL"), format!("{}:error=EIO:when=2+", calls[out].name)];
    let [old, next] = ["old", "next"].map(|name| city.workshop().join(name));
    let paths = [old, next, city.site.path("output")];
    let paths = paths.map(|path| path.to_str().expect("a path in UTF-8").to_owned());
    let (run, _, log) = strace::build(&city.site, &strikes, &BTreeSet::from(paths));
    assert_eq!(run.code, 2, "{log}");
    assert!(run.stderr.contains("磁盘读写出错"), "{}", run.stderr);
    assert_eq!(city.online(&log), Online::Nothing);
    city.build_cleanly(Version::New, &log);
}

fn refused(errno: &str) -> String {
    format!("renameat2:error={errno}")
}

fn prepare(city: &City) {
    city.stand(Beside::Nothing);
    city.write(Version::New);
}

/// The calls of a build whose exchange is refused, which of them moves the old site out, and which the new one in.
fn two_renames(city: &City) -> (Vec<Call>, usize, usize) {
    prepare(city);
    let calls = strace::record(&city.site, &[refused("EINVAL")]);
    let output = city.site.path("output");
    let find = |is_it: &dyn Fn(&Call) -> bool| {
        calls
            .iter()
            .position(|call| call.name.starts_with("rename") && call.went_well() && is_it(call))
            .expect("two renames")
    };
    let out = find(&|call| call.is_about(&city.workshop().join("old")));
    let back = find(&|call| call.is_about(&output));
    assert!(out < back);
    (calls, out, back)
}

/// A build in which the exchange is refused and the call at `at` is struck as well.
fn strike(city: &City, calls: &[Call], at: usize, with: &str) -> Option<(crate::workspace::Run, String)> {
    // All before the exchange, reading, and what is remembered in the end: struck where the exchange succeeds.
    let output = city.site.path("output");
    let exchange = calls.iter().position(|call| call.name == "renameat2").expect("an exchange is tried");
    let call = &calls[at];
    let is_reading = call.is_open() && !call.takes_room();
    if at <= exchange
        || !strace::is_chosen(calls, at)
        || is_reading
        || !(call.is_below(&city.workshop()) || call.is_about(&output))
    {
        return None;
    }
    let (strike, paths) = strace::aim(calls, at, with, &[&output])?;
    prepare(city);
    let (run, _, log) = strace::build(&city.site, &[refused("EINVAL"), strike], &paths);
    Some((run, log))
}
