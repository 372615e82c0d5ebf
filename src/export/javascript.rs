//! JavaScript: one module without imports that holds the model, the arms and a solver.

use std::fmt::Write as _;
use std::sync::LazyLock;

use super::escape::{comment, json};
use super::formula::declared;
use super::schedule::{Given, Times};
use super::script::{Struck, safe, struck};
use super::study::Study;
use crate::model::{self, BEGIN_WITH_TREATMENT, OBSERVABLES, SETTINGS, STATES};
use crate::quantity::{Quantity, Setting, State, shortest};
use crate::regimen::{Change, Drug, Route};
use crate::scalar::{Expression, Node, Notation, OwnedExpression, shapes};
use crate::scenario::{Link, Row, preset};
use crate::simulate::{IMPROVEMENT, IMPROVES, LEAST_SYMPTOMS, improvement};
use crate::solver::{Flow, Stage, tableau};
use crate::words::texts::DISCLAIMER;

/// How the equations are run; it knows no quantity by name.
const RUNTIME: &str = include_str!("runtime.js");

/// Writes the trajectory of every arm where the module is run by Node.
const MAIN: &str = include_str!("main.js");

/// A script that Node runs: the module, and the writing of a table.
pub fn script(studies: &[Study]) -> String {
    let title = studies.first().map_or("", |study| study.title.as_str());
    format!(
        "// {}\n// {DISCLAIMER}\n//\n// Save as model.mjs; `node model.mjs trajectory.csv` runs it and writes a table.\n\n{}\n{MAIN}",
        comment(title),
        module(studies)
    )
}

/// The module alone, for a page to embed.
pub fn module(studies: &[Study]) -> String {
    let mut text = String::new();
    tables(&mut text);
    stages(&mut text);
    arms(&mut text, studies);
    format!("{text}\n{RUNTIME}")
}

/// Places have names: `v[state]`, `p[parameter]`.
struct JavaScript;

impl Notation for JavaScript {
    fn symbol(&self, key: &'static str) -> String {
        if declared(key).is_none() {
            return key.to_owned();
        }
        let list = if SETTINGS.iter().any(|setting| setting.key == key) { "p" } else { "v" };
        format!("{list}[{}]", name(key))
    }

    fn power(&self, base: &str, exponent: &str) -> String {
        format!("power({base}, {exponent})")
    }

    fn ramp(&self, argument: &str) -> String {
        format!("ramp({argument})")
    }
}

/// Words that a constant cannot be called.
const TAKEN: &[&str] = &[
    "power",
    "sqrt",
    "ramp",
    "occupancy",
    "hill",
    "fold",
    "surplus",
    "every",
    "rates",
    "rest",
    "observe",
    "solve",
    "sample",
    "weights",
    "inverse",
    "place",
    "states",
    "settings",
    "observables",
    "stages",
    "presets",
    "links",
    "drugs",
    "arms",
    "columns",
    "improvement",
    "tableau",
    "recurring",
    "stretches",
    "v",
    "p",
    "f",
    "K",
    "in",
    "of",
    "new",
    "var",
    "let",
    "do",
    "if",
    "for",
    "else",
    "case",
    "this",
    "class",
    "const",
    "return",
    "delete",
    "function",
    "default",
    "switch",
    "void",
    "while",
    "with",
    "yield",
    "await",
    "static",
    "enum",
    "export",
    "import",
    "super",
    "throw",
    "try",
    "catch",
    "typeof",
    "instanceof",
    "null",
    "true",
    "false",
    "eval",
    "arguments",
];

fn name(key: &str) -> String {
    safe(key, TAKEN)
}

fn written(expression: Expression) -> String {
    expression.written(&JavaScript)
}

/// The declaration of a quantity as an object.
fn entry(quantity: &Quantity, more: &str) -> String {
    format!(
        "{{ key: {}, symbol: {}, unit: {}{more}, group: {}, description: {} }}",
        json(quantity.key),
        json(quantity.symbol),
        json(quantity.unit),
        json(quantity.group),
        json(quantity.description)
    )
}

