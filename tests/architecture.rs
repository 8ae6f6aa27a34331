//! The shape of the house, checked: which module may import which, and that each says what it is for.
//!
//! What a module may *call* (files, clocks, standard output) is clippy's to say: see `clippy.toml`. This test only
//! holds the exceptions in one place, `src/lib.rs`.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Who may import whom, from `docs/architecture.md`. A module may always import itself.
const IMPORTS: &[(&str, &[&str])] = &[
    ("diag", &[]),
    ("progress", &[]),
    ("text", &[]),
    ("markdown", &["diag", "text"]),
    ("picture", &[]),
    ("privacy", &["text"]),
    ("changes", &["diag", "text"]),
    ("review", &["text"]),
    ("source", &["diag"]),
    ("model", &["diag", "picture", "source", "text"]),
    ("withdrawal", &["check", "diag", "model", "picture", "text"]),
    ("import", &["diag", "model", "source", "text"]),
    ("export", &["import", "model", "plan", "render"]),
    ("check", &["diag", "model", "picture", "privacy", "text", "markdown"]),
    ("plan", &["diag", "picture"]),
    ("channels", &["check", "model", "picture", "plan", "text", "markdown"]),
    ("render", &["diag", "picture", "plan", "source", "text"]),
    ("emit", &["diag", "plan", "progress", "render"]),
    (
        "pipeline",
        &[
            "diag", "text", "markdown", "source", "model", "check", "plan", "channels", "render", "emit",
            "privacy", "progress",
        ],
    ),
    ("serve", &["pipeline", "source", "check", "plan", "render", "emit", "diag", "progress", "text"]),
    (
        "cli",
        &[
            "diag",
            "text",
            "markdown",
            "source",
            "model",
            "check",
            "plan",
            "channels",
            "render",
            "emit",
            "pipeline",
            "progress",
            "serve",
            "changes",
            "import",
            "export",
            "withdrawal",
            "review",
        ],
    ),
];

/// Macros live at the crate's root whichever module defines them.
const MACROS: &[(&str, &str)] = &[("say", "diag")];

