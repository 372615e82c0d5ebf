//! From `[population]` to what varies between subjects and what is not known about the typical one.
//!
//! Owns: which message belongs to which place. Must not know: how subjects are drawn.

use super::check;
use super::diagnostic::{Problem, Report, code};
use super::key::{CORRELATE, Shape, VARY};
use super::tree::{Node, Place};
use crate::variability::{Correlation, Covariate, Distribution, Layer, Variation, VariationError, Varied};
use crate::words::Advice as _;

/// A variability above this is asked about.
const LARGE: f64 = 1.5;

/// From the table of a file; `None` where the file has none.
pub(super) fn lower(root: &Node, report: &mut Report) -> Option<Variation> {
    let table = root.get("population")?;
    let subjects = layer(table, report);
    let uncertainty = table.get("uncertainty").map(|inner| layer(inner, report)).unwrap_or_default();
    Some(Variation { subjects, uncertainty })
}

fn layer(table: &Node, report: &mut Report) -> Layer {
    let items = |key: &str| table.get(key).map_or(&[][..], Node::items);
    let varied: Vec<Varied> = items("vary").iter().filter_map(|item| vary(item, report)).collect();
    let correlations: Vec<Correlation> =
        items("correlate").iter().filter_map(|item| correlation(item, report)).collect();
    match Layer::new(varied, correlations) {
        Ok(layer) => layer,
        Err(error) => {
            let place = place(table, &error);
            let named = match error {
                VariationError::Twice(_) | VariationError::PairTwice(_) => code::TWICE,
                _ => code::BAD_POPULATION,
            };
            report.push(Problem::error(named, place, error.to_string()).label("as it stands here").help(error.help()));
            Layer::default()
        }
    }
}

/// Where the last entry stands that the error is about.
fn place<'a>(table: &'a Node, error: &VariationError) -> &'a Place {
    let names = |item: &Node| -> Vec<Covariate> {
        let texts = item.get("between").map_or(&[][..], Node::items).iter().chain(item.get("name"));
        texts.filter_map(Node::text).filter_map(Covariate::by_name).collect()
    };
    let (key, about): (_, &[Covariate]) = match error {
        VariationError::Twice(what)
        | VariationError::BadVariability(what)
        | VariationError::OutOfBounds { what, .. } => ("vary", std::slice::from_ref(what)),
        VariationError::DoesNotVary(what) | VariationError::WithItself(what) => {
            ("correlate", std::slice::from_ref(what))
        }
        VariationError::PairTwice(between)
        | VariationError::OutOfRange(between)
        | VariationError::Contradiction { between, .. } => ("correlate", between),
    };
    let items = table.get(key).map_or(&[][..], Node::items);
    let found = items.iter().rev().find(|item| about.iter().all(|what| names(item).contains(what)));
    found.map_or(&table.place, |item| item.get("name").or(item.get("between")).map_or(&item.place, |node| &node.place))
}

fn vary(item: &Node, report: &mut Report) -> Option<Varied> {
    let what = Covariate::by_name(item.get("name")?.text()?)?;
    let named = item.get("distribution").and_then(Node::text);
    let distribution = Distribution::ALL.into_iter().find(|form| named == Some(form.name())).unwrap_or_default();
    let node = item.get("cv")?;
    let cv = check::percent(VARY.key("cv")?, node).ok()?;
    if cv > LARGE {
        let typed = node.text().unwrap_or_default().trim();
        report.push(
            Problem::warning(code::LARGE_VARIABILITY, &node.place, format!("{} varies by {typed}", what.name()))
                .label(format!("is it {}?", tenth(cv)))
                .help("10 % to 60 % are usual between subjects; 100 % spans a factor of seven either way"),
        );
    }
    Some(Varied { what, distribution, cv })
}

/// A tenth of a variability, as it is typed.
fn tenth(cv: f64) -> String {
    format!("{} %", (100.0 * cv).round() / 10.0)
}

fn correlation(item: &Node, report: &mut Report) -> Option<Correlation> {
    let key = CORRELATE.key("r")?;
    let Shape::Number { low, high } = key.shape else { return None };
    let r = check::number(key, item.get("r")?, low, high).ok()?;
    let node = item.get("between")?;
    let names: Vec<Covariate> = node.items().iter().filter_map(Node::text).filter_map(Covariate::by_name).collect();
    if node.items().len() != 2 {
        report.push(
            Problem::error(
                code::BAD_POPULATION,
                &node.place,
                format!("a correlation is between two, not {}", node.items().len()),
            )
            .label("expected two")
            .help("write between = [\"ketamine_cl\", \"ketamine_v1\"], and an entry for each further pair"),
        );
        return None;
    }
    let [a, b] = names[..] else { return None };
    Some(Correlation { between: [a, b], r })
}
