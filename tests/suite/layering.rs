//! Rooms use only rooms below them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Each room with the rooms it may use.
const ALLOWED: &[(&str, &[&str])] = &[
    ("limits", &[]),
    ("quantity", &[]),
    ("words", &[]),
    ("scalar", &["quantity"]),
    ("solver", &["limits", "quantity", "scalar"]),
    ("model", &["quantity", "scalar", "solver"]),
    ("variability", &["quantity", "model"]),
    ("regimen", &["limits", "quantity", "model"]),
    ("simulate", &["quantity", "scalar", "solver", "model", "regimen"]),
    ("metrics", &["quantity", "scalar", "solver", "model", "regimen", "simulate"]),
    ("scenario", &["limits", "quantity", "scalar", "model", "variability", "regimen", "simulate"]),
    ("figure", &["quantity", "words"]),
    ("run", &["quantity", "words", "solver", "model", "simulate", "metrics", "scenario", "figure"]),
    ("chart", &["quantity", "words", "solver", "model", "regimen", "simulate", "metrics", "scenario", "figure", "run"]),
    (
        "study/population",
        &[
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
            "run",
            "chart",
        ],
    ),
    (
        "study/sweep",
        &["quantity", "words", "solver", "model", "simulate", "metrics", "scenario", "figure", "run", "chart"],
    ),
    (
        "study/sensitivity",
        &[
            "quantity",
            "words",
            "solver",
            "model",
            "variability",
            "simulate",
            "metrics",
            "scenario",
            "figure",
            "run",
            "chart",
            "study/population",
        ],
    ),
    ("study/fit", &["quantity", "words", "solver", "model", "simulate", "scenario", "figure", "run", "chart"]),
    ("study/evidence", &["quantity", "words", "solver", "model", "simulate", "metrics", "scenario", "figure", "run"]),
    (
        "study/rivals",
        &["quantity", "words", "solver", "simulate", "metrics", "scenario", "figure", "run", "chart", "study/evidence"],
    ),
    (
        "study/guesses",
        &[
            "quantity",
            "words",
            "solver",
            "model",
            "variability",
            "simulate",
            "metrics",
            "scenario",
            "figure",
            "run",
            "chart",
            "study/population",
        ],
    ),
    ("study/why", &["quantity", "words", "solver", "simulate", "metrics", "scenario", "figure", "run"]),
    ("study/diff", &["quantity", "words", "solver", "simulate", "metrics", "scenario", "run"]),
    ("export", &["quantity", "words", "scalar", "solver", "model", "regimen", "simulate", "scenario"]),
    (
        "explain",
        &["quantity", "words", "scalar", "solver", "model", "regimen", "simulate", "metrics", "scenario", "export"],
    ),
    ("page", &["words", "regimen", "simulate", "metrics", "scenario", "figure", "run", "chart", "export"]),
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
            _ => room.to_owned(),
        };
        let room = room.as_str();
        let below = allowed.get(room).unwrap_or_else(|| panic!("{inside} is in a room that the table does not have"));
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
            let is_room = allowed.contains_key(used.as_str());
            assert!(is_room || first != "study", "{inside} uses {used}, which the table does not have");
            assert!(!is_room || used == room || below.contains(&used.as_str()), "{inside} uses {used}");
        }
    }
}

#[test]
fn the_files_that_the_map_of_the_crate_names_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let map = fs::read_to_string(root.join("src/lib.rs")).unwrap();
    let named = map.split('`').skip(1).step_by(2).filter(|name| name.starts_with("src/") && name.contains('.'));
    let named: Vec<&str> = named.filter(|name| !name.contains("NAME")).collect();
    assert!(named.contains(&"src/regimen/drug.rs"), "{named:?}");
    for name in named {
        assert!(root.join(name).is_file(), "{name} is named in src/lib.rs");
    }
}
