//! What scenario files mean.

use std::fs;
use std::path::Path;

use onset::model;
use onset::quantity::{Kind, Setting};
use onset::regimen::{Change, Drug, Route};
use onset::run::{metrics_csv, metrics_json, trajectory_csv};
use onset::scenario::{Link, Override, Role, Scenario, Severity, Source, builtin, preset, read, render_plain};
use onset::solver::Options;

/// The scenario of a text without any problem.
#[track_caller]
fn scenario(text: &str) -> Scenario {
    scenario_with(text, &[])
}

/// The same, with `PATH=VALUE` given from outside.
#[track_caller]
fn scenario_with(text: &str, given: &[&str]) -> Scenario {
    let overrides: Vec<Override> = given.iter().map(|text| Override::parse(text).unwrap()).collect();
    let source = Source::new("test.toml", text);
    let outcome = read(&source, &overrides);
    let messages: String = outcome.diagnostics.iter().map(|diagnostic| render_plain(diagnostic, &source)).collect();
    assert_eq!(messages, "");
    outcome.scenario.unwrap()
}

/// A scenario of one arm, two days long.
fn one_arm(top: &str, arm: &str) -> String {
    format!("format = 1\nduration = \"2 d\"\n{top}\n[[arm]]\nname = \"a\"\n{arm}")
}

fn infusion(amount: &str, at: &str, over: &str) -> String {
    one_arm(
        "",
        &format!(
            "[[arm.dose]]\ndrug = \"ketamine\"\namount = \"{amount}\"\nroute = \"iv\"\nat = \"{at}\"\nover = \"{over}\""
        ),
    )
}

fn setting(key: &str) -> Setting {
    model::parameter(key).unwrap()
}

/// The value of a parameter in the only arm.
fn value(scenario: &Scenario, key: &str) -> f64 {
    scenario.arms[0].experiment.settings[setting(key).0]
}

#[test]
fn every_built_in_scenario_is_read_without_a_problem() {
    for builtin in builtin::BUILTINS {
        let scenario = scenario(builtin.text);
        assert!(!scenario.arms.is_empty(), "{}", builtin.name);
        assert_eq!(builtin::find(builtin.name), Some(builtin));
        assert_eq!(builtin.title(), scenario.title);
    }
    assert_eq!(builtin::near("ketamin-vs-ssri"), Some("ketamine-vs-ssri"));
}

#[test]
fn every_file_of_the_folder_is_built_in() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut files = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let stem = path.file_stem().unwrap().to_str().unwrap();
            assert!(builtin::find(stem).is_some(), "scenarios/{stem}.toml is not in the list");
            files += 1;
        }
    }
    assert_eq!(files, builtin::BUILTINS.len());
}

#[test]
fn the_comparison_reads_as_its_arms_say() {
    let scenario = scenario(builtin::find("ketamine-vs-ssri").unwrap().text);
    let descriptions: Vec<&str> = scenario.arms.iter().map(|arm| arm.description.as_str()).collect();
    assert_eq!(
        descriptions,
        ["ketamine 0.5 mg/kg into a vein over 40 min", "escitalopram-like SSRI 10 mg by mouth every 1 d"]
    );
    assert_eq!(scenario.duration, 1344.0);
    assert_eq!(scenario.arms[0].experiment.regimen.doses[0].amount, 35.0);
    assert_eq!(scenario.arms[0].experiment.regimen.doses[0].over, 40.0 / 60.0);
    assert_eq!(scenario.arms[1].experiment.regimen.doses.len(), 56);
    assert_eq!(scenario.arms[0].role, Role::Drug);
    assert!(scenario.arms.iter().all(|arm| arm.changed().next().is_none()));
}

#[test]
fn every_spelling_of_a_dose_is_the_same_experiment() {
    let reference = scenario(&infusion("35 mg", "12 h", "40 min")).arms[0].experiment.clone();
    for amount in [
        "0.035 g",
        "35000 ug",
        "35000 \u{b5}g",
        "35000 mcg",
        "0.5 mg/kg",
        "500 ug/kg",
        "35mg",
        "35 milligrams",
        "3.5e1 mg",
    ] {
        for at in ["0.5 d", "720 min", "43200 s", "12 hours", "12h"] {
            for over in ["2400 s", "40 minutes", "40min"] {
                let mut spelt = scenario(&infusion(amount, at, over)).arms.remove(0).experiment;
                // For this subject all are the same; another weight would change only the doses per kg.
                for dose in &mut spelt.regimen.doses {
                    assert_eq!(dose.per_kg, amount.ends_with("/kg"), "{amount}");
                    dose.per_kg = false;
                }
                assert_eq!(spelt, reference, "{amount}, {at}, {over}");
            }
        }
    }
}

