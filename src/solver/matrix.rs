//! Small square matrices on the stack, for the nodes of one step.

use crate::scalar::Lanes;

/// `K` by `K`, column by column, so that a product with a vector runs along the lanes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Matrix<const K: usize>(pub(crate) [[f64; K]; K]);

impl<const K: usize> Matrix<K> {
    pub(crate) const ZERO: Self = Self([[0.0; K]; K]);

    pub(crate) const IDENTITY: Self = {
        let mut identity = Self::ZERO;
        let mut i = 0;
        while i < K {
            identity.0[i][i] = 1.0;
            i += 1;
        }
        identity
    };

    /// The product `self * other`, at compile time too.
    #[inline]
    pub(crate) const fn times(&self, other: &Self) -> Self {
        let mut product = Self::ZERO;
        let mut column = 0;
        while column < K {
            let mut j = 0;
            while j < K {
                let mut row = 0;
                while row < K {
                    product.0[column][row] += self.0[j][row] * other.0[column][j];
                    row += 1;
                }
                j += 1;
            }
            column += 1;
        }
        product
    }

    /// `self + factor * other`, at compile time too.
    #[inline]
    pub(crate) const fn plus(&self, factor: f64, other: &Self) -> Self {
        let mut sum = *self;
        let mut column = 0;
        while column < K {
            let mut row = 0;
            while row < K {
                sum.0[column][row] += factor * other.0[column][row];
                row += 1;
            }
            column += 1;
        }
        sum
    }

    /// Applied to one value for each node.
    #[inline(always)]
    pub(crate) fn apply(&self, values: &Lanes<K>) -> Lanes<K> {
        let mut result = [0.0; K];
        for (column, value) in self.0.iter().zip(&values.0) {
            for (sum, entry) in result.iter_mut().zip(column) {
                *sum += entry * value;
            }
        }
        Lanes(result)
    }

    /// Each column scaled by its node's value.
    #[inline]
    pub(crate) fn scale_columns(&self, values: &Lanes<K>) -> Self {
        Self(std::array::from_fn(|column| self.0[column].map(|entry| entry * values.0[column])))
    }

    /// The inverse, by elimination with exchanges; not finite where there is none. At compile time too.
    #[inline]
    pub(crate) const fn inverse(&self) -> Self {
        // Elimination on columns instead of rows: the inverse of the transposed is the transposed inverse.
        let mut rest = self.0;
        let mut inverse = Self::IDENTITY.0;
        let mut step = 0;
        while step < K {
            let mut pivot = step;
            let mut i = step + 1;
            while i < K {
                if rest[i][step].abs() > rest[pivot][step].abs() {
                    pivot = i;
                }
                i += 1;
            }
            if pivot != step {
                (rest[pivot], rest[step]) = (rest[step], rest[pivot]);
                (inverse[pivot], inverse[step]) = (inverse[step], inverse[pivot]);
            }
            let scale = 1.0 / rest[step][step];
            let mut j = 0;
            while j < K {
                rest[step][j] *= scale;
                inverse[step][j] *= scale;
                j += 1;
            }
            let mut i = 0;
            while i < K {
                if i != step {
                    let factor = rest[i][step];
                    let mut j = 0;
                    while j < K {
                        rest[i][j] -= factor * rest[step][j];
                        inverse[i][j] -= factor * inverse[step][j];
                        j += 1;
                    }
                }
                i += 1;
            }
            step += 1;
        }
        Self(inverse)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inverse_times_matrix_is_identity() {
        let matrix = Matrix([[0.0, 2.0, 1.0], [1.0, 0.5, 3.0], [4.0, 1.0, -2.0]]);
        let product = matrix.inverse().times(&matrix);
        for (column, expected) in product.0.iter().zip(Matrix::<3>::IDENTITY.0) {
            for (a, b) in column.iter().zip(expected) {
                assert!((a - b).abs() < 1e-14, "{product:?}");
            }
        }
    }
}
