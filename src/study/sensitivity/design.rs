//! Which runs are needed.

use super::method::Index;

/// A plan of runs. Each row has a place from 0 to 1 within the range of each factor; one that is not a number stands for
/// the value of the scenario.
pub trait Design: Sync {
    /// How many runs.
    fn rows(&self) -> usize;
    /// Writes the places of a row, counted from 0.
    fn row(&self, number: usize, places: &mut [f64]);
}

/// A design from whose runs indices are estimated.
pub trait Estimator: Design {
    /// The indices of each factor, from the values of the rows in their order; fewer values where the runs were ended.
    fn indices(&self, values: &[Option<f64>]) -> Vec<Index>;
}

/// The scenario itself, and each factor alone at either end of its range.
#[derive(Debug, Clone, Copy)]
pub struct Ends {
    /// How many factors.
    pub factors: usize,
}

impl Ends {
    /// What each factor does at its low and at its high end, from the values of the rows.
    pub fn pairs<T: Clone>(&self, values: &[T]) -> Vec<[T; 2]> {
        values.get(1..).unwrap_or_default().as_chunks::<2>().0.to_vec()
    }
}

impl Design for Ends {
    fn rows(&self) -> usize {
        1 + 2 * self.factors
    }

    fn row(&self, number: usize, places: &mut [f64]) {
        places.fill(f64::NAN);
        if let Some(end) = number.checked_sub(1)
            && let Some(place) = places.get_mut(end / 2)
        {
            *place = (end % 2) as f64;
        }
    }
}
