//! What is seen of all that is kept while a stretch is still at hand, so that hardly any of it need be read again.

#![allow(clippy::needless_range_loop, reason = "loops over lanes run through several arrays side by side")]

use pulp::{Arch, Simd, WithSimd};

use crate::solver::{KEPT_ROWS, LANES, Row, quadrature};

/// The least and the greatest value of something at the starts and nodes of the steps of a stretch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Extent {
    pub(super) low: Row,
    pub(super) high: Row,
}

/// What is seen of each thing that is kept.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Its integral over time so far.
    areas: Vec<Row>,
    /// Stretch by stretch, its extent.
    extents: Vec<Extent>,
}

impl Seen {
    /// Nothing yet of so many things.
    pub(super) fn nothing(&mut self, things: usize) {
        self.areas.clear();
        self.areas.resize(things, Row::ZERO);
        self.extents.clear();
    }

    /// Looks at a stretch of which these rows are kept, whose steps have these starts and lengths (h).
    pub(super) fn look(&mut self, rows: &[Row], spans: &[(f64, f64)]) {
        Arch::new().dispatch(Look { rows, spans, seen: self });
    }

    pub(super) fn area(&self, thing: usize) -> &Row {
        &self.areas[thing]
    }

    pub(super) fn extent(&self, stretch: usize, thing: usize) -> &Extent {
        &self.extents[stretch * self.areas.len() + thing]
    }
}

/// A look to be taken; not a closure, since only what is inlined may use the best instructions.
struct Look<'l> {
    rows: &'l [Row],
    spans: &'l [(f64, f64)],
    seen: &'l mut Seen,
}

impl WithSimd for Look<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let Self { rows, spans, seen } = self;
        let each = seen.areas.len() * KEPT_ROWS;
        for (thing, area) in seen.areas.iter_mut().enumerate() {
            let (mut low, mut high, mut sum) = (Row::splat(f64::INFINITY), Row::splat(f64::NEG_INFINITY), *area);
            for (step, (_, length)) in rows.chunks_exact(each).zip(spans) {
                let rows = &step[thing * KEPT_ROWS..][..KEPT_ROWS];
                for row in rows {
                    for l in 0..LANES {
                        low.0[l] = if row.0[l] < low.0[l] { row.0[l] } else { low.0[l] };
                        high.0[l] = if row.0[l] > high.0[l] { row.0[l] } else { high.0[l] };
                    }
                }
                for (row, (_, weight)) in rows[1..].iter().zip(quadrature()) {
                    for l in 0..LANES {
                        sum.0[l] += weight * length * row.0[l];
                    }
                }
            }
            *area = sum;
            seen.extents.push(Extent { low, high });
        }
    }
}
