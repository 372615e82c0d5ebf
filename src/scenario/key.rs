//! The one table of every key of every table of a scenario file.
//!
//! Owns: names, shapes, descriptions and examples of the keys. The check of a file and its JSON Schema both read it.
//! Must not know: what a scenario does with a value.

use super::preset::{self, PresetKind};
use super::time_scale::TimeScale;
use crate::limits;
use crate::model::{HEAVIEST, LIGHTEST, SETTINGS, STATES};
use crate::quantity::{Dimension, Kind};
use crate::regimen::{Drug, Route};
use crate::simulate::Signal;
use crate::variability::{Covariate, Distribution};

/// A table of a scenario file.
#[derive(Debug)]
pub struct Table {
    /// As messages call it: `the file`, `[subject]`, `[[arm.dose]]`.
    pub name: &'static str,
    /// One sentence for a student.
    pub description: &'static str,
    /// Its keys, in the order in which they are best written.
    pub keys: &'static [Key],
}

/// One key of a table.
#[derive(Debug)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// What its value looks like.
    pub shape: Shape,
    /// Whether it must be there.
    pub required: bool,
    /// Whether a file that builds on another may leave it to that one all the same.
    pub inherited: bool,
    /// One sentence for a student.
    pub description: &'static str,
    /// A value, as TOML; empty for tables.
    pub example: &'static str,
    /// Words that people write when they mean this key.
    pub mistaken: &'static [&'static str],
}

/// What a value looks like.
#[derive(Debug)]
pub enum Shape {
    /// A text for people.
    Text,
    /// One of a few words.
    Choice(Choice),
    /// A list of such words.
    Choices(Choice),
    /// A whole number.
    Whole {
        /// The least allowed.
        low: u32,
        /// The greatest allowed.
        high: u32,
    },
    /// A text with a number and a unit.
    Quantity(Range),
    /// One such text or a list of them.
    Quantities(Range),
    /// Parameters of the model by key, each a number in its own unit or a text with a unit.
    Parameters,
    /// A value of the parameter that the same table names: a number in its own unit or a text with a unit.
    Value,
    /// Parameters of the model by key, each a plain number that the parameter is multiplied by.
    Factors,
    /// A text with a number and a percent sign.
    Percent,
    /// A plain number.
    Number {
        /// The least allowed.
        low: f64,
        /// The greatest allowed.
        high: f64,
    },
    /// States of the model by key, each a plain number that the state is multiplied by.
    StateFactors,
    /// A table.
    Table(&'static Table),
    /// Several tables with the same header.
    Tables(&'static Table),
    /// A list of quantities: signals of the model, or outputs of the file.
    Signals,
    /// A name that a later version gives a meaning.
    Reserved,
}

/// A few words to choose from.
#[derive(Debug, Clone, Copy)]
pub struct Choice {
    /// The words.
    pub names: fn() -> Vec<&'static str>,
    /// What messages call one of them.
    pub noun: &'static str,
    /// What a word that is none of them was probably meant to be, beside one that is spelt like it.
    pub mistaken: fn(&str) -> Option<Mistaken>,
    /// The command that lists the words, where they are too many for a message.
    pub listed_by: Option<&'static str>,
}

/// A word that has a meaning elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistaken {
    /// What the word is not.
    pub noun: &'static str,
    /// What to write instead, where that is known.
    pub help: Option<String>,
}

impl Mistaken {
    /// A word that is known nowhere.
    pub(super) const fn as_a(noun: &'static str) -> Self {
        Self { noun, help: None }
    }

