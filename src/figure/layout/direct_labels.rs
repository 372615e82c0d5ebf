//! Words at line ends.
//!
//! Owns spreading them so that none overlaps another and each stays as near its
//! line as it can. Must not know how wide the column is.

use super::axes::text;
use super::columns::Column;
use super::frame::count;
use super::label_column::{Line, unnamed_words};
use super::names::{Named, Sample, named};
use super::rows::marker;
use super::{Page, slug};
use crate::figure::font::{CAP_HEIGHT, width};
use crate::figure::{Anchor, Color, FontWeight, Group, Point, Primitive, Rect, Stroke};

/// One group a series, with its words and piece of line in every panel.
pub(super) fn direct_labels(page: &Page<'_>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let frame = &page.frame;
    let labels = &frame.labels;
    let Some(column) = frame.columns.last() else {
        return groups;
    };
    let panels = page.figure.panels.iter().zip(&frame.slots).zip(labels.lines.iter().zip(&labels.unnamed));
    for ((panel, slot), (panel_lines, &unnamed)) in panels {
        let names = named(panel, page.at_ends);
        let mut entries: Vec<Entry<'_>> = names
            .iter()
            .zip(panel_lines)
            .filter(|(_, lines)| !lines.is_empty())
            .filter_map(|(name, lines)| {
                let [place, value] = name.end(column)?;
                // What a logarithmic axis cannot show has no end to be named.
                panel.scale.place(value)?;
                let at = column.x(place)?;
                let end = Point::new(at, slot.y(value).clamp(slot.plot_top, slot.plot_bottom));
                Some(Entry { name, lines, end })
            })
            .collect();
        entries.sort_by(|one, other| one.end.y.total_cmp(&other.end.y));
        let mut wishes: Vec<(f64, f64)> =
            entries.iter().map(|entry| (entry.end.y, labels.height(entry.lines))).collect();
        if unnamed > 0 {
            wishes.push((slot.bottom, labels.note_height()));
        }
        let middles = spread(&wishes, slot.label_top, slot.bottom);
        for (entry, middle) in entries.iter().zip(&middles) {
            let items = label(page, column, entry, *middle);
            let id = entry.name.id();
            match groups.iter_mut().find(|group| group.id == id) {
                Some(group) => group.items.extend(items),
                None => groups.push(Group { items, ..Group::new(id) }),
            }
        }
        if let Some(middle) = middles.get(entries.len()) {
            let size = labels.note;
            let at = Point::new(column.right + labels.lead, middle + 0.5 * CAP_HEIGHT * size);
            let words = unnamed_words(unnamed);
            let rest = text(&words, at, Anchor::Start, size, FontWeight::Regular, page.theme.soft_ink);
            groups.push(Group { items: vec![rest], ..Group::new(format!("unnamed-{}", slug(&panel.id))) });
        }
    }
    groups
}

/// What is named, its lines, and where it ends on the page.
struct Entry<'a> {
    name: &'a Named<'a>,
    lines: &'a [Line],
    end: Point,
}

/// A piece of line and the words, about a middle.
fn label(page: &Page<'_>, column: &Column, entry: &Entry<'_>, middle: f64) -> Vec<Primitive> {
    let labels = &page.frame.labels;
    let (color, sample) = entry.name.sample(page);
    let reaches = column.right - entry.end.x <= 0.5 * labels.size;
    let end = reaches.then_some(entry.end.y);
    let mut items = lead(page, column.right, end, middle, color, sample);
    let heights = || entry.lines.iter().map(|line| labels.line_height(line));
    let mut top = middle - 0.5 * heights().sum::<f64>();
    for (line, height) in entry.lines.iter().zip(heights()) {
        let size = if line.name.is_empty() { labels.note } else { labels.size };
        let mut at = Point::new(column.right + labels.lead, top + 0.5 * height + 0.5 * CAP_HEIGHT * size);
        top += height;
        if !line.name.is_empty() {
            items.push(text(&line.name, at, Anchor::Start, labels.size, entry.name.weight(), color));
            at.x += width(&line.name, labels.size, entry.name.weight());
        }
        if !line.note.is_empty() {
            items.push(text(&line.note, at, Anchor::Start, labels.note, FontWeight::Regular, color));
        }
    }
    items
}

/// What leads from the end of a curve to its words: a thin leader where the words had to move, then a sample that shows
/// dash, shape or area. A curve that ends within the plot has only the sample: a leader would cross what lies between.
fn lead(page: &Page<'_>, right: f64, end: Option<f64>, middle: f64, color: Color, sample: Sample) -> Vec<Primitive> {
    let size = page.frame.labels.size;
    let (from, turn) = (right + 0.2 * size, right + 0.62 * size);
    let to = turn + page.frame.labels.sample;
    let mut items = Vec::new();
    let moved = end.filter(|end| (end - middle).abs() > 2.0);
    if let Some(end) = moved {
        items.push(Primitive::Line {
            points: vec![Point::new(from, end), Point::new(turn, middle)],
            stroke: Stroke::solid(color, 0.5 * page.profile.main_line),
        });
    }
    let touches = end.is_some() && moved.is_none();
    match sample {
        Sample::Line(stroke) => items.push(Primitive::Line {
            points: vec![Point::new(if touches { from } else { turn }, middle), Point::new(to, middle)],
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
