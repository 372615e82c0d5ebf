//! The Radau IIA method with `K` nodes, derived from its definition at compile time.
//!
//! The nodes are the roots of the right Radau polynomial on (0, 1], the last of them 1; the method collocates there.
//! It is L-stable, of order `2 K - 1` at the end of a step and `K` within it. Reference: Hairer and Wanner, Solving
//! Ordinary Differential Equations II, 2nd edition, Springer 1996, section IV.5.

use super::matrix::Matrix;

/// The coefficients of the method.
#[derive(Debug)]
pub(crate) struct Radau<const K: usize> {
    /// Places of the nodes in a step, from 0 to 1.
    pub(crate) nodes: [f64; K],
    /// Integrals of the basis polynomials from 0 to each node.
    pub(crate) matrix: Matrix<K>,
    /// The basis polynomials at the left end, which extrapolate the slopes at the nodes back to it.
    pub(crate) left: [f64; K],
    /// Slopes at the left end of the polynomials that are 1 at one node and 0 at the others and there.
    pub(crate) departure: [f64; K],
    /// The largest error within a step, times its length, for a defect of 1 at its left end.
    pub(crate) defect_weight: f64,
    /// The largest defect from the first node on, for a defect of 1 at the left end: what a stage that relaxes within
    /// the step follows.
    pub(crate) defect_within: f64,
    /// Numerator of the resolvent `(I + z A)^-1 A`, a matrix for each power of `z`.
    numerator: [Matrix<K>; K],
    /// Its denominator `det(I + z A)` without the leading 1, a coefficient for each power of `z` from the first.
    denominator: [f64; K],
}

impl<const K: usize> Radau<K> {
    /// The one value for each `K`.
    pub(crate) const METHOD: Self = Self::derive();

    const fn derive() -> Self {
        let nodes = Self::derive_nodes();
        // Column by column: row i integrates to node i, so A = (c_i^k / k) (c_j^(k-1))^-1.
        let mut powers = Matrix::<K>::ZERO;
        let mut integrals = Matrix::<K>::ZERO;
        let mut k = 0;
        while k < K {
            let mut i = 0;
            while i < K {
                let power = power(nodes[i], k);
                powers.0[k][i] = power;
                integrals.0[k][i] = power * nodes[i] / (k + 1) as f64;
                i += 1;
            }
            k += 1;
        }
        let matrix = integrals.times(&powers.inverse());
        let (numerator, denominator) = Self::derive_resolvent(&matrix);
        Self {
            nodes,
            matrix,
            left: lagrange(&nodes),
            departure: departure(&nodes),
            defect_weight: defect_weight(&nodes),
            defect_within: defect_within(&nodes),
            numerator,
            denominator,
        }
    }

    /// Roots of `P_(K-1) - P_K` between -1 and 1, by a search for changes of sign and bisection, moved to (0, 1].
    const fn derive_nodes() -> [f64; K] {
        let mut nodes = [1.0; K];
        let pieces = 40 * K;
        let mut found = 0;
        let mut piece = 0;
        while piece < pieces && found + 1 < K {
            let mut low = -1.0 + 2.0 * piece as f64 / pieces as f64;
            let mut high = -1.0 + 2.0 * (piece + 1) as f64 / pieces as f64;
            let left = radau_polynomial(K, low);
            if left * radau_polynomial(K, high) < 0.0 {
                let mut halving = 0;
                while halving < 60 {
                    let middle = 0.5 * (low + high);
                    if left * radau_polynomial(K, middle) > 0.0 {
                        low = middle;
                    } else {
                        high = middle;
                    }
                    halving += 1;
                }
                nodes[found] = 0.5 * (1.0 + 0.5 * (low + high));
                found += 1;
            }
            piece += 1;
        }
        assert!(found + 1 == K, "every node is found");
        nodes
    }

    /// The resolvent as a ratio of polynomials in `z`, by the method of Faddeev and Le Verrier: one division and no
    /// elimination each time it is needed.
    const fn derive_resolvent(matrix: &Matrix<K>) -> ([Matrix<K>; K], [f64; K]) {
        let mut numerator = [Matrix::<K>::ZERO; K];
        let mut denominator = [0.0; K];
        let mut adjoint = Matrix::<K>::IDENTITY;
        let mut k = 0;
        while k < K {
            numerator[k] = adjoint.times(matrix);
            let product = numerator[k];
            let mut trace = 0.0;
            let mut i = 0;
            while i < K {
                trace += product.0[i][i];
                i += 1;
            }
            denominator[k] = trace / (k + 1) as f64;
            adjoint = Matrix::<K>::ZERO.plus(-1.0, &product).plus(denominator[k], &Matrix::IDENTITY);
            k += 1;
        }
        (numerator, denominator)
    }

    /// The resolvent `(I + z A)^-1 A`, which turns `u - k y0` at the nodes into the increment of a stage over `h`, for
    /// `z = h k`.
    #[inline]
    pub(crate) fn resolvent(&self, z: f64) -> Matrix<K> {
        let denominator = self.denominator.iter().rev().fold(0.0, |sum, coefficient| coefficient + z * sum);
        let scale = 1.0 / (1.0 + z * denominator);
        // Column by column, so that the sum over the powers stays in registers.
        Matrix(std::array::from_fn(|column| {
            let mut sum = self.numerator[K - 1].0[column];
            for power in (0..K - 1).rev() {
                for (sum, coefficient) in sum.iter_mut().zip(&self.numerator[power].0[column]) {
                    *sum = coefficient + z * *sum;
                }
            }
            sum.map(|entry| entry * scale)
        }))
    }
}