    fn of(noun: &'static str, help: String) -> Self {
        Self { noun, help: Some(help) }
    }
}

const fn choice(names: fn() -> Vec<&'static str>, noun: &'static str) -> Choice {
    Choice { names, noun, mistaken: |_| None, listed_by: None }
}

const SUBJECT_PRESET: Choice = Choice {
    mistaken: |word| {
        let key = preset::find(word).filter(|preset| preset.kind != PresetKind::Subject)?.key;
        Some(Mistaken::of("preset of a subject", format!("\"{key}\" belongs to an arm: presets = [\"{key}\"]")))
    },
    ..choice(subjects, "preset")
};

const ARM_PRESET: Choice = Choice {
    mistaken: |word| {
        let key = preset::find(word).filter(|preset| preset.kind == PresetKind::Subject)?.key;
        let help = format!("\"{key}\" belongs to the subject: [subject] preset = \"{key}\"");
        Some(Mistaken::of("preset of an arm", help))
    },
    ..choice(presets, "preset")
};

const DRUG: Choice = Choice {
    mistaken: |word| {
        let preset = preset::find(word)?;
        let PresetKind::Drug(drug) = preset.kind else { return None };
        let drug = drug.name();
        Some(Mistaken::of(
            "drug",
            format!(
                "write drug = \"{drug}\" and, above it in the [[arm]], presets = [\"{}\"]; one arm has one set of pharmacokinetics, so another such drug needs an arm of its own",
                preset.key
            ),
        ))
    },
    ..choice(drugs, "drug")
};

/// Words that people use for a route, with the word that files use.
const ROUTE_WORDS: &[(&str, &str)] = &[
    ("intravenous", "iv"),
    ("infusion", "iv"),
    ("bolus", "iv"),
    ("intramuscular", "im"),
    ("subcutaneous", "sc"),
    ("intranasal", "nasal"),
    ("in", "nasal"),
    ("nose", "nasal"),
    ("sl", "sublingual"),
    ("po", "oral"),
    ("mouth", "oral"),
    ("by mouth", "oral"),
    ("tablet", "oral"),
];

const ROUTE: Choice = Choice {
    mistaken: |word| {
        let (_, meant) = ROUTE_WORDS.iter().find(|(said, _)| *said == word)?;
        Some(Mistaken::of("route", format!("write route = \"{meant}\"")))
    },
    ..choice(routes, "route")
};

const PARAMETER: Choice = Choice { listed_by: Some("onset parameters"), ..choice(parameters, "parameter") };
const VARYING: Choice = Choice { listed_by: Some("onset parameters"), ..choice(varying, "parameter") };

/// What the figure can show: these, and the outputs of the file.
pub(super) const SIGNAL: Choice = choice(signals, "quantity");

/// What a quantity may be.
#[derive(Debug, Clone, Copy)]
pub struct Range {
    /// What a student calls it.
    pub what: &'static str,
    /// Units to write it in, the usual ones first.
    pub units: &'static [&'static str],
    /// The kinds of quantity allowed.
    pub dimensions: &'static [Dimension],
    /// The least allowed value, in base units (mg, h, kg).
    pub low: f64,
    /// The greatest allowed value, in base units.
    pub high: f64,
    /// The bounds as messages print them.
    pub words: &'static str,
}

/// Longest time that a scenario may last, h: 2600 weeks, about 50 years.
pub const LONGEST: f64 = 2600.0 * 168.0;

/// Shortest stretch of time that a file can name, h: 1 s.
pub const SHORTEST: f64 = 1.0 / 3600.0;

/// Most output times of a grid.
pub const MOST_POINTS: u32 = limits::POINTS.most as u32;

