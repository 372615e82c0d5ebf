//! Drug in plasma over time: what the body does with the doses.

use super::arms::{doses_of, dressed, finished, ids_of, roles_of};
use super::curve::curve;
use super::no_response::still;
use super::request::{Drawn, NotDrawn, Request, TimeAxis, view, windows};
use super::view::View;
use crate::figure::{Panel, Scale, Series, Span, XAxis};
use crate::regimen::Drug;
use crate::run::{ArmResult, Run};

/// The longest run whose levels read well in one even window, h.
const ONE_WINDOW: f64 = 72.0;

/// A day, h.
const DAY: f64 = 24.0;

/// Share of the highest level that the eye does not tell from none.
const NEXT_TO_NOTHING: f64 = 0.05;

/// A panel for every level that some arm has, over the first day beside the whole run, or the first day alone where all is
/// over by then.
pub(crate) fn exposure(run: &Run, request: &Request) -> Result<Drawn, NotDrawn> {
    let mut figure = dressed("exposure", run);
    let mut warnings = Vec::new();
    let usual = request.y.is_empty();
    let given = |drug: Drug| run.arms.iter().any(|arm| gives(arm, drug));
    let levels: Vec<(View, Option<Drug>)> = if usual {
        let of_drug = |drug: Drug| drug.row().analytes.iter().map(move |analyte| (View::plasma(analyte), Some(drug)));
        Drug::ALL.into_iter().filter(|drug| given(*drug)).flat_map(of_drug).collect()
    } else {
        request.y.iter().map(|key| Ok((view(run, key)?, None))).collect::<Result<_, _>>()?
    };
    let views = || levels.iter().map(|(view, _)| view);
    let (columns, span) = match request.time {
        TimeAxis::Auto if run.duration <= ONE_WINDOW => windows(run, TimeAxis::Linear),
        TimeAxis::Auto if is_over_in_a_day(run, views()) => {
            (vec![XAxis::linear_time(0.0, DAY)], Span::new(Scale::Linear, 0.0, DAY))
        }
        TimeAxis::Auto => windows(run, TimeAxis::Paired),
        chosen => windows(run, chosen),
    };
    for (view, drug) in &levels {
        let mut panel = Panel::new(view.id(), view.title.clone(), view.unit.clone());
        for ((arm, id), (hue, variant)) in run.arms.iter().zip(ids_of(run)).zip(roles_of(run)) {
            // An arm without the drug has no level of it, which surprises nobody.
            if drug.is_some_and(|drug| !gives(arm, drug)) {
                continue;
            }
            let points = curve(arm, view, span);
            match still(arm, view) {
                Some(why) => warnings.push(why),
                None => panel.push(Series::new(id, arm.name.clone(), hue, points).with_variant(variant)),
            }
        }
        if panel.series().next().is_some() {
            figure.panels.push(panel);
        }
    }
    if figure.panels.is_empty() {
        return Err(NotDrawn {
            message: "no arm has a drug in plasma to draw".to_owned(),
            help: "give a dose in some arm, or draw --kind comparison".to_owned(),
        });
    }
    figure.columns = columns;
    figure.doses = doses_of(run);
    Ok(Drawn { figure: finished(figure), warnings })
}

fn gives(arm: &ArmResult, drug: Drug) -> bool {
    arm.arm.experiment.regimen.gives(drug, arm.arm.experiment.duration)
}

/// Whether every level has come down to next to nothing within a day and stays there, so that the days after it would be
/// a line at zero.
fn is_over_in_a_day<'a>(run: &Run, mut views: impl Iterator<Item = &'a View>) -> bool {
    let span = Span::new(Scale::Linear, 0.0, run.duration);
    views.all(|view| {
        run.arms.iter().all(|arm| {
            let points = curve(arm, view, span);
            let most = |within: fn(f64) -> bool| {
                points.iter().filter(|point| within(point[0])).map(|point| point[1].abs()).fold(0.0, f64::max)
            };
            most(|time| time >= DAY) <= NEXT_TO_NOTHING * most(|_| true)
        })
    })
}
