//! Parameters that an interactive page lets people move.
//!
//! Owns: what a `[[slider]]` means, which range is usual, and that every place of every slider can be run. Must not
//! know: pages.

use super::amount;
use super::arm::Arm;
use super::checked::Checked;
use super::diagnostic::{Problem, Report, code};
use super::tree::Place;
use super::value;
use crate::model;
use crate::model::joint_bounds::{self, Broken};
use crate::quantity::{Basis, Quantity, Setting, nearest};

/// Most sliders of a page; more would be a control room and no lesson.
pub const MOST_SLIDERS: usize = 12;

/// How far a usual range goes to either side of the default, as a factor.
const REACH: f64 = 4.0;

/// A parameter that can be moved, and how far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slider {
    /// Which parameter.
    pub setting: Setting,
    /// The least value, in its unit, for a 70 kg adult.
    pub from: f64,
    /// The greatest.
    pub to: f64,
}

impl Slider {
    /// What is declared about the parameter.
    pub const fn quantity(&self) -> &'static Quantity {
        &model::SETTINGS[self.setting.0]
    }

    /// A slider as it is typed: `NAME`, or `NAME=FROM..TO` in the unit of the parameter.
    ///
    /// # Errors
    /// A sentence on what is wrong, and how to mend it: an unknown name, a range that is none or leaves the bounds.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (name, range) = text.split_once('=').map_or((text, None), |(name, range)| (name, Some(range)));
        let name = name.trim();
        let name = name.strip_prefix("parameters.").unwrap_or(name);
        let Some(setting) = model::parameter(name) else {
            let near = nearest(name, keys());
            let help =
                near.map_or("`onset parameters` lists them all".to_owned(), |near| format!("did you mean {near}?"));
            return Err(format!("no parameter is called \"{name}\"; {help}"));
        };
        let usual = Self::usual(setting);
        let Some(range) = range else { return Ok(usual) };
        let quantity = usual.quantity();
        let number = |text: &str| text.trim().parse::<f64>().ok().filter(|value| value.is_finite());
        let ends = range.split_once("..").and_then(|(from, to)| Some((number(from)?, number(to)?)));
        let Some((from, to)) = ends else {
            return Err(format!("\"{range}\" is no range; write {name}={}..{}", usual.from, usual.to));
        };
        if from >= to {
            return Err(format!(
                "the range {from} to {to} leaves nothing to move; write {name}={}..{}",
                usual.from, usual.to
            ));
        }
        if from < quantity.low || to > quantity.high {
            return Err(format!(
                "{name} goes from {} to {} in the model; {from} to {to} leaves that",
                with_unit(quantity.low, quantity),
                with_unit(quantity.high, quantity)
            ));
        }
        Ok(Self { setting, from, to })
    }

    /// The range where none is said: a few times the default to either side, within the bounds; all of them for what is
    /// an experiment or 0 by default. Less where the parameter's joint bounds leave less.
    pub fn usual(setting: Setting) -> Self {
        let quantity = &model::SETTINGS[setting.0];
        let is_whole = quantity.basis == Basis::Switch || quantity.default == 0.0;
        let (low, high) = if is_whole {
            (quantity.low, quantity.high)
        } else {
            let ends = [quantity.default / REACH, quantity.default * REACH];
            let (low, high) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
            (low.max(quantity.low), high.min(quantity.high))
        };
        let mut slider = Self { setting, from: low, to: high };
        let defaults = model::defaults();
        for _ in 0..40 {
            if slider.broken(&defaults).is_none() {
                break;
            }
            slider.from += 0.1 * (quantity.default - slider.from);
            slider.to += 0.1 * (quantity.default - slider.to);
        }
        let (from, to) = (round(slider.from, f64::ceil), round(slider.to, f64::floor));
        if from < to { Self { setting, from: from.max(low), to: to.min(high) } } else { slider }
    }

    fn broken(&self, settings: &[f64]) -> Option<Broken> {
        first_broken(&[*self], settings)
    }
}

/// Two digits, which are easier to read.
fn round(value: f64, towards: fn(f64) -> f64) -> f64 {
    if value == 0.0 {
        return value;
    }
    // Whole tens and their parts are exact, so that the digits come out as they are typed.
    let places = 1 - value.abs().log10().floor() as i32;
    let unit = 10_f64.powi(places.abs());
    // A hair of rounding must not cost a digit.
    let whole = |scaled: f64| if (scaled - scaled.round()).abs() < 1e-9 { scaled.round() } else { towards(scaled) };
    if places >= 0 { whole(value * unit) / unit } else { whole(value / unit) * unit }
}

/// The first joint bound that some place of the sliders breaks. The joint bounds are sums of products, so that they are
/// tightest at a corner.
fn first_broken(sliders: &[Slider], settings: &[f64]) -> Option<Broken> {
    (0..1_u32 << sliders.len().min(MOST_SLIDERS)).find_map(|corner| {
        let mut moved = settings.to_vec();
        for (i, slider) in sliders.iter().enumerate() {
            if let Some(value) = moved.get_mut(slider.setting.0) {
                *value = if corner >> i & 1 == 1 { slider.to } else { slider.from };
            }
        }
        joint_bounds::broken(&moved).into_iter().next()
    })
}