#[test]
fn a_repeat_is_its_written_out_doses() {
    let rule = |lines: &str| {
        let dose = "[[arm.dose]]\ndrug = \"ssri\"\namount = \"10 mg\"\nroute = \"oral\"\n";
        scenario(&one_arm("", &format!("{dose}{lines}"))).arms[0].experiment.clone()
    };
    let written = rule("at = [\"0 h\", \"8 h\", \"16 h\", \"24 h\", \"32 h\", \"40 h\"]");
    assert_eq!(rule("every = \"8 h\"\ncount = 6"), written);
    assert_eq!(rule("every = \"480 min\"\nuntil = \"2 d\""), written);
    assert_eq!(rule("at = [\"0 h\", \"8 h\"]\nevery = \"16 h\"\ncount = 3"), written);
    let late = rule("at = \"1 h\"\nevery = \"8 h\"\nuntil = \"20 h\"\nlag = \"30 min\"");
    let times: Vec<f64> = late.regimen.doses.iter().map(|dose| dose.at).collect();
    assert_eq!(times, [1.5, 9.5, 17.5]);
}

#[test]
fn what_is_said_later_holds() {
    let top = "[subject]\npreset = \"healthy\"\n[parameters]\nstress = 0.5\nbdnf_phasic = 0.6\nbdnf_tonic = 0.7";
    let arm = "presets = [\"val66met\"]\n[arm.parameters]\nbdnf_tonic = 0.8";
    let file = one_arm(top, arm);
    let read = scenario(&file);
    assert_eq!(value(&read, "stress"), 0.5);
    assert_eq!(value(&read, "bdnf_phasic"), 0.3);
    assert_eq!(value(&read, "bdnf_tonic"), 0.8);
    let given = scenario_with(&file, &["parameters.bdnf_tonic=0.5", "arm.a.parameters.stress=2x"]);
    assert_eq!(value(&given, "bdnf_tonic"), 0.5);
    assert_eq!(value(&given, "stress"), 1.0);
    let keys: Vec<&str> = read.arms[0].changed().map(|changed| changed.key).collect();
    assert_eq!(keys, ["stress", "bdnf_phasic", "bdnf_tonic"]);
    assert_eq!(read.arms[0].subject, "healthy");
}

#[test]
fn an_arm_may_have_a_subject_of_its_own() {
    let text = one_arm(
        "[subject]\nweight = \"140 kg\"\npreset = \"healthy\"",
        "[arm.subject]\npreset = \"stressed\"\n[arm.parameters]\nketamine_cl = 60",
    );
    let read = scenario(&text);
    assert_eq!((read.arms[0].weight, read.arms[0].subject), (140.0, "stressed"));
    assert_eq!(value(&read, "stress"), 1.0);
    assert_eq!(value(&read, "ketamine_v1"), 92.0);
    assert_eq!(value(&read, "ketamine_cl"), 60.0 * 2f64.powf(0.75));
    assert_eq!(read.arms[0].changed().next().unwrap().value, 60.0);
}

#[test]
fn switches_follow_the_weight_too() {
    let text = one_arm(
        "[subject]\nweight = \"140 kg\"",
        "[[arm.switch]]\nuntil = \"6 h\"\nset = { ketamine_v1 = 100, ampa_block = \"50 %\" }\n[[arm.switch]]\nat = \"6 h\"\nscale = { ketamine_v1 = 2 }",
    );
    let switches = scenario(&text).arms[0].experiment.regimen.switches.clone();
    let of = |key: &str| {
        switches.iter().filter(|switch| switch.setting == setting(key)).map(|switch| switch.change).collect::<Vec<_>>()
    };
    assert_eq!(of("ketamine_v1"), [Change::Set(200.0), Change::Scale(2.0)]);
    assert_eq!(of("ampa_block"), [Change::Set(0.5)]);
}

