//! Boxes and arrows on the page.
//!
//! Owns their places: a grid over the panel. Must not know what they mean.

use super::axes::text;
use super::frame::{Slot, count};
use super::words::{breaks_word, wrap};
use super::{Page, slug};
use crate::figure::font::{CAP_HEIGHT, width};
use crate::figure::{Anchor, Color, Diagram, FontWeight, Group, LinkState, Node, Point, Primitive, Rect, Stroke};

/// Part of a cell's width and of its height that the box takes.
const WIDE: f64 = 0.76;
const HIGH: f64 = 0.62;

/// Height of a line of words in em.
const LEADING: f64 = 1.14;

/// One group a box and one an arrow.
pub(super) fn diagrams(page: &Page<'_>) -> Vec<Group> {
    let mut groups = Vec::new();
    for (place, (panel, slot)) in page.figure.panels.iter().zip(&page.frame.slots).enumerate() {
        let Some(diagram) = &panel.diagram else { continue };
        let grid = Grid::new(page, diagram, slot);
        let name = |kind: &str, id: &str| match place {
            0 => format!("{kind}-{}", slug(id)),
            _ => format!("{kind}-{}-{}", slug(id), place + 1),
        };
        for link in &diagram.links {
            let (Some(from), Some(to)) = (diagram.node(&link.from), diagram.node(&link.to)) else { continue };
            let mut group = Group::new(name("link", &format!("{}-{}", link.from, link.to)));
            group.items = arrow(page, &grid, from, to, link.state);
            groups.push(group);
        }
        let size = size(page, diagram, &grid);
        for node in &diagram.nodes {
            let mut group = Group::new(name("node", &node.id));
            group.title.clone_from(&node.label);
            group.items = box_of(page, node, grid.cell(node), size);
            groups.push(group);
        }
    }
    groups
}

/// Where the boxes are.
struct Grid {
    area: Rect,
    columns: usize,
    lines: usize,
    /// Highest box, px.
    highest: f64,
}

impl Grid {
    fn new(page: &Page<'_>, diagram: &Diagram, slot: &Slot) -> Self {
        let profile = page.profile;
        let (columns, lines) = diagram.extent();
        let side = profile.margin * 0.5;
        let area = Rect::new(side, slot.plot_top, profile.width - side, slot.plot_bottom);
        Self { area, columns: columns.max(1), lines: lines.max(1), highest: 3.4 * profile.label }
    }

    /// The box of a node.
    fn cell(&self, node: &Node) -> Rect {
        let (wide, high) = (self.area.width() / count(self.columns), self.area.height() / count(self.lines));
        let x = self.area.left + (count(node.column) + 0.5) * wide;
        let y = self.area.top + (count(node.line) + 0.5) * high;
        let (half, up) = (WIDE * wide / 2.0, (HIGH * high).min(self.highest) / 2.0);
        Rect::new(x - half, y - up, x + half, y + up)
    }
}

/// The largest size at which the words of every box fit it.
fn size(page: &Page<'_>, diagram: &Diagram, grid: &Grid) -> f64 {
    let fits = |size: f64| {
        diagram.nodes.iter().all(|node| {
            let cell = grid.cell(node);
            let most = cell.width() - 0.5 * size;
            let lines = wrap(&node.label, size, FontWeight::SemiBold, most);
            !breaks_word(&node.label, size, FontWeight::SemiBold, most)
                && count(lines.len()) * LEADING * size <= cell.height() - 0.3 * size
        })
    };
    let full = page.profile.label;
    (0..=14).map(|step| full * (1.0 - 0.05 * count(step))).find(|size| fits(*size)).unwrap_or(0.3 * full)
}

/// A box with its words.
fn box_of(page: &Page<'_>, node: &Node, cell: Rect, size: f64) -> Vec<Primitive> {
    let (theme, profile) = (page.theme, page.profile);
    let color = if node.is_reached { theme.color(node.hue, 0) } else { theme.soft_ink };
    let fill = color.mix(theme.background, if node.is_reached { 0.86 } else { 0.96 });
    let stroke = Stroke {
        color,
        width: 0.55 * profile.main_line,
        dash: if node.is_reached { Vec::new() } else { vec![1.6 * profile.main_line, 1.2 * profile.main_line] },
    };
    let corner = |x: f64, y: f64| Point::new(x, y);
    let mut items = vec![
        Primitive::Block { rect: cell, fill },
        Primitive::Line {
            points: vec![
                corner(cell.left, cell.top),
                corner(cell.right, cell.top),
                corner(cell.right, cell.bottom),
                corner(cell.left, cell.bottom),
                corner(cell.left, cell.top),
            ],
            stroke,
        },
    ];
    let lines = wrap(&node.label, size, FontWeight::SemiBold, cell.width() - 0.5 * size);
    let middle = f64::midpoint(cell.left, cell.right);
    let top = f64::midpoint(cell.top, cell.bottom) - count(lines.len()) * LEADING * size / 2.0;
    let ink = if node.is_reached { theme.ink } else { theme.soft_ink };
    for (index, line) in lines.iter().enumerate() {
        let baseline = top + (count(index) + 0.5) * LEADING * size + 0.5 * CAP_HEIGHT * size;
        debug_assert!(width(line, size, FontWeight::SemiBold) <= cell.width(), "{line}");
        items.push(text(line, Point::new(middle, baseline), Anchor::Middle, size, FontWeight::SemiBold, ink));
    }
    items
}

