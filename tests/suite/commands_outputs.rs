//! What a run writes: every file of the demo, read back by other means than those that wrote it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::sync::LazyLock;

use super::commands::{Desk, Metrics, table};
use onset::scenario::builtin;
use onset::words::texts::DISCLAIMER;
use sha2::{Digest, Sha256};

const ARMS: [&str; 2] = ["ketamine 0.5 mg/kg iv over 40 min", "escitalopram 10 mg daily"];

const FILES: [&str; 12] = [
    "cascade.csv",
    "cascade.png",
    "cascade.svg",
    "cascade.txt",
    "figure.csv",
    "figure.png",
    "figure.svg",
    "figure.txt",
    "manifest.json",
    "metrics.csv",
    "metrics.json",
    "trajectory.csv",
];

/// The files of the demo, drawn once by `onset` without a word more.
static DEMO: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let desk = Desk::new();
    desk.good(&[]);
    desk.files()
});

fn bytes(name: &str) -> &'static [u8] {
    &DEMO[&format!("output/ketamine-vs-ssri/{name}")]
}

fn text(name: &str) -> &'static str {
    std::str::from_utf8(bytes(name)).unwrap()
}

fn scenario() -> &'static str {
    builtin::find("ketamine-vs-ssri").unwrap().text
}

#[test]
fn the_demo_writes_what_is_promised_and_the_same_bytes_again() {
    let names: Vec<String> = FILES.iter().map(|name| format!("output/ketamine-vs-ssri/{name}")).collect();
    assert_eq!(DEMO.keys().cloned().collect::<Vec<_>>(), names);
    let desk = Desk::new();
    desk.good(&["demo"]);
    let again = desk.files();
    for name in names {
        assert!(again[&name] == DEMO[&name], "{name} differs");
    }
}

#[test]
fn the_manifest_has_the_fingerprint_of_every_file_and_all_to_run_it_again() {
    let manifest: serde_json::Value = serde_json::from_str(text("manifest.json")).unwrap();
    let sha = |bytes: &[u8]| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let listed: BTreeMap<&str, &str> = manifest["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| (file["name"].as_str().unwrap(), file["sha256"].as_str().unwrap()))
        .collect();
    let others: Vec<&str> = FILES.into_iter().filter(|name| *name != "manifest.json").collect();
    assert_eq!(listed.keys().copied().collect::<Vec<_>>(), others);
    for (name, fingerprint) in listed {
        assert_eq!(fingerprint, sha(bytes(name)), "{name}");
    }
    assert_eq!(manifest["scenarios"][0]["text"], scenario());
    assert_eq!(manifest["scenarios"][0]["sha256"], sha(scenario().as_bytes()));
    assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(manifest["rtol"], 1e-7);
    assert_eq!(manifest["disclaimer"], DISCLAIMER);
    let arms = manifest["arms"].as_array().unwrap();
    assert_eq!(arms.iter().map(|arm| arm["name"].as_str().unwrap()).collect::<Vec<_>>(), ARMS);
    assert!(arms.iter().all(|arm| arm["statistics"]["accepted_steps"].as_u64() > Some(10)));
}

#[test]
fn a_png_has_the_size_of_its_svg_and_carries_its_words() {
    for (stem, size) in [("figure", Some((1920, 1080))), ("cascade", None)] {
        let mut reader = png::Decoder::new(Cursor::new(bytes(&format!("{stem}.png")))).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut pixels).unwrap();
        let svg = roxmltree::Document::parse(text(&format!("{stem}.svg"))).unwrap();
        let length = |name: &str| svg.root_element().attribute(name).unwrap().parse::<f64>().unwrap().round() as u32;
        assert_eq!((frame.width, frame.height), (length("width"), length("height")), "{stem}");
        assert!(size.is_none_or(|size| size == (frame.width, frame.height)), "{stem}");
        let colours: BTreeSet<&[u8]> = pixels.chunks_exact(3).collect();
        assert!(colours.len() > 50, "{stem} has {} colours", colours.len());
        let words: BTreeMap<String, String> =
            reader.info().utf8_text.iter().map(|chunk| (chunk.keyword.clone(), chunk.get_text().unwrap())).collect();
        assert_eq!(words["Title"], "One ketamine infusion against a daily SSRI");
        assert_eq!(words["Description"], text(&format!("{stem}.txt")).trim_end());
        assert!(words["Software"].starts_with("onset "));
        assert!(words["onset-scenario"].ends_with(scenario()), "{stem}");
    }
}

