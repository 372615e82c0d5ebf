//! Numbers that a figure carries against those that its scenario gives now.

use std::collections::BTreeMap;

use super::record::Value;
use crate::metrics::METRICS;
use crate::words::rounded;

/// Share of itself by which a number may differ between kinds of processors.
const SAME: f64 = 1e-9;

/// How the numbers of two runs compare.
#[derive(Debug, Clone, PartialEq)]
pub struct Recheck {
    /// How many numbers were compared, those that stand on one side only included.
    pub compared: usize,
    /// The greatest difference as a share of its number, of those that count as the same.
    pub greatest: f64,
    /// What is not the same, in words, in the order of the record.
    pub differences: Vec<String>,
}

/// The arms of some numbers, in their order.
fn arms(values: &[Value]) -> Vec<&str> {
    let mut arms: Vec<&str> = Vec::new();
    for value in values {
        if !arms.contains(&value.arm.as_str()) {
            arms.push(&value.arm);
        }
    }
    arms
}

/// The numbers of now with the arms called as they were recorded: one that its doses name has another name after its dose
/// was changed, and stands in the same place.
fn as_recorded(recorded: &[Value], now: &[Value]) -> Vec<Value> {
    let (before, after) = (arms(recorded), arms(now));
    let name = |arm: &str| {
        let place = after.iter().position(|other| *other == arm).filter(|_| before.len() == after.len())?;
        before.get(place).filter(|was| !after.contains(was) && !before.contains(&arm)).map(|was| (*was).to_owned())
    };
    let named = |value: &Value| Value { arm: name(&value.arm).unwrap_or_else(|| value.arm.clone()), ..value.clone() };
    now.iter().map(named).collect()
}

/// Compares what was recorded with what is there now.
pub fn recheck(recorded: &[Value], now: &[Value]) -> Recheck {
    let now = &as_recorded(recorded, now);
    // By arm and metric, so that a record of any length is compared in one go.
    let by_name = |values: &[Value]| -> BTreeMap<(String, String), f64> {
        values.iter().map(|value| ((value.arm.clone(), value.metric.clone()), value.value)).collect()
    };
    let (before, after) = (by_name(recorded), by_name(now));
    let name_of = |value: &Value| (value.arm.clone(), value.metric.clone());
    let unit = |metric: &str| METRICS.iter().find(|known| known.key == metric).map_or("", |known| known.unit);
    let shown = |metric: &str, value: f64| match unit(metric) {
        "" | "1" => rounded(value),
        unit => format!("{} {unit}", rounded(value)),
    };
    let mut recheck = Recheck { compared: recorded.len(), greatest: 0.0, differences: Vec::new() };
    for was in recorded {
        let name = format!("{}, {}", was.arm, was.metric);
        match after.get(&name_of(was)).copied() {
            None => {
                recheck.differences.push(format!("{name}: was {}, is not there now", shown(&was.metric, was.value)));
            }
            Some(is) => {
                let share = (was.value - is).abs() / was.value.abs().max(is.abs()).max(f64::MIN_POSITIVE);
                if share <= SAME {
                    recheck.greatest = recheck.greatest.max(share);
                    continue;
                }
                let (before, after) = (shown(&was.metric, was.value), shown(&was.metric, is));
                // For numbers that read alike, the message gives the difference between them.
                let words = if before == after {
                    format!("{name}: was {before}, differs by {} of it", rounded(share))
                } else {
                    format!("{name}: was {before}, is {after}")
                };
                recheck.differences.push(words);
            }
        }
    }
    let added = now.iter().filter(|is| !before.contains_key(&name_of(is)));
    let found = recheck.differences.len();
    recheck.differences.extend(
        added.map(|is| format!("{}, {}: was not there, is {}", is.arm, is.metric, shown(&is.metric, is.value))),
    );
    recheck.compared += recheck.differences.len() - found;
    recheck
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_told_by_how_far_they_go() {
        let value = |metric: &str, value: f64| Value { arm: "a".to_owned(), metric: metric.to_owned(), value };
        let before = [value("onset", 2.0), value("peak_improvement", 50.0)];
        assert_eq!(recheck(&before, &before), Recheck { compared: 2, greatest: 0.0, differences: Vec::new() });
        let near = recheck(&before, &[value("onset", 2.0 + 1e-10), value("peak_improvement", 50.0)]);
        assert!(near.differences.is_empty() && near.greatest > 1e-11, "{near:?}");
        let far = recheck(&before, &[value("onset", 3.0), value("offset", 9.0)]);
        assert_eq!(
            far.differences,
            [
                "a, onset: was 2 h, is 3 h",
                "a, peak_improvement: was 50 %, is not there now",
                "a, offset: was not there, is 9 h"
            ]
        );
        let hardly = recheck(&before, &[value("onset", 2.0 + 1e-6), value("peak_improvement", 50.0)]);
        assert!(hardly.differences[0].contains("differs by"), "{hardly:?}");
    }
}
