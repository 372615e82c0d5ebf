//! A figure in words.
//!
//! Owns sentences computed from the curves, for those who cannot see them. Must
//! not know why a curve moves, only that it does.

use std::fmt::Write;

use super::{Figure, Panel, Series, texts};

/// A curve moves if it leaves its start by more than this share of its size.
const MOVES: f64 = 0.005;

impl Figure {
    /// The figure in words: what each curve does and when, which marks there are,
    /// and which curve passes which. For [`Figure::alt_text`].
    #[must_use]
    pub fn describe(&self) -> String {
        let mut words = String::new();
        if !self.title.is_empty() {
            sentence(&mut words, &self.title);
        }
        for panel in &self.panels {
            let clauses: Vec<String> = panel
                .series
                .iter()
                .map(|series| format!("{} {}", name(series), course(panel, series)))
                .chain(overtakings(panel))
                .collect();
            if !clauses.is_empty() {
                sentence(&mut words, &format!("{}: {}", panel.heading(), clauses.join("; ")));
            }
        }
        if !words.contains(texts::DISCLAIMER) {
            sentence(&mut words, texts::DISCLAIMER);
        }
        words
    }
}

/// Adds a sentence that ends with one full stop.
fn sentence(words: &mut String, text: &str) {
    if !words.is_empty() {
        words.push(' ');
    }
    let text = text.trim_end_matches('.');
    words.push_str(text);
    if !text.ends_with(['?', '!']) {
        words.push('.');
    }
}

/// What a curve is called.
fn name(series: &Series) -> &str {
    if series.label.is_empty() { &series.id } else { &series.label }
}

/// What a curve does, as the rest of a sentence.
fn course(panel: &Panel, series: &Series) -> String {
    let points: Vec<[f64; 2]> =
        series.points.iter().copied().filter(|[time, value]| time.is_finite() && value.is_finite()).collect();
    let (Some(&[_, start]), Some(&[end, last])) = (points.first(), points.last()) else {
        return "has no values".to_owned();
    };
    let away = |value: f64| (value - start).abs();
    let peak = points
        .iter()
        .enumerate()
        .fold((0, 0.0), |best, (index, [_, value])| if away(*value) > best.1 { (index, away(*value)) } else { best });
    let size = points.iter().fold(start.abs(), |most, [_, value]| most.max(value.abs()));
    if peak.1 <= MOVES * size || size == 0.0 {
        return format!("stays at {}", number(start));
    }
    let Some(&[peak_time, peak_value]) = points.get(peak.0) else {
        return format!("stays at {}", number(start));
    };
    let rises = peak_value > start;
    let moving = points.iter().find(|[_, value]| away(*value) >= 0.1 * peak.1).map_or(peak_time, |[time, _]| *time);
    let (verb, extreme) = if rises { ("rises", "peaks") } else { ("falls", "is lowest") };
    let mut words = format!("{verb} from {} by {}", number(start), moment(moving));
    let half = points.iter().skip(peak.0).find(|[_, value]| away(*value) <= 0.5 * peak.1).map(|[time, _]| *time);
    // Writing to a string does not fail.
    let _ = if peak_time < 0.98 * end {
        write!(words, ", {extreme} at {} at {}", number(peak_value), moment(peak_time))
    } else {
        write!(words, " and reaches {} at {}", number(last), moment(end))
    };
    if let Some(half) = half {
        let _ = write!(words, ", is half gone by {}", moment(half));
    }
    for mark in
        panel.marks.iter().filter(|mark| mark.series == series.id && mark.time.is_finite() && !mark.label.is_empty())
    {
        let _ = write!(words, ", {}", mark.label);
    }
    words
}

/// Which curve passes which for good: compared at the end and at the last time the
/// order was different.
fn overtakings(panel: &Panel) -> Vec<String> {
    let mut found = Vec::new();
    for (index, one) in panel.series.iter().enumerate() {
        for other in panel.series.iter().skip(index + 1) {
            let gaps: Vec<(f64, f64)> = one
                .points
                .iter()
                .zip(&other.points)
                .filter(|(a, b)| a[0].total_cmp(&b[0]).is_eq())
                .map(|(a, b)| (a[0], a[1] - b[1]))
                .filter(|(_, gap)| gap.is_finite())
                .collect();
            let widest = gaps.iter().fold(0.0_f64, |most, (_, gap)| most.max(gap.abs()));
            let Some(&(_, last)) = gaps.last() else {
                continue;
            };
            // Curves that all but touch at the end have no winner.
            if last.abs() < 0.05 * widest || widest == 0.0 {
                continue;
            }
            let behind = |gap: f64| gap * last < 0.0 && gap.abs() > 0.02 * widest;
            let Some(before) = gaps.iter().rposition(|(_, gap)| behind(*gap)) else {
                continue;
            };
            let crossing = gaps.iter().skip(before).find(|(_, gap)| gap * last > 0.0).map(|(time, _)| *time);
            if let Some(time) = crossing {
                let (winner, loser) = if last > 0.0 { (one, other) } else { (other, one) };
                found.push(format!("{} passes {} at {}", name(winner), name(loser), moment(time)));
            }
        }
    }
    found
}

/// A time (h) in the unit people would use: `40 min`, `2.4 h`, `day 5`, `week 3`.
fn moment(time: f64) -> String {
    let whole = |value: f64| format!("{:.0}", value.ceil().max(1.0));
    if time <= 0.0 {
        "the start".to_owned()
    } else if time < 1.0 {
        format!("{} min", whole(60.0 * time))
    } else if time < 23.5 {
        format!("{} h", number(time))
    } else if time <= 14.0 * 24.0 {
        format!("day {}", whole((time / 24.0).round()))
    } else {
        format!("week {}", whole(time / 168.0))
    }
}

/// A value with about two digits.
fn number(value: f64) -> String {
    let size = value.abs();
    let decimals = match size {
        _ if size >= 10.0 => 0,
        _ if size >= 1.0 => 1,
        _ => 2,
    };
    let text = format!("{size:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if value < 0.0 && text != "0" { format!("\u{2212}{text}") } else { text.to_owned() }
}
