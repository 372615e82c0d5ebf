//! The figures of the guesses.

use super::report::{Guesses, Swing, name};
use crate::chart::{AXIS_START, View, comparison, curve, doses, hue, ids};
use crate::figure::{
    Bar, Figure, Fill, Hue, KeyEntry, Panel, ReferenceLine, Row, Scale, Series, Span, ValueRange, XAxis,
};
use crate::run::with_foot;
use crate::scenario::TimeScale;
use crate::study::population::bands;

/// Guesses in the figure that ranks them, over all arms.
const MOST_ROWS: usize = 10;

impl Guesses {
    /// The main figure with the band of the draws behind each arm; each arm alone with its bands, its median and its curve
    /// as given; and the guesses that matter most.
    pub fn figures(&self) -> [Figure; 3] {
        [self.comparison(), self.bands(), self.ranking()]
    }

    /// The points of a percentile, by its place in the percentiles, from a time on.
    fn edge(&self, found: &[Option<[f64; 5]>], place: usize, start: f64, scale: f64) -> Vec<[f64; 2]> {
        let points = self.times.iter().zip(found).filter(|(time, _)| **time >= start);
        points.map(|(time, found)| [*time, found.map_or(f64::NAN, |it| scale * it[place])]).collect()
    }

    /// The main figure of the run with the band of 5 to 95 % of the draws behind the curve of each arm.
    fn comparison(&self) -> Figure {
        let mut figure = comparison(&self.run);
        figure.id = "comparison".to_owned();
        let view = View::of(self.signal);
        let names = ids(self.run.arms.iter().map(|arm| arm.name.as_str()));
        for panel in figure.panels.iter_mut().filter(|panel| panel.id == view.id()) {
            let mut behind = Vec::new();
            for series in panel.series() {
                let Some(arm) = names.iter().position(|name| *name == series.id) else { continue };
                let Some(tally) = self.tallies.get(arm) else { continue };
                let found: Vec<Option<[f64; 5]>> = tally.band(0, self.times.len()).collect();
                let start = series.points.first().map_or(0.0, |[time, _]| *time);
                // The wider band comes first; a second one for each arm would hide the curves.
                let wide = bands(&series.id, series.hue, |place| self.edge(&found, place, start, view.scale)).next();
                behind.extend(wide.map(|band| band.with_variant(series.variant)));
            }
            panel.extend(behind);
            panel.range = ValueRange::Auto;
        }
        let what = format!("Bands: 5 to 95 % of {}.", self.what());
        figure.footer.insert(0, what.clone());
        if !self.set.is_empty() {
            figure.footer.insert(1, self.kept());
        }
        let standing = (0..self.run.arms.len()).map(|arm| self.standing_in_words(arm));
        let words: Vec<String> = [figure.describe(), what].into_iter().chain(standing).collect();
        figure.alt_text = words.join(" ");
        figure
    }

    fn foot(&self, mut figure: Figure) -> Figure {
        if !self.set.is_empty() {
            figure.footer.push(self.kept());
        }
        let scenario = self.run.scenarios.iter().map(|(_, it)| it.standalone()).collect::<Vec<_>>().join("\n");
        let from = format!("onset guesses {}, seed {}", self.run.name, self.seed);
        with_foot(figure.lettered(), &self.run.changes, scenario, &from)
    }

    fn bands(&self) -> Figure {
        let is_linear = self.run.scenarios.iter().any(|(_, scenario)| scenario.time_scale == TimeScale::Linear);
        let start = if is_linear { 0.0 } else { AXIS_START.min(self.run.duration / 100.0) };
        let mut figure = Figure::new("guesses", format!("What the guesses leave open: {}", self.run.title));
        figure.columns.push(if is_linear {
            XAxis::linear_time(0.0, self.run.duration)
        } else {
            XAxis::log_time(start, self.run.duration)
        });
        let scale = if is_linear { Scale::Linear } else { Scale::Log };
        let span = Span::new(scale, start, self.run.duration);
        let view = View::of(self.signal);
        let names = ids(self.run.arms.iter().map(|arm| arm.name.as_str()));
        for ((arm, id), tally) in self.run.arms.iter().zip(&names).zip(&self.tallies) {
            let mut panel = Panel::new(id.clone(), format!("{}, {}", view.title, arm.name), view.unit.clone());
            let hue = hue(&arm.arm.experiment);
            let found: Vec<Option<[f64; 5]>> = tally.band(0, self.times.len()).collect();
            let edge = |place: usize| self.edge(&found, place, start, view.scale);
            panel.extend(bands(id, hue, edge));
            panel.push(Series::new(format!("{id}-median"), "median", hue, edge(2)).with_variant(1));
            panel.push(Series::new(id.clone(), "as given", hue, curve(arm, &view, span)));
            figure.panels.push(panel);
        }
        let arms: Vec<_> = self.run.arms.iter().map(|arm| (arm.name.as_str(), &arm.arm.experiment)).collect();
        figure.doses = doses(&arms);
        figure.footer.push(format!("Bands: 25 to 75 % and 5 to 95 % of {}.", self.what()));
        self.foot(figure)
    }

    fn ranking(&self) -> Figure {
        let mut figure = Figure::new("ranking", format!("Which guesses move {} most", self.metric.key));
        let unit = if self.metric.unit == "1" { "" } else { self.metric.unit };
        let names = ids(self.run.arms.iter().map(|arm| arm.name.as_str()));
        let each = (MOST_ROWS / self.run.arms.len().max(1)).max(3);
        for (i, (arm, id)) in self.run.arms.iter().zip(&names).enumerate() {
            let Some(given) = self.given(i) else { continue };
            let mut panel = Panel::new(id.clone(), arm.name.clone(), unit);
            panel.push(ReferenceLine::new(given, ""));
            for guess in self.ranked(i).into_iter().take(each) {
                let Swing { low, high } = self.swings[guess][i];
                let mut row =
                    Row::new(name(self.drawn[guess])).with_note(format!("{} to {}", self.said(low), self.said(high)));
                for (part, value, fill) in [("at its least", low, Fill::Open), ("at its greatest", high, Fill::Solid)] {
                    if let Some(value) = value {
                        row = row.with_bar(Bar::new(part, given, value, Hue::Neutral, fill));
                    }
                }
                panel.push(row);
            }
            figure.panels.push(panel);
        }
        figure.key = vec![
            KeyEntry::bar(Fill::Open, Hue::Neutral, "at its least"),
            KeyEntry::bar(Fill::Solid, Hue::Neutral, "at its greatest"),
        ];
        figure.columns.push(XAxis::value(self.metric.key, unit));
        figure.footer.push(
            "One guess at a time, from the least to the greatest value drawn; the upright line is the value as given."
                .to_owned(),
        );
        self.foot(figure)
    }
}
