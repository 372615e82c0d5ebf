//! Two scenarios compared: inputs, outcomes, and what explains them.

use super::commands::{Desk, assert_narrow, table};
use onset::run::run;
use onset::scenario::{Source, builtin, read};
use onset::solver::Options;

const ARM: &str = "[[arm]]\nname = \"ketamine\"\n";
const DOSE: &str = "[[arm.dose]]\ndrug = \"ketamine\"\namount = \"0.5 mg/kg\"\nroute = \"iv\"\nover = \"40 min\"\n";

fn text(above: &str, arm: &str) -> String {
    format!("format = 1\nduration = \"7 d\"\n{above}{ARM}{arm}")
}

/// The outcomes of the first arm that both have, from `--format json`.
fn outcomes(desk: &Desk, words: &[&str]) -> Vec<serde_json::Value> {
    let json: serde_json::Value =
        serde_json::from_str(&desk.good(&[&["diff"], words, &["--format", "json"]].concat())).unwrap();
    json["arms"][0]["outcomes"].as_array().unwrap().clone()
}

fn number(value: &serde_json::Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[test]
fn files_that_mean_the_same_do_not_differ() {
    let desk = Desk::new();
    desk.write("a.toml", text("", &format!("{DOSE}at = \"0 h\"\n")));
    desk.write("b.toml", text("", &format!("# a remark\n{}at = \"0 d\"\n", DOSE.replace("40 min", "2400 s"))));
    assert_eq!(desk.good(&["diff", "a.toml", "b.toml"]), "no difference between a.toml and b.toml\n");
    assert_eq!(desk.good(&["diff", "routes", "routes"]), "no difference between routes and routes\n");
    assert_eq!(outcomes_or_none(&desk), 0);
    assert_eq!(desk.files().len(), 2, "nothing is written");
}

fn outcomes_or_none(desk: &Desk) -> usize {
    let json: serde_json::Value =
        serde_json::from_str(&desk.good(&["diff", "a.toml", "b.toml", "--format", "json"])).unwrap();
    json["arms"].as_array().unwrap().len() + json["changes"].as_array().unwrap().len()
}

#[test]
fn shares_of_two_inputs_are_what_four_runs_say() {
    let desk = Desk::new();
    let of = |weight: &str, gain: &str, amount: &str| {
        text(
            &format!("[subject]\nweight = \"{weight}\"\n[parameters]\nformation_gain = {gain}\n"),
            &DOSE.replace("0.5 mg/kg", amount),
        )
    };
    desk.write("a.toml", of("70 kg", "4", "0.5 mg/kg"));
    desk.write("b.toml", of("70 kg", "3", "500 ug/kg").replace("\"7 d\"", "\"1 wk\""));
    let peak = |text: String| {
        let scenario = read(&Source::new("x", text), &[]).scenario.unwrap();
        let run = run(vec![("x".to_owned(), scenario)], Vec::new(), &Options::default()).unwrap();
        run.arms[0].metrics.get("peak_improvement").unwrap()
    };
    let c = of("70 kg", "3", "0.25 mg/kg");
    desk.write("c.toml", c.as_str());
    let found = outcomes(&desk, &["a.toml", "c.toml"]);
    let outcome = found.iter().find(|outcome| outcome["outcome"] == "peak_improvement").unwrap();
    let (none, both) = (peak(of("70 kg", "4", "0.5 mg/kg")), peak(c));
    let (gain, amount) = (peak(of("70 kg", "3", "0.5 mg/kg")), peak(of("70 kg", "4", "0.25 mg/kg")));
    assert_eq!(outcome["unit"], "%");
    assert_eq!((number(&outcome["first"]), number(&outcome["second"])), (none, both));
    // The reader of JSON may miss the last digit.
    assert!((number(&outcome["change"]) - (both - none)).abs() < 1e-12);
    let inputs = outcome["inputs"].as_array().unwrap();
    let paths: Vec<&str> = inputs.iter().map(|input| input["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["parameters.formation_gain", "arm.ketamine.dose.1.amount"]);
    assert!((number(&inputs[0]["alone"]) - (gain - none)).abs() < 1e-9);
    assert!((number(&inputs[1]["alone"]) - (amount - none)).abs() < 1e-9);
    let share = 0.5 * ((gain - none) + (both - amount));
    assert!((number(&inputs[0]["share"]) - share).abs() < 1e-9);
    let interaction = both - gain - amount + none;
    assert!((number(&outcome["interaction"]) - interaction).abs() < 1e-9);
    // Another spelling of the amount is no change.
    let json = desk.good(&["diff", "a.toml", "b.toml", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["changes"].as_array().unwrap().len(), 1);
    let change = &json["changes"][0];
    assert_eq!(change["path"], "parameters.formation_gain");
    assert_eq!((change["from"].as_str(), change["to"].as_str()), (Some("4"), Some("3")));
}

#[test]
fn shares_add_up_for_every_outcome_of_eight_changes_and_are_left_out_for_nine() {
    let changed = [
        "formation_gain = 3.5",
        "k_protein = 0.06",
        "bdnf_tonic = 0.9",
        "ketamine_cl = 70",
        "ec50_interneuron = 0.6",
        "adaptation_gain = 38",
        "ketamine_v1 = 110",
        "bdnf_phasic = 0.9",
        "stress = 0.9",
    ];
    let desk = Desk::new();
    desk.write("a.toml", text("", DOSE));
    for count in [8, 9] {
        desk.write("b.toml", text(&format!("[parameters]\n{}\n", changed[..count].join("\n")), DOSE));
        let found = outcomes(&desk, &["a.toml", "b.toml"]);
        assert!(found.len() > 10, "{}", found.len());
        for outcome in &found {
            let inputs = outcome["inputs"].as_array().unwrap();
            if inputs.is_empty() {
                continue;
            }
            assert_eq!(inputs.len(), count);
            let change = number(&outcome["change"]);
            let alone: f64 = inputs.iter().map(|input| number(&input["alone"])).sum();
            assert!((alone + number(&outcome["interaction"]) - change).abs() <= 1e-9 * change.abs().max(1.0));
            if count == 9 {
                assert!(inputs.iter().all(|input| input["share"].is_null()));
                continue;
            }
            let shares: f64 = inputs.iter().map(|input| number(&input["share"])).sum();
            assert!((shares - change).abs() <= 1e-9 * change.abs().max(1.0), "{outcome}: {shares} is not {change}");
        }
    }
    let said = desk.good(&["diff", "a.toml", "b.toml"]);
    assert_narrow(&said);
    assert!(said.contains("more than 8 changed inputs"), "{said}");
}

#[test]
fn arms_go_by_their_names_and_what_does_not_exist_is_not_zero() {
    let desk = Desk::new();
    let other = "[[arm]]\nname = \"control\"\n";
    desk.write("a.toml", text("", &format!("{DOSE}{other}")));
    desk.write("b.toml", text("", &format!("{}[[arm]]\nname = \"placebo\"\n", DOSE.replace("0.5 mg", "0.02 mg"))));
    let said = desk.good(&["diff", "a.toml", "b.toml"]);
    assert_narrow(&said);
    assert!(said.contains("the arm \"control\" is in a.toml only"), "{said}");
    assert!(said.contains("the arm \"placebo\" is in b.toml only"), "{said}");
    assert!(said.contains("Arms are compared by name"), "{said}");
    assert!(said.contains("does not exist"), "{said}");
    assert!(said.contains("All of it is due to arm.ketamine.dose.1.amount."), "{said}");
    let csv = table(&desk.read("output/diff-a-b/diff.csv"));
    let onset = csv.iter().find(|row| row[1] == "onset").unwrap();
    assert_eq!((onset[5].as_str(), onset[6].as_str()), ("", ""), "{onset:?}");
    for name in ["diff.json", "figure.svg", "figure.png", "figure.txt", "figure.csv", "manifest.json"] {
        assert!(desk.path(&format!("output/diff-a-b/{name}")).is_file(), "{name}");
    }
    // A figure that was changed since is the user's.
    desk.write("output/diff-a-b/figure.svg", "mine");
    assert!(desk.bad(4, &["diff", "a.toml", "b.toml"]).contains("figure.svg"));
    desk.good(&["diff", "a.toml", "b.toml", "--force"]);
}

#[test]
fn what_can_only_change_together_is_said() {
    let desk = Desk::new();
    desk.write(
        "a.toml",
        text("[parameters]\nf_oral = 0.9\nfp_oral = 0.1\n", &DOSE.replace("\"iv\"\nover = \"40 min\"", "\"oral\"")),
    );
    desk.write(
        "b.toml",
        text("[parameters]\nf_oral = 0.1\nfp_oral = 0.9\n", &DOSE.replace("\"iv\"\nover = \"40 min\"", "\"oral\"")),
    );
    let said = desk.good(&["diff", "a.toml", "b.toml"]);
    assert_narrow(&said);
    assert!(said.contains("cannot be separated") && said.contains("parameters.fp_oral"), "{said}");
    // The route and the time that an infusion takes go together.
    desk.write("c.toml", text("", DOSE));
    desk.write("d.toml", text("", &DOSE.replace("\"iv\"\nover = \"40 min\"", "\"oral\"").replace("0.5", "1")));
    let said = desk.good(&["diff", "c.toml", "d.toml"]);
    assert!(said.contains("arm.ketamine.dose.1: route iv, over 40 min -> route oral, no over"), "{said}");
    assert!(said.contains("What explains the change of"), "{said}");
    desk.write("broken.toml", "format = 1");
    desk.bad(1, &["diff", "c.toml", "broken.toml"]);
    assert!(desk.bad(2, &["diff", "c.toml", "rutes"]).contains("did you mean \"routes\"?"));
}

#[test]
fn a_scenario_differs_from_what_it_builds_on_by_what_it_says() {
    let desk = Desk::new();
    desk.write("my.toml", "format = 1\nextends = \"single-infusion\"\n[subject]\nweight = \"90 kg\"\n");
    let said = desk.good(&["diff", "single-infusion", "my.toml"]);
    assert!(said.contains("  subject.weight: not set -> 90 kg\n"), "{said}");
    assert!(builtin::find("single-infusion").is_some());
}
