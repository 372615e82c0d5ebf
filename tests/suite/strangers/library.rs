//! Readers that are functions of the library, called in this process: quick, so that they get most of the inputs.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use onset::chart::{CommandRecord, Record, comparison};
use onset::figure::{FileKind, Likeness, carried, likeness};
use onset::quantity::{Unit, read_amount};
use onset::run::{Manifest, WrittenFile, fingerprint};
use onset::scenario::{
    Override, Scenario, Slider, Source, builtin, flatten, read, read_from, read_observed, render_plain,
};
use onset::solver::Options;
use onset::study::population::{
    Cohort, Origin, POPULATION_RTOL, Population, Share, ShareRecord, Subjects, Trial, bands_csv,
    population_metrics_csv, population_signals, population_summary, read_subjects, response_csv, run,
};
use onset::study::sweep::{Axis, Plane, Sweep, columns, points_header, push_point, read_points, sweep_summary};
use onset::variability::read_percent;
use onset::variability::{Correlation, Covariate, Distribution, Layer, Variation, Varied};
use onset::words::Advice as _;
use rand::RngExt;
use rand::rngs::StdRng;

use super::super::scenario_broken;
use super::super::scenario_mutations::FULL;
use super::mutate::damaged;
use super::tally::{Judged, keep, longest, report, rounds, share_out};

/// A short scenario, which every other reader can go with.
pub(crate) const SMALL: &str = "format = 1\ntitle = \"Small\"\nduration = \"1 d\"\n[grid]\npoints = 20\n[[arm]]\nname = \"one\"\n\
    [[arm.dose]]\ndrug = \"ketamine\"\namount = \"0.5 mg/kg\"\nroute = \"iv\"\nover = \"40 min\"\n";

/// Whether an input was sound, or the fault that it found.
type Read = dyn Fn(&[u8]) -> Result<bool, String> + Sync;

/// A reader with sound inputs for it. It gives whether it took an input, and what it said that a person will read as it
/// is; or a fault.
struct Reader {
    name: &'static str,
    thousandths: usize,
    sound: Vec<Vec<u8>>,
    read: Box<Read>,
}

