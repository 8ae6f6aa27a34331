//! A small invented city in two versions, and which of them is online.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;

use crate::workspace::{DAY, Run, Workspace, files_of, places_of};

pub type Files = BTreeMap<String, Vec<u8>>;

/// Published in the old version, withdrawn in the new one.
const WITHDRAWN: &str = "赵示退";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    Old,
    New,
}

/// What stands at the place of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Online {
    Nothing,
    Whole(Version),
}

/// What lies beside the output before a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    Nothing,
    /// The spare tree of the site before.
    Spare,
}

pub struct City {
    pub site: Workspace,
    people: usize,
    /// A clean build of each version.
    old: Files,
    new: Files,
}

impl City {
    /// A city with so many people who are published in both versions.
    pub fn new(people: usize) -> City {
        let clean = |version| {
            let site = Workspace::new(&[]);
            write(&site, people, version);
            site.build(&[]);
            site.output()
        };
        let (old, new) = (clean(Version::Old), clean(Version::New));
        assert!(!places_of(WITHDRAWN, &old).is_empty());
        assert_eq!(places_of(WITHDRAWN, &new), [""; 0]);
        let changed = old.iter().filter(|(path, bytes)| new.get(*path) != Some(bytes)).count();
        let kept = old.len() - changed;
        assert!(changed > people && kept > 3, "the versions share some files and differ in others");
        City { site: Workspace::new(&[]), people, old, new }
    }

    /// Staff edit the content; nothing is built.
    pub fn write(&self, version: Version) {
        write(&self.site, self.people, version);
    }

    /// The old version is online, and nothing else has ever happened than what put `beside` there; so that each build
    /// from here makes the same calls.
    pub fn stand(&self, beside: Beside) {
        self.raze();
        if beside == Beside::Spare {
            self.write(Version::New);
            self.build_cleanly(Version::New, "the site before");
        }
        self.write(Version::Old);
        self.build_cleanly(Version::Old, "the site that stands");
        assert_eq!(self.workshop().join("spare").exists(), beside == Beside::Spare);
    }

    /// No build has ever been made.
    pub fn raze(&self) {
        for folder in ["output", ".output.honorroll", ".honorroll"] {
            let folder = self.site.path(folder);
            if folder.exists() {
                fs::remove_dir_all(folder).expect("removed");
            }
        }
    }

    /// Builds, and asserts that the output equals a clean build and that nothing is left beside it but the spare
    /// tree.
    pub fn build_cleanly(&self, version: Version, why: &str) -> Run {
        let run = self.site.run(&["build", "--as-of", DAY]);
        assert_eq!(run.code, 0, "{why}: the next run: {}", run.stderr);
        assert_eq!(self.online(why), Online::Whole(version), "{why}: the next run");
        self.assert_tidy(why);
        for file in files_of(&self.site.path(".honorroll")).keys() {
            let known =
                [".gitignore", ".cache", ".cache.new", ".run", ".run.new", ".sources", ".sources.new"]
                    .iter()
                    .any(|end| file.ends_with(end));
            let known =
                known || ["contents-", "index-", "silent"].iter().any(|start| file.starts_with(start));
            assert!(known, "{why}: {file} piles up in .honorroll");
        }
        run
    }

    /// Beside the output lies nothing but the spare tree, in which nothing can be read that is not published: each file of
    /// it is the published one, and no folder has a name that the output has not.
    pub fn assert_tidy(&self, why: &str) {
        if !self.workshop().exists() {
            return;
        }
        for entry in fs::read_dir(self.workshop()).expect("a folder") {
            let name = entry.expect("readable").file_name();
            assert!(name == "spare" || name == ".gitignore", "{why}: {name:?} is left in the workshop");
        }
        let (output, spare) = (self.site.path("output"), self.workshop().join("spare"));
        let mut folders = vec![spare.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("readable").path();
                let twin = output.join(path.strip_prefix(&spare).expect("inside"));
                let [found, published] = [&path, &twin].map(|path| fs::symlink_metadata(path).ok());
                let (found, published) = (found.expect("it"), published.expect(why));
                match found.is_dir() {
                    true => folders.push(path),
                    false => assert_eq!(found.ino(), published.ino(), "{why}: {}", path.display()),
                }
            }
        }
    }

    /// Which site is online, byte for byte; anything else is what must never happen.
    #[track_caller]
    pub fn online(&self, why: &str) -> Online {
        match self.site.path("output").exists() {
            true => Online::Whole(self.version_of(&self.site.output(), why)),
            false => Online::Nothing,
        }
    }

    #[track_caller]
    pub fn version_of(&self, files: &Files, why: &str) -> Version {
        if *files == self.old {
            return Version::Old;
        }
        let differs = |path: &&String| files.get(*path) != self.new.get(*path);
        let wrong: Vec<&String> = files.keys().chain(self.new.keys()).filter(differs).collect();
        assert!(wrong.is_empty(), "{why}: neither the old site nor the new one, which differs in {wrong:?}");
        Version::New
    }

    /// Where the next site is made.
    pub fn workshop(&self) -> PathBuf {
        self.site.path(".output.honorroll")
    }
}

fn write(site: &Workspace, people: usize, version: Version) {
    let (title, deed, status) = match version {
        Version::Old => ("示例市光荣榜", "值守卡口", "发布"),
        Version::New => ("示例市一线光荣榜", "转运物资", "撤下"),
    };
    site.write("content/site.yaml", &format!("站名: {title}\n"));
    site.write("content/units.yaml", "- id: u1\n  名称: 示例市委组织部\n");
    let person = |id: &str, name: &str, status: &str| {
        let text = format!(
            "姓名: {name}\n状态: {status}\n单位: 示例市委组织部\n简介: {deed}\n来源:\n  - 标题: 示例报道\n"
        );
        site.write(&format!("content/people/{id}.yaml"), &text);
    };
    person("withdrawn", WITHDRAWN, status);
    for at in 0..people {
        person(&format!("p{at}"), &format!("张示{}", ["甲", "乙", "丙", "丁"][at % 4]), "发布");
    }
}
