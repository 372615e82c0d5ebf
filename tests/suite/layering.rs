//! Rooms use only rooms below them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use onset::study::{STUDIES, named};

/// Each room with the rooms it may use.
const ALLOWED: &[(&str, &[&str])] = &[
    ("limits", &[]),
    ("quantity", &[]),
    ("words", &[]),
    ("scalar", &["quantity"]),
    ("solver", &["limits", "quantity", "scalar"]),
    ("model", &["quantity", "scalar", "solver"]),
    ("variability", &["quantity", "words", "model"]),
    ("regimen", &["limits", "quantity", "model"]),
    ("simulate", &["quantity", "scalar", "solver", "model", "regimen"]),
    ("metrics", &["quantity", "scalar", "solver", "model", "regimen", "simulate"]),
    ("scenario", &["limits", "quantity", "words", "scalar", "model", "variability", "regimen", "simulate"]),
    ("figure", &["quantity", "words"]),
    ("slides", &["words", "figure"]),
    ("run", &["quantity", "words", "solver", "model", "simulate", "metrics", "scenario", "figure"]),
    ("chart", &["quantity", "words", "solver", "model", "regimen", "simulate", "metrics", "scenario", "figure", "run"]),
    ("study/declaration", &["run"]),
    ("export", &["quantity", "words", "scalar", "solver", "model", "regimen", "simulate", "scenario"]),
    (
        "explain",
        &[
            "quantity",
            "words",
            "scalar",
            "solver",
            "model",
            "variability",
            "regimen",
            "simulate",
            "metrics",
            "scenario",
            "export",
        ],
    ),
    ("page", &["words", "regimen", "simulate", "metrics", "scenario", "figure", "run", "chart", "export"]),
];

/// The rooms that every study may use.
const OF_STUDIES: &[&str] = &[
    "limits",
    "quantity",
    "words",
    "solver",
    "model",
    "variability",
    "regimen",
    "simulate",
    "metrics",
    "scenario",
    "figure",
    "slides",
    "run",
    "chart",
];

/// Studies that are made of the runs of another one.
const OF_ANOTHER: &[(&str, &str)] = &[
    ("study/sensitivity", "study/population"),
    ("study/guesses", "study/population"),
    ("study/rivals", "study/evidence"),
    ("study/talk", "study/evidence"),
    ("study/talk", "study/guesses"),
    ("study/talk", "study/why"),
];