/// A place of these sliders that no arm could be run at, in words, with how to mend it.
pub fn unreachable_place(sliders: &[Slider], arms: &[Arm]) -> Option<(String, String)> {
    arms.iter().find_map(|arm| {
        let broken = first_broken(sliders, &arm.typical)?;
        Some((format!("the sliders reach a place that arm \"{}\" cannot: {}", arm.name, broken.message), broken.help))
    })
}

fn keys() -> impl Iterator<Item = &'static str> {
    super::key::parameters().into_iter()
}

fn with_unit(value: f64, quantity: &Quantity) -> String {
    if quantity.unit == "1" { value.to_string() } else { format!("{value} {}", quantity.unit) }
}

/// The sliders of a file.
pub(super) fn lower(root: &Checked<'_>, arms: &[Arm], report: &mut Report) -> Vec<Slider> {
    let tables = root.items("slider");
    if let Some(beyond) = tables.get(MOST_SLIDERS) {
        report.push(
            Problem::error(code::TOO_MANY, beyond.place(), format!("the scenario has {} sliders", tables.len()))
                .label(format!("more than {MOST_SLIDERS}"))
                .help("three to five are what a class can think about"),
        );
    }
    let mut sliders: Vec<Slider> = Vec::new();
    for table in tables.iter().take(MOST_SLIDERS) {
        let Some(slider) = lower_one(table, report) else { continue };
        if sliders.iter().any(|other| other.setting == slider.setting) {
            let place = table.get("name").unwrap_or(table).place();
            let message = format!("\"{}\" has two sliders", slider.quantity().key);
            report.push(Problem::error(code::TWICE, place, message).label("named before").help("leave this one out"));
            continue;
        }
        sliders.push(slider);
    }
    if let (Some(table), Some((message, help))) = (tables.first(), unreachable_place(&sliders, arms)) {
        report.push(Problem::error(code::OUT_OF_BOUNDS, table.place(), message).label("out of reach").help(help));
    }
    sliders
}

fn lower_one(table: &Checked<'_>, report: &mut Report) -> Option<Slider> {
    let setting = model::parameter(table.get("name")?.text()?)?;
    let usual = Slider::usual(setting);
    let mut end = |name: &str, usual: f64| {
        let Some(node) = table.get(name) else { return Some((usual, table.place().clone())) };
        // Here for the first time: the check of a key by itself does not know the parameter.
        let value = report.keep(amount::read_parameter(&model::SETTINGS[setting.0], node.typed))?;
        report.keep(value::within(setting, value, node.place()))?;
        Some((value, node.place().clone()))
    };
    let (from, to) = (end("from", usual.from), end("to", usual.to));
    let ((from, _), (to, place)): ((f64, Place), (f64, Place)) = (from?, to?);
    if from >= to {
        let message = format!("the slider goes from {from} to {to}");
        report.push(
            Problem::error(code::ENDS_BEFORE_START, &place, message)
                .label("leaves nothing to move")
                .help(format!("write from = {} and to = {}", usual.from, usual.to)),
        );
        return None;
    }
    Some(Slider { setting, from, to })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_has_a_usual_range_within_its_bounds() {
        for key in keys() {
            let slider = Slider::parse(key).unwrap();
            let quantity = slider.quantity();
            assert!(
                quantity.low <= slider.from && slider.from < slider.to && slider.to <= quantity.high,
                "{key} {slider:?}"
            );
            assert!(slider.from <= quantity.default && quantity.default <= slider.to, "{key} {slider:?}");
            assert!(slider.broken(&model::defaults()).is_none(), "{key} {slider:?}");
        }
    }

    #[test]
    fn a_range_is_read_and_refused_with_a_way_out() {
        let slider = Slider::parse("k_protein=0.01..0.2").unwrap();
        assert_eq!((slider.quantity().key, slider.from, slider.to), ("k_protein", 0.01, 0.2));
        for (text, said) in [
            ("k_protien", "did you mean k_protein?"),
            ("k_protein=0.2..0.01", "leaves nothing to move"),
            ("k_protein=much", "is no range"),
            ("k_protein=NaN..1", "is no range"),
            ("ampa_block=0..2", "ampa_block goes from 0 to 1"),
        ] {
            let error = Slider::parse(text).unwrap_err();
            assert!(error.contains(said), "{text}: {error}");
        }
    }

    #[test]
    fn ranges_have_two_digits() {
        assert_eq!(round(0.0125, f64::ceil), 0.013);
        assert_eq!(round(13.0, f64::floor), 13.0);
        assert_eq!(round(137.0 * 4.0, f64::floor), 540.0);
        assert_eq!(round(-0.35, f64::floor), -0.35);
    }
}