#[test]
fn a_concentration_of_ketamine_is_read_by_mass_or_molar() {
    let with = |line: &str| scenario(&one_arm(&format!("[parameters]\n{line}"), ""));
    // 237.73 g/mol: 1 umol/L is 237.73 ng/mL.
    for written in ["1 umol/L", "1 \u{b5}M", "1000 nmol/L", "237.73 ng/mL", "237.73 ug/L", "0.23773 mg/L"] {
        let value = value(&with(&format!("ec50_interneuron = \"{written}\"")), "ec50_interneuron");
        assert!((value - 1.0).abs() < 1e-14, "{written}: {value}");
    }
    let sedation = value(&with("ec50_sedation = \"2 umol/L\""), "ec50_sedation");
    assert!((sedation - 475.46).abs() < 1e-11, "{sedation}");
    // Every molar parameter is a concentration of ketamine.
    for quantity in
        model::SETTINGS.iter().filter(|quantity| quantity.unit == "umol/L" && quantity.kind == Kind::Parameter)
    {
        assert!(model::molar_mass(quantity).is_some(), "{}", quantity.key);
    }
    // Of other drugs no molar mass is declared, and none is guessed.
    let text = one_arm("[parameters]\nssri_ec50 = \"1 umol/L\"", "");
    let outcome = read(&Source::new("my.toml", text), &[]);
    let message = &outcome.diagnostics[0].message;
    assert!(message.contains("a concentration by mass") && message.contains("a molar concentration"), "{message}");
}

#[test]
fn every_spelling_of_one_dose_gives_the_same_bytes() {
    let written = |amount: &str, at: &str, over: &str| {
        let text = infusion(amount, at, over).replace("2 d", "1 wk");
        let run = onset::run::run(vec![("my".to_owned(), scenario(&text))], Vec::new(), &Options::default()).unwrap();
        (trajectory_csv(&run), metrics_csv(&run), metrics_json(&run))
    };
    let reference = written("35 mg", "1 d", "40 min");
    for (amount, at, over) in [
        ("0.5 mg/kg", "24 h", "2400 s"),
        ("35000 ug", "1440 min", "40 minutes"),
        ("35000 \u{b5}g", "1 day", "40min"),
        ("35000 \u{3bc}g", "86400 s", "40 mins"),
        ("0.035 g", "1d", "2.4e3 s"),
        ("0.5 mg kg^-1", "24 hours", "40.0 min"),
    ] {
        assert!(written(amount, at, over) == reference, "{amount}, {at}, {over}");
    }
    let rate = |line: &str| scenario(&one_arm(&format!("[parameters]\n{line}"), "")).arms[0].experiment.clone();
    for line in
        ["k_protein = \"0.07 h^-1\"", "k_protein = \"1.68 1/d\"", "k_protein = \"11.76 wk^-1\"", "k_protein = 0.07"]
    {
        assert_eq!(rate(line), rate("k_protein = \"0.07 1/h\""), "{line}");
    }
    let volume = read(&Source::new("my.toml", infusion("35 mL", "0 h", "40 min")), &[]);
    assert_eq!(volume.scenario, None);
    assert_eq!(volume.diagnostics[0].message, "\"amount\" must be an amount of drug, but this is a volume");
}

#[test]
fn parameters_take_numbers_and_any_unit_of_their_kind() {
    for written in ["0.05", "\"0.05\"", "\"0.05 1/h\"", "\"0.05 h^-1\"", "\"1.2 1/d\"", "5e-2"] {
        let read = scenario(&one_arm(&format!("[parameters]\nk_protein = {written}"), ""));
        assert_eq!(value(&read, "k_protein"), 0.05, "{written}");
    }
}

#[test]
fn a_timed_preset_is_a_switch() {
    let read = scenario(&one_arm("", "presets = [\"ampa-antagonist\", \"rapamycin-oral\"]"));
    let switches = &read.arms[0].experiment.regimen.switches;
    assert_eq!(switches.len(), 2);
    assert_eq!((switches[0].at, switches[0].until, switches[0].change), (0.0, Some(6.0), Change::Set(0.9)));
    assert_eq!((read.arms[0].role, read.arms[0].description.as_str()), (Role::Control, "no drug"));
}

#[test]
fn every_preset_of_an_arm_is_read_for_every_subject() {
    for subject in preset::subjects() {
        for preset in preset::of_arms() {
            let top = format!("[subject]\npreset = \"{}\"", subject.key);
            let read = scenario(&one_arm(&top, &format!("presets = [\"{}\"]", preset.key)));
            assert_eq!(read.arms[0].presets, [preset.key]);
        }
    }
}

