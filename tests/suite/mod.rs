mod equations;
mod layering;
mod metrics;
mod physics;
mod reference;
mod scenario_meaning;
mod solvers;
