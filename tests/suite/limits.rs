//! What is accepted can be run, and reading a file costs no more than its length asks for.
//!
//! Sizes are those at which a step that compares everything with everything takes minutes; the bound on time is several
//! times what is needed, so that a busy machine does not fail.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::commands::Desk;
use onset::limits;
use onset::model::{self, ketamine};
use onset::regimen::{Change, Dose, Drug, Event, Regimen, Route, Switch};
use onset::scenario::{Diagnostic, LocatedDiagnostic, Outcome, Override, Severity, Source, read, render_plain};

const HEAD: &str = "format = 1\nduration = \"52 wk\"\n[[arm]]\nname = \"a\"\n";

/// How long the reading of a large file may take in the test profile.
const LONG: Duration = Duration::from_secs(20);

/// Does something that must not take long.
#[track_caller]
fn soon<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    assert!(start.elapsed() < LONG, "{what} took {:?}", start.elapsed());
    result
}

/// Reads a large file and renders all that is said about it, for people and for programs.
#[track_caller]
fn read_soon(what: &str, text: &str) -> Vec<Diagnostic> {
    soon(what, || {
        let source = Source::new("large.toml", text);
        let Outcome { diagnostics, .. } = read(&source, &[]);
        let said: usize = diagnostics.iter().map(|diagnostic| render_plain(diagnostic, &source).len()).sum();
        assert!(said < 4_000_000, "{what}: {said} bytes of messages");
        let findings: Vec<LocatedDiagnostic> =
            diagnostics.iter().map(|diagnostic| LocatedDiagnostic::new(diagnostic, &source)).collect();
        assert!(findings.iter().all(|finding| finding.line >= 1 && finding.end_line >= finding.line));
        diagnostics
    })
}

fn errors(diagnostics: &[Diagnostic]) -> Vec<(&str, &str)> {
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    errors.map(|error| (error.code, error.message.as_str())).collect()
}

/// The file has the same slip many times; all messages have the code, and the last says that more may follow.
#[track_caller]
fn many(what: &str, text: &str, code: &str) {
    let diagnostics = read_soon(what, text);
    let errors = errors(&diagnostics);
    assert_eq!(errors.len(), limits::PROBLEMS.most + 1, "{what}");
    let told = errors.iter().filter(|(found, _)| *found == code).count();
    assert!(told >= limits::PROBLEMS.most - 2, "{what}: {told} of {code}");
    let (code, message) = errors[errors.len() - 1];
    assert_eq!((code, message), ("E015", "1000 errors, and there may be more"), "{what}");
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

#[test]
fn many_slips_of_one_kind_are_counted_and_not_compared() {
    let keys = |from: usize, count: usize| lines(count, |i| format!("k{} = 1\n", from + i));
    many("unknown keys", &[HEAD, &keys(0, 100_000)].concat(), "E003");
    many("keys twice", &[HEAD, &"title = \"x\"\n".repeat(100_000)].concat(), "E001");
    many("syntax", &"= 1\n".repeat(500_000), "E001");
    many("one line", &[HEAD, "presets = [", &"\"x\",".repeat(200_000), "]\n"].concat(), "E012");
    many("presets", &[HEAD, "presets = [", &"\"val66met\",".repeat(500_000), "]\n"].concat(), "E020");
    many("parameters", &[HEAD, "[arm.parameters]\n", &keys(0, 100_000)].concat(), "E003");
    many("quantities", &["show = [", &"\"x\",".repeat(200_000), "]\n", HEAD].concat(), "E012");
    many("times", &[HEAD, "[grid]\ntimes = [", &"\"1 mg\",".repeat(200_000), "]\n"].concat(), "E008");
    many("doses", &[HEAD, &"[[arm.dose]]\n".repeat(50_000)].concat(), "E005");
    many("outputs", &[HEAD, &"[[output]]\n".repeat(50_000)].concat(), "E005");
    many("names", &["format = 1\nduration = \"1 d\"\n", &"[[arm]]\nname = \"a\"\n".repeat(50_000)].concat(), "E020");
}

#[test]
fn many_arms_are_refused_at_the_first_beyond_the_limit() {
    let text =
        ["format = 1\nduration = \"1 d\"\n", &lines(100_000, |i| format!("[[arm]]\nname = \"a{i}\"\n"))].concat();
    let diagnostics = read_soon("arms", &text);
    assert_eq!(errors(&diagnostics), [("E015", "the scenario has 100000 arms")]);
    let place = Source::new("large.toml", text).position(diagnostics[0].span.start).line;
    assert_eq!(place, 3 + 2 * 100);
}

fn switches(count: usize, line: impl Fn(usize) -> String) -> String {
    [HEAD, &lines(count, |i| format!("[[arm.switch]]\n{}\n", line(i)))].concat()
}

#[test]
fn switches_one_after_another_and_at_once_cost_what_their_number_asks_for() {
    let one =
        |i: usize| format!("at = \"{} min\"\nuntil = \"{} min\"\nset = {{ noxious_input = 1.0 }}", 2 * i, 2 * i + 1);
    assert_eq!(errors(&read_soon("switches", &switches(20_000, one))), []);
    let diagnostics = read_soon("too many switches", &switches(100_000, one));
    assert_eq!(errors(&diagnostics), [("E015", "more than 20000 switches and events of all arms together")]);
    let all = |i: usize| format!("at = \"{i} min\"\nset = {{ noxious_input = 1.0 }}");
    many("switches at once", &switches(20_000, all), "E018");
    // A joint bound that is broken by one of many switches is reported at that one.
    let late = |i: usize| match i {
        15_000 => "at = \"15000 min\"\nuntil = \"15001 min\"\nset = { f_oral = 0.9, fp_oral = 0.9 }".to_owned(),
        _ => format!("at = \"{i} min\"\nuntil = \"{} min\"\nset = {{ noxious_input = 1.0 }}", i + 1),
    };
    let text = switches(16_000, late);
    let diagnostics = read_soon("joint bound", &text);
    assert_eq!(diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), ["E011"]);
    assert_eq!(Source::new("large.toml", text).position(diagnostics[0].span.start).line, 5 + 4 * 15_000 + 3);
}

