//! Drug in plasma over time: what the body does with the doses.

use super::arms::{doses_of, dressed, finished, ids_of, roles_of};
use super::curve::curve;
use super::flat::still;
use super::kind::{Drawn, NotDrawn, Request, TimeAxis, view, windows};
use super::run::Run;
use super::view::View;
use crate::figure::{Panel, Series};
use crate::regimen::Drug;

/// Levels in plasma, each with the drug that it comes from.
const LEVELS: [(&str, Drug); 4] = [
    ("ketamine_plasma", Drug::Ketamine),
    ("norketamine_plasma", Drug::Ketamine),
    ("hnk_plasma", Drug::Ketamine),
    ("ssri_plasma", Drug::Ssri),
];

/// The longest run whose levels read well in one even window, h.
const ONE_WINDOW: f64 = 72.0;

/// A panel for every level that some arm has, over the first day beside the whole run.
pub(super) fn exposure(run: &Run, request: &Request) -> Result<Drawn, NotDrawn> {
    let time = match request.time {
        TimeAxis::Auto if run.duration > ONE_WINDOW => TimeAxis::Paired,
        TimeAxis::Auto => TimeAxis::Linear,
        chosen => chosen,
    };
    let (columns, span) = windows(run, time);
    let mut figure = dressed("exposure", run);
    let mut warnings = Vec::new();
    let given = |drug: Drug| run.arms.iter().any(|arm| arm.arm.experiment.regimen.gives(drug, run.duration));
    let views: Vec<View> = if request.y.is_empty() {
        LEVELS.iter().filter(|(_, drug)| given(*drug)).filter_map(|(key, _)| View::by_key(key)).collect()
    } else {
        request.y.iter().map(|key| view(run, key)).collect::<Result<_, _>>()?
    };
    for view in views {
        let mut panel = Panel::new(view.id(), view.title.clone(), view.unit.clone());
        for ((arm, id), (hue, variant)) in run.arms.iter().zip(ids_of(run)).zip(roles_of(run)) {
            let points = curve(arm, &view, span);
            match still(arm, &view) {
                Some(why) => warnings.push(why),
                None => panel.series.push(Series::new(id, arm.name.clone(), hue, points).with_variant(variant)),
            }
        }
        if !panel.series.is_empty() {
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
