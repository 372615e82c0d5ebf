//! The figure of a population: percentile bands with the median, some subjects as thin lines, and the shares of subjects
//! with an onset and with a response so far.

use super::tables::{Population, percent};
use super::tally::{PERCENTILES, STEPS, Tally};
use crate::chart::AXIS_START;
use crate::chart::View;
use crate::chart::{doses, hue, ids, roles};
use crate::figure::{Band, Figure, Hue, Panel, Provenance, Series, ValueRange, Weight, XAxis};
use crate::run::{basis, steps_defined};
use crate::scenario::TimeScale;
use crate::simulate::{Experiment, Signal};
use crate::variability::ADULTS_NAME;
use crate::words::count;

/// Bands, medians and single subjects of every signal; then the shares with an onset and with a response so far.
pub fn spread(population: &Population) -> Figure {
    let study = &population.study;
    let arms: Vec<(&str, &Experiment)> =
        study.cohorts.iter().map(|cohort| (cohort.name.as_str(), &cohort.experiment)).collect();
    let is_linear = population.scenario.time_scale == TimeScale::Linear;
    let duration = population.scenario.duration;
    let start = if is_linear { 0.0 } else { AXIS_START.min(duration / 100.0) };
    let people = if population.subjects() == 1 { "subject" } else { "subjects" };
    let mut figure =
        Figure::new("figure", format!("{}: {} {people}", population.scenario.title, count(population.subjects())));
    figure.columns.push(if is_linear { XAxis::linear_time(0.0, duration) } else { XAxis::log_time(start, duration) });
    let draw = Drawing { population, arms: &arms, start };
    for (i, signal) in study.signals.iter().enumerate() {
        figure.panels.push(draw.panel(i, *signal, &population.tallies, true));
    }
    if let Some(tallies) = &population.uncertainty {
        for (i, signal) in study.signals.iter().enumerate() {
            let mut panel = draw.panel(i, *signal, tallies, false);
            panel.id.push_str("-uncertainty");
            panel.title.push_str(", what is not known about the typical subject");
            figure.panels.push(panel);
        }
    }
    if study.signals.contains(&Signal::Improvement) {
        figure.panels.push(draw.share("onset", "With an onset so far"));
        figure.panels.push(draw.share("response", "With a response so far"));
    }
    figure.doses = doses(&arms);
    let program = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned();
    figure
        .footer
        .push("Line: median. Bands: 25 to 75 % and 5 to 95 % of subjects. Thin lines: single subjects.".to_owned());
    if study.signals.contains(&Signal::Improvement) {
        let [onset, response, ..] = steps_defined();
        figure.footer.extend([onset, response]);
    }
    if population.is_built_in() {
        figure.footer.push(format!("The subjects are the built-in {ADULTS_NAME}; they predict no person's response."));
    }
    figure.footer.push(basis());
    let seed = match population.origin {
        crate::study::population::tables::Origin::Seed(seed) => Some(seed),
        crate::study::population::tables::Origin::File { .. } => None,
    };
    let words = seed.map_or(String::new(), |seed| format!(", seed {seed}"));
    figure.footer.push(format!("{program}, scenario {}{words}", population.name));
    figure.provenance =
        Provenance { program, scenario: population.scenario.standalone().to_owned(), record: String::new(), seed };
    let mut figure = figure.lettered();
    figure.alt_text = figure.describe();
    figure
}

/// The bands of percentiles, the wider first, from the curve of each of [`PERCENTILES`] by its place.
pub(crate) fn bands(id: &str, hue: Hue, edge: impl Fn(usize) -> Vec<[f64; 2]>) -> impl Iterator<Item = Band> {
    let whole = PERCENTILES.len() - 1;
    (0..PERCENTILES.len() / 2).map(move |i| {
        let [low, high] = [PERCENTILES[i], PERCENTILES[whole - i]];
        let id = format!("{id}-{low}-to-{high}");
        Band::spread(id, format!("{low} to {high} %"), hue, edge(i), edge(whole - i))
    })
}

struct Drawing<'a> {
    population: &'a Population,
    arms: &'a [(&'a str, &'a Experiment)],
    /// Where the time axis begins, h.
    start: f64,
}

impl Drawing<'_> {
    /// Points of time and value from the start of the axis on.
    fn points(&self, values: impl Iterator<Item = Option<f64>>, scale: f64) -> Vec<[f64; 2]> {
        let times = self.population.study.times.iter();
        let points = times.zip(values).map(|(time, value)| [*time, value.map_or(f64::NAN, |value| scale * value)]);
        points.filter(|[time, _]| *time >= self.start).collect()
    }

    fn panel(&self, place: usize, signal: Signal, tallies: &[Tally], with_subjects: bool) -> Panel {
        let view = View::of(signal);
        let times = self.population.study.times.len();
        let mut panel = Panel::new(view.id(), view.title.clone(), view.unit.clone());
        let hues: Vec<_> = roles(self.arms.iter().map(|(_, experiment)| hue(experiment)));
        for (arm, ((id, (name, _)), (hue, variant))) in
            ids(self.arms.iter().map(|(name, _)| *name)).iter().zip(self.arms).zip(hues).enumerate()
        {
            let band: Vec<Option<[f64; 5]>> = tallies[arm].band(place, times).collect();
            let edge = |i: usize| self.points(band.iter().map(|found| found.map(|found| found[i])), view.scale);
            panel.extend(bands(id, hue, edge).map(|band| band.with_variant(variant)));
            if with_subjects {
                for (number, samples) in self.population.curves[arm].iter().enumerate() {
                    let values = samples[place * times..][..times].iter().map(|value| Some(*value));
                    let points = self.points(values, view.scale);
                    let mut thin = Series::new(format!("{id}-{}", number + 1), "", hue, points).with_variant(variant);
                    thin.weight = Weight::Faint;
                    panel.push(thin);
                }
            }
            panel.push(Series::new(id.clone(), *name, hue, edge(2)).with_variant(variant));
        }
        panel
    }

    /// The share of subjects that have reached a step, one of [`STEPS`], over time.
    fn share(&self, step: &'static str, title: &str) -> Panel {
        let mut panel = Panel::new(step, title, "% of subjects");
        let place = STEPS.iter().position(|known| *known == step).unwrap_or(0);
        panel.range = ValueRange::Fixed(0.0, 100.0);
        let hues: Vec<_> = roles(self.arms.iter().map(|(_, experiment)| hue(experiment)));
        let ids = ids(self.arms.iter().map(|(name, _)| *name));
        for ((id, (name, _)), ((hue, variant), tally)) in
            ids.iter().zip(self.arms).zip(hues.into_iter().zip(&self.population.tallies))
        {
            let shares = tally.reached[place].iter().map(|part| Some(percent(*part, tally.finished())));
            let points = self.points(shares, 1.0);
            panel.push(Series::new(id.clone(), *name, hue, points).with_variant(variant));
        }
        panel
    }
}
