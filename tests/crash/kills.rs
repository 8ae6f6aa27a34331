//! Killed at any moment.

use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::city::{City, Online, Version};
use crate::workspace::DAY;

#[test]
fn killed_at_random_moments() {
    let number = |name: &str, default: u64| {
        std::env::var(name).ok().map_or(default, |text| text.parse().expect("a number"))
    };
    let (kills, mut seed) = (number("KILLS", 40), number("SEED", 20_301_001));
    let city = City::new(40);
    city.write(Version::Old);
    let started = Instant::now();
    city.build_cleanly(Version::Old, "the first build");
    // How long a build takes says only where the kills fall; what is asserted holds wherever they do.
    let longest = started.elapsed().as_micros() as u64;

    let (mut online, mut next) = (Version::Old, Version::New);
    for at in 0..kills {
        city.write(next);
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut build = Command::new(env!("CARGO_BIN_EXE_honorroll"))
            .args(["build", "--as-of", DAY, "--site"])
            .arg(city.site.root())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        sleep(Duration::from_micros((seed >> 33) % longest));
        build.kill().expect("it can be killed");
        let finished = build.wait().expect("it has ended").success();
        let why = format!("kill {at}");
        let found = city.online(&why);
        match finished {
            true => assert_eq!(found, Online::Whole(next), "{why}"),
            false => assert!([online, next].map(Online::Whole).contains(&found), "{why}: {found:?}"),
        }
        // Every third time the next build comes at once; else it meets what several kills have left.
        if at % 3 == 2 {
            city.build_cleanly(next, &why);
            online = next;
        } else if found == Online::Whole(next) {
            online = next;
        }
        next = if online == Version::Old { Version::New } else { Version::Old };
    }
    city.write(Version::New);
    city.build_cleanly(Version::New, "after all kills");
}