#[test]
fn an_svg_is_read_by_programs_and_people_who_do_not_see() {
    for stem in ["figure", "cascade"] {
        let svg = roxmltree::Document::parse(text(&format!("{stem}.svg"))).unwrap();
        let of_root = |name: &str| {
            let found =
                svg.root_element().children().find(|node| node.has_tag_name(("http://www.w3.org/2000/svg", name)));
            found.and_then(|node| node.text()).unwrap_or_else(|| panic!("{stem} has no {name}")).to_owned()
        };
        assert_eq!(of_root("title"), "One ketamine infusion against a daily SSRI");
        assert_eq!(of_root("desc"), text(&format!("{stem}.txt")).trim_end());
        assert!(of_root("metadata").ends_with(scenario()), "{stem}");
        let ids: Vec<&str> = svg.descendants().filter_map(|node| node.attribute("id")).collect();
        for arm in ["ketamine-0-5-mg-kg-iv-over-40-min", "escitalopram-10-mg-daily"] {
            let series = format!("series-{arm}");
            assert!(ids.iter().any(|id| id.starts_with(&series)), "{stem} has no {series}");
        }
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{stem} has an id twice");
        let shown: String = svg.descendants().filter(roxmltree::Node::is_text).filter_map(|node| node.text()).collect();
        assert!(shown.contains(DISCLAIMER), "{stem}");
    }
}

#[test]
fn the_words_of_a_figure_name_its_arms_and_the_disclaimer() {
    for stem in ["figure", "cascade"] {
        let words = text(&format!("{stem}.txt"));
        // A name may begin a sentence.
        let flat = words.to_lowercase();
        for part in ARMS.iter().chain([&DISCLAIMER]) {
            assert!(flat.contains(&part.to_lowercase()), "{part} is not in {words}");
        }
        assert_eq!(words.lines().count(), 1);
    }
}

#[test]
fn the_data_of_a_figure_is_a_table() {
    for (stem, panels) in [("figure", 1), ("cascade", 9)] {
        let rows = table(text(&format!("{stem}.csv")));
        assert_eq!(rows[0], ["panel", "series", "time [h]", "value", "unit"]);
        let names: BTreeSet<&str> = rows[1..].iter().map(|row| row[0].as_str()).collect();
        assert_eq!(names.len(), panels, "{names:?}");
        for row in &rows[1..] {
            let (time, value) = (row[2].parse::<f64>().unwrap(), row[3].parse::<f64>().unwrap());
            assert!((0.0..=1344.0).contains(&time) && value.is_finite(), "{row:?}");
        }
    }
}