const fn power(base: f64, exponent: usize) -> f64 {
    let mut result = 1.0;
    let mut i = 0;
    while i < exponent {
        result *= base;
        i += 1;
    }
    result
}

/// `P_(k-1)(x) - P_k(x)` of the Legendre polynomials.
const fn radau_polynomial(k: usize, x: f64) -> f64 {
    let (mut before, mut legendre) = (1.0, x);
    let mut n = 1;
    while n < k {
        let next = ((2 * n + 1) as f64 * x * legendre - n as f64 * before) / (n + 1) as f64;
        (before, legendre) = (legendre, next);
        n += 1;
    }
    before - legendre
}

/// The basis polynomials of the nodes at 0.
const fn lagrange<const K: usize>(nodes: &[f64; K]) -> [f64; K] {
    let mut values = [1.0; K];
    let mut j = 0;
    while j < K {
        let mut m = 0;
        while m < K {
            if m != j {
                values[j] *= -nodes[m] / (nodes[j] - nodes[m]);
            }
            m += 1;
        }
        j += 1;
    }
    values
}

/// The slopes at 0 of the basis polynomials of the nodes and 0.
const fn departure<const K: usize>(nodes: &[f64; K]) -> [f64; K] {
    let mut slopes = lagrange(nodes);
    let mut j = 0;
    while j < K {
        slopes[j] /= nodes[j];
        j += 1;
    }
    slopes
}

/// The defect is a multiple of `(s - c_1) ... (s - c_K)`; the error it causes is greatest at a node.
const fn defect_weight<const K: usize>(nodes: &[f64; K]) -> f64 {
    const MOST: usize = 16;
    // Coefficients of the product of the `s - c_i`, from the constant on.
    let mut product = [0.0; MOST];
    product[0] = 1.0;
    let mut degree = 0;
    while degree < K {
        let mut k = degree + 1;
        loop {
            let shifted = if k > 0 { product[k - 1] } else { 0.0 };
            product[k] = shifted - nodes[degree] * product[k];
            if k == 0 {
                break;
            }
            k -= 1;
        }
        degree += 1;
    }
    let mut greatest = 0.0;
    let mut i = 0;
    while i < K {
        let mut integral = 0.0;
        let mut k = 0;
        while k <= K {
            integral += product[k] * power(nodes[i], k + 1) / (k + 1) as f64;
            k += 1;
        }
        if integral.abs() > greatest {
            greatest = integral.abs();
        }
        i += 1;
    }
    greatest / product[0].abs()
}

/// The greatest value of `|(s - c_1) ... (s - c_K)|` from the first node on, relative to that at 0.
const fn defect_within<const K: usize>(nodes: &[f64; K]) -> f64 {
    const PIECES: usize = 200;
    let mut greatest = 0.0;
    let mut piece = 0;
    while piece <= PIECES {
        let place = nodes[0] + (1.0 - nodes[0]) * piece as f64 / PIECES as f64;
        let mut product: f64 = 1.0;
        let mut i = 0;
        while i < K {
            product *= (place - nodes[i]) / nodes[i];
            i += 1;
        }
        if product.abs() > greatest {
            greatest = product.abs();
        }
        piece += 1;
    }
    greatest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_nodes_are_those_of_the_book() {
        let root = 6.0_f64.sqrt();
        let method = &Radau::<3>::METHOD;
        for (node, expected) in method.nodes.iter().zip([(4.0 - root) / 10.0, (4.0 + root) / 10.0, 1.0]) {
            assert!((node - expected).abs() < 1e-15);
        }
        // Hairer and Wanner, table IV.5.6.
        assert!((method.matrix.0[0][0] - (88.0 - 7.0 * root) / 360.0).abs() < 1e-14);
        assert!((method.matrix.0[2][2] - 1.0 / 9.0).abs() < 1e-14);
    }

    #[test]
    fn departure_is_the_slope_of_a_polynomial_at_its_start() {
        let method = &Radau::<6>::METHOD;
        for power in 1..=6 {
            let values = method.nodes.map(|node| node.powi(power));
            let slope: f64 = method.departure.iter().zip(values).map(|(weight, value)| weight * value).sum();
            assert!((slope - f64::from(u8::from(power == 1))).abs() < 1e-12, "power {power}: {slope}");
        }
    }

    #[test]
    fn resolvent_is_the_inverse_it_stands_for() {
        let method = &Radau::<5>::METHOD;
        for z in [0.0, 1e-3, 0.7, 30.0, 1e4] {
            let direct = Matrix::IDENTITY.plus(z, &method.matrix).inverse().times(&method.matrix);
            let fast = method.resolvent(z);
            for (a, b) in fast.0.iter().flatten().zip(direct.0.iter().flatten()) {
                assert!((a - b).abs() < 1e-12 * (1.0 / (1.0 + z)), "z = {z}: {a} against {b}");
            }
        }
    }
}
