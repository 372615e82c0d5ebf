//! From what is asked to the figure: which file draws which kind.

use super::request::{Drawn, Kind, NotDrawn, Request};
use super::{axes, comparison, dose_response, exposure, measured, pathway, phase, timeline};
use crate::run::Run;

/// The figure that is asked for.
///
/// # Errors
/// [`NotDrawn`] where the run has nothing of the kind, or a quantity is unknown.
pub fn figure(run: &Run, request: &Request) -> Result<Drawn, NotDrawn> {
    if request.x.is_some() && request.kind != Kind::Phase {
        return Err(NotDrawn {
            message: "--x is for figures of one quantity against another".to_owned(),
            help: "add --kind phase".to_owned(),
        });
    }
    let named = if request.wording.labels.is_empty() { None } else { Some(request.wording.named(run)?) };
    let run = named.as_ref().unwrap_or(run);
    if request.at.is_some() && request.kind != Kind::Pathway {
        return Err(NotDrawn {
            message: "--at is for the pathway, whose boxes show values at a time".to_owned(),
            help: "add --kind pathway".to_owned(),
        });
    }
    let mut drawn = match request.kind {
        Kind::Comparison => comparison::comparison_of(run, request),
        Kind::Cascade => comparison::cascade_of(run, request),
        Kind::DoseResponse => dose_response::dose_response(run, request),
        Kind::Phase => phase::phase(run, request),
        Kind::Exposure => exposure::exposure(run, request),
        Kind::Timeline => timeline::timeline(run, request),
        Kind::Pathway => pathway::pathway(run, request),
    }?;
    measured::add(run, request, &mut drawn.figure)?;
    axes::set(run, request, &mut drawn.figure)?;
    if !request.wording.is_none() {
        request.wording.dress(run, &mut drawn.figure);
    }
    Ok(drawn)
}