fn texts(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// The small scenario, read.
pub(crate) fn small() -> Scenario {
    read(&Source::new("small.toml", SMALL), &[]).scenario.unwrap()
}

#[test]
fn no_damaged_input_of_the_library_panics_or_needs_much() {
    let readers = [
        scenarios(),
        formulas(),
        observed(),
        subjects(),
        words(),
        figures(),
        records(),
        shares(),
        manifests(),
        journals(),
    ];
    let names: Vec<(&str, usize)> = readers.iter().map(|reader| (reader.name, rounds(reader.thousandths))).collect();
    for reader in &readers {
        for sound in &reader.sound {
            assert!((reader.read)(sound).is_ok(), "{}: {}", reader.name, String::from_utf8_lossy(sound));
        }
    }
    let tallies = share_out(&names, Watchdog::start, |reader, watchdog, random| {
        let reader = &readers[reader];
        let input = damaged(&reader.sound, random);
        let judged = watchdog.over(reader.name, &input, || (reader.read)(&input));
        (input, judged)
    });
    report(&tallies);
}

/// Looks after a worker from outside: an input that never ends would keep the test from saying so.
struct Watchdog(Arc<Mutex<Option<Reading>>>);

/// When a reader began, its name, and what it reads.
type Reading = (Instant, String, Vec<u8>);

impl Watchdog {
    fn start() -> Self {
        let now = Arc::new(Mutex::new(None::<Reading>));
        let watched = Arc::downgrade(&now);
        thread::spawn(move || {
            while let Some(now) = watched.upgrade() {
                if let Some((started, name, input)) = &*now.lock().unwrap()
                    && started.elapsed() > 2 * longest()
                {
                    println!("{name} has not ended after {:?}: {}", started.elapsed(), keep(name, input).display());
                    std::process::abort();
                }
                thread::sleep(Duration::from_millis(200));
            }
        });
        Self(now)
    }

    fn over(&self, name: &str, input: &[u8], read: impl FnOnce() -> Result<bool, String>) -> Judged {
        let started = Instant::now();
        *self.0.lock().unwrap() = Some((started, name.to_owned(), input.to_vec()));
        let mut read = Some(read);
        let mut outcome = None;
        let used = allocation_counter::measure(|| {
            outcome = read.take().map(|read| catch_unwind(AssertUnwindSafe(read)));
        });
        let took = started.elapsed();
        *self.0.lock().unwrap() = None;
        let (is_sound, faults) = match outcome {
            Some(Ok(Ok(is_sound))) => (is_sound, Vec::new()),
            Some(Ok(Err(fault))) => (false, vec![fault]),
            _ => (false, vec!["it panicked".to_owned()]),
        };
        Judged { is_sound, took, memory: used.bytes_max, faults }
    }
}

/// Scenarios, and whether what is written of them with all that they build on means the same.
fn scenarios() -> Reader {
    let sound = builtin::BUILTINS.iter().map(|builtin| builtin.text).chain([FULL, SMALL]);
    let mut sound: Vec<Vec<u8>> = sound.map(|text| text.as_bytes().to_vec()).collect();
    sound.extend(scenario_broken::cases().into_iter().map(|case| case.text.into_bytes()));
    let read = |bytes: &[u8]| {
        let source = match Source::from_bytes("damaged.toml", bytes) {
            Ok(source) => source,
            Err(error) => return said(&render_plain(&error.diagnostic, &error.source)).map(|()| false),
        };
        let resolver = |name: &str, from: &Source| {
            if name.len().is_multiple_of(2) { Ok(from.clone()) } else { Ok(Source::new("full.toml", FULL)) }
        };
        let outcome = read_from(&source, &[], &resolver);
        for diagnostic in &outcome.diagnostics {
            said(&render_plain(diagnostic, &source))?;
        }
        let Some(scenario) = outcome.scenario else { return Ok(false) };
        let flat = flatten(&source, &resolver).ok_or("it can be run, and cannot be written flat")?;
        let again = read(&Source::new("flat.toml", flat.as_str()), &[]);
        let again = again.scenario.ok_or_else(|| format!("it is wrong when it is written flat:\n{flat}"))?;
        let arms = |scenario: &Scenario| scenario.arms.iter().map(|arm| arm.experiment.clone()).collect::<Vec<_>>();
        if arms(&scenario) == arms(&again) {
            Ok(true)
        } else {
            Err("it means something else when it is written flat".to_owned())
        }
    };
    Reader { name: "scenario", thousandths: 250, sound, read: Box::new(read) }
}

/// A message about a scenario holds no control character; what else a terminal would obey, it makes visible itself.
fn said(message: &str) -> Result<(), String> {
    match message.chars().find(|letter| letter.is_control() && !"\n\t".contains(*letter)) {
        None => Ok(()),
        Some(letter) => Err(format!("its message holds the raw letter {letter:?}: {message}")),
    }
}

fn formulas() -> Reader {
    let sound = texts(&[
        "improvement",
        "2 * (synapse_count - 0.8) / bdnf^2",
        "improvement - 20 %",
        "improvement / dose_total",
        "-(-(ketamine_plasma * 2)) / 1 ng/mL",
        "(glutamate - 1) * (bdnf + 1) ^ 3 / 1e3",
        "weight / 1 kg",
    ]);
    let read = |bytes: &[u8]| {
        let formula: String = String::from_utf8_lossy(bytes).chars().map(|c| format!("\\U{:08X}", c as u32)).collect();
        let text = format!("{SMALL}[[output]]\nname = \"x\"\nexpr = \"{formula}\"\nunit = \"1\"\n");
        let source = Source::new("formula.toml", text);
        let outcome = read(&source, &[]);
        for diagnostic in &outcome.diagnostics {
            said(&render_plain(diagnostic, &source))?;
        }
        Ok(outcome.scenario.is_some())
    };
    Reader { name: "formula", thousandths: 100, sound, read: Box::new(read) }
}

fn observed() -> Reader {
    let sound = texts(&[
        "time [h],ketamine_plasma [ng/mL],sd [ng/mL]\n0.5,125,12\n1,118,12\n4,24,3\n",
        "time [h],improvement [%],se,arm\n1,30,2,one\n\"2\",\"31\",3,\"one\"\n",
        "\u{feff}time [d];improvement [%]\n0,5;30\n",
        "time [min],bdnf [1]\r\n10,1.1\r\n20,1.2\r\n",
    ]);
    let scenario = small();
    let read = move |bytes: &[u8]| {
        let Ok(text) = std::str::from_utf8(bytes) else { return Ok(false) };
        match read_observed(text, &scenario, None, None) {
            Ok(observed) if observed.points.iter().all(|point| point.time.is_finite() && point.value.is_finite()) => {
                Ok(true)
            }
            Ok(_) => Err("a value that is not finite was taken".to_owned()),
            Err(error) if error.line == 0 || error.line > text.lines().count().max(1) => {
                Err(format!("line {} is not there: {}", error.line, error.message))
            }
            Err(error) if error.message.is_empty() || error.help.is_empty() => Err("it does not say why".to_owned()),
            Err(_) => Ok(false),
        }
    };
    Reader { name: "table of measured values", thousandths: 120, sound, read: Box::new(read) }
}

fn subjects() -> Reader {
    let sound = texts(&[
        "weight [kg],ketamine_cl [L/h]\n70,80\n55,61.5\n",
        "subject,weight [lb],k_protein [1/h],expectancy\n1,154,0.05,0.5\n2,120,0.04,0\n",
        "\u{feff}\"weight\",\"formation_gain\"\r\n70,4\r\n",
    ]);
    let read = |bytes: &[u8]| {
        let Ok(text) = std::str::from_utf8(bytes) else { return Ok(false) };
        match read_subjects(text) {
            Ok(_) => Ok(true),
            Err(error) if error.line == 0 || error.line > text.lines().count().max(1) => {
                Err(format!("no such line: {error}"))
            }
            Err(error) if error.help().is_empty() => Err(format!("it does not say how to mend it: {error}")),
            Err(_) => Ok(false),
        }
    };
    Reader { name: "table of subjects", thousandths: 120, sound, read: Box::new(read) }
}

/// Words of the command line that the library understands.
fn words() -> Reader {
    let sound = texts(&[
        "parameters.k_protein=0.01..0.1:10",
        "arm.1.dose.1.amount=0.1..2 mg/kg:12log",
        "subject.weight=50kg..120kg:8",
        "parameters.k_protein=0.5x..2x:6",
        "arm.one.dose.1.amount=70mg",
        "subject.weight=+10%",
        "grid.times=[\"1 h\", \"2 h\"]",
        "k_protein=0.01..0.2",
        "stress=0..2",
        "0.5 mg/kg",
        "30 %",
    ]);
    let source = Source::new("small.toml", SMALL);
    let read = move |bytes: &[u8]| {
        let Ok(word) = std::str::from_utf8(bytes) else { return Ok(false) };
        let (_, _, _, _) = (read_amount(word), Unit::parse(word), read_percent(word), Slider::parse(word));
        if let Some(plane) = Axis::parse(word).ok().and_then(|axis| Plane::new(vec![axis]).ok()) {
            let values = plane.corners().into_iter().flat_map(|corner| plane.values(corner));
            if let Some(value) = values.into_iter().find(|value| !value.is_finite()) {
                return Err(format!("a sweep goes to {value}"));
            }
        }
        let Some(change) = Override::parse(word) else { return Ok(false) };
        let outcome = read(&source, &[change]);
        for diagnostic in &outcome.diagnostics {
            said(&render_plain(diagnostic, &source))?;
        }
        Ok(outcome.scenario.is_some())
    };
    Reader { name: "words of the command line", thousandths: 100, sound, read: Box::new(read) }
}

/// A figure of the small scenario as SVG, PNG and, where there is such a writer, PDF; each with what it carries.
pub(crate) fn drawn() -> Vec<(FileKind, Vec<u8>)> {
    use onset::chart::{Request, Style};
    use onset::figure::{Profile, TextMode, Theme, render_png_of_width, render_svg_with};
    let run = onset::run::run(vec![("small".to_owned(), small())], Vec::new(), &Options::default()).unwrap();
    let look =
        Style { profile: "slides-16x9".to_owned(), theme: "light".to_owned(), outlined: false, width: Some(300) };
    let request = Request::default();
    let figure = Record::new(&run, &request, &look, 0).into_figure(comparison(&run));
    let svg = render_svg_with(&figure, &Theme::light(), &Profile::slides_16x9(), TextMode::Live);
    let png = render_png_of_width(&svg, &figure, look.width).unwrap();
    let mut drawn = vec![(FileKind::Svg, svg.clone().into_bytes()), (FileKind::Png, png)];
    #[cfg(feature = "pdf")]
    drawn.push((FileKind::Pdf, onset::figure::render_pdf(&[svg], &figure, &Profile::slides_16x9()).unwrap()));
    drawn
}

/// How much a file is like the figure that is drawn now.
pub(crate) fn compared(kind: FileKind, file: &[u8], drawn: &[u8]) -> Likeness {
    likeness(kind, file, |_| Ok::<_, std::convert::Infallible>(drawn.to_vec())).unwrap()
}

/// Whole figures: finding what they carry, and comparing one with another. A PNG that asks for much memory ends this
/// process and not only the test, so that the program itself is given PNGs with a sound sum of their header.
fn figures() -> Reader {
    let drawn = drawn();
    let sound: Vec<Vec<u8>> = drawn.iter().map(|(_, bytes)| bytes.clone()).collect();
    let read = move |bytes: &[u8]| {
        let Some(kind) = FileKind::of(bytes) else { return Ok(false) };
        if let Some((_, original)) = drawn.iter().find(|(other, _)| *other == kind) {
            compared(kind, bytes, original);
        }
        Ok(carried(bytes).is_some_and(|words| Record::read(&words).is_some()))
    };
    Reader { name: "figure", thousandths: 50, sound, read: Box::new(read) }
}

/// What a figure carries: how it was drawn, and from what.
pub(crate) fn carried_words() -> Vec<Vec<u8>> {
    let part = SMALL.lines().count();
    let made = format!(
        "# program: onset 0.1.0\n# command: {{\"words\":[\"population\",\"{{0}}\",\"--number=4\",\"--vary=weight=15%\"],\
         \"figure\":\"figure\",\"scenarios\":[{{\"name\":\"small\",\"lines\":{part}}}]}}\n{SMALL}"
    );
    let mut words = vec![made.into_bytes()];
    words.extend(drawn().first().and_then(|(_, svg)| carried(svg)).map(String::into_bytes));
    assert_eq!(words.len(), 2);
    words
}

fn records() -> Reader {
    let read = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        let scenarios = match (CommandRecord::read(&text), Record::read(&text)) {
            (Some((_, scenarios)), _) => scenarios,
            (None, Some((record, scenarios))) => {
                let _ = (record.request(), record.method(), record.look.profile(), record.look.theme());
                scenarios
            }
            (None, None) => return Ok(false),
        };
        Ok(scenarios.into_iter().all(|(name, text)| read(&Source::new(name, text), &[]).scenario.is_some()))
    };
    Reader { name: "record in a figure", thousandths: 100, sound: carried_words(), read: Box::new(read) }
}

