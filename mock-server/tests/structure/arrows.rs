//! Which rooms of a crate know which others, read from the paths in its code.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use syn::{
    Attribute, ItemMod, UseTree,
    visit::{self, Visit},
};

/// A place in the code where one room names another.
pub(crate) type Arrows = BTreeMap<(String, String), BTreeSet<String>>;

/// All arrows between the rooms of a crate: its top modules, and the modules of those in `divided`,
/// which are houses of their own. Tests inside of modules do not count.
pub(crate) fn between_rooms(source: &Path, divided: &[&str]) -> Arrows {
    let mut arrows = Arrows::new();
    for file in files(source) {
        let module = module_of(source, &file);
        // The binary looks at the library from outside.
        if matches!(
            module.first().map(String::as_str),
            None | Some("commands" | "main")
        ) {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let mut reader = Reader {
            module,
            divided,
            file: file.strip_prefix(source).unwrap().display().to_string(),
            arrows: &mut arrows,
        };
        reader.visit_file(&syn::parse_file(&text).unwrap());
    }
    arrows
}

/// What is wrong with arrows: those that are not allowed, those that are allowed and not there, and
/// those of the list itself that lead to a later room.
pub(crate) fn wrong(rooms: &[(&str, &[&str])], found: &Arrows) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut below = BTreeSet::new();
    for (room, knows) in rooms {
        for known in *knows {
            if !below.contains(known) {
                wrong.push(format!(
                    "the list lets {room} know {known}, which does not stand before it"
                ));
            }
            if !found.contains_key(&((*room).to_owned(), (*known).to_owned())) {
                wrong.push(format!(
                    "{room} does not know {known} any more: strike it from the list"
                ));
            }
        }
        below.insert(*room);
    }
    let allowed: BTreeMap<_, _> = rooms.iter().copied().collect();
    for ((from, to), files) in found {
        let knows = allowed.get(from.as_str());
        if !knows.is_some_and(|knows| knows.contains(&to.as_str())) {
            let files: Vec<_> = files.iter().map(String::as_str).collect();
            wrong.push(format!("{from} must not know {to}: {}", files.join(", ")));
        }
    }
    wrong
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The names of the modules that lead to a file.
fn module_of(source: &Path, file: &Path) -> Vec<String> {
    let inside = file.strip_prefix(source).unwrap().with_extension("");
    let parts = inside.iter().map(|part| part.to_str().unwrap().to_owned());
    let mut parts: Vec<_> = parts.collect();
    if matches!(parts.last().map(String::as_str), Some("mod" | "lib")) {
        parts.pop();
    }
    parts
}

struct Reader<'a> {
    module: Vec<String>,
    divided: &'a [&'a str],
    file: String,
    arrows: &'a mut Arrows,
}

impl Reader<'_> {
    fn room(&self, module: &[String]) -> Option<String> {
        match module {
            [] => None,
            [house, room, ..] if self.divided.contains(&house.as_str()) => {
                Some(format!("{house}/{room}"))
            }
            [house] if self.divided.contains(&house.as_str()) => None,
            [room, ..] => Some(room.clone()),
        }
    }

    fn names(&mut self, path: &[String]) {
        let absolute = match path.first().map(String::as_str) {
            Some("crate") => path[1..].to_vec(),
            Some("super") => {
                let ups = path.iter().take_while(|part| *part == "super").count();
                let stays = self.module.len().saturating_sub(ups);
                [&self.module[..stays], &path[ups..]].concat()
            }
            _ => return,
        };
        if let (Some(from), Some(to)) = (self.room(&self.module), self.room(&absolute))
            && from != to
            // A type at the top of the crate is no room.
            && to.starts_with(|c: char| c.is_ascii_lowercase())
        {
            self.arrows
                .entry((from, to))
                .or_default()
                .insert(self.file.clone());
        }
    }

    fn tree(&mut self, tree: &UseTree, before: &mut Vec<String>) {
        match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.tree(&path.tree, before);
                before.pop();
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.tree(tree, before);
                }
            }
            UseTree::Name(name) => {
                before.push(name.ident.to_string());
                self.names(before);
                before.pop();
            }
            UseTree::Rename(name) => {
                before.push(name.ident.to_string());
                self.names(before);
                before.pop();
            }
            UseTree::Glob(_) => self.names(before),
        }
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        if module.content.is_some() && !module.attrs.iter().any(is_test) {
            self.module.push(module.ident.to_string());
            visit::visit_item_mod(self, module);
            self.module.pop();
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&item.tree, &mut Vec::new());
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts: Vec<_> = path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect();
        self.names(&parts);
        visit::visit_path(self, path);
    }
}

fn is_test(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg")
        && attribute
            .parse_args::<syn::Path>()
            .is_ok_and(|path| path.is_ident("test"))
}