#[test]
fn descriptions_name_what_is_given() {
    let dose = |presets: &str, lines: &str| {
        scenario(&one_arm("", &format!("presets = [{presets}]\n[[arm.dose]]\n{lines}"))).arms[0].description.clone()
    };
    assert_eq!(
        dose(
            "\"esketamine\"",
            "drug = \"ketamine\"\namount = \"28mg\"\nroute = \"nasal\"\nat = [\"0 h\", \"5 min\", \"10 min\"]"
        ),
        "esketamine 28 mg into the nose at 0 h, 5 min and 10 min"
    );
    assert_eq!(
        dose(
            "\"fluoxetine\"",
            "drug = \"ssri\"\namount = \"20 mg\"\nroute = \"oral\"\nevery = \"1 d\"\nuntil = \"30 h\""
        ),
        "fluoxetine-like SSRI 20 mg by mouth every 1 d until 30 h"
    );
    assert_eq!(
        dose(
            "",
            "drug = \"ketamine\"\namount = \"2 mg/kg\"\nroute = \"im\"\nat = \"1 h\"\nevery = \"12 h\"\ncount = 3"
        ),
        "ketamine 2 mg/kg into a muscle at 1 h every 12 h for 3 rounds"
    );
}

#[test]
fn output_times_hold_every_event_once() {
    let times = |grid: &str| {
        let dose =
            "[[arm.dose]]\ndrug = \"ketamine\"\namount = \"35 mg\"\nroute = \"iv\"\nat = \"7 h\"\nover = \"40 min\"";
        scenario(&one_arm(grid, dose)).times()
    };
    let usual = times("");
    assert_eq!((usual[0], usual[usual.len() - 1]), (0.0, 48.0));
    assert!(usual.len() > 490 && usual.iter().filter(|time| **time < 1.0).count() > 100, "minutes are covered too");
    assert!(usual.windows(2).all(|pair| pair[0] < pair[1]));
    assert_eq!(times("[grid]\npoints = 3"), [0.0, 7.0, 7.0 + 40.0 / 60.0, 24.0, 48.0]);
    assert_eq!(times("[grid]\nevery = \"1 h\"").len(), 50);
    assert_eq!(times("[grid]\ntimes = [\"1 h\", \"1 d\", \"1 h\"]"), [0.0, 1.0, 7.0, 7.0 + 40.0 / 60.0, 24.0, 48.0]);
}

#[test]
fn values_from_outside_reach_every_part_of_a_file() {
    let dose =
        |drug: &str, route: &str| format!("[[arm.dose]]\ndrug = \"{drug}\"\namount = \"10 mg\"\nroute = \"{route}\"\n");
    let text = format!(
        "format = 1\nduration = \"2 d\"\n[[arm]]\nname = \"a.b\"\n{}{}[[arm]]\nname = \"a\"\n[arm.subject]\nweight = \"50 kg\"\n{}",
        dose("ketamine", "iv"),
        dose("ketamine", "im"),
        dose("ssri", "oral")
    );
    let given = scenario_with(
        &text,
        &[
            "arm.a.b.dose.2.amount=2x",
            "arm.a.dose.1.amount=0.5 mg/kg",
            "arm.1.dose.1.route=nasal",
            "arm.1.dose.1.at=[\"1 h\", \"2 h\"]",
            "arm.a.name=control",
            "subject.weight=80 kg",
            "duration=+50%",
            "grid.points=7",
            "title=3 arms",
        ],
    );
    let first = &given.arms[0].experiment.regimen.doses;
    assert_eq!(
        first.iter().map(|dose| (dose.at, dose.amount, dose.route)).collect::<Vec<_>>(),
        [(1.0, 10.0, Route::Nasal), (2.0, 10.0, Route::Nasal), (0.0, 20.0, Route::Intramuscular)]
    );
    assert_eq!(given.arms[1].name, "control");
    assert_eq!(given.arms[1].weight, 80.0);
    assert_eq!(given.arms[1].experiment.regimen.doses[0].amount, 40.0);
    assert_eq!(given.arms[1].experiment.regimen.doses[0].drug, Drug::Ssri);
    assert_eq!((given.duration, given.title.as_str()), (72.0, "3 arms"));
}

