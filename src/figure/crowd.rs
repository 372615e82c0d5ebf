//! Many curves as a crowd.
//!
//! Owns from how many on curves are no longer named one by one, and the median that stands for them. Must not know
//! what they are curves of.

use super::{Choice, Content, Figure, Hue, Series, Weight};

/// The most curves of a panel that are named one by one.
const MOST_NAMED: usize = 12;

impl Figure {
    /// The figure with the curves of each crowded panel as thin grey lines without names, and their median with one;
    /// the foot says how many there are. A figure of few curves stays as it is.
    #[must_use]
    pub fn with_crowds(mut self) -> Self {
        let mut largest = 0;
        for panel in &mut self.panels {
            let curves: Vec<Series> = panel.series().filter(|series| series.weight == Weight::Main).cloned().collect();
            if curves.len() <= MOST_NAMED {
                continue;
            }
            largest = largest.max(curves.len());
            for content in &mut panel.contents {
                if let Content::Series(series) = content
                    && series.weight == Weight::Main
                {
                    (series.weight, series.hue, series.variant) = (Weight::Faint, Hue::NoDrug, 0);
                }
            }
            // Onsets of unnamed curves belong to no name.
            panel.contents.retain(|content| !matches!(content, Content::Mark(_)));
            let label = format!("median of {} arms", curves.len());
            panel.push(Series::new("median", label, Hue::Chosen(Choice::Black), median(&curves)));
        }
        if largest > 0 {
            let words = format!("Thin lines: {largest} arms, more than could be named; thick line: their median.");
            self.footer.insert(self.footer.len().min(1), words);
        }
        self
    }
}

/// The median of the curves at the places of the first one.
fn median(curves: &[Series]) -> Vec<[f64; 2]> {
    let places = curves.first().map(|first| first.points.as_slice()).unwrap_or_default();
    let at = |x: f64| -> Option<f64> {
        let mut values: Vec<f64> =
            curves.iter().filter_map(|curve| value(&curve.points, x)).filter(|value| value.is_finite()).collect();
        values.sort_by(f64::total_cmp);
        let (low, high) = (values.get((values.len().max(1) - 1) / 2)?, values.get(values.len() / 2)?);
        Some(f64::midpoint(*low, *high))
    };
    places.iter().filter_map(|[x, _]| Some([*x, at(*x)?])).collect()
}

/// The value of a curve at a place within it, between its points.
fn value(points: &[[f64; 2]], x: f64) -> Option<f64> {
    let after = points.partition_point(|point| point[0] < x);
    let next = points.get(after)?;
    let last = points.get(after.saturating_sub(1))?;
    let share = if next[0] > last[0] { (x - last[0]) / (next[0] - last[0]) } else { 1.0 };
    (x >= last[0]).then(|| last[1] + share * (next[1] - last[1]))
}

#[cfg(test)]
mod tests {
    use super::super::Panel;
    use super::*;

    #[test]
    fn forty_arms_are_grey_lines_with_a_median_and_are_counted() {
        let mut figure = Figure::new("figure", "Forty arms");
        let mut panel = Panel::new("improvement", "Improvement", "%");
        for arm in 0..41 {
            let height = f64::from(arm);
            let points = (0..50).map(|i| [f64::from(i), height * f64::from(i)]).collect();
            panel.push(Series::new(format!("arm-{arm}"), format!("arm {arm}"), Hue::Ketamine, points));
        }
        figure.panels.push(panel);
        let crowded = figure.with_crowds();
        let faint = crowded.panels[0].series().filter(|series| series.weight == Weight::Faint);
        assert_eq!(faint.count(), 41);
        let named: Vec<&Series> = crowded.panels[0].series().filter(|series| series.weight != Weight::Faint).collect();
        assert_eq!(named.len(), 1);
        assert_eq!(named[0].label, "median of 41 arms");
        assert_eq!(named[0].points[10], [10.0, 200.0]);
        assert!(crowded.footer.iter().any(|line| line.contains("41 arms")), "{:?}", crowded.footer);
        assert!(crowded.describe().contains("Median of 41 arms rises"), "{}", crowded.describe());
    }
}