/// What only these files may say.
const EXCLUSIVE: &[(&str, &[&str])] = &[
    // What is said of one drug stands in its row; metrics are declared by level, presets by the drug they belong to.
    ("Drug::Ketamine", &["src/regimen/", "src/metrics/list.rs", "src/scenario/preset.rs"]),
    ("Drug::Ssri", &["src/regimen/", "src/metrics/list.rs", "src/scenario/preset.rs"]),
    ("use plotters", &["src/figure/draw.rs"]),
    ("plotters::", &["src/figure/draw.rs"]),
    ("plotters_backend", &["src/figure/draw.rs"]),
    ("std::fs", &["src/cli/"]),
    ("File::", &["src/cli/", "src/main.rs"]),
    // One gate opens files to read them; another one would be without its limits.
    ("fs::read(", &["src/cli/reading.rs"]),
    ("read_to_string", &["src/cli/reading.rs", "src/cli/writing/tests.rs"]),
    // A folder is opened to bring its names to the disk, and nothing is read of it.
    ("File::open", &["src/cli/reading.rs", "src/cli/writing/steps.rs"]),
    (".read(true)", &["src/cli/reading.rs"]),
    ("print!", &["src/cli/", "src/main.rs"]),
    ("println!", &["src/cli/", "src/main.rs"]),
    ("eprint", &["src/cli/", "src/main.rs"]),
    ("stdout", &["src/cli/", "src/main.rs"]),
    ("stderr", &["src/cli/", "src/main.rs"]),
    ("SystemTime", &[]),
    ("Instant", &["src/cli/"]),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The names that `super::super::` paths reach for, with those of a group. In a file that lies deeper than its room
/// such a path stays inside; in any other it is a way out that `crate::` would not show.
fn reached_by_super(text: &str) -> Vec<&str> {
    text.split("super::super::")
        .skip(1)
        .flat_map(|rest| {
            let outside = |c: char| !c.is_ascii_alphanumeric() && c != '_';
            let reached = if rest.starts_with('{') { rest.split(';').next() } else { rest.split(outside).next() };
            reached.unwrap_or_default().split(outside).filter(|name| !name.is_empty())
        })
        .collect()
}

#[test]
fn the_rooms_stand_in_an_order() {
    for (i, (room, below)) in ALLOWED.iter().enumerate() {
        for used in *below {
            assert!(
                ALLOWED[..i].iter().any(|(earlier, _)| earlier == used),
                "{room} may use {used}, which comes later"
            );
        }
    }
}

#[test]
fn rooms_use_only_rooms_below_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let allowed: BTreeMap<_, _> = ALLOWED.iter().copied().collect();
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files);
    assert!(files.len() > 30);
    for file in files {
        let inside = file.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        let text = fs::read_to_string(&file).unwrap();
        for (phrase, homes) in EXCLUSIVE {
            let at_home = homes.iter().any(|home| inside.starts_with(home));
            assert!(at_home || !text.contains(phrase), "{inside} says {phrase}");
        }
        let Some((room, rest)) = inside.strip_prefix("src/").and_then(|rest| rest.split_once('/')) else {
            continue;
        };
        // The command line may use every room, and `study` itself only lists its cells, each of which is a room.
        if room == "cli" || inside == "src/study/mod.rs" {
            continue;
        }
        let room = match rest.split_once('/') {
            Some((cell, _)) if room == "study" => format!("study/{cell}"),
            None if room == "study" => format!("study/{}", rest.trim_end_matches(".rs")),
            _ => room.to_owned(),
        };
        let room = room.as_str();
        let is_study = STUDIES.iter().any(|study| room == format!("study/{}", study.name));
        let below = match allowed.get(room) {
            Some(below) => below,
            None if is_study => OF_STUDIES,
            None => panic!("{inside} is in a room that the table does not have"),
        };
        // A group would hide from the loop below which rooms it takes.
        assert!(!text.contains("crate::{"), "{inside} takes a group of rooms at once");
        for name in reached_by_super(&text) {
            assert!(!allowed.contains_key(name), "{inside} reaches {name} by super::super::");
        }
        for part in text.split("crate::").skip(1) {
            let mut names = part.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            let first = names.next().unwrap_or_default();
            let cell = names.find(|name| !name.is_empty()).unwrap_or_default();
            let used = if first == "study" { format!("study/{cell}") } else { first.to_owned() };
            let is_room = allowed.contains_key(used.as_str()) || first == "study" && named(cell).is_some();
            assert!(is_room || first != "study", "{inside} uses {used}, which the table does not have");
            assert!(
                !is_room
                    || used == room
                    || below.contains(&used.as_str())
                    || OF_ANOTHER.contains(&(room, used.as_str())),
                "{inside} uses {used}"
            );
        }
    }
}

/// Rooms in which no two files use each other, not even by way of others. The list may only grow.
const WITHOUT_CIRCLES: &[&str] = &["cli", "run", "study", "words"];

/// The paths of a tree of names behind `use`, each as its names.
fn paths_of(tree: &str) -> Vec<Vec<String>> {
    let tree = tree.trim();
    let Some((before, group)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default();
        return vec![path.split("::").map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()];
    };
    let first: Vec<String> =
        before.split("::").map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    let (mut depth, mut parts) = (0, vec![String::new()]);
    for c in group.trim_end().strip_suffix('}').unwrap_or(group).chars() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        match parts.last_mut() {
            _ if c == ',' && depth == 0 => parts.push(String::new()),
            Some(part) => part.push(c),
            None => {}
        }
    }
    let parts = parts.iter().filter(|part| !part.trim().is_empty()).flat_map(|part| paths_of(part));
    parts.map(|rest| [first.clone(), rest].concat()).collect()
}

