//! The matrix of the Radau IIA method in the basis in which it is a few rotations.
//!
//! With an even number of nodes its eigenvalues are pairs of complex conjugates. In the basis of the real and imaginary
//! parts of their vectors, any function of the matrix turns and stretches one plane for each pair: `K` multiplications
//! of complex numbers' size instead of an inverse matrix. Since the basis is the same for every stage, step and subject,
//! nothing has to be remembered for a step length.
//!
//! The polynomial `q` with `q(0) = 0` that the method integrates exactly up to a multiple of its node polynomial `M`
//! satisfies `q - mu q' = M`, so `q` is the sum of `mu^j M^(j)`: the eigenvalues are the roots of that sum at 0, and
//! the vectors are `q'` at the nodes. Reference: Hairer and Wanner, Solving Ordinary Differential Equations II, section
//! IV.8 (transformation of the linear systems).

use crate::solver::matrix::Matrix;
use crate::solver::radau::Radau;

/// The eigenvalues and the basis.
#[derive(Debug)]
pub(crate) struct Spectrum<const K: usize> {
    /// Takes values at the nodes to coordinates in the basis, row by row: two for each pair of eigenvalues.
    pub(crate) into: [[f64; K]; K],
    /// Takes coordinates back to values at the nodes, row by row.
    pub(crate) back: [[f64; K]; K],
    /// Real and imaginary part of one of each pair; the first `K / 2` count.
    pub(crate) values: [[f64; 2]; K],
}

/// A complex number.
type Complex = [f64; 2];

const fn times(a: Complex, b: Complex) -> Complex {
    [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]]
}

const fn minus(a: Complex, b: Complex) -> Complex {
    [a[0] - b[0], a[1] - b[1]]
}

const fn over(a: Complex, b: Complex) -> Complex {
    let size = b[0] * b[0] + b[1] * b[1];
    [(a[0] * b[0] + a[1] * b[1]) / size, (a[1] * b[0] - a[0] * b[1]) / size]
}

impl<const K: usize> Spectrum<K> {
    /// The one value for each `K`.
    pub(crate) const METHOD: Self = Self::derive();

    const fn derive() -> Self {
        const MOST: usize = 16;
        assert!(K.is_multiple_of(2) && K < MOST, "with an odd number of nodes one eigenvalue is real");
        // Derivatives of the node polynomial: coefficients from the constant on, row by row from the polynomial itself.
        let mut derivatives = [[0.0; MOST]; MOST];
        derivatives[0][0] = 1.0;
        let mut degree = 0;
        while degree < K {
            let mut k = degree + 1;
            loop {
                let shifted = if k > 0 { derivatives[0][k - 1] } else { 0.0 };
                derivatives[0][k] = shifted - Radau::<K>::METHOD.nodes[degree] * derivatives[0][k];
                if k == 0 {
                    break;
                }
                k -= 1;
            }
            degree += 1;
        }
        let mut order = 1;
        while order <= K {
            let mut k = 0;
            while k < K {
                derivatives[order][k] = (k + 1) as f64 * derivatives[order - 1][k + 1];
                k += 1;
            }
            order += 1;
        }
        let roots = Self::roots(&derivatives);
        let mut basis = Matrix::<K>::ZERO;
        let mut values = [[0.0; 2]; K];
        let mut found = 0;
        let mut i = 0;
        while i < K {
            if roots[i][1] > 0.0 {
                values[found] = roots[i];
                let mut node = 0;
                while node < K {
                    let place = Radau::<K>::METHOD.nodes[node];
                    let mut power = [1.0, 0.0];
                    let mut entry = [0.0, 0.0];
                    let mut j = 0;
                    while j < K {
                        let value = polynomial(&derivatives[j + 1], K, place);
                        entry = [entry[0] + power[0] * value, entry[1] + power[1] * value];
                        power = times(power, roots[i]);
                        j += 1;
                    }
                    basis.0[2 * found][node] = entry[0];
                    basis.0[2 * found + 1][node] = entry[1];
                    node += 1;
                }
                found += 1;
            }
            i += 1;
        }
        assert!(2 * found == K, "every pair is found");
        let inverse = basis.inverse();
        let (mut into, mut back) = ([[0.0; K]; K], [[0.0; K]; K]);
        let mut row = 0;
        while row < K {
            let mut column = 0;
            while column < K {
                into[row][column] = inverse.0[column][row];
                back[row][column] = basis.0[column][row];
                column += 1;
            }
            row += 1;
        }
        Self { into, back, values }
    }

    /// All roots of the sum of `mu^j M^(j)(0)`, at once, by the method of Durand and Kerner.
    const fn roots<const MOST: usize>(derivatives: &[[f64; MOST]; MOST]) -> [Complex; K] {
        let leading = derivatives[K][0];
        let mut roots = [[0.0; 2]; K];
        // Any start will do that is neither real nor on one circle around 0.
        let mut start = [0.1, 0.0];
        let mut i = 0;
        while i < K {
            start = times(start, [0.4, 0.9]);
            roots[i] = start;
            i += 1;
        }
        let mut round = 0;
        while round < 300 {
            let mut i = 0;
            while i < K {
                let mut value = [1.0, 0.0];
                let mut j = K;
                while j > 0 {
                    j -= 1;
                    value = times(value, roots[i]);
                    value[0] += derivatives[j][0] / leading;
                }
                let mut others = [1.0, 0.0];
                let mut j = 0;
                while j < K {
                    if j != i {
                        others = times(others, minus(roots[i], roots[j]));
                    }
                    j += 1;
                }
                roots[i] = minus(roots[i], over(value, others));
                i += 1;
            }
            round += 1;
        }
        roots
    }
}

/// The value of a polynomial of at most this degree.
const fn polynomial<const MOST: usize>(coefficients: &[f64; MOST], degree: usize, x: f64) -> f64 {
    let mut value = 0.0;
    let mut k = degree + 1;
    while k > 0 {
        k -= 1;
        value = value * x + coefficients[k];
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_turns_and_stretches_planes() {
        const K: usize = 6;
        let (method, spectrum) = (&Radau::<K>::METHOD, &Spectrum::<K>::METHOD);
        for column in 0..K {
            let unit: [f64; K] = std::array::from_fn(|i| f64::from(u8::from(i == column)));
            let apply = |matrix: &[[f64; K]; K], x: &[f64; K]| -> [f64; K] {
                std::array::from_fn(|i| (0..K).map(|j| matrix[i][j] * x[j]).sum())
            };
            let mut turned = apply(&spectrum.into, &unit);
            for (pair, [real, imaginary]) in spectrum.values[..K / 2].iter().enumerate() {
                let (a, b) = (turned[2 * pair], turned[2 * pair + 1]);
                turned[2 * pair] = a * real + b * imaginary;
                turned[2 * pair + 1] = b * real - a * imaginary;
            }
            for (found, expected) in apply(&spectrum.back, &turned).iter().zip(method.matrix.0[column]) {
                assert!((found - expected).abs() < 1e-13, "column {column}: {found} against {expected}");
            }
        }
    }
}
