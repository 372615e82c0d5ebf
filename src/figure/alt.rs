//! A figure in words.
//!
//! Owns: sentences computed from the curves, for readers with a screen reader. Must not know: why a curve moves, only
//! that it does.

use std::fmt::Write;

use super::{Content, Figure, HeatMap, Mark, Panel, Points, Row, Series, Weight, XAxis};
use crate::words::{capital, short as number, texts};

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
            let curves = || panel.series().filter(|series| series.weight != Weight::Faint);
            let clauses: Vec<String> = match self.columns.first() {
                Some(XAxis::Value { title, .. }) => {
                    curves().map(|series| format!("{} {}", name(series), path(series, title))).collect()
                }
                _ => curves()
                    .map(|series| format!("{} {}", name(series), course(panel, series)))
                    .chain(overtakings(panel))
                    .collect(),
            };
            let time = self.columns.first().is_none_or(XAxis::is_time);
            let place = |at: f64| if time { moment(at) } else { number(at) };
            let others = panel.by_kind().into_iter().filter_map(|content| match content {
                Content::Points(points) => Some(cloud(points)),
                Content::Row(line) => Some(row(line, place, time)),
                Content::Diagram(diagram) => Some(diagram.words()),
                Content::HeatMap(map) => Some(extremes(map, self.columns.first(), panel)),
                // Curves are described above, with their marks; bands and lines at known values need no words.
                Content::Series(_) | Content::Mark(_) | Content::Band(_) | Content::Reference(_) => None,
            });
            let clauses: Vec<String> = clauses.into_iter().chain(others).collect();
            let heading = panel.heading();
            if !clauses.is_empty() && !heading.is_empty() {
                sentence(&mut words, &heading);
            }
            for clause in clauses {
                // The name of a parameter is written as it is.
                let is_key = clause.split(' ').next().is_some_and(|word| word.contains('_'));
                sentence(&mut words, &if is_key { clause } else { capital(&clause) });
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

/// The way of a curve over another quantity than time, as the rest of a sentence.
fn path(series: &Series, across: &str) -> String {
    let finite = || series.points.iter().filter(|[x, value]| x.is_finite() && value.is_finite());
    let (Some([x, start]), Some([end, last])) = (finite().next(), finite().next_back()) else {
        return "has no values".to_owned();
    };
    let highest = finite().max_by(|one, other| one[1].total_cmp(&other[1]));
    let mut words = format!("starts at {} where {across} is {}", number(*start), number(*x));
    if let Some([x, value]) = highest.filter(|[_, value]| value > start && value > last) {
        // Writing to a string does not fail.
        let _ = write!(words, ", is highest at {} where {across} is {}", number(*value), number(*x));
    }
    let _ = write!(words, ", ends at {} where {across} is {}", number(*last), number(*end));
    words
}

/// Points in words.
fn cloud(points: &Points) -> String {
    let values = || points.data.iter().map(|datum| datum.value).filter(|value| value.is_finite());
    let name = if points.label.is_empty() { &points.id } else { &points.label };
    match values().count() {
        0 => format!("{name} has no values"),
        1 => format!("{name}: one point at {}", number(values().sum())),
        many => {
            let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
            format!("{name}: {many} points from {} to {}", number(low), number(high))
        }
    }
}

/// A row in words.
fn row(row: &Row, place: impl Fn(f64) -> String, is_time: bool) -> String {
    let bars = row.bars.iter().map(|bar| format!("{} {} to {}", bar.part, place(bar.from), place(bar.to)));
    let dots = row.dots.iter().map(|dot| format!("{} {}", dot.part, place(dot.at)));
    let mut parts: Vec<String> = bars.chain(dots).collect();
    // Beside a row of times stands the moment that its dot tells already.
    if !row.note.is_empty() && (parts.is_empty() || !is_time) {
        parts.push(row.note.clone());
    }
    if parts.is_empty() {
        format!("{} has no values", row.label)
    } else {
        format!("{} {}", row.label, parts.join(", "))
    }
}

/// Where the values of a map are lowest and highest.
fn extremes(map: &HeatMap, across: Option<&XAxis>, panel: &Panel) -> String {
    let across = match across {
        Some(XAxis::Value { title, .. }) => title,
        _ => texts::TIME_LINEAR_SHORT,
    };
    let finite = || map.cells().filter(|(.., value)| value.is_finite());
    let by = |one: &(usize, usize, f64), other: &(usize, usize, f64)| one.2.total_cmp(&other.2);
    let (Some(low), Some(high)) = (finite().min_by(by), finite().max_by(by)) else {
        return format!("{} has no values", map.title);
    };
    let place = |(x, y, value): (usize, usize, f64)| {
        let (x, y) = (map.x.get(x).copied().unwrap_or(f64::NAN), map.y.get(y).copied().unwrap_or(f64::NAN));
        format!("{} where {across} is {} and {} is {}", number(value), number(x), panel.title, number(y))
    };
    let mut words = format!("{} is lowest at {} and highest at {}", map.heading(), place(low), place(high));
    let empty = map.cells().count() - finite().count();
    if empty > 0 {
        // Writing to a string does not fail.
        let _ = write!(words, "; {empty} cells are empty");
    }
    words
}

/// What a curve does, as the rest of a sentence.
fn course(panel: &Panel, series: &Series) -> String {
    let points: Vec<[f64; 2]> =
        series.points.iter().copied().filter(|[time, value]| time.is_finite() && value.is_finite()).collect();
    let (Some(&[_, start]), Some(&[end, last])) = (points.first(), points.last()) else {
        return "has no values".to_owned();
    };
    let start = series.before.unwrap_or(start);
    let away = |value: f64| (value - start).abs();
    let peak = points
        .iter()
        .enumerate()
        .fold((0, 0.0), |best, (index, [_, value])| if away(*value) > best.1 { (index, away(*value)) } else { best });
    let size = points.iter().fold(start.abs(), |most, [_, value]| most.max(value.abs()));
    if peak.1 <= MOVES * size || size == 0.0 {
        return format!("stays at {}", number(start));
    }
    let [peak_time, peak_value] = vertex(&points, peak.0);
    if number(peak_value) == number(start) {
        return format!("stays near {}", number(start));
    }
    let rises = peak_value > start;
    let moving = points.iter().find(|[_, value]| away(*value) >= 0.1 * peak.1).map_or(peak_time, |[time, _]| *time);
    let (verb, extreme) = if rises { ("rises", "peaks") } else { ("falls", "is lowest") };
    let mut parts = vec![format!("{verb} from {} by {}", number(start), moment(moving))];
    parts.push(if peak_time < 0.98 * end {
        format!("{extreme} at {} {}", number(peak_value), when(peak_time))
    } else {
        format!("reaches {} {}", number(last), when(end))
    });
    let half = points.iter().skip(peak.0).find(|[_, value]| away(*value) <= 0.5 * peak.1).map(|[time, _]| *time);
    parts.extend(half.map(|half| format!("is half gone by {}", moment(half))));
    let is_own = |mark: &&Mark| mark.series == series.id && mark.x.is_finite() && !mark.label.is_empty();
    parts.extend(panel.marks().filter(is_own).map(|mark| match mark.label.strip_prefix("onset ") {
        Some(time) => format!("has its onset at {time}"),
        None => format!("is marked: {}", mark.label),
    }));
    listed(&parts)
}

/// Parts of a sentence in a row: `a`, `a and b`, `a, b and c`.
fn listed(parts: &[String]) -> String {
    match parts {
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        parts => parts.concat(),
    }
}

/// The extreme of a curve near one of its points: the top of the parabola through that point and its neighbours, so that
/// it does not depend on where the curve happens to be sampled.
fn vertex(points: &[[f64; 2]], index: usize) -> [f64; 2] {
    let Some(&at) = points.get(index) else { return [f64::NAN; 2] };
    let (Some(&before), Some(&after)) = (index.checked_sub(1).and_then(|i| points.get(i)), points.get(index + 1))
    else {
        return at;
    };
    let (left, right) = (at[0] - before[0], after[0] - at[0]);
    // A jump has its extreme where it is.
    if left <= 0.0 || right <= 0.0 {
        return at;
    }
    let (rise, fall) = ((at[1] - before[1]) / left, (after[1] - at[1]) / right);
    let bend = (fall - rise) / (left + right);
    let slope = (rise * right + fall * left) / (left + right);
    let shift = -slope / (2.0 * bend);
    if !shift.is_finite() || shift < -left || shift > right {
        return at;
    }
    [at[0] + shift, at[1] + slope * shift + bend * shift * shift]
}

/// Which curve passes which for good: compared at the end and at the last time the
/// order was different.
fn overtakings(panel: &Panel) -> Vec<String> {
    let mut found = Vec::new();
    let curves: Vec<&Series> = panel.series().filter(|series| series.weight != Weight::Faint).collect();
    for (index, one) in curves.iter().enumerate() {
        for other in curves.iter().skip(index + 1) {
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
                found.push(format!("{} passes {} {}", name(winner), name(loser), when(time)));
            }
        }
    }
    found
}