#[test]
fn modules_import_only_what_the_table_allows() {
    let mut wrong = Vec::new();
    for file in rust_files(Path::new("src")) {
        let path = module_path(&file);
        if path.is_empty() || is_test_file(&path) {
            continue; // `lib.rs` and `main.rs` join the modules together.
        }
        let source = fs::read_to_string(&file).expect("a source file is readable text");
        for (line, problem) in violations(&path, &source) {
            wrong.push(format!("{}:{line}: {problem}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// A page that found a way to another record's body would go stale unseen (docs/decisions/0023). A new file in this list
/// must say what it reads: `Job::reading`.
#[test]
fn few_files_of_the_channels_look_at_bodies() {
    let mut found: Vec<String> = Vec::new();
    for file in rust_files(Path::new("src/channels")) {
        let source = fs::read_to_string(&file).expect("a source file is readable text");
        let mut looks = false;
        walk(source.parse().expect("a source file is Rust"), &mut |trees, at| {
            let after_dot = at > 0 && is(&trees[at - 1], ".");
            looks |= after_dot && (is(&trees[at], "body") || is(&trees[at], "body_at"));
        });
        found.extend(looks.then(|| file.to_string_lossy().replace('\\', "/")));
    }
    let expected = [
        "search/document.rs",
        "web/body.rs",
        "web/commendation.rs",
        "web/frame.rs",
        "web/media.rs",
        "web/notice.rs",
    ];
    assert_eq!(found, expected.map(|file| format!("src/channels/{file}")));
}

#[test]
fn every_module_folder_says_what_it_is_for() {
    let silent: Vec<String> = rust_files(Path::new("src"))
        .into_iter()
        .filter(|file| file.ends_with("mod.rs") || file.ends_with("lib.rs"))
        .filter(|file| !fs::read_to_string(file).expect("a source file is readable text").starts_with("//! "))
        .map(|file| {
            format!(
                "{}:1: opens without a `//!` comment: what comes in, what goes out, what it does not do",
                file.display()
            )
        })
        .collect();
    assert!(silent.is_empty(), "\n{}\n", silent.join("\n"));
}

#[test]
fn the_outer_ring_is_named_in_one_place() {
    let mut wrong = Vec::new();
    for file in rust_files(Path::new("src")) {
        if file == Path::new("src/lib.rs") {
            continue;
        }
        let source = fs::read_to_string(&file).expect("a source file is readable text");
        walk(source.parse().expect("a source file is Rust"), &mut |trees, at| {
            if let TokenTree::Ident(ident) = &trees[at]
                && ident.to_string().starts_with("disallowed_")
            {
                wrong.push(format!("{}:{}: only `src/lib.rs` lifts a ban", file.display(), line(&trees[at])));
            }
        });
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest = fs::read_to_string("Cargo.toml").expect("the tests run at the root of the package");
    let document = fs::read_to_string("docs/dependencies.md").expect("the dependencies are documented");
    let mut named: Vec<&str> = manifest
        .split("\n[")
        .filter(|section| {
            section.lines().next().is_some_and(|head| head.trim_end().ends_with("dependencies]"))
        })
        .flat_map(|section| section.lines().skip(1))
        .filter_map(|line| line.split_once(" = ").map(|(name, _)| name))
        .collect();
    let mut explained: Vec<&str> = document
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split_once(" | "))
        .map(|(name, _)| name)
        .filter(|&name| name != "crate")
        .collect();
    named.sort();
    explained.sort();
    assert_eq!(named, explained, "left: Cargo.toml, right: docs/dependencies.md");
}

#[test]
fn the_checks_see_what_they_should() {
    let check = |path: &str, source: &str| {
        let path: Vec<String> = path.split("::").map(str::to_owned).collect();
        violations(&path, source)
            .into_iter()
            .map(|(line, problem)| format!("{line}: {problem}"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let table = [
        ("plan", "use crate::diag::Span;\nuse crate::plan::Route;", ""),
        ("plan", "use crate::check::Roll;", "1: `plan` may not import `check`"),
        (
            "plan",
            "// crate::check\n/* crate::check */ /// crate::check\nconst A: &str = \"crate::check\";",
            "",
        ),
        ("plan", "fn f() {\n    let x: crate::model::Id = 1;\n}", "2: `plan` may not import `model`"),
        (
            "plan",
            "use crate::{\n    diag::Span,\n    text, model::{Id, check},\n};",
            "3: `plan` may not import `text`\n3: `plan` may not import `model`",
        ),
        ("plan", "vec![crate::text::slug()]", "1: `plan` may not import `text`"),
        ("plan::route", "use super::Job;\nuse super::super::text;", "2: `plan` may not import `text`"),
        (
            "plan",
            "mod inner {\n use super::Job;\n use super::super::text;\n}",
            "3: `plan` may not import `text`",
        ),
        ("plan", "use super::{diag, model};", "1: `plan` may not import `model`"),
        ("plan", "use crate::*;", "1: `plan` may not import everything"),
        ("plan", "use crate as all;", "1: `plan` may not rename the crate"),
        ("plan", "pub(crate) fn f() { crate::say!(\"\", \"\") }", ""),
        ("text", "fn f() { crate::say!(\"\", \"\") }", "1: `text` may not import `diag`"),
        (
            "plan",
            "#[cfg(test)]\nmod tests {\n use crate::model;\n}\nuse crate::text;",
            "5: `plan` may not import `text`",
        ),
        ("attic", "use crate::diag;", "1: `attic` is not in the import table"),
    ];
    for (path, source, expected) in table {
        assert_eq!(check(path, source), expected, "{path}: {source}");
    }
}

/// What is wrong with the imports of the module at `path`, by line. Code under `#[cfg(test)]` is free.
fn violations(path: &[String], source: &str) -> Vec<(usize, String)> {
    let module = &path[0];
    let Some((_, allowed)) = IMPORTS.iter().find(|(name, _)| name == module) else {
        return vec![(1, format!("`{module}` is not in the import table"))];
    };
    let mut found = Vec::new();
    let stream: TokenStream = source.parse().expect("a source file is Rust");
    imports(stream, path, &mut found);
    found.retain(|(_, target)| target != module && !allowed.contains(&target.as_str()));
    found
        .into_iter()
        .map(|(line, target)| {
            let problem = match target.as_str() {
                "*" => format!("`{module}` may not import everything"),
                "as" => format!("`{module}` may not rename the crate"),
                _ => format!("`{module}` may not import `{target}`"),
            };
            (line, problem)
        })
        .collect()
}

/// Collects the top-level modules that are named by `crate::…` and by `super::…`, from within `path`.
fn imports(stream: TokenStream, path: &[String], found: &mut Vec<(usize, String)>) {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let mut at = 0;
    while at < trees.len() {
        if is_cfg_test(&trees[at..]) {
            // The item ends with its braces or with a semicolon.
            at += trees[at..]
                .iter()
                .skip(2)
                .position(|tree| is_brace(tree) || is(tree, ";"))
                .map_or(trees.len(), |n| n + 3);
            continue;
        }
        match &trees[at..] {
            [TokenTree::Ident(keyword), TokenTree::Ident(name), TokenTree::Group(body), ..]
                if keyword == "mod" =>
            {
                let inner: Vec<String> = path.iter().cloned().chain([name.to_string()]).collect();
                imports(body.stream(), &inner, found);
                at += 3;
                continue;
            }
            [TokenTree::Ident(start), rest @ ..] if start == "crate" || start == "super" => {
                if is_path(rest) {
                    resolve(&trees[at..], path, found);
                    while is_path(&trees[at + 1..]) && is(&trees[at], "super") {
                        at += 3;
                    }
                } else if rest.first().is_some_and(|tree| is(tree, "as")) {
                    found.push((line(&trees[at]), "as".to_owned()));
                }
            }
            [TokenTree::Group(group), ..] => imports(group.stream(), path, found),
            _ => {}
        }
        at += 1;
    }
}

/// Follows one path, and each branch of a `{…}` in it, as far as the top-level module that it names.
fn resolve(trees: &[TokenTree], base: &[String], found: &mut Vec<(usize, String)>) {
    let Some(first) = trees.first() else { return };
    let next = |base: &[String], found: &mut Vec<(usize, String)>| {
        if is_path(&trees[1..]) {
            resolve(&trees[3..], base, found);
        }
    };
    match first {
        TokenTree::Ident(ident) if ident == "crate" => next(&[], found),
        TokenTree::Ident(ident) if ident == "super" => next(&base[..base.len().saturating_sub(1)], found),
        _ if !base.is_empty() => {}
        TokenTree::Ident(ident) => {
            let name = ident.to_string();
            let owner = MACROS.iter().find(|(name, _)| ident == name).map(|(_, module)| module.to_string());
            found.push((line(first), owner.unwrap_or(name)));
        }
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
            let inside: Vec<TokenTree> = group.stream().into_iter().collect();
            for branch in inside.split(|tree| is(tree, ",")) {
                resolve(branch, base, found);
            }
        }
        tree if is(tree, "*") => found.push((line(tree), "*".to_owned())),
        _ => {}
    }
}

/// Calls `see` for every token, with its neighbours.
fn walk(stream: TokenStream, see: &mut dyn FnMut(&[TokenTree], usize)) {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    for at in 0..trees.len() {
        see(&trees, at);
        if let TokenTree::Group(group) = &trees[at] {
            walk(group.stream(), see);
        }
    }
}

fn is(tree: &TokenTree, text: &str) -> bool {
    !matches!(tree, TokenTree::Group(_)) && tree.to_string() == text
}

fn is_brace(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

/// Whether `::` stands at the start.
fn is_path(trees: &[TokenTree]) -> bool {
    matches!(trees, [a, b, ..] if is(a, ":") && is(b, ":"))
}

fn is_cfg_test(trees: &[TokenTree]) -> bool {
    matches!(trees, [hash, TokenTree::Group(group), ..]
        if is(hash, "#") && group.stream().to_string().replace(' ', "") == "cfg(test)")
}

fn line(tree: &TokenTree) -> usize {
    tree.span().start().line
}

/// `src/check/links.rs` → `check`, `links`; `src/lib.rs` → nothing.
fn module_path(file: &Path) -> Vec<String> {
    let inner = file.strip_prefix("src").expect("files are found under src").with_extension("");
    let mut path: Vec<String> = inner.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if matches!(path.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        path.pop();
    }
    path
}

/// `mod tests;` in a file of its own.
fn is_test_file(path: &[String]) -> bool {
    path.iter().any(|part| part == "tests")
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the tests run at the root of the package") {
        let path = entry.expect("the folder can be listed").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}