/// An arrow, crossed out where it is cut.
fn arrow(page: &Page<'_>, grid: &Grid, from: &Node, to: &Node, state: LinkState) -> Vec<Primitive> {
    let (theme, profile) = (page.theme, page.profile);
    let (start, end) = (grid.cell(from), grid.cell(to));
    let color: Color = match state {
        LinkState::Intact => theme.axis.mix(theme.ink, 0.35),
        LinkState::Cut => theme.soft_ink,
    };
    let middle = |cell: &Rect| f64::midpoint(cell.top, cell.bottom);
    let head = 2.6 * profile.main_line;
    let points = if from.line == to.line && to.column == from.column + 1 {
        vec![Point::new(start.right, middle(&start)), Point::new(end.left - head, middle(&end))]
    } else if from.line == to.line {
        // Over the boxes between, in the space above them; longer ways lie higher.
        let away = count(to.column.abs_diff(from.column));
        let y = start.top - (0.10 + 0.05 * away) * (grid.area.height() / count(grid.lines));
        let (x1, x2) = (f64::midpoint(start.left, start.right), f64::midpoint(end.left, end.right) - 1.4 * head);
        vec![Point::new(x1, start.top), Point::new(x1, y), Point::new(x2, y), Point::new(x2, end.top - head)]
    } else if from.column == to.column {
        let down = start.top < end.top;
        let x = f64::midpoint(start.left, start.right);
        if down {
            vec![Point::new(x, start.bottom), Point::new(x, end.top - head)]
        } else {
            vec![Point::new(x, start.top), Point::new(x, end.bottom + head)]
        }
    } else {
        // Level out of the side, upright in the space before the target, level into it.
        let x = end.left - 0.5 * (1.0 - WIDE) * grid.area.width() / count(grid.columns) - 0.2 * head;
        let into = if start.top > end.top { 0.22 } else { -0.22 } * end.height();
        vec![
            Point::new(start.right, middle(&start)),
            Point::new(x, middle(&start)),
            Point::new(x, middle(&end) + into),
            Point::new(end.left - head, middle(&end) + into),
        ]
    };
    let stroke = Stroke {
        color,
        width: 0.7 * profile.main_line,
        dash: if state == LinkState::Cut { vec![1.5 * profile.main_line, 1.5 * profile.main_line] } else { Vec::new() },
    };
    let mut items = Vec::new();
    if let [.., before, tip] = points[..] {
        items.push(Primitive::Area { points: head_of(before, tip, head), fill: color, opacity: 1.0 });
    }
    if state == LinkState::Cut {
        items.extend(cross(page, &points));
    }
    items.insert(0, Primitive::Line { points, stroke });
    items
}

/// The head of an arrow, from the end of its line on.
fn head_of(before: Point, tip: Point, size: f64) -> Vec<Point> {
    let length = before.distance(tip).max(1e-9);
    let (x, y) = ((tip.x - before.x) / length, (tip.y - before.y) / length);
    let half = 0.55 * size;
    vec![
        Point::new(tip.x + size * x, tip.y + size * y),
        Point::new(tip.x - half * y, tip.y + half * x),
        Point::new(tip.x + half * y, tip.y - half * x),
    ]
}

/// A cross at the middle of the longest piece of a line.
fn cross(page: &Page<'_>, points: &[Point]) -> Vec<Primitive> {
    let piece = points.windows(2).max_by(|one, other| {
        let length = |pair: &[Point]| pair[0].distance(pair[1]);
        length(one).total_cmp(&length(other))
    });
    let Some([from, to]) = piece else { return Vec::new() };
    let (x, y) = (f64::midpoint(from.x, to.x), f64::midpoint(from.y, to.y));
    let arm = 3.0 * page.profile.main_line;
    let color = page.theme.color(crate::figure::Hue::Ketamine, 0);
    let stroke = Stroke::solid(color, 1.2 * page.profile.main_line);
    [(1.0, 1.0), (1.0, -1.0)]
        .map(|(right, down)| Primitive::Line {
            points: vec![Point::new(x - arm * right, y - arm * down), Point::new(x + arm * right, y + arm * down)],
            stroke: stroke.clone(),
        })
        .to_vec()
}