const TIME_UNITS: &[&str] = &["s", "min", "h", "d", "wk", "hours", "days", "weeks", "minutes", "seconds"];
const MOMENT: Range = Range {
    what: "a time",
    units: TIME_UNITS,
    dimensions: &[Dimension::TIME],
    low: 0.0,
    high: LONGEST,
    words: "from 0 h to 2600 wk",
};
const SPAN: Range = Range {
    what: "a time",
    units: TIME_UNITS,
    dimensions: &[Dimension::TIME],
    low: SHORTEST,
    high: LONGEST,
    words: "from 1 s to 2600 wk",
};
const AMOUNT: Range = Range {
    what: "an amount of drug",
    units: &["mg", "ug", "g", "mg/kg", "ug/kg"],
    dimensions: &[Dimension::MASS, Dimension::MASS_PER_BODY_MASS],
    low: 1e-9,
    high: 1e6,
    words: "from 1 pg to 1 kg",
};
const WEIGHT: Range = Range {
    what: "a body weight",
    units: &["kg", "lb"],
    dimensions: &[Dimension::BODY_MASS],
    low: LIGHTEST,
    high: HEAVIEST,
    words: "from 20 kg to 300 kg",
};

/// Colours that an arm can have in figures, by the names of their palette.
pub const COLOURS: [&str; 9] = ["orange", "sky", "green", "yellow", "blue", "vermillion", "purple", "black", "grey"];

/// The table of the whole file.
pub static FILE: Table = Table {
    name: "the file",
    description: "A scenario: the subject, the doses of each arm, how long it runs, and what is changed in the model.",
    keys: &[
        Key {
            required: true,
            mistaken: &["version"],
            ..key("format", Shape::Whole { low: 0, high: u32::MAX }, "Version of this file format; always 1.", "1")
        },
        Key {
            mistaken: &["name", "heading"],
            ..key("title", Shape::Text, "What the scenario shows, for headings.", "\"Ketamine against an SSRI\"")
        },
        Key {
            mistaken: &["base", "extend", "include", "inherits"],
            ..key(
                "extends",
                Shape::Text,
                "A scenario that this one builds on: a name that `onset list` shows, or a file in the folder of the scenario or below, by its path from the folder of this file. The keys of this file take the place of the same keys there; arms of the same name are joined.",
                "\"single-infusion\"",
            )
        },
        Key {
            required: true,
            inherited: true,
            mistaken: &["length", "time", "until", "end"],
            ..key("duration", Shape::Quantity(SPAN), "How long every arm is followed, from time 0.", "\"8 weeks\"")
        },
        Key {
            mistaken: &["figure", "plot", "quantities"],
            ..key(
                "show",
                Shape::Signals,
                "What the comparison figure shows, from top to bottom; without it, the improvement of symptoms.",
                "[\"dissociation_index\", \"improvement\"]",
            )
        },
        key(
            "time_axis",
            Shape::Choice(choice(time_axes, "time_axis")),
            "How figures draw time: log for hours beside weeks, linear for repeated doses.",
            "\"log\"",
        ),
        Key { mistaken: &["output_times"], ..key("grid", Shape::Table(&GRID), "Output times.", "") },
        Key {
            mistaken: &["patient", "person"],
            ..key("subject", Shape::Table(&SUBJECT), "The subject that is treated, in every arm.", "")
        },
        Key {
            mistaken: &["parameter", "params", "model"],
            ..key("parameters", Shape::Parameters, "Parameters of the model, in every arm.", "")
        },
        Key {
            required: true,
            inherited: true,
            mistaken: &["arms", "group", "treatment"],
            ..key("arm", Shape::Tables(&ARM), "One treatment that is followed; several are compared.", "")
        },
        Key {
            mistaken: &["subjects", "cohort", "variability"],
            ..key("population", Shape::Table(&POPULATION), "How subjects differ from each other.", "")
        },
        key("observed", Shape::Reserved, "Measured data to draw beside the curves.", ""),
        Key {
            mistaken: &["sliders", "range"],
            ..key("slider", Shape::Tables(&SLIDER), "A parameter to move on an interactive page.", "")
        },
        Key {
            mistaken: &["outputs", "derived", "compute", "formula"],
            ..key("output", Shape::Tables(&OUTPUT), "Quantities computed from others.", "")
        },
    ],
};

