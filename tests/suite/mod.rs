mod metrics;
mod reference;
