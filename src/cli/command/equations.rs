//! `onset equations`: the equations in the languages of others.

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::cli::failure::Failure;
use crate::cli::load;
use crate::cli::names::quoted;
use crate::cli::options::Changes;
use crate::cli::terminal::Terminal;
use onset::explain::difference;
use onset::export::{Format, Study};
use onset::quantity::nearest;
use onset::scenario::preset::{self, PRESETS, Preset};
use onset::scenario::{Arm, Scenario};

#[derive(Debug, Args)]
pub(in crate::cli) struct EquationsOptions {
    /// A scenario file or a name that `onset list` shows; without it, default values and no drug.
    #[arg(value_name = "FILE or NAME")]
    scenario: Option<String>,
    /// The arm, where the scenario has several: its name, or its number from 1.
    #[arg(long, value_name = "ARM", requires = "scenario")]
    arm: Option<String>,
    /// The language.
    #[arg(long, value_name = "FORMAT", value_parser = formats(), default_value = "text")]
    format: Format,
    /// Print what this preset changes, and the equations that read it, as text.
    #[arg(long, value_name = "PRESET", value_parser = presets(), conflicts_with_all = ["scenario", "format", "set", "without"])]
    diff: Option<&'static Preset>,
    #[command(flatten)]
    changes: Changes,
}

fn presets() -> impl TypedValueParser<Value = &'static Preset> {
    let names = PRESETS.iter().map(|preset| PossibleValue::new(preset.key));
    PossibleValuesParser::new(names).try_map(|name| preset::find(&name).ok_or("no such preset"))
}

fn formats() -> impl TypedValueParser<Value = Format> {
    let names = Format::ALL.map(|format| PossibleValue::new(format.name()).help(format.description()));
    PossibleValuesParser::new(names).try_map(|name| Format::find(&name).ok_or("no such format"))
}

/// Prints the equations for an arm of a scenario, or with default values where there is no scenario.
pub(in crate::cli) fn equations(options: &EquationsOptions, terminal: &Terminal) -> Result<(), Failure> {
    let EquationsOptions { scenario, arm, format, diff, changes } = options;
    if let Some(preset) = diff {
        return terminal.data(&difference(preset));
    }
    let study = match scenario {
        Some(word) => {
            let (_, scenario) = load::scenario(word, changes, terminal)?;
            let arm = chosen(word, &scenario, arm.as_deref())?;
            let outputs: Vec<&str> = scenario.outputs.iter().map(|output| output.name.as_str()).collect();
            if !outputs.is_empty() && !format.is_document() {
                terminal.note(&format!(
                    "{} left out: what the scenario computes from the model stands in text, latex, markdown and html",
                    outputs.join(", ")
                ));
            }
            Study::new(&scenario, arm)
        }
        None if changes.set.is_empty() && changes.without.is_empty() => Study::untreated(),
        None => {
            return Err(Failure::Usage {
                message: "--set and --without change a scenario, and none is named".to_owned(),
                help: "name one, such as: onset equations single-infusion --set parameters.k_protein=2x".to_owned(),
            });
        }
    };
    terminal.data(&format.print(&study))
}

/// The arm that is meant: the one that is named, or the only one.
fn chosen<'a>(word: &str, scenario: &'a Scenario, name: Option<&str>) -> Result<&'a Arm, Failure> {
    let names: Vec<&str> = scenario.arms.iter().map(|arm| arm.name.as_str()).collect();
    let all = || names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
    match (name, scenario.arms.as_slice()) {
        (None, [only]) => Ok(only),
        (None, _) => Err(Failure::Usage {
            message: format!("{word} has {} arms, and equations are for one", names.len()),
            help: format!("say which with --arm: {}", all()),
        }),
        (Some(name), arms) => named(arms, name).ok_or_else(|| Failure::Usage {
            message: format!("{word} has no arm called \"{name}\""),
            help: nearest(name, names.iter().copied())
                .map_or_else(|| format!("its arms are {}", all()), |near| format!("did you mean {}?", quoted(near))),
        }),
    }
}

/// The arm with this name or, counted from 1, this number.
fn named<'a>(arms: &'a [Arm], name: &str) -> Option<&'a Arm> {
    let place = || name.parse::<usize>().ok()?.checked_sub(1);
    arms.iter().find(|arm| arm.name == name).or_else(|| arms.get(place()?))
}
