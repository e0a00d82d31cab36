//! What the documentation says is tested is: every test that a page names exists.

use crate::layers::collect;
use std::{fs, path::Path};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// A page of the documentation, read as the test runs: a changed word compiles nothing anew.
pub(crate) fn page(name: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join("docs").join(name)).expect("the page")
}

/// Where the tests of a kind are, below the root.
const FOLDERS: [(&str, &str); 3] = [
    ("suite", "tests/tests/suite"),
    ("properties", "tests/math/tests/properties"),
    ("reach", "tests/reach/tests/reach"),
];

/// Where the tests of a name's kind are, if it is one.
fn folder(kind: &str) -> Option<&'static str> {
    let known = FOLDERS.iter().find(|(name, _)| *name == kind);
    known.map(|(_, folder)| *folder)
}

/// The tests that a page names, such as `suite::hook::a_direct_call_is_refused`.
fn named(page: &str) -> Vec<&str> {
    page.split('`')
        .skip(1)
        .step_by(2)
        .filter(|name| {
            name.split_once("::")
                .and_then(|(kind, _)| folder(kind))
                .is_some()
        })
        .collect()
}

/// Whether a file has a test of a name.
fn has(file: &Path, name: &str) -> bool {
    let Ok(text) = fs::read_to_string(file) else {
        return false;
    };
    let tests = [format!("fn {name}("), format!(" {name} => ")];
    tests.iter().any(|test| text.contains(test))
}

fn exists(test: &str) -> bool {
    let mut parts: Vec<&str> = test.split("::").collect();
    let (Some(name), Some(below)) = (parts.pop(), folder(parts.remove(0))) else {
        return false;
    };
    let module = Path::new(ROOT).join(below).join(parts.join("/"));
    has(&module.with_extension("rs"), name) || has(&module.join("mod.rs"), name)
}

#[test]
fn every_test_that_a_page_names_exists() {
    let mut count = 0;
    let mut missing = Vec::new();
    for entry in fs::read_dir(Path::new(ROOT).join("docs")).expect("the pages") {
        let path = entry.expect("a page").path();
        if path.extension().is_some_and(|extension| extension == "md") {
            let page = fs::read_to_string(&path).expect("text");
            for test in named(&page) {
                count += 1;
                if !exists(test) {
                    missing.push(format!("{}: {test}", path.display()));
                }
            }
        }
    }
    assert!(count > 40, "{count} tests are named");
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// `make` runs the tests of the list `PAGES` anew when only pages have changed.
#[test]
fn what_reads_a_page_runs_when_pages_change() {
    let root = Path::new(ROOT);
    let makefile = fs::read_to_string(root.join("Makefile")).expect("the Makefile");
    let listed = makefile
        .lines()
        .find_map(|line| line.strip_prefix("PAGES := "))
        .expect("the list");
    let mut paths = Vec::new();
    for folder in ["tests", "programs", "projection", "tools"] {
        collect(&root.join(folder), &mut paths);
    }
    let mut readers = 0;
    for path in paths {
        let text = fs::read_to_string(&path).expect("a source file");
        assert!(
            !text.contains(concat!("..", "/docs/"))
                || path.ends_with("bin/bench.rs")
                // The tests of reach are a target of their own, which depends on the pages.
                || path.starts_with(root.join("tests/reach")),
            "{} reads a page by itself: take `pages::page`",
            path.display()
        );
        if !text.contains(concat!("pages", "::page")) {
            continue;
        }
        let below = path
            .strip_prefix(root.join("tests/tests/suite"))
            .expect("only the suite reads pages");
        let module = below.components().next().expect("a module");
        let module = Path::new(module.as_os_str()).with_extension("");
        readers += 1;
        assert!(
            listed.contains(&format!("{}::", module.display())),
            "PAGES in the Makefile lacks {}",
            module.display()
        );
    }
    assert!(readers >= 3, "{readers} modules read pages");
}