/// The table of the output times.
pub static GRID: Table = Table {
    name: "[grid]",
    description: "Output times, evenly spaced or each by itself; without it, 500 that cover hours and weeks alike. The time of every dose and switch is always added.",
    keys: &[
        Key {
            mistaken: &["n", "number", "count"],
            ..key(
                "points",
                Shape::Whole { low: 2, high: MOST_POINTS },
                "How many, evenly spaced over the duration.",
                "500",
            )
        },
        Key {
            mistaken: &["step", "interval", "dt"],
            ..key("every", Shape::Quantity(SPAN), "From one to the next.", "\"1 h\"")
        },
        Key { mistaken: &["at"], ..key("times", Shape::Quantities(MOMENT), "Each by itself.", "[\"1 h\", \"1 d\"]") },
    ],
};

/// The table of a computed quantity.
pub static OUTPUT: Table = Table {
    name: "[[output]]",
    description: "A quantity computed from others: a column of the tables, two metrics, and something to show.",
    keys: &[
        Key {
            required: true,
            mistaken: &["key", "id", "title"],
            ..key("name", Shape::Text, "Its name: letters, digits and _.", "\"relief_per_mg\"")
        },
        Key {
            required: true,
            mistaken: &["expression", "formula", "value", "equation"],
            ..key(
                "expr",
                Shape::Text,
                "The formula: + - * / ^ and parentheses over states, observables, parameters, improvement, dose_total (mg given so far) and numbers.",
                "\"improvement / dose_total\"",
            )
        },
        Key {
            required: true,
            mistaken: &["units"],
            ..key("unit", Shape::Text, "The unit it is wanted in; \"1\" for a plain number.", "\"%/mg\"")
        },
    ],
};

/// The table of the subject.
pub static SUBJECT: Table = Table {
    name: "[subject]",
    description: "The subject that is treated.",
    keys: &[
        Key {
            mistaken: &["mass", "body_weight", "bodyweight"],
            ..key(
                "weight",
                Shape::Quantity(WEIGHT),
                "Body weight; clearances, volumes and doses per kg follow it.",
                "\"70 kg\"",
            )
        },
        Key {
            mistaken: &["presets", "state", "condition"],
            ..key("preset", Shape::Choice(SUBJECT_PRESET), "Healthy or chronically stressed.", "\"stressed\"")
        },
    ],
};

/// The table of an arm.
pub static ARM: Table = Table {
    name: "[[arm]]",
    description: "One treatment that is followed.",
    keys: &[
        Key {
            mistaken: &["title", "label", "id"],
            ..key("name", Shape::Text, "Its name in figures and tables; without it, its doses name it.", "\"ketamine\"")
        },
        Key {
            mistaken: &["color", "hue"],
            ..key(
                "colour",
                Shape::Choice(choice(colours, "colour")),
                "The colour of its curve in figures; without it, its drug decides.",
                "\"purple\"",
            )
        },
        Key {
            mistaken: &["preset"],
            ..key(
                "presets",
                Shape::Choices(ARM_PRESET),
                "Ready-made changes of the model, applied in order.",
                "[\"val66met\"]",
            )
        },
        Key {
            mistaken: &["patient", "person"],
            ..key(
                "subject",
                Shape::Table(&ARM_SUBJECT),
                "The subject of this arm, where it differs from the others.",
                "",
            )
        },
        Key {
            mistaken: &["parameter", "params"],
            ..key("parameters", Shape::Parameters, "Parameters of the model, in this arm only.", "")
        },
        Key {
            mistaken: &["doses", "drug", "treatment"],
            ..key("dose", Shape::Tables(&DOSE), "A dose, once or repeated.", "")
        },
        Key {
            mistaken: &["switches", "change"],
            ..key("switch", Shape::Tables(&SWITCH), "A change of parameters for a while.", "")
        },
        key("role", Shape::Reserved, "Whether the arm is the drug or the control.", ""),
        Key {
            mistaken: &["events", "lesion"],
            ..key("event", Shape::Tables(&EVENT), "A state of the model changed at once.", "")
        },
    ],
};