/// A population of the small scenario in which no subject was run yet.
fn population() -> Population {
    let scenario = small();
    let what = |name: &str| Covariate::by_name(name).unwrap();
    let varied = |name: &str| Varied { what: what(name), distribution: Distribution::default(), cv: 0.2 };
    let pair = Correlation { between: [what("weight"), what("ketamine_cl")], r: 0.5 };
    let layer = Layer::new(vec![varied("weight"), varied("ketamine_cl")], vec![pair]).unwrap();
    let study = Trial {
        cohorts: scenario.arms.iter().map(Cohort::from).collect(),
        subjects: Subjects::drawn(&layer, 1, "subjects"),
        times: scenario.times(),
        signals: population_signals(&scenario),
        options: Options { rtol: POPULATION_RTOL, ..Options::default() },
        is_together: true,
    };
    let variation = Variation { subjects: layer, uncertainty: Layer::default() };
    Population::new(("small".to_owned(), scenario), Vec::new(), variation, Origin::Seed(1), 4, study)
}

/// Adds a share to a population where it fits.
fn added(share: &ShareRecord, population: &mut Population) -> bool {
    let Ok(sound) = share.sound(population) else { return false };
    sound.add_to(population);
    true
}

/// Shares of a population, put together and written as `onset merge` does.
fn shares() -> Reader {
    let empty = population();
    let mut half = empty.clone();
    run::<()>(&empty.study, (1, 2), |first, outcomes| {
        (first..).zip(outcomes).for_each(|(number, outcomes)| half.add(number, outcomes));
        Ok(())
    })
    .unwrap();
    let words = ["population", "small.toml", "--number=4"].map(str::to_owned).to_vec();
    let share = ShareRecord::new(&half, Share::new(1, 2).unwrap(), words, true);
    let sound = vec![share.text().into_bytes()];
    let read = move |bytes: &[u8]| {
        let Some(record) = std::str::from_utf8(bytes).ok().and_then(ShareRecord::read) else { return Ok(false) };
        let mut population = empty.clone();
        if !added(&record, &mut population) {
            return Ok(false);
        }
        let tables = [bands_csv(&population), population_metrics_csv(&population), response_csv(&population)];
        let spread = onset::study::population::spread(&population);
        let words = [population_summary(&population), spread.alt_text.clone()];
        Ok(tables.iter().chain(&words).all(|text| !text.is_empty()))
    };
    Reader { name: "share of a population", thousandths: 60, sound, read: Box::new(read) }
}