fn tables(text: &mut String) {
    let _ = writeln!(text, "export const disclaimer = {};", json(DISCLAIMER));
    let _ = writeln!(text, "export const version = {};", json(env!("CARGO_PKG_VERSION")));
    let list = |text: &mut String, name: &str, entries: Vec<String>| {
        let _ = writeln!(text, "\nexport const {name} = [");
        for entry in entries {
            let _ = writeln!(text, "  {entry},");
        }
        text.push_str("];\n");
    };
    let bound = |value: f64| if value.is_finite() { shortest(value) } else { "Infinity".to_owned() };
    let typical = |quantity: &Quantity| entry(quantity, &format!(", typical: {}", shortest(quantity.default)));
    let state = |quantity: &Quantity| {
        let domain = format!(", low: {}, high: {}", bound(quantity.low), bound(quantity.high));
        entry(quantity, &format!(", typical: {}{domain}", shortest(quantity.default)))
    };
    list(text, "states", STATES.iter().map(state).collect());
    list(text, "observables", OBSERVABLES.iter().map(typical).collect());
    let setting = |(i, quantity): (usize, &Quantity)| {
        let more = format!(
            ", value: {}, low: {}, high: {}, weightPower: {}, kind: {}, basis: {}, source: {}",
            shortest(quantity.default),
            bound(quantity.low),
            bound(quantity.high),
            shortest(model::weight_exponent(Setting(i))),
            json(quantity.kind.name()),
            json(quantity.basis.name()),
            json(quantity.source)
        );
        entry(quantity, &more)
    };
    list(text, "settings", SETTINGS.iter().enumerate().map(setting).collect());
    let _ = writeln!(text, "\nexport const referenceWeight = {};", shortest(model::REFERENCE_WEIGHT));
    let begins: Vec<String> = BEGIN_WITH_TREATMENT.iter().map(|setting| json(SETTINGS[setting.0].key)).collect();
    let _ = writeln!(text, "// 0 before treatment, that is before time 0.");
    let _ = writeln!(text, "export const beginWithTreatment = [{}];", begins.join(", "));

    let pairs = |set: &[(&str, f64)]| {
        let pairs: Vec<String> =
            set.iter().map(|(key, value)| format!("{}: {}", json(key), shortest(*value))).collect();
        if pairs.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", pairs.join(", ")) }
    };
    let presets = preset::PRESETS.iter().map(|preset| {
        let timed: Vec<String> = preset
            .timed
            .iter()
            .map(|timed| {
                let [value, at, until] = [timed.value, timed.at, timed.until].map(shortest);
                format!("{{ key: {}, set: {value}, at: {at}, until: {until} }}", json(timed.key))
            })
            .collect();
        format!(
            "{{ key: {}, kind: {}, set: {}, switches: [{}], drug: {}, description: {} }}",
            json(preset.key),
            json(preset.kind.name()),
            pairs(preset.set),
            timed.join(", "),
            json(preset.drug),
            json(preset.description)
        )
    });
    list(text, "presets", presets.collect());
    let links = Link::ALL.map(|link| {
        let (key, value) = link.cut();
        format!(
            "{{ key: {}, set: {}, description: {} }}",
            json(link.name()),
            pairs(&[(key, value)]),
            json(link.description())
        )
    });
    list(text, "links", links.to_vec());
    let drugs = Drug::ALL.iter().flat_map(|drug| {
        Route::ALL.iter().filter_map(|route| {
            let state = STATES[drug.compartment(*route)?.0].key;
            let input = drug.input(*route).map_or("null".to_owned(), |input| json(SETTINGS[input.0].key));
            let [drug, name, words] = [drug.name(), route.name(), route.description()].map(json);
            Some(format!(
                "{{ drug: {drug}, route: {name}, description: {words}, bolus: {}, infusion: {input} }}",
                json(state)
            ))
        })
    });
    text.push_str("\n// Where a dose by each route goes: a bolus into a state, an infusion into an input.");
    list(text, "drugs", drugs.collect());

    let tableau = tableau();
    let row =
        |values: &[f64]| format!("[{}]", values.iter().map(|value| shortest(*value)).collect::<Vec<_>>().join(", "));
    let _ = writeln!(
        text,
        "\n// The Radau IIA method.\nconst tableau = {{\n  nodes: {},\n  matrix: [",
        row(&tableau.nodes)
    );
    for values in &tableau.matrix {
        let _ = writeln!(text, "    {},", row(values));
    }
    let _ = writeln!(
        text,
        "  ],\n  left: {},\n  defectWeight: {},\n  defectWithin: {},\n}};",
        row(&tableau.left),
        shortest(tableau.defect_weight),
        shortest(tableau.defect_within)
    );
}