/// The table of the subject of one arm.
pub static ARM_SUBJECT: Table =
    Table { name: "[arm.subject]", description: "The subject of this arm.", keys: SUBJECT.keys };

/// The table of a dose.
pub static DOSE: Table = Table {
    name: "[[arm.dose]]",
    description: "A dose, once or repeated.",
    keys: &[
        Key {
            required: true,
            mistaken: &["name", "substance", "medication"],
            ..key("drug", Shape::Choice(DRUG), "What is given.", "\"ketamine\"")
        },
        Key {
            required: true,
            mistaken: &["dose", "mg", "quantity"],
            ..key("amount", Shape::Quantity(AMOUNT), "How much, in all or per body weight.", "\"0.5 mg/kg\"")
        },
        Key {
            required: true,
            mistaken: &["way", "by"],
            ..key("route", Shape::Choice(ROUTE), "How it is given; an SSRI is oral.", "\"iv\"")
        },
        Key {
            mistaken: &["time", "times", "start", "from", "when"],
            ..key("at", Shape::Quantities(MOMENT), "When, one time or a list; 0 where it is absent.", "\"0 h\"")
        },
        Key {
            mistaken: &["duration", "length", "infusion", "for"],
            ..key(
                "over",
                Shape::Quantity(SPAN),
                "How long it runs in, into a vein only; a bolus where it is absent.",
                "\"40 min\"",
            )
        },
        Key {
            mistaken: &["interval", "repeat", "frequency"],
            ..key("every", Shape::Quantity(SPAN), "From one round of `at` to the next; with count or until.", "\"2 d\"")
        },
        Key {
            mistaken: &["times", "n", "number", "repeats"],
            ..key("count", Shape::Whole { low: 1, high: 1_000_000_000 }, "How many rounds.", "6")
        },
        Key {
            mistaken: &["end", "stop", "to"],
            ..key("until", Shape::Quantity(SPAN), "No round begins at or after this time.", "\"8 weeks\"")
        },
        Key {
            mistaken: &["delay"],
            ..key("lag", Shape::Quantity(MOMENT), "How much later than written it takes effect.", "\"10 min\"")
        },
    ],
};

/// The table of a switch.
pub static SWITCH: Table = Table {
    name: "[[arm.switch]]",
    description: "A change of parameters for a while: an antagonist, the end of stress, surgery.",
    keys: &[
        Key {
            mistaken: &["time", "start", "from", "when"],
            ..key("at", Shape::Quantity(MOMENT), "When it begins; 0 where it is absent.", "\"0 h\"")
        },
        Key {
            mistaken: &["end", "stop", "to"],
            ..key("until", Shape::Quantity(SPAN), "When it ends; never where it is absent.", "\"6 h\"")
        },
        Key {
            mistaken: &["parameters", "value"],
            ..key("set", Shape::Parameters, "Parameters with the values they take.", "{ ampa_block = 0.9 }")
        },
        Key {
            mistaken: &["multiply", "factor", "times"],
            ..key(
                "scale",
                Shape::Factors,
                "Parameters with the factors they are multiplied by.",
                "{ turnover_scale = 0.9 }",
            )
        },
    ],
};

/// The table of a population.
pub static POPULATION: Table = Table {
    name: "[population]",
    description: "How subjects differ from each other, for `onset population`.",
    keys: &[
        VARY_KEY,
        CORRELATE_KEY,
        Key {
            mistaken: &["uncertain"],
            ..key(
                "uncertainty",
                Shape::Table(&UNCERTAINTY),
                "What is not known about the typical subject; kept apart from how subjects differ.",
                "",
            )
        },
    ],
};

/// The table of what is not known about the typical subject.
pub static UNCERTAINTY: Table = Table {
    name: "[population.uncertainty]",
    description: "What is not known about the typical subject.",
    keys: &[VARY_KEY, CORRELATE_KEY],
};