#[test]
fn a_trajectory_has_every_quantity_of_the_reference_with_its_unit() {
    let rows = table(text("trajectory.csv"));
    assert_eq!(rows[0][..2], ["arm", "time [h]"]);
    assert_eq!(rows[0].last().unwrap(), "improvement [%]");
    let reference = include_str!("../reference/onset.ant");
    let words: BTreeSet<&str> = reference.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
    let states =
        reference.lines().filter(|line| line.split_once('=').is_some_and(|(l, _)| l.trim().ends_with('\''))).count();
    let names: BTreeSet<&str> = rows[0][2..]
        .iter()
        .map(|field| {
            let (name, unit) = field.strip_suffix(']').unwrap().split_once(" [").unwrap();
            assert!(!unit.is_empty(), "{field}");
            name
        })
        .collect();
    assert_eq!(names.len(), rows[0].len() - 2, "a name stands twice");
    assert!(states > 20 && names.len() > states, "{states} states, {} columns", names.len());
    // What the reference writes out within another equation, or not at all.
    const ADDED: [&str; 2] = ["improvement", "elimination_rate"];
    for name in names.iter().filter(|name| !ADDED.contains(name)) {
        assert!(words.contains(name), "{name} is not in the reference");
    }
    for arm in ARMS {
        let times: Vec<f64> = rows[1..].iter().filter(|row| row[0] == arm).map(|row| row[1].parse().unwrap()).collect();
        assert_eq!((times.first(), times.last()), (Some(&0.0), Some(&1344.0)));
        assert!(times.len() > 400 && times.is_sorted_by(|a, b| a < b), "{arm}");
    }
    assert!(rows[1..].iter().flat_map(|row| &row[1..]).all(|field| field.parse::<f64>().is_ok_and(f64::is_finite)));
}

#[test]
fn a_row_at_a_jump_holds_the_value_just_after_it() {
    let desk = Desk::new();
    desk.write(
        "bolus.toml",
        "format = 1\nduration = \"4 h\"\n[grid]\ntimes = [\"2 h\"]\n[[arm]]\nname = \"a, \\\"b\\\"\"\n[[arm.dose]]\n\
         drug = \"ketamine\"\namount = \"35 mg\"\nroute = \"iv\"\nat = [\"1 h\", \"3 h\"]\n",
    );
    let rows = table(&desk.good(&["run", "bolus.toml", "--out", "-"]));
    assert!(rows[1..].iter().all(|row| row[0] == "a, \"b\""));
    let central = rows[0].iter().position(|field| field == "ketamine_central [mg]").unwrap();
    let at = |time: f64| {
        let row = rows[1..].iter().find(|row| row[1].parse::<f64>() == Ok(time)).unwrap();
        row[central].parse::<f64>().unwrap()
    };
    assert_eq!(at(1.0), 35.0);
    assert!((0.0..20.0).contains(&at(2.0)));
    assert!((35.0..50.0).contains(&at(3.0)));
}

#[test]
fn a_metric_that_does_not_exist_is_empty_or_null() {
    let csv = text("metrics.csv");
    let metrics = Metrics::read(csv);
    let [ketamine, ssri] = ARMS;
    for (arm, metric, exists) in [
        (ketamine, "onset", true),
        (ketamine, "offset", true),
        (ketamine, "ketamine_cmax", true),
        (ketamine, "ssri_cmax", false),
        (ketamine, "sert_occupancy_mean", false),
        (ssri, "onset", true),
        (ssri, "offset", false),
        (ssri, "ketamine_cmax", false),
        (ssri, "ssri_cmax", true),
    ] {
        assert_eq!(metrics.get(arm, metric).is_some(), exists, "{arm}: {metric}");
    }
    let json_text = text("metrics.json");
    let json: serde_json::Value = serde_json::from_str(json_text).unwrap();
    assert_eq!(json["disclaimer"], DISCLAIMER);
    assert_eq!(json["scenario"], "ketamine-vs-ssri");
    let entries = json["metrics"].as_array().unwrap();
    let rows = table(csv);
    assert_eq!(entries.len(), rows.len() - 1);
    for (entry, row) in entries.iter().zip(&rows[1..]) {
        assert_eq!([&entry["arm"], &entry["metric"], &entry["unit"]], [&row[0], &row[1], &row[3]]);
        if let (Some(value), Ok(expected)) = (entry["value"].as_f64(), row[2].parse::<f64>()) {
            // The reader of JSON is free to miss the last bit, so the text is looked at too.
            assert!((value - expected).abs() <= 1e-15 * expected.abs(), "{row:?}");
            assert!(expected.abs() < 1e-5 || json_text.contains(&format!("\"value\": {}", row[2])), "{row:?}");
        }
        assert_eq!(entry["value"].is_null(), row[2].is_empty(), "{row:?}");
    }
}
