//! The program's modules depend only on those above them in docs/architecture.md, and no files depend on each other in
//! a circle. No file of Rust is long.

use crate::pages::page;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};
use syn::{
    Item, UseTree,
    visit::{self, Visit},
};

/// The program's source.
pub(crate) const SOURCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../programs/securities/src");
/// Where all Rust is.
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const FOLDERS: [&str; 4] = ["programs", "projection", "tests", "tools"];
/// The longest that a file may be. The list of errors and the list of instructions are one item each, which Anchor
/// wants in one place.
const LINES: usize = 400;
const LONG: [&str; 2] = [
    "programs/securities/src/errors.rs",
    "programs/securities/src/lib.rs",
];

/// A module's path, from the crate's root.
type Module = Vec<String>;

/// The files that each file names.
fn imports() -> BTreeMap<Module, BTreeSet<Module>> {
    let root = PathBuf::from(SOURCE);
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    let files: BTreeMap<Module, String> = paths
        .iter()
        .map(|path| {
            let text = fs::read_to_string(path).expect("a source file");
            (module(path.strip_prefix(&root).expect("below it")), text)
        })
        .collect();
    let known: BTreeSet<Module> = files.keys().cloned().collect();
    files
        .iter()
        .map(|(module, text)| {
            let mut names = Names {
                module,
                paths: Vec::new(),
            };
            names.visit_file(&syn::parse_file(text).expect("Rust"));
            let found = names
                .paths
                .iter()
                .filter_map(|path| file_of(path, &known))
                .filter(|other| other != module)
                .collect();
            (module.clone(), found)
        })
        .collect()
}

/// The files of Rust below a folder, but those that a build leaves.
pub(crate) fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && !path.ends_with("target") {
            collect(&path, paths);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            paths.push(path);
        }
    }
}

fn module(path: &Path) -> Module {
    let mut parts: Module = path
        .with_extension("")
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    if parts.last().is_some_and(|last| last == "mod") {
        parts.pop();
    }
    parts
}

/// The file that a path leads to: the longest beginning that is one.
fn file_of(path: &[String], known: &BTreeSet<Module>) -> Option<Module> {
    (1..=path.len())
        .rev()
        .map(|length| path[..length].to_vec())
        .find(|start| known.contains(start))
}

/// Collects the paths that a file names, from the crate's root.
struct Names<'a> {
    module: &'a Module,
    paths: Vec<Module>,
}

impl Names<'_> {
    fn note(&mut self, path: &[String]) {
        let rest = match path.first().map(String::as_str) {
            Some("crate") => path[1..].to_vec(),
            Some("super") => {
                let above = path.iter().take_while(|part| *part == "super").count();
                let kept = self.module.len().saturating_sub(above);
                [&self.module[..kept], &path[above..]].concat()
            }
            Some("self") => [&self.module[..], &path[1..]].concat(),
            _ => return,
        };
        self.paths.push(rest);
    }

    fn tree(&mut self, before: &[String], tree: &UseTree) {
        match tree {
            UseTree::Path(path) => {
                self.tree(&[before, &[path.ident.to_string()]].concat(), &path.tree);
            }
            UseTree::Name(name) if name.ident == "self" => self.note(before),
            UseTree::Name(name) => self.note(&[before, &[name.ident.to_string()]].concat()),
            UseTree::Rename(name) => self.note(&[before, &[name.ident.to_string()]].concat()),
            UseTree::Glob(_) => self.note(before),
            UseTree::Group(group) => {
                for item in &group.items {
                    self.tree(before, item);
                }
            }
        }
    }
}

impl<'ast> Visit<'ast> for Names<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if let Item::Use(one) = item {
            self.tree(&[], &one.tree);
        }
        visit::visit_item(self, item);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts: Module = path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect();
        self.note(&parts);
        visit::visit_path(self, path);
    }
}

/// The modules in the page's order, the lowest layer first.
fn layers() -> Vec<String> {
    page("architecture.md")
        .lines()
        .skip_while(|line| !line.starts_with("| module |"))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            let name = line.split('`').nth(1).expect("a module's name");
            name.trim_end_matches('/')
                .trim_end_matches(".rs")
                .to_owned()
        })
        .collect()
}

#[test]
fn a_module_depends_only_on_lower_layers() {
    let layers = layers();
    let layer = |module: &Module| {
        let top = module.first().expect("a path has a module");
        layers
            .iter()
            .position(|name| name == top)
            .unwrap_or_else(|| panic!("{top} is not in docs/architecture.md"))
    };
    let mut arrows = 0;
    for (module, others) in imports() {
        if module == ["lib"] {
            continue;
        }
        for other in others {
            arrows += 1;
            assert!(
                layer(&other) <= layer(&module),
                "{} depends on {}, which is in a higher layer",
                module.join("::"),
                other.join("::")
            );
        }
    }
    assert!(arrows > 500, "only {arrows} imports were found");
    let used: BTreeSet<String> = imports()
        .keys()
        .filter(|module| **module != ["lib"])
        .map(|module| module[0].clone())
        .collect();
    assert_eq!(used, layers.into_iter().collect(), "every module is there");
}

#[test]
fn no_files_depend_on_each_other_in_a_circle() {
    let mut left = imports();
    left.remove(&vec!["lib".to_owned()]);
    loop {
        let ends: Vec<Module> = left
            .iter()
            .filter(|(_, others)| others.iter().all(|other| !left.contains_key(other)))
            .map(|(module, _)| module.clone())
            .collect();
        if ends.is_empty() {
            break;
        }
        for end in ends {
            left.remove(&end);
        }
    }
    let names: Vec<String> = left.keys().map(|module| module.join("::")).collect();
    assert!(names.is_empty(), "a circle among {}", names.join(", "));
}

#[test]
fn files_are_short_enough_to_hold_in_the_head() {
    let root = Path::new(ROOT);
    let mut paths = Vec::new();
    for folder in FOLDERS {
        collect(&root.join(folder), &mut paths);
    }
    assert!(paths.len() > 400, "only {} files were found", paths.len());
    for path in paths {
        let lines = fs::read_to_string(&path).expect("a file").lines().count();
        let name = path.strip_prefix(root).expect("below it");
        assert!(
            lines <= LINES || LONG.iter().any(|long| name == Path::new(long)),
            "{} has {lines} lines",
            name.display()
        );
    }
}
