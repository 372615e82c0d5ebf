//! From `[population]` to what varies between subjects and what is not known about the typical one.
//!
//! Owns: which message belongs to which place. Must not know: how subjects are drawn.

use super::checked::Checked;
use super::diagnostic::{Problem, Report, code};
use super::tree::Place;
use crate::variability::{Correlation, Covariate, Distribution, Layer, Variation, VariationError, Varied};
use crate::words::Advice as _;

/// A greater variability gets a warning.
const LARGE: f64 = 1.5;

/// From the table of a file; `None` where the file has none.
pub(super) fn lower(root: &Checked<'_>, report: &mut Report) -> Option<Variation> {
    let table = root.get("population")?;
    let subjects = layer(table, report);
    let uncertainty = table.get("uncertainty").map(|inner| layer(inner, report)).unwrap_or_default();
    Some(Variation { subjects, uncertainty })
}

fn layer(table: &Checked<'_>, report: &mut Report) -> Layer {
    let varied: Vec<Varied> = table.items("vary").iter().filter_map(|item| vary(item, report)).collect();
    let correlations: Vec<Correlation> =
        table.items("correlate").iter().filter_map(|item| correlation(item, report)).collect();
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
fn place<'a>(table: &Checked<'a>, error: &VariationError) -> &'a Place {
    let names = |item: &Checked<'_>| -> Vec<Covariate> {
        let texts = item.items("between").iter().chain(item.get("name"));
        texts.filter_map(Checked::text).filter_map(Covariate::by_name).collect()
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
    let found = table.items(key).iter().rev().find(|item| about.iter().all(|what| names(item).contains(what)));
    found.map_or(table.place(), |item| item.get("name").or(item.get("between")).unwrap_or(item).place())
}

fn vary(item: &Checked<'_>, report: &mut Report) -> Option<Varied> {
    let what = Covariate::by_name(item.get("name")?.text()?)?;
    let named = item.get("distribution").and_then(Checked::text);
    let distribution = Distribution::ALL.into_iter().find(|form| named == Some(form.name())).unwrap_or_default();
    let node = item.get("cv")?;
    let cv = node.number()?;
    if cv > LARGE {
        let typed = node.typed.text().unwrap_or_default().trim();
        report.push(
            Problem::warning(code::LARGE_VARIABILITY, node.place(), format!("{} varies by {typed}", what.name()))
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

fn correlation(item: &Checked<'_>, report: &mut Report) -> Option<Correlation> {
    let r = item.get("r")?.number()?;
    let node = item.get("between")?;
    let names: Vec<Covariate> = node.list().iter().filter_map(Checked::text).filter_map(Covariate::by_name).collect();
    if node.typed.items().len() != 2 {
        report.push(
            Problem::error(
                code::BAD_POPULATION,
                node.place(),
                format!("a correlation is between two, not {}", node.typed.items().len()),
            )
            .label("expected two")
            .help("write between = [\"ketamine_cl\", \"ketamine_v1\"], and an entry for each further pair"),
        );
        return None;
    }
    let [a, b] = names[..] else { return None };
    Some(Correlation { between: [a, b], r })
}
