//! The ways of arrows between boxes in columns: level and upright pieces, in the free space between the boxes.
//!
//! Owns where each arrow bends. Must not know what boxes and arrows mean, or how they look.

use super::frame::count;
use crate::figure::{Diagram, Node, Point, Rect};

/// Where boxes and the free space between them are.
pub(super) struct Grid {
    area: Rect,
    columns: usize,
    lines: usize,
    /// Size of every box, px.
    width: f64,
    height: f64,
    /// Width of the free space beside every column, px.
    gap: f64,
}

/// Part of the height of a line that its box takes, at most.
const HIGH: f64 = 0.66;

/// Part of the whole width that boxes take, at most.
const WIDE: f64 = 0.84;

impl Grid {
    /// A grid over an area, of boxes so wide and at most so high, where there is room for it.
    pub(super) fn new(area: Rect, (columns, lines): (usize, usize), width: f64, highest: f64) -> Self {
        let (columns, lines) = (columns.max(1), lines.max(1));
        let width = width.min(WIDE * area.width() / count(columns));
        let height = (HIGH * area.height() / count(lines)).min(highest);
        let gap = (area.width() - count(columns) * width) / count(columns + 1);
        Self { area, columns, lines, width, height, gap }
    }

    /// The box of a node.
    pub(super) fn cell(&self, node: &Node) -> Rect {
        let left = self.area.left + count(node.column) * (self.gap + self.width) + self.gap;
        let middle = self.line_middle(node.line);
        Rect::new(left, middle - self.height / 2.0, left + self.width, middle + self.height / 2.0)
    }

    /// The whole area.
    pub(super) const fn area(&self) -> &Rect {
        &self.area
    }

    fn line_middle(&self, line: usize) -> f64 {
        self.area.top + (count(line) + 0.5) * self.area.height() / count(self.lines)
    }

    /// Left edge of the free space before a column; after the last for their number.
    fn gap_left(&self, gap: usize) -> f64 {
        self.area.left + count(gap) * (self.gap + self.width)
    }

    /// Middle of the free height above a line, px from the top of the page.
    fn above(&self, line: usize) -> f64 {
        self.line_middle(line) - self.area.height() / count(self.lines) / 2.0
    }
}

/// How an arrow runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Down to the next box of its column.
    Down,
    /// Out of a side, along the free space with this number, into a side.
    Beside { gap: usize, from: Side, to: Side },
    /// Past a column between: along a free space, over the line, along another.
    Past { first: usize, line: usize, last: usize, from: Side, to: Side },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

impl Way {
    fn of(from: &Node, to: &Node, columns: usize) -> Self {
        let (right, left) = (Side::Right, Side::Left);
        match (from.column, to.column) {
            (one, other) if one == other && to.line == from.line + 1 => Self::Down,
            // Round the outside of the diagram where there is one.
            (0, 0) if columns > 1 => Self::Beside { gap: 0, from: left, to: left },
            (one, other) if one == other => Self::Beside { gap: one + 1, from: right, to: right },
            (one, other) if other == one + 1 => Self::Beside { gap: other, from: right, to: left },
            (one, other) if one == other + 1 => Self::Beside { gap: one, from: left, to: right },
            (one, other) if one < other => {
                Self::Past { first: one + 1, line: to.line, last: other, from: right, to: left }
            }
            (one, other) => Self::Past { first: one, line: to.line, last: other + 1, from: left, to: right },
        }
    }

    /// The sides that it leaves and enters.
    const fn sides(self) -> Option<[Side; 2]> {
        match self {
            Self::Down => None,
            Self::Beside { from, to, .. } | Self::Past { from, to, .. } => Some([from, to]),
        }
    }
}

