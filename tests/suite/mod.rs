mod equations;
mod layering;
mod metrics;
mod physics;
mod reference;
mod solvers;
