//! Axes that are asked for: a window of time, and values on a logarithm.
//!
//! Owns: what is left out by them, and that the foot says so. Must not know: which kind of figure it is.

use super::request::{NotDrawn, Request};
use crate::figure::{Content, Figure, Panel, Scale, Span, ValueRange, XAxis};
use crate::run::Run;
use crate::words::{count, duration};

/// Powers of ten that a logarithmic axis of values reaches down from the greatest.
const DECADES: f64 = 1e-3;

/// Shows the window and the scale that are asked for.
///
/// # Errors
/// [`NotDrawn`] where the window lies outside the run, or the figure has no such axis.
pub(super) fn set(run: &Run, request: &Request, figure: &mut Figure) -> Result<(), NotDrawn> {
    if request.window != (None, None) {
        window(run, request, figure)?;
    }
    if request.log_values {
        logarithm(figure)?;
    }
    Ok(())
}

fn window(run: &Run, request: &Request, figure: &mut Figure) -> Result<(), NotDrawn> {
    if !figure.columns.iter().all(XAxis::is_time) || figure.columns.is_empty() {
        return Err(NotDrawn {
            message: "--from and --to are for figures over time".to_owned(),
            help: "choose --kind comparison, cascade, exposure or timeline".to_owned(),
        });
    }
    let (from, to) = (request.window.0.unwrap_or(0.0), request.window.1.unwrap_or(run.duration));
    if from >= to || from >= run.duration || to > run.duration * (1.0 + 1e-9) {
        return Err(NotDrawn {
            message: format!("there is nothing to show from {} to {}", duration(from), duration(to)),
            help: format!("the run goes from 0 h to {}", duration(run.duration)),
        });
    }
    let log = figure.columns.iter().any(|axis| matches!(axis, XAxis::Time(span) if span.scale == Scale::Log));
    let scale = if log && from > 0.0 { Scale::Log } else { Scale::Linear };
    figure.columns = vec![XAxis::Time(Span::new(scale, from, to))];
    Ok(())
}

fn logarithm(figure: &mut Figure) -> Result<(), NotDrawn> {
    if figure.panels.iter().any(|panel| panel.has_rows() || panel.is_diagram()) {
        return Err(NotDrawn {
            message: "--y-scale log is for figures with an axis of values".to_owned(),
            help: "choose --kind comparison, cascade, exposure or dose-response".to_owned(),
        });
    }
    let mut left_out = 0;
    for panel in &mut figure.panels {
        let most = greatest(panel);
        if most <= 0.0 {
            continue;
        }
        let least = most * DECADES;
        left_out += panel.points().flat_map(|points| &points.data).filter(|datum| datum.value < least).count();
        panel.scale = Scale::Log;
        panel.range = ValueRange::Fixed(least, 1.5 * most);
        // Below the axis a curve has no place; it ends there and begins again.
        for content in &mut panel.contents {
            if let Content::Series(series) = content {
                series.points.iter_mut().filter(|point| point[1] < 0.1 * least).for_each(|point| point[1] = f64::NAN);
            }
        }
    }
    if left_out > 0 {
        let points =
            if left_out == 1 { "1 point is".to_owned() } else { format!("{} points are", count(left_out as u64)) };
        figure.footer.insert(1, format!("Below the logarithmic axis: {points} not shown."));
    }
    Ok(())
}

/// The greatest value of a panel; 0 where it has none.
fn greatest(panel: &Panel) -> f64 {
    let curves = panel.series().flat_map(|series| &series.points).map(|point| point[1]);
    let points = panel.points().flat_map(|points| &points.data).map(|datum| datum.value);
    curves.chain(points).filter(|value| value.is_finite()).fold(0.0, f64::max)
}