/// The paths that a file names, without those of its own tests and of its comments.
fn named_paths(text: &str) -> Vec<Vec<String>> {
    let text = match text.find("#[cfg(test)]\nmod tests {") {
        Some(at) => &text[..at],
        None => text,
    };
    let code: String =
        text.lines().filter(|line| !line.trim_start().starts_with("//")).fold(String::new(), |mut code, line| {
            code.push_str(line.split(" // ").next().unwrap_or_default());
            code.push('\n');
            code
        });
    let mut paths: Vec<Vec<String>> = Vec::new();
    let mut rest = String::new();
    for (place, part) in code.split("use ").enumerate() {
        let is_use = place > 0 && (part.starts_with("super") || part.starts_with("crate"));
        match part.split_once(';') {
            Some((tree, after)) if is_use => {
                paths.extend(paths_of(tree));
                rest.push_str(after);
            }
            _ => rest.push_str(part),
        }
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
    for word in rest.replace("(in crate::cli)", "").split(|c| !is_name(c)) {
        if word.starts_with("super::") || word.starts_with("crate::") {
            paths.push(word.split("::").map(str::to_owned).collect());
        }
    }
    paths
}

#[test]
fn files_of_a_room_stand_in_an_order() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for room in WITHOUT_CIRCLES {
        let mut files = Vec::new();
        sources(&src.join(room), &mut files);
        // The module of each file, as its names.
        let module = |path: &Path| -> Vec<String> {
            let inside = path.strip_prefix(&src).unwrap().to_str().unwrap().replace('\\', "/");
            let names = inside.strip_suffix(".rs").unwrap();
            names.strip_suffix("/mod").unwrap_or(names).split('/').map(str::to_owned).collect()
        };
        let modules: BTreeMap<Vec<String>, &PathBuf> = files.iter().map(|path| (module(path), path)).collect();
        let mut uses: BTreeMap<Vec<String>, BTreeSet<Vec<String>>> = BTreeMap::new();
        for (from, path) in modules.iter().filter(|(_, path)| !path.ends_with("tests.rs")) {
            let text = fs::read_to_string(path).unwrap();
            let used = uses.entry(from.clone()).or_default();
            for names in named_paths(&text) {
                let ups = names.iter().take_while(|name| *name == "super").count();
                let base = if names[0] == "crate" { &[][..] } else { &from[..from.len().saturating_sub(ups)] };
                let skipped = if names[0] == "crate" { 1 } else { ups };
                let mut target = [base, &names[skipped..]].concat();
                while !target.is_empty() && !modules.contains_key(&target) {
                    target.pop();
                }
                let is_test = modules.get(&target).is_some_and(|path| path.ends_with("tests.rs"));
                if !target.is_empty() && target != *from && !is_test {
                    used.insert(target);
                }
            }
        }
        assert!(uses.values().any(|used| !used.is_empty()), "{room}: no use was found");
        // What uses nothing that is left is taken away; what stays is in a circle or above one.
        let mut left: BTreeSet<Vec<String>> = uses.keys().cloned().collect();
        loop {
            let ends: Vec<_> = left.iter().filter(|name| uses[*name].is_disjoint(&left)).cloned().collect();
            if ends.is_empty() {
                break;
            }
            left.retain(|name| !ends.contains(name));
        }
        let circle: Vec<String> = left
            .iter()
            .map(|name| {
                let used = uses[name].intersection(&left).map(|name| name.join("::")).collect::<Vec<_>>();
                format!("{} -> {}", name.join("::"), used.join(", "))
            })
            .collect();
        assert!(circle.is_empty(), "files of {room} use each other in a circle:\n{}", circle.join("\n"));
    }
}

#[test]
fn the_files_that_the_map_of_the_crate_names_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let map = fs::read_to_string(root.join("src/lib.rs")).unwrap();
    let named = map.split('`').skip(1).step_by(2).filter(|name| name.starts_with("src/") && name.contains('.'));
    let named: Vec<&str> = named.filter(|name| !name.contains("NAME")).collect();
    assert!(named.contains(&"src/regimen/drug.rs"), "{named:?}");
    assert!(named.contains(&"src/cli/command/mod.rs"), "{named:?}");
    for name in named {
        assert!(root.join(name).is_file(), "{name} is named in src/lib.rs");
    }
}
