//! One quantity against another, with time along the curve.

use super::arms::{dressed, finished, ids_of, roles_of};
use super::curve::pair;
use super::no_response::{Flat, still};
use super::request::{Drawn, NotDrawn, Request, reasons, view};
use super::view::View;
use crate::figure::{Mark, Panel, Series, XAxis};
use crate::regimen::Drug;
use crate::run::Run;
use crate::words::duration;

/// Moments that are marked on the curves, h.
const MOMENTS: [f64; 5] = [1.0, 6.0, 24.0, 168.0, 672.0];

/// Curves of `y` against `x`; by default of the improvement against the level of the drug that is given.
pub(crate) fn phase(run: &Run, request: &Request) -> Result<Drawn, NotDrawn> {
    let given = |drug: &Drug| run.arms.iter().any(|arm| arm.arm.experiment.regimen.gives(*drug, run.duration));
    // Without any drug, the level that stays at 0 is that of the last.
    let drug = Drug::ALL.into_iter().find(given).or(Drug::ALL.last().copied());
    let level = drug.and_then(|drug| drug.row().analytes.first()).map(View::plasma);
    let x = match (&request.x, level) {
        (Some(key), _) => view(run, key)?,
        (None, Some(level)) => level,
        (None, None) => view(run, "improvement")?,
    };
    let usual = vec!["improvement".to_owned()];
    let keys = if request.y.is_empty() { &usual } else { &request.y };
    let mut figure = dressed("phase", run);
    let mut warnings = Vec::new();
    for key in keys {
        let y = view(run, key)?;
        let mut panel = Panel::new(y.id(), y.title.clone(), y.unit.clone());
        for (index, ((arm, id), (hue, variant))) in run.arms.iter().zip(ids_of(run)).zip(roles_of(run)).enumerate() {
            let (times, points) = pair(arm, &x, &y);
            let of_x: Vec<[f64; 2]> = points.iter().zip(&times).map(|(point, time)| [*time, point[0]]).collect();
            let of_y: Vec<[f64; 2]> = points.iter().zip(&times).map(|(point, time)| [*time, point[1]]).collect();
            let why: Vec<Flat> = [still(arm, &x), still(arm, &y)].into_iter().flatten().collect();
            // Where neither moves there is a point and no curve.
            let has_values = of_x.iter().zip(&of_y).any(|(x, y)| x[1].is_finite() && y[1].is_finite());
            let still = why.len() == 2 || !has_values;
            warnings.extend(why);
            if still {
                continue;
            }
            // Names of moments stand on the first curve; on all they would crowd.
            if index == 0 {
                for moment in MOMENTS.into_iter().filter(|moment| *moment <= arm.arm.experiment.duration) {
                    let at = times.partition_point(|time| *time < moment - 1e-9);
                    if let Some(&[place, value]) = points.get(at) {
                        panel.push(Mark { series: id.clone(), x: place, value, label: duration(moment) });
                    }
                }
            }
            panel.push(Series::new(id, arm.name.clone(), hue, points).with_variant(variant));
        }
        if panel.series().next().is_some() {
            figure.panels.push(panel);
        }
    }
    if figure.panels.is_empty() {
        let help = if warnings.is_empty() { "choose others with --x and --y".to_owned() } else { reasons(&warnings) };
        return Err(NotDrawn { message: "neither quantity moves in any arm".to_owned(), help });
    }
    figure.footer.insert(1, "Rings: time since the start.".to_owned());
    figure.columns.push(XAxis::value(x.title, x.unit));
    warnings.dedup();
    Ok(Drawn { figure: finished(figure), warnings })
}
