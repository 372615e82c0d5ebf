//! A scenario written out and read back means the same.

use onset::model;
use onset::quantity::Kind;
use onset::scenario::{Refusal, Scenario, Source, builtin, flatten, preset, read, read_from};
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};

fn none(_: &str, _: &Source) -> Result<Source, Refusal> {
    Err("".into())
}

/// What a scenario means, whatever text it comes from.
fn meaning(scenario: Scenario) -> Scenario {
    Scenario { text: String::new(), bases: Vec::new(), flat: String::new(), ..scenario }
}

/// The text in its fixed form; that it means the same, and has that form already, is made sure of.
#[track_caller]
fn round_trip(text: &str) -> String {
    let source = Source::new("first.toml", text);
    let first = read(&source, &[]).scenario.unwrap_or_else(|| panic!("{text}"));
    let flat = flatten(&source, &none).unwrap();
    let back = Source::new("second.toml", flat.as_str());
    let second = read(&back, &[]);
    assert_eq!(
        meaning(second.scenario.unwrap_or_else(|| panic!("{text}\n---\n{flat}"))),
        meaning(first),
        "{text}\n{flat}"
    );
    assert_eq!(flatten(&back, &none).unwrap(), flat);
    flat
}

fn pick<'a, T: ?Sized>(random: &mut impl Rng, from: &[&'a T]) -> &'a T {
    from[random.random_range(0..from.len())]
}

fn time(random: &mut impl Rng) -> String {
    let number = f64::from(random.random_range(1..4000_u32)) / 7.0;
    format!("{} {}", if random.random() { number.ceil() } else { number }, pick(random, &["min", "h", "hours", "s"]))
}

fn parameters(random: &mut impl Rng) -> String {
    let all: Vec<_> = model::SETTINGS.iter().filter(|quantity| quantity.kind == Kind::Parameter).collect();
    let mut text = String::new();
    let mut seen = Vec::new();
    for _ in 0..random.random_range(0..5) {
        let quantity = all[random.random_range(0..all.len())];
        // Joint bounds keep some of the parameters from taking any value.
        let is_free =
            !quantity.key.starts_with('f') && !quantity.key.contains("stress") && !quantity.key.contains("inflam");
        if seen.contains(&quantity.key) || !is_free {
            continue;
        }
        seen.push(quantity.key);
        let value = quantity.low + (quantity.high - quantity.low) * random.random::<f64>().powi(4);
        text.push_str(&match random.random_range(0..3) {
            0 if quantity.unit != "1" => format!("{} = \"{value} {}\"\n", quantity.key, quantity.unit),
            1 => format!("\"{}\" = {value:e}\n", quantity.key),
            _ => format!("{} = {value}\n", quantity.key),
        });
    }
    text
}

fn dose(random: &mut impl Rng) -> String {
    let (drug, route) =
        if random.random() { ("ssri", "oral") } else { ("ketamine", pick(random, &["iv", "nasal", "sc"])) };
    let amount =
        format!("{}{}", random.random_range(1..99), pick(random, &["mg", " mg/kg", "e2 ug", ".5 \u{b5}g", "e-3 g"]));
    let mut text = format!("[[arm.dose]]\nroute = '{route}'\namount = \"{amount}\"\ndrug = \"{drug}\"\n");
    if route == "iv" && random.random() {
        text.push_str("over = \"40\\u0020min\" # a remark\n");
    }
    match random.random_range(0..4) {
        0 => text.push_str(&format!("at = \"{}\"\n", time(random))),
        1 => text.push_str(&format!("at = [\"0 h\",\n  \"{}\"]\nlag = \"5 min\"\n", time(random))),
        2 => text.push_str(&format!(
            "every = \"{} d\"\ncount = {}\n",
            random.random_range(1..4),
            random.random_range(1..5)
        )),
        _ => {}
    }
    text
}

