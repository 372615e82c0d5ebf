//! The document in any language: headings, equations and tables as data.

use super::formula::{Formula, declared};
use super::schedule::{Given, Times};
use super::script::{Struck, struck};
use super::study::Study;
use crate::model::{self, OBSERVABLES, SETTINGS, STATES};
use crate::quantity::{Kind, Quantity, shortest};
use crate::regimen::Change;
use crate::scalar::{Expression, shapes};
use crate::simulate::{Derived, IMPROVEMENT, LEAST_SYMPTOMS, improvement_equation};
use crate::words::texts::DISCLAIMER;

/// The left-hand side of an equation.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Left {
    /// The derivative of a state.
    Rate(&'static Quantity),
    /// A value.
    Value(&'static Quantity),
    /// A shape of the domain.
    Shape(Formula),
}

/// One equation, to be set or written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// What it defines.
    pub(super) left: Left,
    /// Its right-hand side.
    pub(super) right: Expression,
}

/// What stands in a place of a table.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// Words.
    Text(String),
    /// A name that files use.
    Key(String),
    /// The symbol of a quantity.
    Symbol(&'static str),
    /// A number.
    Number(f64),
    /// A unit.
    Unit(&'static str),
}

/// A piece of a document.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Block {
    /// Of a part.
    Heading(String),
    /// Of a mechanism.
    Subheading(String),
    /// Words.
    Paragraph(String),
    /// Equations below each other.
    Equations(Vec<Line>),
    /// Titles of the columns, and rows.
    Table(Vec<&'static str>, Vec<Vec<Cell>>),
}

/// A document.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Document {
    /// Its title.
    pub(super) title: String,
    /// What it is for, below the title.
    pub(super) subtitle: String,
    /// Its pieces, in order.
    pub(super) blocks: Vec<Block>,
}

impl Document {
    /// Everything about an arm.
    pub(super) fn new(study: &Study) -> Self {
        let mut blocks = vec![Block::Paragraph(DISCLAIMER.to_owned())];
        blocks.push(Block::Paragraph(facts(study)));
        treatment(study, &mut blocks);
        equations(&mut blocks);
        outputs(study, &mut blocks);
        states(study, &mut blocks);
        parameters(study, &mut blocks);
        Self { title: study.title.clone(), subtitle: format!("{}: {}", study.arm, study.description), blocks }
    }
}

/// A number to read: with six digits where it has many more.
fn number(value: f64) -> Cell {
    Cell::Number(readable(value))
}

fn readable(value: f64) -> f64 {
    const MOST: usize = 9;
    if shortest(value).len() <= MOST { value } else { format!("{value:.5e}").parse().unwrap_or(value) }
}

fn facts(study: &Study) -> String {
    let presets = match study.presets.as_slice() {
        [] => String::new(),
        presets => format!(" Presets: {}.", presets.join(", ")),
    };
    format!(
        "Body weight {} kg, followed for {} h.{presets} Time is in hours. Before treatment, at time 0, the model rests.",
        shortest(study.weight),
        shortest(study.duration())
    )
}

/// Moments in words.
fn moments(times: &Times) -> String {
    match times {
        Times::Listed(times) => times.iter().map(|time| shortest(*time)).collect::<Vec<_>>().join(", "),
        Times::Every { first, every, count } => {
            format!("every {} from {}, {count} times", shortest(*every), shortest(*first))
        }
    }
}

fn treatment(study: &Study, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading("What is given".to_owned()));
    let struck = struck(study);
    if study.given.is_empty() && study.experiment.regimen.switches.is_empty() && struck.is_empty() {
        blocks.push(Block::Paragraph("No drug, and nothing is changed.".to_owned()));
    }
    if !study.given.is_empty() {
        let row = |given: &Given| {
            vec![
                Cell::Key(given.into.to_owned()),
                number(given.amount),
                number(given.over),
                Cell::Text(moments(&given.at)),
            ]
        };
        let head = vec!["into", "amount (mg)", "over (h)", "at (h)"];
        blocks.push(Block::Table(head, study.given.iter().map(row).collect()));
    }
    let switches = &study.experiment.regimen.switches;
    if !switches.is_empty() {
        let row = |switch: &crate::regimen::Switch| {
            let quantity = &SETTINGS[switch.setting.0];
            let value = switch.change.apply(study.experiment.settings[switch.setting.0]);
            let how = match switch.change {
                Change::Set(_) => "set".to_owned(),
                Change::Scale(factor) => format!("times {}", shortest(factor)),
            };
            vec![
                Cell::Key(quantity.key.to_owned()),
                number(value),
                Cell::Text(how),
                number(switch.at),
                switch.until.map_or(Cell::Text("the end".to_owned()), number),
            ]
        };
        let head = vec!["parameter", "value", "how", "from (h)", "to (h)"];
        blocks.push(Block::Table(head, switches.iter().map(row).collect()));
    }
    if !struck.is_empty() {
        let row = |one: &Struck| {
            let how = match one.factor {
                Some(factor) => format!("times {}", shortest(factor)),
                None => format!("at most {}, its value at rest", shortest(readable(one.rest))),
            };
            vec![Cell::Key(one.key.to_owned()), Cell::Text(how), number(one.at)]
        };
        blocks.push(Block::Table(vec!["state", "becomes", "at (h)"], struck.iter().map(row).collect()));
    }
}