#[test]
fn rules_without_end_are_counted_without_being_kept() {
    // Ten thousand doses of each rule: together a thousand million, which memory would not hold.
    let rule =
        "[[arm.dose]]\ndrug = \"ketamine\"\namount = \"1 mg\"\nroute = \"iv\"\nevery = \"1 min\"\ncount = 10000\n";
    let diagnostics = read_soon("rules", &[HEAD, &rule.repeat(2_000)].concat());
    assert_eq!(errors(&diagnostics), [("E015", "this arm has 20000000 doses")]);
    // Of many first times only one is repeated before the end.
    let times = ["at = [\"0 h\"", &", \"52 wk\"".repeat(100_000), "]\n"].concat();
    let rule = [
        "[[arm.dose]]\ndrug = \"ssri\"\namount = \"1 mg\"\nroute = \"oral\"\nevery = \"50 min\"\ncount = 10000\n",
        &times,
    ]
    .concat();
    assert_eq!(errors(&read_soon("first times", &[HEAD, &rule].concat())), []);
}

/// Twenty thousand segments, of which five thousand infusions overlap at a time.
#[test]
fn infusions_that_overlap_cost_what_their_number_asks_for() {
    const COUNT: usize = 10_000;
    let dose = |i: usize| Dose {
        at: i as f64,
        amount: 1.0 + i as f64,
        per_kg: false,
        over: 5_000.5,
        drug: Drug::Ketamine,
        route: Route::Intravenous,
    };
    let regimen = Regimen { doses: (0..COUNT).map(dose).collect(), ..Regimen::default() };
    let end = 20_000.0;
    let rate = ketamine::setting::ketamine_infusion.0;
    let segments = soon("infusions", || regimen.segments(&model::defaults(), end));
    assert_eq!(segments.len(), 2 * COUNT);
    for segment in segments.iter().step_by(997).chain(segments.last()) {
        let runs = |dose: &&Dose| dose.at <= segment.start && segment.start < dose.at + dose.over;
        let expected: f64 = regimen.doses.iter().filter(runs).map(|dose| dose.amount / dose.over).sum();
        let found = segment.settings[rate];
        assert!((found - expected).abs() <= 1e-12 * expected, "{found} {expected} at {}", segment.start);
    }
    // The stretches name each infusion twice, where it begins and where it ends, however many run.
    let stretches = regimen.stretches(end);
    assert_eq!(stretches.iter().map(|stretch| stretch.begun.len() + stretch.ended.len()).sum::<usize>(), 2 * COUNT);
    assert_eq!(segments.last().map(|last| last.settings[rate]), Some(0.0), "nothing is left behind");
}

#[test]
fn a_regimen_of_many_switches_and_events_is_laid_out_soon() {
    let setting = model::parameter("noxious_input").unwrap();
    let switch = |i: usize| Switch { at: i as f64, until: Some(i as f64 + 0.5), setting, change: Change::Set(1.0) };
    let effect = onset::regimen::Effect::Scale(0.5);
    let event = |i: usize| Event { at: i as f64 + 0.25, state: onset::quantity::State(0), effect };
    let regimen = Regimen {
        switches: (0..50_000).map(switch).collect(),
        events: (0..50_000).map(event).collect(),
        ..Regimen::default()
    };
    let segments = soon("switches and events", || regimen.segments(&model::defaults(), 50_000.0));
    assert_eq!(segments.len(), 3 * 50_000);
    assert_eq!(segments.iter().filter(|segment| segment.settings[setting.0] == 1.0).count(), 2 * 50_000);
    assert_eq!(segments.iter().map(|segment| segment.effects.len()).sum::<usize>(), 50_000);
}

