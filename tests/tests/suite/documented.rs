//! Every public item of the program says what it is.

use crate::layers::{SOURCE, collect};
use std::{fs, path::Path};
use syn::{
    Attribute, Field, ImplItemConst, ImplItemFn, ItemConst, ItemEnum, ItemFn, ItemStatic,
    ItemStruct, ItemTrait, ItemType, Variant, Visibility,
    visit::{self, Visit},
};

/// What is public and says nothing.
#[derive(Default)]
struct Silent {
    file: String,
    found: Vec<String>,
    seen: usize,
}

impl Silent {
    fn item(&mut self, visibility: &Visibility, attributes: &[Attribute], name: &str) {
        if matches!(visibility, Visibility::Public(_)) {
            self.must_say(attributes, name);
        }
    }

    fn must_say(&mut self, attributes: &[Attribute], name: &str) {
        self.seen += 1;
        // An error's message is its documentation.
        let says = |one: &Attribute| one.path().is_ident("doc") || one.path().is_ident("msg");
        if !attributes.iter().any(says) {
            self.found.push(format!("{}: {name}", self.file));
        }
    }
}

impl<'ast> Visit<'ast> for Silent {
    fn visit_item_struct(&mut self, item: &'ast ItemStruct) {
        self.item(&item.vis, &item.attrs, &item.ident.to_string());
        visit::visit_item_struct(self, item);
    }

    fn visit_item_enum(&mut self, item: &'ast ItemEnum) {
        self.item(&item.vis, &item.attrs, &item.ident.to_string());
        if matches!(item.vis, Visibility::Public(_)) {
            visit::visit_item_enum(self, item);
        }
    }

    fn visit_variant(&mut self, variant: &'ast Variant) {
        self.must_say(&variant.attrs, &variant.ident.to_string());
        for field in &variant.fields {
            let name = field.ident.as_ref().map(ToString::to_string);
            if let Some(name) = name {
                self.must_say(&field.attrs, &name);
            }
        }
    }

    fn visit_field(&mut self, field: &'ast Field) {
        let name = field.ident.as_ref().map(ToString::to_string);
        if let Some(name) = name {
            self.item(&field.vis, &field.attrs, &name);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        self.item(&item.vis, &item.attrs, &item.sig.ident.to_string());
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        self.item(&item.vis, &item.attrs, &item.sig.ident.to_string());
    }

    fn visit_impl_item_const(&mut self, item: &'ast ImplItemConst) {
        self.item(&item.vis, &item.attrs, &item.ident.to_string());
    }

    fn visit_item_static(&mut self, item: &'ast ItemStatic) {
        self.item(&item.vis, &item.attrs, &item.ident.to_string());
    }

    fn visit_item_const(&mut self, item: &'ast ItemConst) {
        self.item(&item.vis, &item.attrs, &item.ident.to_string());
    }

    fn visit_item_type(&mut self, item: &'ast ItemType) {
        self.item(&item.vis, &item.attrs, &item.ident.to_string());
    }

    fn visit_item_trait(&mut self, item: &'ast ItemTrait) {
        self.item(&item.vis, &item.attrs, &item.ident.to_string());
    }
}

#[test]
fn every_public_item_says_what_it_is() {
    let mut silent = Silent::default();
    let mut paths = Vec::new();
    collect(Path::new(SOURCE), &mut paths);
    for path in paths {
        let text = fs::read_to_string(&path).expect("a source file");
        let file = syn::parse_file(&text).expect("Rust");
        let below = path.strip_prefix(SOURCE).expect("below it");
        silent.file = below.display().to_string();
        silent.visit_file(&file);
    }
    assert!(silent.seen > 2_000, "{} items were seen", silent.seen);
    assert!(silent.found.is_empty(), "{}", silent.found.join("\n"));
}