/// Places as names, `per_line` of them a line.
fn places(text: &mut String, comment: &str, keys: impl Iterator<Item = &'static str>) {
    let _ = writeln!(text, "\n// {comment}");
    let names: Vec<String> = keys.enumerate().map(|(i, key)| format!("{} = {i}", name(key))).collect();
    let _ = writeln!(text, "const {};", names.join(",\n  "));
}

fn stages(text: &mut String) {
    places(
        text,
        "Places in v: states, then observables.",
        STATES.iter().chain(OBSERVABLES).map(|quantity| quantity.key),
    );
    places(text, "Places in p: the settings.", SETTINGS.iter().map(|quantity| quantity.key));
    text.push_str("const place = new Map([...states, ...observables].map(({ key }, i) => [key, i]).concat(settings.map(({ key }, i) => [key, i])));\n");
    text.push('\n');
    for shape in shapes() {
        let arguments = shape.arguments.join(", ");
        let _ = writeln!(text, "const {} = ({arguments}) => {};", shape.name, written(shape.body));
    }
    text.push_str(
        "\n// The model: each stage reads only what stands before it. A state follows y' = inflow - loss * y.\n",
    );
    text.push_str("export const stages = [\n");
    let state = |state: State| name(STATES[state.0].key);
    let turnover = |text: &mut String, at, inflow: &str, loss| {
        let _ = writeln!(
            text,
            "  {{ state: {}, loss: p => {},\n    inflow: (v, p) => {inflow} }},",
            state(at),
            written(loss)
        );
    };
    for stage in model::stages() {
        match *stage {
            Stage::Turnover(at, Flow { inflow, loss }) => turnover(text, at, &written(inflow), loss),
            Stage::Follow(at, rate, target) => {
                let inflow: Node<OwnedExpression> = Node::Mul(rate.into(), target.into());
                turnover(text, at, &inflow.written(&JavaScript), rate);
            }
            Stage::Decay(at, loss) => {
                let _ = writeln!(text, "  {{ state: {}, loss: p => {}, inflow: () => 0 }},", state(at), written(loss));
            }
            Stage::Exchange([a, b], inflow, loss, gain) => {
                let both = |pair: [Expression; 2]| pair.map(written).join(", ");
                let _ = writeln!(
                    text,
                    "  // y0' = inflow - loss0 * y0 + gain0 * y1, y1' = gain1 * y0 - loss1 * y1\n  {{ states: [{}, {}], loss: p => [{}],\n    gain: p => [{}],\n    inflow: (v, p) => {} }},",
                    state(a),
                    state(b),
                    both(loss),
                    both(gain),
                    written(inflow)
                );
            }
            Stage::Pair([a, b], flows) => {
                let _ = writeln!(text, "  // f: inflow and loss of the first, inflow and loss of the second");
                let _ = writeln!(text, "  {{ states: [{}, {}], flows: (v, p, f) => {{", state(a), state(b));
                for (i, part) in flows.iter().flat_map(|flow| [flow.inflow, flow.loss]).enumerate() {
                    let _ = writeln!(text, "      f[{i}] = {};", written(part));
                }
                text.push_str("    } },\n");
            }
            Stage::Observe(at, value) => {
                let key = name(OBSERVABLES[at.0].key);
                let _ = writeln!(text, "  {{ observable: {key}, value: (v, p) => {} }},", written(value));
            }
        }
    }
    text.push_str("];\n");
    let of = JavaScript.symbol(OBSERVABLES[IMPROVES.0].key);
    static FALL: LazyLock<Expression> =
        LazyLock::new(|| improvement(Expression::symbol("baseline"), Expression::symbol("now")));
    let fall = written(*FALL);
    let _ = writeln!(
        text,
        "\nexport const improvement = {{ ...{},\n  least: {}, of: v => {of}, fall: (baseline, now) => {fall} }};",
        entry(&IMPROVEMENT, ""),
        shortest(LEAST_SYMPTOMS)
    );
    text.push_str("export const columns = [...states, ...observables, improvement];\n");
}

