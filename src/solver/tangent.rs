//! A value with its derivatives in several directions.

use crate::scalar::Dual;

/// Directions that are followed together.
pub const DIRECTIONS: usize = 8;

/// A value with its derivative in each direction.
pub type Tangent = Dual<f64, DIRECTIONS>;