#[test]
fn what_is_nested_too_deeply_has_a_place() {
    let deep = |text: String, line: usize, column: usize| {
        let source = Source::new("deep.toml", text);
        let diagnostics = soon("depth", || read(&source, &[])).diagnostics;
        let error = diagnostics.iter().find(|found| found.severity == Severity::Error).unwrap();
        assert_eq!(error.code, "E001");
        assert!(error.message.contains("too deep"), "{}", error.message);
        let place = source.position(error.span.start);
        assert_eq!(place.line, line);
        assert!(place.column >= column, "column {}", place.column);
    };
    deep(format!("{HEAD}{} = 1\n", vec!["a"; 100_000].join(".")), 5, 1);
    deep(format!("{HEAD}[{}]\n", vec!["a"; 100_000].join(".")), 5, 1);
    deep(format!("{HEAD}x = {}\n", "[".repeat(100_000)), 5, 5);
    deep(format!("{HEAD}x = {}1{}\n", "[".repeat(100_000), "]".repeat(100_000)), 5, 5);
    deep(format!("{HEAD}x = {}\n", "{a=".repeat(100_000)), 5, 5);
}

fn grid(arms: usize, points: usize) -> String {
    let arms = lines(arms, |i| format!("[[arm]]\nname = \"a{i}\"\n"));
    format!("format = 1\nduration = \"52 wk\"\n[grid]\npoints = {points}\n{arms}")
}

#[test]
fn output_times_and_doses_are_limited_over_all_arms() {
    let read = |text: &str, set: &[&str]| {
        let set: Vec<Override> = set.iter().map(|text| Override::parse(text).unwrap()).collect();
        let source = Source::new("my.toml", text);
        let Outcome { scenario, diagnostics } = read(&source, &set);
        let said = diagnostics.iter().map(|found| render_plain(found, &source)).collect::<String>();
        (scenario.is_some(), said)
    };
    let (good, said) = read(&grid(100, 1_000_000), &[]);
    assert!(!good && said.contains("error[E015]: more than 1000000 output times of all arms together"), "{said}");
    assert!(said.contains("my.toml:4:10") && said.contains("100000000 up to here") && said.contains("points = 500"));
    // The same from outside has its place there.
    let (good, said) = read(&grid(100, 500), &["grid.points=20000"]);
    assert!(!good && said.contains("--set:1:13"), "{said}");
    let (good, said) = read(&grid(1, 1_000_000), &[]);
    assert!(good && said.contains("warning[W008]: a run needs about 1.8 GB of memory"), "{said}");
    assert_eq!(read(&grid(100, 1_000), &[]), (true, String::new()));
    // Daily doses for a year in every arm are few; hourly ones are not.
    let dosed = |every: &str, arms: usize| {
        let dose = format!(
            "[[arm.dose]]\ndrug = \"ssri\"\namount = \"10 mg\"\nroute = \"oral\"\nevery = \"{every}\"\nuntil = \"52 wk\"\n"
        );
        let arms = lines(arms, |i| format!("[[arm]]\nname = \"a{i}\"\n{dose}"));
        format!("format = 1\nduration = \"52 wk\"\n[grid]\npoints = 500\n{arms}")
    };
    assert!(read(&dosed("1 d", 100), &[]).0);
    let (good, said) = read(&dosed("1 h", 100), &[]);
    assert!(!good && said.contains("more than 100000 doses of all arms together"), "{said}");
    // Doses at other times in every arm are output times of all arms.
    let mut apart = String::from("format = 1\nduration = \"52 wk\"\n");
    for arm in 0..100 {
        let _ = write!(
            apart,
            "[[arm]]\nname = \"a{arm}\"\n[[arm.dose]]\ndrug = \"ssri\"\namount = \"10 mg\"\nroute = \"oral\"\nat = \"{arm} min\"\nevery = \"1 d\"\ncount = 364\n"
        );
    }
    let (good, said) = read(&apart, &[]);
    assert!(!good && said.contains("output times of all arms together"), "{said}");
}

#[test]
fn commands_refuse_what_is_too_much_before_they_begin() {
    let desk = Desk::new();
    let flat = |message: &str| message.split_whitespace().collect::<Vec<_>>().join(" ");
    desk.write("a.toml", grid(60, 9_000));
    desk.write("b.toml", grid(60, 9_000));
    desk.write("c.toml", grid(20, 9_000));
    // Each of them can be run, but not all of them together.
    let message = flat(&desk.bad(2, &["run", "a.toml", "b.toml"]));
    assert!(message.contains("these scenarios have 120 arms: more than 100"), "{message}");
    desk.good(&["check", "a.toml", "c.toml"]);
    let message =
        flat(&desk.bad(2, &["sweep", "a.toml", "parameters.k_protein=0.01..0.1:200", "subject.weight=50kg..90kg:200"]));
    assert!(message.contains("2,400,000 runs of all points together: at most 1,000,000"), "{message}");
    let people = ["population", "a.toml", "-n", "5", "--vary", "weight=10%"];
    let message = flat(&desk.bad(2, &[&people[..], &["--set", "grid.points=4000"]].concat()));
    assert!(message.contains("percentiles at 240,000 moments"), "{message}");
    let many = ["population", "ketamine-vs-ssri", "-n", "1000000000", "--vary", "weight=10%", "--keep", "both"];
    let message = flat(&desk.bad(2, &many));
    assert!(message.contains("The tables will have about") && message.contains("GB"), "{message}");
    assert!(!desk.path("output").exists(), "nothing was begun");
}