/// How lists of times are written short.
const HELPERS: &str = "
const even = (count, end) => Array.from({ length: count }, (_, i) => end * (i / Math.max(1, count - 1)));
const geometric = (count, start, end) => even(count, 1).map(share => start * (end / start) ** share);
const every = (interval, count, first = 0) => Array.from({ length: count }, (_, i) => first + i * interval);
";

fn times(times: &Times) -> String {
    match times {
        Times::Listed(times) => {
            format!("[{}]", times.iter().map(|time| shortest(*time)).collect::<Vec<_>>().join(", "))
        }
        Times::Every { first: 0.0, every, count } => format!("every({}, {count})", shortest(*every)),
        Times::Every { first, every, count } => format!("every({}, {count}, {})", shortest(*every), shortest(*first)),
    }
}

fn arms(text: &mut String, studies: &[Study]) {
    text.push_str(HELPERS);
    text.push_str("\n// What is followed: times in h, amounts in mg, parameters as for a 70 kg adult.\n");
    text.push_str("export const arms = [\n");
    for study in studies {
        let set: Vec<String> =
            study.set.iter().map(|(key, value)| format!("{}: {}", json(key), shortest(*value))).collect();
        let set = if set.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", set.join(", ")) };
        let presets: Vec<String> = study.presets.iter().map(|preset| json(preset)).collect();
        let _ = writeln!(
            text,
            "  {{\n    name: {}, description: {},\n    weight: {}, duration: {}, presets: [{}],\n    set: {set},\n    doses: [",
            json(&study.arm),
            json(&study.description),
            shortest(study.weight),
            shortest(study.duration()),
            presets.join(", ")
        );
        for Given { drug, route, into, amount, over, at } in &study.given {
            let [amount, over] = [*amount, *over].map(shortest);
            let _ = writeln!(
                text,
                "      {{ into: {}, amount: {amount}, over: {over}, drug: {}, route: {}, at: {} }},",
                json(into),
                json(drug.name()),
                json(route.name()),
                times(at)
            );
        }
        text.push_str("    ],\n    switches: [\n");
        for switch in &study.experiment.regimen.switches {
            let change = match switch.change {
                // As for a 70 kg adult, like all else here.
                Change::Set(value) => {
                    format!("set: {}", shortest(value / model::for_weight(switch.setting, 1.0, study.weight)))
                }
                Change::Scale(factor) => format!("scale: {}", shortest(factor)),
            };
            let until = switch.until.map_or("null".to_owned(), shortest);
            let key = json(SETTINGS[switch.setting.0].key);
            let _ = writeln!(text, "      {{ key: {key}, {change}, at: {}, until: {until} }},", shortest(switch.at));
        }
        text.push_str("    ],\n    events: [\n");
        for Struck { key, at, factor, .. } in struck(study) {
            let effect = factor.map_or("loseGain: true".to_owned(), |factor| format!("scale: {}", shortest(factor)));
            let _ = writeln!(text, "      {{ state: {}, {effect}, at: {} }},", json(key), shortest(at));
        }
        let rows: Vec<String> = study.grid.rows(study.duration()).iter().map(grid_row).collect();
        let _ = writeln!(text, "    ],\n    grid: [{}],\n  }},", rows.join(", "));
    }
    text.push_str("];\n");
}

fn grid_row(row: &Row) -> String {
    match row {
        Row::Even(points, end) => format!("...even({points}, {})", shortest(*end)),
        Row::Geometric(points, start, end) => {
            format!("...geometric({points}, {}, {})", shortest(*start), shortest(*end))
        }
        Row::Listed(times) => times.iter().map(|time| shortest(*time)).collect::<Vec<_>>().join(", "),
    }
}
