//! The solvers of diffsol, restarted at every dose.

use std::cell::{Cell, RefCell};

use diffsol::{
    ConstantOp, Matrix, NalgebraContext, NalgebraLU, NalgebraMat, NalgebraVec, NonLinearOp, NonLinearOpJacobian,
    OdeBuilder, OdeEquations, OdeEquationsRef, OdeSolverMethod, OdeSolverProblem, OdeSolverStopReason, Op,
    UnitCallable, Vector, VectorCommon,
};
use onset::model::Onset;
use onset::regimen::Segment;
use onset::solver::AnyModel;

use super::{Prepared, Run, STATES};

type Lu = NalgebraLU<f64>;

/// The model as diffsol wants it. The stretch in force is changed from outside while a solver holds the equations.
struct Equations<'a> {
    segments: &'a [Segment],
    now: Cell<usize>,
    rest: &'a [f64],
    jacobian: RefCell<Vec<f64>>,
    context: NalgebraContext,
}

impl Equations<'_> {
    fn settings(&self) -> &[f64] {
        &self.segments[self.now.get()].settings
    }
}

impl Op for Equations<'_> {
    type T = f64;
    type V = NalgebraVec<f64>;
    type M = NalgebraMat<f64>;
    type C = NalgebraContext;

    fn context(&self) -> &NalgebraContext {
        &self.context
    }
    fn nstates(&self) -> usize {
        STATES
    }
    fn nout(&self) -> usize {
        STATES
    }
    fn nparams(&self) -> usize {
        0
    }
}

impl NonLinearOp for Equations<'_> {
    fn call_inplace(&self, x: &Self::V, _: f64, y: &mut Self::V) {
        Onset.rates(self.settings(), x.inner().as_slice(), y.inner_mut().as_mut_slice());
    }
}

impl NonLinearOpJacobian for Equations<'_> {
    fn jac_mul_inplace(&self, x: &Self::V, _: f64, v: &Self::V, y: &mut Self::V) {
        let mut jacobian = self.jacobian.borrow_mut();
        Onset.jacobian(self.settings(), x.inner().as_slice(), &mut jacobian);
        for (value, row) in y.inner_mut().as_mut_slice().iter_mut().zip(jacobian.chunks_exact(STATES)) {
            *value = row.iter().zip(v.inner().as_slice()).map(|(slope, part)| slope * part).sum();
        }
    }

    /// The whole matrix at once, which spares diffsol a product for each column.
    fn jacobian_inplace(&self, x: &Self::V, _: f64, y: &mut Self::M) {
        let mut jacobian = self.jacobian.borrow_mut();
        Onset.jacobian(self.settings(), x.inner().as_slice(), &mut jacobian);
        let columns = y.inner_mut().as_mut_slice().chunks_exact_mut(STATES);
        for (j, column) in columns.enumerate() {
            column.iter_mut().zip(jacobian.chunks_exact(STATES)).for_each(|(entry, row)| *entry = row[j]);
        }
    }
}

impl ConstantOp for Equations<'_> {
    fn call_inplace(&self, _: f64, y: &mut Self::V) {
        y.inner_mut().as_mut_slice().copy_from_slice(self.rest);
    }
}

impl<'a> OdeEquationsRef<'a> for Equations<'_> {
    type Mass = &'a UnitCallable<NalgebraMat<f64>>;
    type Rhs = &'a Self;
    type Root = &'a UnitCallable<NalgebraMat<f64>>;
    type Init = &'a Self;
    type Out = &'a UnitCallable<NalgebraMat<f64>>;
    type Reset = &'a UnitCallable<NalgebraMat<f64>>;
}

impl OdeEquations for Equations<'_> {
    fn rhs(&self) -> &Self {
        self
    }
    fn mass(&self) -> Option<<Self as OdeEquationsRef<'_>>::Mass> {
        None
    }
    fn init(&self) -> &Self {
        self
    }
    fn set_params(&mut self, _: &Self::V) {}
    fn get_params(&self, _: &mut Self::V) {}
}

/// The methods of diffsol that are compared.
#[derive(Clone, Copy)]
pub(crate) enum Method {
    /// Backward differences of order 1 to 5.
    Bdf,
    /// An implicit Runge-Kutta method of order 4.
    Esdirk34,
    /// An explicit Runge-Kutta method of order 5.
    Tsit45,
}

/// Hands a run with this method and tolerance to `clock`.
pub(crate) fn with<T>(method: Method, case: &Prepared, rtol: f64, clock: impl FnOnce(&mut Run<'_>) -> T) -> T {
    let equations = Equations {
        segments: &case.segments,
        now: Cell::new(0),
        rest: &case.rest,
        jacobian: RefCell::new(vec![0.0; STATES * STATES]),
        context: NalgebraContext::default(),
    };
    let mut problem = OdeBuilder::<NalgebraMat<f64>>::new()
        .rtol(rtol)
        .atol(case.absolute_tolerances(rtol))
        .p([])
        .build_from_eqn(equations)
        .expect("the problem is well formed");
    // Counted over all stretches, so the default would end a run that is going well.
    problem.ode_options.max_nonlinear_solver_failures = usize::MAX;
    let mut scratch = NalgebraVec::zeros(STATES, NalgebraContext::default());
    clock(&mut |out| {
        problem.eqn.now.set(0);
        match method {
            Method::Bdf => {
                let solver = problem.bdf::<Lu>().map_err(|error| error.to_string())?;
                solve(&problem, solver, case, &mut scratch, out)
            }
            Method::Esdirk34 => {
                let solver = problem.esdirk34::<Lu>().map_err(|error| error.to_string())?;
                solve(&problem, solver, case, &mut scratch, out)
            }
            Method::Tsit45 => {
                let solver = problem.tsit45().map_err(|error| error.to_string())?;
                solve(&problem, solver, case, &mut scratch, out)
            }
        }
    })
}

/// Steps from edge to edge and interpolates at the output times that each step passes.
fn solve<'p, 'a: 'p>(
    problem: &'p OdeSolverProblem<Equations<'a>>,
    mut solver: impl OdeSolverMethod<'p, Equations<'a>>,
    case: &Prepared,
    scratch: &mut NalgebraVec<f64>,
    out: &mut [f64],
) -> Result<(), String> {
    let mut rows = out.chunks_exact_mut(STATES);
    let mut next = 0;
    for (now, segment) in case.segments.iter().enumerate() {
        problem.eqn.now.set(now);
        let order = solver.order();
        let mut state = solver.state_mut();
        for (place, amount) in &segment.jumps {
            state.y[place.0] += amount;
        }
        NonLinearOp::call_inplace(&problem.eqn, state.y, segment.start, state.dy);
        *state.t = segment.start;
        // The step length before the dose is hours; a fresh guess is far cheaper than the rejections it would cost.
        state.set_step_size(1.0, &problem.atol, problem.rtol, &problem.eqn, order);
        solver.set_stop_time(segment.end).map_err(|error| error.to_string())?;
        let until = case.outputs_until(next, segment.end, now + 1 == case.segments.len());
        loop {
            let reason = solver.step().map_err(|error| error.to_string())?;
            let has_ended = reason == OdeSolverStopReason::TstopReached;
            let reached = solver.state().t;
            while next < until && (has_ended || case.times[next] <= reached) {
                // The end of a stretch is met to within rounding.
                solver
                    .interpolate_inplace(case.times[next].min(reached), scratch)
                    .map_err(|error| error.to_string())?;
                rows.next().expect("a row for each time").copy_from_slice(scratch.inner().as_slice());
                next += 1;
            }
            if has_ended {
                break;
            }
        }
    }
    Ok(())
}
