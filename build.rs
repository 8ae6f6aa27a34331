//! Two facts of the checkout that the program carries with it.

use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

fn main() {
    // The themes are embedded; a theme file that is added or removed must rebuild the program.
    println!("cargo::rerun-if-changed=themes");

    // Pages that another build of the program rendered are not taken over, even where the version is the same; nor is
    // what it said of a site.
    println!("cargo::rerun-if-changed=src");
    for (name, folders) in [
        ("HONORROLL_RENDERER", &["src/render", "src/text/traditional"][..]),
        ("HONORROLL_PICTURES", &["src/picture"]),
        ("HONORROLL_PROGRAM", &["src", "themes"]),
    ] {
        println!("cargo::rustc-env={name}={:016x}", hash(folders));
    }
}

/// A hash of the dependencies, of the features that are on, and of all files in some folders.
fn hash(folders: &[&str]) -> u64 {
    let mut files = vec![PathBuf::from("Cargo.toml"), PathBuf::from("Cargo.lock")];
    for folder in folders {
        collect(Path::new(folder), &mut files);
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    let features = std::env::vars().map(|(name, _)| name).filter(|name| name.starts_with("CARGO_FEATURE_"));
    features.collect::<BTreeSet<String>>().hash(&mut hasher);
    for file in files {
        println!("cargo::rerun-if-changed={}", file.display());
        file.hash(&mut hasher);
        fs::read(file).unwrap_or_default().hash(&mut hasher);
    }
    hasher.finish()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => collect(&path, files),
            path => files.push(path),
        }
    }
}
