//! What a scenario file means.

use std::collections::HashSet;
use std::sync::Arc;

use super::arm::{self, Arm, Shared};
use super::check;
use super::cost::Cost;
use super::diagnostic::{Problem, Report, code};
use super::grid::{self, Grid};
use super::key::{FILE, Shape};
use super::naming;
use super::output;
use super::overrides::Last;
use super::population;
use super::slider::{self, Slider};
use super::source::Source;
use super::tree::{Node, Value};
use crate::limits;
use crate::quantity::{code_of, is_unseen};
use crate::simulate::Derived;
use crate::variability::Variation;

/// The format of scenario files that this version reads.
pub const FORMAT: u32 = 1;

/// Most arms of a scenario; a figure cannot tell more apart.
pub const MOST_ARMS: usize = limits::ARMS.most;

/// Longest title, in characters.
pub const LONGEST_TITLE: usize = 200;

/// How figures draw time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TimeScale {
    /// Hours beside weeks.
    #[default]
    Log,
    /// Every hour as long as any other.
    Linear,
}

impl TimeScale {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Log, Self::Linear];

    /// The name that files use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Linear => "linear",
        }
    }
}

/// What a scenario file means: values, ready to be run.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// What it shows; the names of the arms where the file has no title.
    pub title: String,
    /// How long every arm is followed, h.
    pub duration: f64,
    /// Output times.
    pub grid: Grid,
    /// The treatments, in the order of the file; at least one.
    pub arms: Vec<Arm>,
    /// Quantities computed from others.
    pub outputs: Vec<Derived>,
    /// Signals and outputs that the comparison figure shows, by key; empty for the usual.
    pub show: Vec<String>,
    /// How its figures draw time.
    pub time_scale: TimeScale,
    /// How subjects differ, where the file says so.
    pub population: Option<Variation>,
    /// Parameters to move on an interactive page.
    pub sliders: Vec<Slider>,
    /// The text of the file.
    pub text: String,
    /// What the file builds on, the nearest first; empty where it stands alone.
    pub bases: Vec<Arc<Source>>,
    /// The file with all that it builds on, as one text; empty where it stands alone.
    pub flat: String,
}

impl Scenario {
    /// A text that means the same and needs no other file.
    pub fn standalone(&self) -> &str {
        if self.bases.is_empty() { &self.text } else { &self.flat }
    }

    /// The output times, h: those of the grid and every time at which something jumps in any arm, sorted, each once.
    pub fn times(&self) -> Vec<f64> {
        let events: Vec<f64> = self.arms.iter().flat_map(|arm| arm.experiment.regimen.edges(self.duration)).collect();
        self.grid.times(self.duration, &events)
    }
}

fn title(root: &Node, report: &mut Report) -> Option<String> {
    let node = root.get("title")?;
    let text = node.text()?;
    let length = text.chars().count();
    let message = if let Some(letter) = text.chars().find(|letter| is_unseen(*letter)) {
        format!("the title holds {}, which cannot be seen", code_of(letter))
    } else if length > LONGEST_TITLE {
        format!("the title has {length} characters")
    } else {
        return Some(text.trim().to_owned()).filter(|title| !title.is_empty());
    };
    report.push(
        Problem::error(code::BAD_TEXT, &node.place, message)
            .label(format!("one line of {LONGEST_TITLE} characters at most")),
    );
    None
}

/// Panels that a slide has room for.
const MOST_PANELS: usize = 3;

fn show(root: &Node, outputs: &[Derived], report: &mut Report) -> Vec<String> {
    let (Some(key), Some(node)) = (FILE.key("show"), root.get("show")) else { return Vec::new() };
    // An output that could not be read has its message already, and is no unknown name.
    let of_file = root.get("output").map_or(&[][..], Node::items).iter().filter_map(|item| item.get("name")?.text());
    let own = outputs.iter().map(|output| output.name.as_str()).chain(of_file.map(str::trim));
    let mut names: Vec<&str> = super::key::signals().into_iter().chain(own).collect();
    let known: HashSet<&str> = names.iter().copied().collect();
    // A message lists those that can be shown; a file may hold any number that cannot.
    names.truncate(super::key::signals().len() + 2 * output::MOST);
    let unknown = node.items().iter().filter_map(|item| Some((item.text()?.trim(), &item.place)));
    for (word, place) in unknown.filter(|(word, _)| !known.contains(word)) {
        if report.is_full() {
            break;
        }
        report.keep(check::choice(key, word, place, &names));
    }
    let keys: Vec<String> = node.items().iter().filter_map(Node::text).map(|key| key.trim().to_owned()).collect();
    if keys.len() > MOST_PANELS {
        let message = format!("{} quantities to show", keys.len());
        report.push(
            Problem::error(code::TOO_MANY, &node.place, message)
                .label(format!("a slide has room for {MOST_PANELS}"))
                .help("the tables hold every quantity, whatever the figure shows"),
        );
    }
    keys
}

