//! What a scenario file means.

use std::collections::HashSet;
use std::sync::Arc;

use super::arm::{self, Arm, Shared};
use super::checked::Checked;
use super::cost::Cost;
use super::diagnostic::{Problem, Report, code};
use super::grid::{self, Grid};
use super::key;
use super::naming;
use super::output;
use super::overrides::Last;
use super::population;
use super::slider::{self, Slider};
use super::source::Source;
use super::time_scale::TimeScale;
use super::tree::Node;
use super::value;
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

    /// The output times, h: the times of the grid and every time at which something jumps in any arm, sorted, each once.
    pub fn times(&self) -> Vec<f64> {
        let events: Vec<f64> = self.arms.iter().flat_map(|arm| arm.experiment.regimen.edges(self.duration)).collect();
        self.grid.times(self.duration, &events)
    }
}

fn title(root: &Checked<'_>, report: &mut Report) -> Option<String> {
    let node = root.get("title")?;
    let text = node.text().and_then(|_| node.typed.text())?;
    let length = text.chars().count();
    let message = if let Some(letter) = text.chars().find(|letter| is_unseen(*letter)) {
        format!("the title holds {}, which cannot be seen", code_of(letter))
    } else if length > LONGEST_TITLE {
        format!("the title has {length} characters")
    } else {
        return Some(text.trim().to_owned()).filter(|title| !title.is_empty());
    };
    report.push(
        Problem::error(code::BAD_TEXT, node.place(), message)
            .label(format!("one line of {LONGEST_TITLE} characters at most")),
    );
    None
}

/// Panels that a slide has room for.
const MOST_PANELS: usize = 3;

fn show(root: &Checked<'_>, outputs: &[Derived], report: &mut Report) -> Vec<String> {
    let Some(node) = root.get("show") else { return Vec::new() };
    // An output that could not be read has been reported, and is no unknown name.
    let of_file = root.items("output").iter().filter_map(|item| item.get("name")?.text());
    let own = outputs.iter().map(|output| output.name.as_str()).chain(of_file);
    let mut names: Vec<&str> = key::signals().into_iter().chain(own).collect();
    let known: HashSet<&str> = names.iter().copied().collect();
    // A message lists only the first names; a file may hold any number of unreadable ones.
    names.truncate(key::signals().len() + 2 * output::MOST);
    let unknown = node.list().iter().filter_map(|item| Some((item.text()?, item.place())));
    for (word, place) in unknown.filter(|(word, _)| !known.contains(word)) {
        if report.is_full() {
            break;
        }
        report.keep(value::choice(&key::SIGNAL, word, place, &names));
    }
    let keys: Vec<String> = node.list().iter().filter_map(Checked::text).map(str::to_owned).collect();
    if keys.len() > MOST_PANELS {
        let message = format!("{} quantities to show", keys.len());
        report.push(
            Problem::error(code::TOO_MANY, node.place(), message)
                .label(format!("a slide has room for {MOST_PANELS}"))
                .help("the tables hold every quantity, whatever the figure shows"),
        );
    }
    keys
}

fn time_scale(root: &Checked<'_>) -> TimeScale {
    let named = root.get("time_axis").and_then(Checked::text);
    TimeScale::ALL.into_iter().find(|scale| named == Some(scale.name())).unwrap_or_default()
}

fn format(root: &Checked<'_>, report: &mut Report) {
    let Some(node) = root.get("format") else { return };
    let Some(format) = node.whole() else { return };
    if format != FORMAT {
        report.push(
            Problem::error(code::FORMAT, node.place(), format!("format {format} is not one that this version reads"))
                .label(format!("expected {FORMAT}"))
                .help(if format > FORMAT {
                    "the file may be for a later version of the program"
                } else {
                    "write format = 1"
                }),
        );
    }
}

fn duplicate_names(root: &Checked<'_>, report: &mut Report) {
    let mut seen: HashSet<&str> = HashSet::new();
    for node in root.items("arm").iter().filter_map(|arm| arm.get("name")) {
        let Some(name) = node.text() else { continue };
        if report.is_full() {
            break;
        }
        if !seen.insert(name) {
            report.push(
                Problem::error(code::TWICE, node.place(), format!("two arms are called \"{name}\""))
                    .label("named before")
                    .help("give each arm a name of its own; tables and figures tell them apart by it"),
            );
        }
    }
}

/// Lowers a checked tree. The scenario is worth running only if the report has no error after this.
pub(super) fn lower(root: &Checked<'_>, last: &[Last], source: &Source, report: &mut Report) -> Option<Scenario> {
    format(root, report);
    duplicate_names(root, report);
    let title = title(root, report);
    let duration_node = root.get("duration");
    // Without a duration no dose or switch can be beyond the end; the other problems are still found.
    let duration = duration_node.and_then(Checked::value);
    let grid = grid::lower(root, duration, report);
    let shared = Shared {
        root,
        duration: duration.unwrap_or(key::LONGEST),
        duration_text: duration_node.and_then(|node| node.typed.text()).map_or("8 weeks", str::trim),
        last,
    };
    let tables = root.items("arm");
    if let Some(beyond) = tables.get(MOST_ARMS) {
        report.push(
            Problem::error(code::TOO_MANY, beyond.place(), format!("the scenario has {} arms", tables.len()))
                .label(format!("more than {MOST_ARMS}"))
                .help(limits::ARMS.mend),
        );
    }
    let names = naming::names(root.typed.get("arm").map_or(&[], Node::items));
    let mut cost = Cost::default();
    let mut arms: Vec<Arm> = Vec::new();
    let named = tables.iter().zip(&names).take(MOST_ARMS);
    for (table, name) in named.filter(|(item, _)| item.is_table()) {
        let arm = arm::lower(table, arms.len(), name, &shared, report);
        let is_too_much = cost.add(&arm, table.typed, report);
        arms.push(arm);
        if is_too_much || report.is_full() {
            break;
        }
    }
    if let Some(duration) = duration {
        cost.check(root.typed, &grid, duration, &arms, report);
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

/// Why these scenarios cannot be run together though each of them can: what is too much, and how to mend it.
pub fn too_much_together<'a>(scenarios: impl IntoIterator<Item = &'a Scenario>) -> Option<(String, &'static str)> {
    let scenarios: Vec<&Scenario> = scenarios.into_iter().collect();
    let arms = || scenarios.iter().flat_map(|scenario| &scenario.arms);
    let sum = |count: fn(&Arm) -> usize| arms().map(count).sum::<usize>();
    let doses = sum(|arm| arm.experiment.regimen.doses.len());
    let changes = sum(|arm| arm.experiment.regimen.switches.len() + arm.experiment.regimen.events.len());
    let all = arms().count();
    let mut times: Vec<f64> = scenarios.iter().flat_map(|scenario| scenario.times()).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    let asked = [
        (limits::ARMS, all),
        (limits::ALL_DOSES, doses),
        (limits::CHANGES, changes),
        (limits::ROWS, times.len() * all),
    ];
    let (limit, number) = asked.into_iter().find(|(limit, number)| !limit.allows(*number))?;
    Some((format!("these scenarios have {number} {}: more than {}", limit.what, limit.most), limit.mend))
}