fn manifests() -> Reader {
    let run = onset::run::run(vec![("small".to_owned(), small())], Vec::new(), &Options::default()).unwrap();
    let file = WrittenFile { name: "metrics.csv".to_owned(), sha256: fingerprint(b"x") };
    let sound = vec![
        Manifest::text(&run, std::slice::from_ref(&file)).into_bytes(),
        Manifest::plain("rivals", &[], &[file]).into_bytes(),
    ];
    let read = |bytes: &[u8]| Ok(std::str::from_utf8(bytes).is_ok_and(|text| Manifest::read(text).is_some()));
    Reader { name: "manifest", thousandths: 50, sound, read: Box::new(read) }
}

/// Journals of a sweep: what is taken up of one is shown as the points that it is of.
fn journals() -> Reader {
    let scenario = small();
    let plane = Plane::new(vec![Axis::parse("parameters.k_protein=0.01..0.1:3").unwrap()]).unwrap();
    let columns = columns(&scenario);
    let outcomes = vec![vec![Ok(vec![Some(1.5); columns.len()])]; 3];
    let options = Options::default();
    let sweep = Sweep::new(("small".to_owned(), scenario), Vec::new(), plane, options).unwrap();
    let mut text = points_header(&sweep.plane, &sweep.columns);
    for (point, outcomes) in outcomes.iter().enumerate() {
        push_point(&mut text, &sweep, point, outcomes);
    }
    let read = move |bytes: &[u8]| {
        let Ok(text) = std::str::from_utf8(bytes) else { return Ok(false) };
        let outcomes = read_points(&sweep, text);
        let taken = outcomes.len();
        let mut read = sweep.clone();
        read.outcomes = outcomes;
        if sweep_summary(&read, &[]).is_empty() {
            return Err("it has no summary".to_owned());
        }
        let is_finite = read.outcomes.iter().flatten().flatten().flatten().flatten().all(|value| value.is_finite());
        if is_finite { Ok(taken == 3) } else { Err("a value that is not finite was taken".to_owned()) }
    };
    Reader { name: "journal of a sweep", thousandths: 50, sound: vec![text.into_bytes()], read: Box::new(read) }
}

/// Whether random numbers differ from round to round, or every round would find the same.
#[test]
fn rounds_differ() {
    let draw = |_: usize, _: &mut (), random: &mut StdRng| (random.random::<[u8; 8]>().to_vec(), Judged::default());
    let seen = Mutex::new(std::collections::BTreeSet::new());
    share_out(
        &[("a", 50), ("b", 50)],
        || (),
        |reader, worker, random| {
            let (input, judged) = draw(reader, worker, random);
            assert!(seen.lock().unwrap().insert(input.clone()));
            (input, judged)
        },
    );
    assert_eq!(seen.lock().unwrap().len(), 100);
}
