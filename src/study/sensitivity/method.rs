//! Methods that find on which parameters a metric depends, and their results.

/// One index of one factor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Index {
    /// What it is called: `total`, `mu_star`.
    pub name: &'static str,
    /// Place of the factor.
    pub factor: usize,
    /// Its value; nothing where too few runs have the metric, or where it does not vary.
    pub value: Option<f64>,
    /// Where it lies with a confidence of 95 %, for indices that are estimated.
    pub interval: Option<(f64, f64)>,
    /// On how many comparisons it rests.
    pub used: usize,
}

/// How it is found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// Exact derivatives at the values of the scenario.
    #[default]
    Local,
    /// Elementary effects.
    Morris,
    /// Shares of the variance.
    Sobol,
    /// Partial rank correlation.
    Prcc,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 4] = [Self::Local, Self::Morris, Self::Sobol, Self::Prcc];

    /// The name that is typed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Morris => "morris",
            Self::Sobol => "sobol",
            Self::Prcc => "prcc",
        }
    }

    /// The index by whose size parameters are put in order.
    pub const fn ranks_by(self) -> &'static str {
        match self {
            Self::Local => "elasticity",
            Self::Morris => "mu_star",
            Self::Sobol => "total",
            Self::Prcc => "prcc",
        }
    }
}