fn equations(blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading("Equations".to_owned()));
    let mut group = "";
    let mut lines: Vec<Line> = Vec::new();
    for equation in model::equations() {
        let Some(quantity) = declared(equation.key) else { continue };
        if quantity.group != group {
            if !lines.is_empty() {
                blocks.push(Block::Equations(std::mem::take(&mut lines)));
            }
            group = quantity.group;
            blocks.push(Block::Subheading(group.to_owned()));
        }
        let left = if equation.is_derivative { Left::Rate(quantity) } else { Left::Value(quantity) };
        lines.push(Line { left, right: equation.expression });
    }
    blocks.push(Block::Equations(lines));
    blocks.push(Block::Subheading("Improvement".to_owned()));
    blocks.push(Block::Paragraph(format!(
        "{} It is undefined where the value at time 0, called baseline, is below {}.",
        IMPROVEMENT.description,
        shortest(LEAST_SYMPTOMS)
    )));
    let value = improvement_equation();
    blocks.push(Block::Equations(vec![Line { left: Left::Value(&IMPROVEMENT), right: value }]));
    blocks.push(Block::Subheading("Shapes".to_owned()));
    let shape = |shape: &crate::scalar::Shape| Line {
        left: Left::Shape(Formula::Call(
            shape.name,
            None,
            shape.arguments.iter().map(|argument| Formula::Symbol(argument)).collect(),
        )),
        right: shape.body,
    };
    blocks.push(Block::Equations(shapes().iter().map(shape).collect()));
}

/// What the scenario computes from the model's quantities.
fn outputs(study: &Study, blocks: &mut Vec<Block>) {
    if study.outputs.is_empty() {
        return;
    }
    blocks.push(Block::Subheading("Computed by the scenario".to_owned()));
    let row = |output: &Derived| {
        let scale = if output.scale == 1.0 { String::new() } else { format!("{} * ", shortest(output.scale)) };
        let formula = output.expression.text();
        let formula = if scale.is_empty() { formula } else { format!("{scale}({formula})") };
        vec![Cell::Key(output.name.clone()), Cell::Key(formula), Cell::Text(output.unit.clone())]
    };
    blocks.push(Block::Table(vec!["name", "formula", "unit"], study.outputs.iter().map(row).collect()));
}

fn states(study: &Study, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading("States".to_owned()));
    let rest = study.rest();
    let row = |(quantity, rest): (&'static Quantity, &f64)| {
        vec![
            Cell::Symbol(quantity.symbol),
            Cell::Key(quantity.key.to_owned()),
            Cell::Text(quantity.description.to_owned()),
            number(*rest),
            Cell::Unit(quantity.unit),
        ]
    };
    let head = vec!["symbol", "name", "meaning", "at rest", "unit"];
    blocks.push(Block::Table(head, STATES.iter().zip(&rest).map(row).collect()));
    blocks.push(Block::Heading("Observables".to_owned()));
    let row = |quantity: &'static Quantity| {
        vec![
            Cell::Symbol(quantity.symbol),
            Cell::Key(quantity.key.to_owned()),
            Cell::Text(quantity.description.to_owned()),
            Cell::Unit(quantity.unit),
        ]
    };
    blocks.push(Block::Table(vec!["symbol", "name", "meaning", "unit"], OBSERVABLES.iter().map(row).collect()));
}

fn parameters(study: &Study, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading("Parameters".to_owned()));
    blocks.push(Block::Paragraph(
        "The values of this arm, with the bounds for a 70 kg adult. Basis: literature, a published figure; tuned, chosen \
         so that the model meets published findings; assumed, plausible without a figure behind it; switch, an \
         experiment; definition, physics."
            .to_owned(),
    ));
    let values = &study.experiment.settings;
    let row = |(quantity, value): (&'static Quantity, &f64)| {
        let bounds = match quantity.kind {
            Kind::Parameter => format!("{} to {}", shortest(quantity.low), shortest(quantity.high)),
            kind => kind.name().to_owned(),
        };
        vec![
            Cell::Symbol(quantity.symbol),
            Cell::Key(quantity.key.to_owned()),
            number(*value),
            Cell::Unit(quantity.unit),
            Cell::Text(bounds),
            Cell::Text(quantity.basis.name().to_owned()),
            Cell::Text(match quantity.source {
                "-" => quantity.description.to_owned(),
                source => format!("{} Source: {source}.", quantity.description),
            }),
        ]
    };
    let head = vec!["symbol", "name", "value", "unit", "bounds", "basis", "meaning and source"];
    blocks.push(Block::Table(head, SETTINGS.iter().zip(values).map(row).collect()));
}
