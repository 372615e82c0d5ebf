//! Words at line ends.
//!
//! Owns spreading them so that none overlaps another and each stays as near its
//! line as it can. Must not know how wide the column is.

use super::Page;
use super::axes::text;
use super::frame::count;
use super::label_column::{LEADING, height};
use super::names::{Sample, named};
use super::rows::marker;
use crate::figure::font::CAP_HEIGHT;
use crate::figure::{Anchor, Color, Group, Point, Primitive, Rect, Stroke};

/// One group a series, with its words and piece of line in every panel.
pub(super) fn direct_labels(page: &Page<'_>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let frame = &page.frame;
    let labels = &frame.labels;
    let Some(column) = frame.columns.last() else {
        return groups;
    };
    for ((panel, slot), panel_lines) in page.figure.panels.iter().zip(&frame.slots).zip(&labels.lines) {
        let names = named(panel);
        let mut entries: Vec<(usize, f64, f64)> = names
            .iter()
            .zip(panel_lines)
            .enumerate()
            .filter(|(_, (_, lines))| !lines.is_empty())
            .filter_map(|(index, (name, lines))| {
                let value = name.end(column)?;
                // What a logarithmic axis cannot show has no end to be named.
                panel.scale.place(value)?;
                let end = slot.y(value);
                let end = end.clamp(slot.plot_top, slot.plot_bottom);
                Some((index, end, height(lines.len(), labels.size)))
            })
            .collect();
        entries.sort_by(|one, other| one.1.total_cmp(&other.1).then(one.0.cmp(&other.0)));
        let wishes: Vec<(f64, f64)> = entries.iter().map(|&(_, end, height)| (end, height)).collect();
        let middles = spread(&wishes, slot.label_top, slot.bottom);
        for (&(index, end, _), middle) in entries.iter().zip(middles) {
            let (Some(name), Some(lines)) = (names.get(index), panel_lines.get(index)) else {
                continue;
            };
            let id = name.id();
            let at = groups.iter().position(|group| group.id == id).unwrap_or_else(|| {
                groups.push(Group::new(id));
                groups.len() - 1
            });
            let Some(group) = groups.get_mut(at) else {
                continue;
            };
            let (color, sample) = name.sample(page);
            group.items.extend(lead(page, column.right, end, middle, labels.size, color, sample));
            let top = middle - count(lines.len()) * LEADING * labels.size / 2.0;
            for (row, line) in lines.iter().enumerate() {
                let line_middle = top + (count(row) + 0.5) * LEADING * labels.size;
                let at = Point::new(column.right + labels.lead, line_middle + 0.5 * CAP_HEIGHT * labels.size);
                group.items.push(text(line, at, Anchor::Start, labels.size, name.weight(), color));
            }
        }
    }
    groups
}

/// What leads from the end of a curve to its words: a thin leader where the words
/// had to move, then a sample that shows dash, shape or area.
fn lead(page: &Page<'_>, right: f64, end: f64, middle: f64, size: f64, color: Color, sample: Sample) -> Vec<Primitive> {
    let (from, turn, to) = (right + 0.2 * size, right + 0.62 * size, right + 1.72 * size);
    let mut items = Vec::new();
    let moved = (end - middle).abs() > 2.0;
    if moved {
        items.push(Primitive::Line {
            points: vec![Point::new(from, end), Point::new(turn, middle)],
            stroke: Stroke::solid(color, 0.5 * page.profile.main_line),
        });
    }
    match sample {
        Sample::Line(stroke) => items.push(Primitive::Line {
            points: vec![Point::new(if moved { turn } else { from }, middle), Point::new(to, middle)],
            stroke,
        }),
        Sample::Dot(shape, color) => {
            let at = Point::new(f64::midpoint(turn, to), middle);
            items.extend(marker(shape, at, 1.7 * page.profile.main_line, color, page));
        }
        Sample::Block(fill) => {
            let rect = Rect::new(turn, middle - 0.3 * size, to, middle + 0.3 * size);
            items.push(Primitive::Block { rect, fill: super::curves::part_fill(fill, page) });
        }
    }
    items
}

/// Middles for boxes of given wish and height, in the order of their wishes, as
/// near to the wishes as they can be (least squares) without overlap and between
/// `top` and `bottom`.
///
/// With the heights above each box taken off, "without overlap" becomes "not
/// decreasing", so the best answer is an isotonic regression, found by pooling
/// neighbours that are out of order (Barlow et al. 1972).
fn spread(wishes: &[(f64, f64)], top: f64, bottom: f64) -> Vec<f64> {
    let total: f64 = wishes.iter().map(|wish| wish.1).sum();
    let mut offset = 0.0;
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for &(wish, height) in wishes {
        let mut pool = (wish - offset - height / 2.0, 1);
        while let Some(&(mean, size)) = pools.last() {
            if mean <= pool.0 {
                break;
            }
            pools.pop();
            let both = count(size) + count(pool.1);
            pool = ((mean * count(size) + pool.0 * count(pool.1)) / both, size + pool.1);
        }
        pools.push(pool);
        offset += height;
    }
    let levels = pools.iter().flat_map(|&(mean, size)| std::iter::repeat_n(mean, size));
    let mut above = 0.0;
    levels
        .zip(wishes)
        .map(|(level, &(_, height))| {
            let middle = level.min(bottom - total).max(top) + above + height / 2.0;
            above += height;
            middle
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn boxes_that_do_not_touch_stay_at_their_wish() {
        assert_eq!(spread(&[(10.0, 4.0), (30.0, 4.0)], 0.0, 100.0), [10.0, 30.0]);
    }

    #[test]
    fn boxes_with_one_wish_share_it() {
        assert_eq!(spread(&[(50.0, 10.0), (50.0, 10.0)], 0.0, 100.0), [45.0, 55.0]);
    }

    #[test]
    fn boxes_stay_inside() {
        assert_eq!(spread(&[(98.0, 10.0), (99.0, 10.0)], 0.0, 100.0), [85.0, 95.0]);
        assert_eq!(spread(&[(0.0, 10.0)], 0.0, 100.0), [5.0]);
    }
}