const VARY_KEY: Key = Key {
    mistaken: &["varies", "varied", "parameters"],
    ..key(
        "vary",
        Shape::Tables(&VARY),
        "What varies and by how much, such as vary = [{ name = \"weight\", cv = \"15 %\" }].",
        "",
    )
};

const CORRELATE_KEY: Key = Key {
    mistaken: &["correlation", "correlations"],
    ..key(
        "correlate",
        Shape::Tables(&CORRELATE),
        "What goes together, such as correlate = [{ between = [\"ketamine_cl\", \"ketamine_v1\"], r = 0.5 }].",
        "",
    )
};

/// The table of one thing that varies.
pub static VARY: Table = Table {
    name: "[[population.vary]]",
    description: "One thing that varies.",
    keys: &[
        Key {
            required: true,
            mistaken: &["parameter", "key"],
            ..key("name", Shape::Choice(VARYING), "The parameter, or weight.", "\"ketamine_cl\"")
        },
        Key {
            mistaken: &["shape", "form", "kind"],
            ..key(
                "distribution",
                Shape::Choice(choice(distributions, "distribution")),
                "The form of its spread; log-normal where it is absent.",
                "\"log-normal\"",
            )
        },
        Key {
            required: true,
            mistaken: &["sd", "variability", "variation", "omega"],
            ..key(
                "cv",
                Shape::Percent,
                "Coefficient of variation: the standard deviation in percent of the typical value.",
                "\"30 %\"",
            )
        },
    ],
};

/// The table of two things that go together.
pub static CORRELATE: Table = Table {
    name: "[[population.correlate]]",
    description: "Two things that go together.",
    keys: &[
        Key {
            required: true,
            mistaken: &["names", "pair", "parameters"],
            ..key("between", Shape::Choices(VARYING), "The two.", "[\"ketamine_cl\", \"ketamine_v1\"]")
        },
        Key {
            required: true,
            mistaken: &["rho", "correlation", "value"],
            ..key(
                "r",
                Shape::Number { low: -1.0, high: 1.0 },
                "The correlation of the normal deviations behind both, between -1 and 1.",
                "0.5",
            )
        },
    ],
};

/// The table of an event.
pub static EVENT: Table = Table {
    name: "[[arm.event]]",
    description: "A state of the model changed at once: spines erased, a level lowered.",
    keys: &[
        Key {
            required: true,
            mistaken: &["time", "start", "from", "when"],
            ..key("at", Shape::Quantity(MOMENT), "When it happens, before any dose at that time.", "\"2 d\"")
        },
        Key {
            mistaken: &["scale", "multiply", "factor", "states"],
            ..key(
                "scale_state",
                Shape::StateFactors,
                "States with the factors, from 0 to 100, that they are multiplied by.",
                "{ nascent_synapses = 0.0 }",
            )
        },
        Key {
            mistaken: &["lose", "erase", "reset"],
            ..key(
                "lose_gain",
                Shape::Choices(choice(states, "state")),
                "States that lose what they have gained since before time 0.",
                "[\"nascent_synapses\"]",
            )
        },
    ],
};

/// The table of a slider.
pub static SLIDER: Table = Table {
    name: "[[slider]]",
    description: "A parameter to move on an interactive page.",
    keys: &[
        Key {
            required: true,
            mistaken: &["parameter", "key"],
            ..key("name", Shape::Choice(PARAMETER), "Which parameter.", "\"k_protein\"")
        },
        Key {
            mistaken: &["low", "min", "least"],
            ..key("from", Shape::Value, "Its least value; a usual one where it is absent.", "0.01")
        },
        Key {
            mistaken: &["high", "max", "most"],
            ..key("to", Shape::Value, "Its greatest value; a usual one where it is absent.", "0.2")
        },
    ],
};