#[test]
fn a_cut_link_is_cut_from_before_the_start_to_the_end() {
    let uncut = scenario(&one_arm("", "presets = [\"ampa-antagonist\"]"));
    let cut = uncut.without(&[Link::Ampa, Link::Adaptation]);
    assert_eq!(value(&cut, "ampa_block"), 1.0);
    assert_eq!(value(&cut, "adaptation_gain"), 0.0);
    assert!(cut.arms[0].experiment.regimen.switches.is_empty());
    let keys: Vec<&str> = cut.arms[0].changed().map(|changed| changed.key).collect();
    assert_eq!(keys, ["adaptation_gain", "ampa_block"]);
    assert_eq!(uncut.without(&[]), uncut);
    for link in Link::ALL {
        let (key, value) = link.cut();
        let quantity = &model::SETTINGS[setting(key).0];
        assert!((quantity.low..=quantity.high).contains(&value));
        assert_eq!(Link::find(link.name()), Some(link));
    }
    assert_eq!(Link::nearest("mtorc"), Some(Link::Mtorc1));
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_nothing() {
    let text = infusion("35 mg", "1 h", "40 min");
    let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let source = Source::from_bytes("w.toml", windows.as_bytes()).unwrap();
    let outcome = read(&source, &[]);
    assert!(outcome.diagnostics.is_empty());
    assert_eq!(outcome.scenario.unwrap().arms, scenario(&text).arms);
    let wrong = windows.replace("route", "roete");
    let source = Source::from_bytes("w.toml", wrong.as_bytes()).unwrap();
    let outcome = read(&source, &[]);
    let unknown = outcome.diagnostics.iter().find(|diagnostic| diagnostic.code == "E003").unwrap();
    assert_eq!((unknown.severity, source.position(unknown.span.start).column), (Severity::Error, 1));
    assert_eq!(&source.text[unknown.span.clone()], "roete");
}

#[test]
fn bytes_that_are_not_text_are_said_to_be_so() {
    let bytes = b"format = 1\ntitle = \"caf\xe9\"\n";
    let error = Source::from_bytes("latin.toml", bytes).unwrap_err();
    assert_eq!(error.diagnostic.code, "E002");
    assert_eq!(error.diagnostic.message, "the file is not UTF-8: byte 24 (0xe9), on line 2");
    let shown = render_plain(&error.diagnostic, &error.source);
    assert!(shown.contains("--> latin.toml:2:13"), "{shown}");
    let wide = Source::from_bytes("wide.toml", b"\xff\xfef\0o\0").unwrap_err();
    assert!(wide.diagnostic.help[0].contains("UTF-16"));
}

#[test]
fn a_hundred_arms_are_read_and_one_more_is_not() {
    let with = |arms: usize| {
        let arms: String = (0..arms).map(|i| format!("[[arm]]\nname = \"{i}\"\n")).collect();
        read(&Source::new("many.toml", format!("format = 1\nduration = \"2 d\"\n{arms}")), &[])
    };
    assert_eq!(with(100).scenario.unwrap().arms.len(), 100);
    let many = with(101).diagnostics;
    assert_eq!((many.len(), many[0].code, many[0].message.as_str()), (1, "E015", "the scenario has 101 arms"));
}

#[test]
fn the_default_ssri_is_escitalopram() {
    let preset = preset::find("escitalopram").unwrap();
    for (key, value) in preset.set {
        let setting = model::parameter(key).unwrap();
        assert_eq!(model::SETTINGS[setting.0].default, *value, "{key}");
    }
}

#[test]
fn a_typical_value_is_the_one_that_was_set_at_any_weight() {
    use onset::study::population::Cohort;
    use onset::variability::Covariate;
    for weight in ["51.3 kg", "70 kg", "83.7 kg", "119 kg"] {
        let text = format!(
            "format = 1\nduration = \"1 d\"\n[subject]\nweight = \"{weight}\"\n[parameters]\nketamine_cl = 93.7\n[[arm]]\nname = \"a\"\n"
        );
        let arm = read(&Source::new("a", text), &[]).scenario.unwrap().arms.remove(0);
        let changed: Vec<f64> = arm.changed().filter(|changed| changed.key == "ketamine_cl").map(|c| c.value).collect();
        assert_eq!(changed, [93.7], "{weight}");
        let cohort = Cohort::from(&arm);
        for (i, (quantity, typical)) in model::SETTINGS.iter().zip(&arm.typical).enumerate() {
            let of_cohort = cohort.typical(Covariate::Parameter(Setting(i)));
            assert_eq!(of_cohort.to_bits(), typical.to_bits(), "{} at {weight}", quantity.key);
        }
    }
}
