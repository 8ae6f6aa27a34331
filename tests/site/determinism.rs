//! The same input and options give the same bytes, whatever the machine.

use crate::workspace::{DAY, Workspace};

#[test]
fn thread_count_path_time_zone_and_locale_change_nothing() {
    let first = Workspace::copy_of("tests/sites/full");
    first.build(&[]);
    let expect = first.output();
    for (threads, zone, locale) in
        [("1", "America/Los_Angeles", "en_US.UTF-8"), ("7", "Asia/Shanghai", "zh_CN.UTF-8")]
    {
        let site = Workspace::copy_of("tests/sites/full");
        let status = std::process::Command::new(env!("CARGO_BIN_EXE_honorroll"))
            .args(["build", "--quiet", "--as-of", DAY, "--site"])
            .arg(site.root())
            .env_clear()
            .envs([("RAYON_NUM_THREADS", threads), ("TZ", zone), ("LANG", locale)])
            .output()
            .expect("the program starts")
            .status;
        assert!(status.success());
        assert!(site.output() == expect, "{threads} threads in {zone}");
    }
}