/// The corners of every link of a diagram, from box to box; no corners for one between boxes that are not there. No two
/// share a piece: ends are spread over the side of a box, upright pieces over the space between columns.
pub(super) fn routes(diagram: &Diagram, grid: &Grid) -> Vec<Vec<Point>> {
    let ends: Vec<Option<(&Node, &Node)>> =
        diagram.links.iter().map(|link| Some((diagram.node(&link.from)?, diagram.node(&link.to)?))).collect();
    let ways: Vec<Option<Way>> =
        ends.iter().map(|ends| ends.map(|(from, to)| Way::of(from, to, grid.columns))).collect();
    let port = |link: usize, end: usize| port(&ends, &ways, grid, link, end);
    let track = |link: usize, gap: usize| {
        let mut users: Vec<usize> = (0..ways.len()).filter(|other| uses(ways[*other], gap)).collect();
        // Ways that end lower stand further left, so that fewer of them cross.
        users.sort_by(|one, other| port(*other, 1).total_cmp(&port(*one, 1)).then(one.cmp(other)));
        let place = users.iter().position(|user| *user == link).unwrap_or(0);
        grid.gap_left(gap) + grid.gap * (count(place) + 1.0) / (count(users.len()) + 1.0)
    };
    let corners = |link: usize| -> Option<Vec<Point>> {
        let (from, to) = ends[link]?;
        let (start, end) = (grid.cell(from), grid.cell(to));
        let edge = |cell: &Rect, side: Side| if side == Side::Left { cell.left } else { cell.right };
        let (y1, y2) = (port(link, 0), port(link, 1));
        Some(match ways[link]? {
            Way::Down => {
                let x = f64::midpoint(start.left, start.right);
                vec![Point::new(x, start.bottom), Point::new(x, end.top)]
            }
            Way::Beside { gap, from, to } => {
                let x = track(link, gap);
                let (out, into) = (edge(&start, from), edge(&end, to));
                vec![Point::new(out, y1), Point::new(x, y1), Point::new(x, y2), Point::new(into, y2)]
            }
            Way::Past { first, line, last, from, to } => {
                let over: Vec<usize> = (0..ways.len())
                    .filter(|other| matches!(ways[*other], Some(Way::Past { line: its, .. }) if its == line))
                    .collect();
                let place = over.iter().position(|user| *user == link).unwrap_or(0);
                // Near the boxes above, away from heads of arrows.
                let free = grid.area.height() / count(grid.lines) - grid.height;
                let y = grid.above(line) + free * ((count(place) + 1.0) / (count(over.len()) + 1.0) - 0.5) * 0.5;
                let (x1, x2) = (track(link, first), track(link, last));
                let (out, into) = (edge(&start, from), edge(&end, to));
                vec![
                    Point::new(out, y1),
                    Point::new(x1, y1),
                    Point::new(x1, y),
                    Point::new(x2, y),
                    Point::new(x2, y2),
                    Point::new(into, y2),
                ]
            }
        })
    };
    (0..ways.len()).map(|link| corners(link).unwrap_or_default()).collect()
}

/// Whether a way has an upright piece in this space.
const fn uses(way: Option<Way>, space: usize) -> bool {
    match way {
        Some(Way::Beside { gap, .. }) => gap == space,
        Some(Way::Past { first, last, .. }) => first == space || last == space,
        _ => false,
    }
}

/// Height at which a link leaves (0) or enters (1) the side of a box: the ends at one side are spread over it, in the
/// order of the boxes that they lead to.
fn port(ends: &[Option<(&Node, &Node)>], ways: &[Option<Way>], grid: &Grid, link: usize, end: usize) -> f64 {
    let at = |link: usize, end: usize| {
        let (from, to) = ends[link]?;
        let sides = ways[link]?.sides()?;
        let (node, other) = if end == 0 { (from, to) } else { (to, from) };
        Some((node, sides[end], other.line))
    };
    let Some((node, side, _)) = at(link, end) else { return 0.0 };
    let mut same: Vec<(usize, usize, usize)> = (0..ends.len())
        .flat_map(|other| [(other, 0), (other, 1)])
        .filter_map(|(other, which)| {
            let (its, its_side, line) = at(other, which)?;
            (its.id == node.id && its_side == side).then_some((line, other, which))
        })
        .collect();
    same.sort_unstable();
    let place = same.iter().position(|(_, other, which)| (*other, *which) == (link, end)).unwrap_or(0);
    let cell = grid.cell(node);
    cell.top + cell.height() * (count(place) + 1.0) / (count(same.len()) + 1.0)
}