/// A time (h) with its preposition: `at 2.4 h`, `on day 5`, `in week 3`.
fn when(time: f64) -> String {
    let moment = moment(time);
    let preposition = match moment.split(' ').next() {
        Some("day") => "on",
        Some("week") => "in",
        _ => "at",
    };
    format!("{preposition} {moment}")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peak_does_not_depend_on_where_a_curve_is_sampled() {
        let peak = |offset: f64| {
            let points: Vec<[f64; 2]> =
                (0..40).map(|i| f64::from(i) + offset).map(|t| [t, 50.0 - 0.1 * (t - 20.3) * (t - 20.3)]).collect();
            let best = (0..points.len()).max_by(|a, b| points[*a][1].total_cmp(&points[*b][1])).unwrap();
            vertex(&points, best)
        };
        for offset in [0.0, 0.2, 0.5, 0.9] {
            let [time, value] = peak(offset);
            assert!((time - 20.3).abs() < 1e-9 && (value - 50.0).abs() < 1e-9, "{time} {value}");
        }
    }

    #[test]
    fn what_all_but_stays_has_no_peak_in_words() {
        let series =
            Series::new("a", "a tiny dose", super::super::Hue::Ketamine, vec![[0.0, 0.0], [24.0, 2e-15], [48.0, 0.0]]);
        assert_eq!(course(&Panel::new("p", "", "%"), &series), "stays near 0");
    }
}
