//! Dopri5 of ode_solvers, restarted at every dose.
//!
//! The library puts out at every step or on a uniform grid that begins where the integration does, so a grid over the
//! whole run would need two more restarts for each dose. Its continuous output model avoids them: one integration for
//! each stretch between doses, evaluated afterwards at the output times inside it. It has one absolute tolerance for
//! all states, so states are integrated in units of their size.

use ode_solvers::continuous_output_model::ContinuousOutputModel;
use ode_solvers::{Dopri5, OutputType, SVector, System};
use onset::model::Onset;
use onset::solver::AnyModel;

use super::{Prepared, Run, STATES};

type Vector = SVector<f64, STATES>;

struct Scaled<'a> {
    settings: &'a [f64],
    sizes: &'a [f64; STATES],
    inverses: &'a [f64; STATES],
}

impl System<f64, Vector> for Scaled<'_> {
    fn system(&self, _: f64, y: &Vector, dy: &mut Vector) {
        let states: [f64; STATES] = std::array::from_fn(|i| y[i] * self.sizes[i]);
        let rates = dy.as_mut_slice();
        Onset.rates(self.settings, &states, rates);
        rates.iter_mut().zip(self.inverses).for_each(|(rate, inverse)| *rate *= inverse);
    }
}

/// Hands a run with Dopri5 and this tolerance to `clock`.
pub(crate) fn with<T>(case: &Prepared, rtol: f64, clock: impl FnOnce(&mut Run<'_>) -> T) -> T {
    let sizes: [f64; STATES] = std::array::from_fn(|i| case.sizes[i]);
    let inverses = sizes.map(|size| 1.0 / size);
    clock(&mut |out| {
        let mut rows = out.chunks_exact_mut(STATES);
        let mut next = 0;
        let mut states = Vector::from_fn(|i, _| case.rest[i] * inverses[i]);
        for (now, segment) in case.segments.iter().enumerate() {
            for (place, amount) in &segment.jumps {
                states[place.0] += amount * inverses[place.0];
            }
            let (start, end) = (segment.start, segment.end);
            // Safety factor, controller and limits of the library's own short form; no limit on steps, and no test for
            // stiffness, which would end the run instead of slowing it down.
            let mut solver = Dopri5::from_param(
                Scaled { settings: &segment.settings, sizes: &sizes, inverses: &inverses },
                start,
                end,
                end - start,
                states,
                rtol,
                rtol,
                0.9,
                0.04,
                0.2,
                10.0,
                end - start,
                0.0,
                u32::MAX,
                u32::MAX,
                OutputType::Continuous,
            );
            let mut dense = ContinuousOutputModel::new();
            solver.integrate_with_continuous_output_model(&mut dense).map_err(|error| error.to_string())?;
            states = *solver.y_out().last().expect("at least one step");
            let reached = dense.bounds().1;
            for time in &case.times[next..case.outputs_until(next, end, now + 1 == case.segments.len())] {
                let value = dense.evaluate(time.min(reached)).expect("inside the stretch");
                let row = rows.next().expect("a row for each time");
                for ((place, value), size) in row.iter_mut().zip(value.iter()).zip(&sizes) {
                    *place = value * size;
                }
                next += 1;
            }
        }
        Ok(())
    })
}