/// A scenario that uses any key in any spelling.
fn random_scenario(random: &mut impl Rng) -> String {
    let mut text = format!("format = 1.0\nduration = \"{} wk\"\n", random.random_range(5..9));
    if random.random() {
        text.push_str(&format!(
            "title = {}\n",
            pick(random, &["\"A \\\"b\\\" \\\\ c\"", "'\u{fc} \u{201c}q\u{201d}'", "\"#\""])
        ));
    }
    if random.random() {
        text.push_str(&format!("show = [\"bdnf\", \"{}\"]\n", pick(random, &["improvement", "synapse_count"])));
    }
    text.push_str(pick(
        random,
        &["", "time_axis = \"linear\"\n", "grid.points = 0x20\n", "[grid]\ntimes = [\"1 h\", \"2.5 d\"]\n"],
    ));
    if !text.contains("[grid]") {
        text.push_str(
            pick(random, &["", "[grid]\nevery = \"7 h\"\n", "subject = { weight = \"150 lb\" }\n"])
                .trim_start_matches(if text.contains("grid.points") { "[grid]\nevery = \"7 h\"\n" } else { "\u{0}" }),
        );
    }
    if !text.contains("subject") {
        text.push_str(pick(random, &["", "[subject]\npreset = \"healthy\"\n", "[subject]\nweight = \"8.15e1 kg\"\n"]));
    }
    if random.random() {
        let formulas = ["improvement / dose_total", "-(improvement + 3 %)^2 * 2e-1 / dose_total", "bdnf/dose_total"];
        let formula = pick(random, &formulas);
        text.push_str(&format!("[[output]]\nname = \"x\"\nexpr = \'\'\'{formula}\'\'\'\nunit = \"%/g\"\n"));
    }
    text.push_str(&format!("[parameters]\n{}", parameters(random)));
    let presets: Vec<&str> = preset::of_arms().map(|preset| preset.key).collect();
    for arm in 0..random.random_range(1..4) {
        text.push_str(&format!(
            "[[arm]]\nname = \"arm {arm}{}\"\n",
            pick(random, &["", ".1", " \u{e9}", " \\\"x\\\""])
        ));
        if random.random() {
            text.push_str(&format!("presets = [\"{}\"]\n", pick(random, &presets)));
        }
        if random.random() {
            text.push_str("[arm.subject]\nweight = \"66.6 kg\"\n");
        }
        text.push_str(&format!("[arm.parameters]\n{}", parameters(random)));
        for _ in 0..random.random_range(0..3) {
            text.push_str(&dose(random));
        }
        if random.random() {
            let change =
                pick(random, &["set = { stress = 0.25 }", "scale.turnover_scale = \"90 %\"", "set.expectancy = 1e-1"]);
            text.push_str(&format!(
                "[[arm.switch]]\nat = \"20 d\"\nuntil = \"{} d\"\n{change}\n",
                random.random_range(21..40)
            ));
        }
    }
    text
}

#[test]
fn a_thousand_random_scenarios_come_back_the_same() {
    let mut random = StdRng::seed_from_u64(4);
    let mut good = 0;
    for _ in 0..1_500 {
        let text = random_scenario(&mut random);
        if read(&Source::new("random.toml", text.as_str()), &[]).scenario.is_some() {
            good += 1;
            round_trip(&text);
        }
    }
    assert!(good > 1_000, "only {good} of the random scenarios can be run");
}

#[test]
fn every_built_in_scenario_comes_back_the_same() {
    for known in builtin::BUILTINS {
        round_trip(known.text);
    }
    round_trip(builtin::STARTER);
}

#[test]
fn what_builds_on_another_comes_back_without_it() {
    let mut random = StdRng::seed_from_u64(5);
    for _ in 0..200 {
        let base = random_scenario(&mut random);
        let own = random_scenario(&mut random).replacen("format = 1.0\n", "format = 1\nextends = \"base.toml\"\n", 1);
        let source = Source::new("my.toml", own);
        let resolver = |_: &str, _: &Source| Ok(Source::new("base.toml", base.as_str()));
        let Some(scenario) = read_from(&source, &[], &resolver).scenario else { continue };
        let flat = flatten(&source, &resolver).unwrap();
        assert_eq!(flat, scenario.standalone());
        let back = read(&Source::new("flat.toml", flat), &[]).scenario.unwrap();
        assert_eq!(meaning(back), meaning(scenario));
    }
}