fn time_scale(root: &Node) -> TimeScale {
    let named = root.get("time_axis").and_then(Node::text);
    TimeScale::ALL.into_iter().find(|scale| named == Some(scale.name())).unwrap_or_default()
}

fn format(root: &Node, report: &mut Report) {
    let (Some(key), Some(node)) = (FILE.key("format"), root.get("format")) else { return };
    let Ok(format) = check::whole(key, node, 0, u32::MAX) else { return };
    if format != FORMAT {
        report.push(
            Problem::error(code::FORMAT, &node.place, format!("format {format} is not one that this version reads"))
                .label(format!("expected {FORMAT}"))
                .help(if format > FORMAT {
                    "the file may be for a later version of the program"
                } else {
                    "write format = 1"
                }),
        );
    }
}

fn duplicate_names(root: &Node, report: &mut Report) {
    let mut seen: HashSet<&str> = HashSet::new();
    for node in root.get("arm").map_or(&[][..], Node::items).iter().filter_map(|arm| arm.get("name")) {
        let Some(name) = node.text().map(str::trim) else { continue };
        if report.is_full() {
            break;
        }
        if !seen.insert(name) {
            report.push(
                Problem::error(code::TWICE, &node.place, format!("two arms are called \"{name}\""))
                    .label("named before")
                    .help("give each arm a name of its own; tables and figures tell them apart by it"),
            );
        }
    }
}

/// Lowers a checked tree. The scenario is worth running only if the report has no error after this.
pub(super) fn lower(root: &Node, last: &[Last], source: &Source, report: &mut Report) -> Option<Scenario> {
    format(root, report);
    duplicate_names(root, report);
    let title = title(root, report);
    let key = FILE.key("duration")?;
    let Shape::Quantity(range) = &key.shape else { return None };
    let duration_node = root.get("duration");
    // Without a duration no dose or switch can be beyond the end, and all else can still be looked at.
    let duration = duration_node.and_then(|node| check::quantity(key, node, range).ok()).map(|amount| amount.value);
    let grid = grid::lower(root, duration, report);
    let shared = Shared {
        root,
        duration: duration.unwrap_or(super::key::LONGEST),
        duration_text: duration_node.and_then(Node::text).map_or("8 weeks", str::trim),
        last,
    };
    let tables = root.get("arm").map_or(&[][..], Node::items);
    if let Some(beyond) = tables.get(MOST_ARMS) {
        report.push(
            Problem::error(code::TOO_MANY, &beyond.place, format!("the scenario has {} arms", tables.len()))
                .label(format!("more than {MOST_ARMS}"))
                .help(limits::ARMS.mend),
        );
    }
    let names = naming::names(tables);
    let mut cost = Cost::default();
    let mut arms: Vec<Arm> = Vec::new();
    let named = tables.iter().zip(&names).take(MOST_ARMS);
    for (table, name) in named.filter(|(item, _)| matches!(item.value, Value::Table(_))) {
        let arm = arm::lower(table, arms.len(), name, &shared, report);
        let is_too_much = cost.add(&arm, table, report);
        arms.push(arm);
        if is_too_much || report.is_full() {
            break;
        }
    }
    if let Some(duration) = duration {
        cost.check(root, &grid, duration, &arms, report);
    }
    let outputs = output::lower(root, report);
    let names: Vec<&str> = arms.iter().map(|arm| arm.name.as_str()).collect();
    let population = population::lower(root, report);
    let title = title.unwrap_or_else(|| names.join(" against "));
    let sliders = slider::lower(root, &arms, report);
    duration.map(|duration| Scenario {
        title,
        duration,
        grid,
        arms,
        show: show(root, &outputs, report),
        outputs,
        time_scale: time_scale(root),
        population,
        sliders,
        text: source.text.clone(),
        bases: Vec::new(),
        flat: String::new(),
    })
}