/// Every table of a file, to look a key up in all of them.
pub static TABLES: [&Table; 13] = [
    &FILE,
    &GRID,
    &OUTPUT,
    &SUBJECT,
    &ARM,
    &DOSE,
    &SWITCH,
    &EVENT,
    &POPULATION,
    &UNCERTAINTY,
    &VARY,
    &CORRELATE,
    &SLIDER,
];

/// The key that names the base.
pub(super) const EXTENDS: &str = "extends";

/// The table that a key belongs to, if it is a key of one.
pub(super) fn home(key: &str) -> Option<&'static str> {
    TABLES.iter().find(|table| table.key(key).is_some()).map(|table| table.name)
}

const fn key(name: &'static str, shape: Shape, description: &'static str, example: &'static str) -> Key {
    Key { name, shape, required: false, inherited: false, description, example, mistaken: &[] }
}

fn drugs() -> Vec<&'static str> {
    Drug::ALL.iter().map(|drug| drug.name()).collect()
}

fn routes() -> Vec<&'static str> {
    Route::ALL.iter().map(|route| route.name()).collect()
}

fn subjects() -> Vec<&'static str> {
    preset::subjects().map(|preset| preset.key).collect()
}

pub(super) fn parameters() -> Vec<&'static str> {
    let settings = SETTINGS.iter().filter(|setting| setting.kind == Kind::Parameter);
    settings.map(|setting| setting.key).collect()
}

fn time_axes() -> Vec<&'static str> {
    TimeScale::ALL.map(TimeScale::name).to_vec()
}

pub(super) fn signals() -> Vec<&'static str> {
    Signal::all().map(|signal| signal.quantity().key).collect()
}

fn varying() -> Vec<&'static str> {
    std::iter::once(Covariate::WEIGHT).chain(parameters()).collect()
}

fn distributions() -> Vec<&'static str> {
    Distribution::ALL.map(Distribution::name).to_vec()
}

fn states() -> Vec<&'static str> {
    STATES.iter().map(|state| state.key).collect()
}

fn colours() -> Vec<&'static str> {
    COLOURS.to_vec()
}

fn presets() -> Vec<&'static str> {
    preset::of_arms().map(|preset| preset.key).collect()
}

impl Key {
    /// Whether it must be there in a file that builds on another, or in one that does not.
    pub const fn is_required(&self, builds_on_another: bool) -> bool {
        self.required && !(builds_on_another && self.inherited)
    }
}

impl Table {
    /// Whether the tables of this kind have names.
    pub fn has_names(&self) -> bool {
        self.key("name").is_some()
    }

    /// The key with this name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::super::diagnostic::Report;
    use super::super::{Source, check, syntax};
    use super::*;

    #[test]
    fn the_table_is_sound() {
        for table in TABLES {
            for (i, key) in table.keys.iter().enumerate() {
                let place = format!("{} {}", table.name, key.name);
                assert!(table.keys.iter().skip(i + 1).all(|other| other.name != key.name), "{place} twice");
                assert!(key.description.ends_with('.'), "{place}: a sentence ends with a point");
                assert!(key.mistaken.iter().all(|word| table.key(word).is_none()), "{place}: mistaken for a key");
                let has_value = !matches!(key.shape, Shape::Table(_) | Shape::Tables(_) | Shape::Reserved)
                    && key.name != "parameters";
                assert_eq!(has_value, !key.example.is_empty(), "{place}: the example");
            }
        }
    }

    #[test]
    fn every_example_is_what_its_key_asks_for() {
        for table in TABLES {
            for key in table.keys.iter().filter(|key| !key.example.is_empty()) {
                let mut report = Report::default();
                let text = format!("{} = {}\n", key.name, key.example);
                let parsed = syntax::parse(&Source::new("example", text), 0, &mut report);
                check::table(&parsed.root, table, false, &mut report);
                assert_eq!(report.finish(&[], &[]), [], "{} {}", table.name, key.name);
            }
        }
    }
}
