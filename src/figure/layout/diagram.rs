//! Boxes and arrows on the page.
//!
//! Owns their size, and the words beside arrows. Must not know what they mean.

use super::axes::text;
use super::frame::{Slot, count};
use super::routes::{Grid, routes};
use super::words::{breaks_word, wrap};
use super::{Page, slug};
use crate::figure::font::{CAP_HEIGHT, width};
use crate::figure::{
    Anchor, Diagram, Effect, FontWeight, Group, Link, LinkState, Node, Point, Primitive, Rect, Stroke,
};

/// Height of a line of words in em.
const LEADING: f64 = 1.14;

/// Free space on both sides of the words in a box, together, in em.
const PADDING: f64 = 0.9;

/// Free space beside a column that arrows and their words need, in em.
const LEAST_GAP: f64 = 3.0;

/// One group a box and one an arrow.
pub(super) fn diagrams(page: &Page<'_>) -> Vec<Group> {
    let mut groups = Vec::new();
    for (place, (panel, slot)) in page.figure.panels.iter().zip(&page.frame.slots).enumerate() {
        let Some(diagram) = panel.diagrams().next() else { continue };
        let name = |kind: &str, id: &str| match place {
            0 => format!("{kind}-{}", slug(id)),
            _ => format!("{kind}-{}-{}", slug(id), place + 1),
        };
        let below = page.figure.panels.len() - place - 1;
        let grid = grid(page, diagram, slot, below == 0);
        let ways = routes(diagram, &grid);
        // The words of an arrow keep clear of boxes, of other words, and where they can of other arrows.
        let mut taken: Vec<Rect> = diagram.nodes.iter().map(|node| grid.cell(node)).collect();
        for (link, way) in diagram.links.iter().zip(&ways) {
            let mut group = Group::new(name("link", &format!("{}-{}", link.from, link.to)));
            group.items = arrow(page, link, way);
            if let Some(note) = note(page, link, way, &ways, &taken, grid.area()) {
                group.items.extend(mark(page, &link.state, note.at, note.is_upright));
                group.items.extend(note.words);
                taken.push(note.bounds);
            }
            groups.push(group);
        }
        let size = size(page, diagram, &grid);
        for node in &diagram.nodes {
            let mut group = Group::new(name("node", &node.id));
            group.title.clone_from(&node.label);
            group.items = box_of(page, node, grid.cell(node), size, name_height(diagram, &grid.cell(node)));
            groups.push(group);
        }
    }
    groups
}

/// Boxes as wide as their words on one line, or as their longest word where that leaves arrows too little room.
fn grid(page: &Page<'_>, diagram: &Diagram, slot: &Slot, is_last: bool) -> Grid {
    let profile = page.profile;
    let size = profile.label;
    let side = 0.5 * profile.margin;
    // No axis stands below it.
    let foot = page.frame.footer.first().map_or(profile.height - profile.margin, |line| line.at.y - 1.6 * line.size);
    let bottom = if is_last { foot.max(slot.plot_bottom) } else { slot.plot_bottom };
    let area = Rect::new(side, slot.plot_top, profile.width - side, bottom);
    let (columns, _) = diagram.extent();
    let widest = |words: &dyn Fn(&str) -> Vec<String>| {
        let all = diagram.nodes.iter().flat_map(|node| words(&node.label));
        all.map(|word| width(&word, size, FontWeight::SemiBold)).fold(0.0, f64::max) + PADDING * size
    };
    let on_one_line = widest(&|label| vec![label.to_owned()]);
    let of_words = widest(&|label| label.split_whitespace().map(str::to_owned).collect());
    let gap = (area.width() - count(columns) * on_one_line) / count(columns + 1);
    let wide = if gap >= LEAST_GAP * size { on_one_line } else { of_words };
    Grid::new(area, diagram.extent(), wide, if has_notes(diagram) { 3.6 } else { 3.0 } * size)
}

fn has_notes(diagram: &Diagram) -> bool {
    diagram.nodes.iter().any(|node| !node.note.is_empty())
}

/// Part of a box that its name may fill; below it stand a number and a small curve.
fn name_height(diagram: &Diagram, cell: &Rect) -> f64 {
    if has_notes(diagram) { 0.58 * cell.height() } else { cell.height() }
}

/// The largest size at which the words of every box fit it.
fn size(page: &Page<'_>, diagram: &Diagram, grid: &Grid) -> f64 {
    let fits = |size: f64| {
        diagram.nodes.iter().all(|node| {
            let cell = grid.cell(node);
            let most = cell.width() - 0.5 * size;
            let lines = wrap(&node.label, size, FontWeight::SemiBold, most);
            !breaks_word(&node.label, size, FontWeight::SemiBold, most)
                && count(lines.len()) * LEADING * size <= name_height(diagram, &cell) - 0.1 * size
        })
    };
    let full = page.profile.label;
    (0..=28).map(|step| full * (1.0 - 0.025 * count(step))).find(|size| fits(*size)).unwrap_or(0.3 * full)
}

/// A box with its words.
fn box_of(page: &Page<'_>, node: &Node, cell: Rect, size: f64, name_height: f64) -> Vec<Primitive> {
    let (theme, profile) = (page.theme, page.profile);
    let (moves, activity) = (node.moves(), node.activity.clamp(0.0, 1.0));
    let color = if moves { theme.color(node.hue, 0) } else { theme.soft_ink };
    let fill = color.mix(theme.background, if moves { 0.92 - 0.34 * activity } else { 0.97 });
    let stroke = Stroke {
        color,
        width: (0.55 + 0.55 * activity) * profile.main_line,
        dash: if moves { Vec::new() } else { vec![1.6 * profile.main_line, 1.2 * profile.main_line] },
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
    let rest = cell.height() - name_height;
    // The small curve lies behind the number.
    if node.course.len() > 1 {
        let (left, across) = (cell.left + 0.06 * cell.width(), 0.88 * cell.width());
        let (low, high) = (cell.bottom - 0.06 * cell.height(), cell.bottom - 0.95 * rest);
        let falls = node.course.iter().map(|point| point[1]).fold(0.0, f64::min);
        let rises = node.course.iter().map(|point| point[1]).fold(0.0, f64::max);
        let span = (rises - falls).max(0.25);
        let place = |[x, y]: [f64; 2]| Point::new(left + x * across, low - (y - falls) / span * (low - high));
        let points = node.course.iter().copied().map(place).collect();
        items.push(Primitive::Line { points, stroke: Stroke::solid(color.mix(fill, 0.45), 0.55 * profile.main_line) });
    }
    let lines = wrap(&node.label, size, FontWeight::SemiBold, cell.width() - 0.5 * size);
    let middle = f64::midpoint(cell.left, cell.right);
    let top = cell.top + name_height / 2.0 - count(lines.len()) * LEADING * size / 2.0;
    let ink = if moves { theme.ink } else { theme.soft_ink };
    for (index, line) in lines.iter().enumerate() {
        let baseline = top + (count(index) + 0.5) * LEADING * size + 0.5 * CAP_HEIGHT * size;
        items.push(text(line, Point::new(middle, baseline), Anchor::Middle, size, FontWeight::SemiBold, ink));
    }
    if !node.note.is_empty() {
        let most = cell.width() - 0.4 * size;
        // The moment after the number goes where the box has no room for both.
        let fits = |words: &&str| width(words, profile.tick, FontWeight::Regular) <= most;
        let number = node.note.split(", ").next().unwrap_or(&node.note);
        let words = Some(node.note.as_str()).filter(fits).unwrap_or(number);
        let wide = width(words, 1.0, FontWeight::Regular).max(1e-9);
        let small = (0.94 * rest).min(profile.tick).min(most / wide);
        let baseline = cell.top + name_height + 0.76 * small;
        items.push(text(words, Point::new(middle, baseline), Anchor::Middle, small, FontWeight::Regular, ink));
    }
    items
}

/// The line of an arrow and its head: pointed where it raises, flat where it lowers.
fn arrow(page: &Page<'_>, link: &Link, way: &[Point]) -> Vec<Primitive> {
    let (theme, profile) = (page.theme, page.profile);
    let is_cut = matches!(link.state, LinkState::Cut(_));
    let color = match (is_cut, link.carries) {
        (true, _) => theme.soft_ink,
        (false, true) => theme.axis.mix(theme.ink, 0.35),
        (false, false) => theme.soft_ink.mix(theme.background, 0.55),
    };
    let [.., before, tip] = way else { return Vec::new() };
    let head = 2.6 * profile.main_line;
    let stroke = Stroke {
        color,
        width: 0.7 * profile.main_line,
        dash: if is_cut { vec![1.5 * profile.main_line, 1.5 * profile.main_line] } else { Vec::new() },
    };
    let length = before.distance(*tip).max(1e-9);
    let (x, y) = ((tip.x - before.x) / length, (tip.y - before.y) / length);
    let back = |by: f64, aside: f64| Point::new(tip.x - by * x - aside * y, tip.y - by * y + aside * x);
    let mut points = way.to_vec();
    let end = match link.effect {
        Effect::Raises => {
            let half = 0.55 * head;
            let points = vec![back(0.0, 0.0), back(head, half), back(head, -half)];
            Primitive::Area { points, fill: color, opacity: 1.0 }
        }
        Effect::Lowers => {
            let half = 0.9 * head;
            let points = vec![back(0.4 * head, half), back(0.4 * head, -half)];
            Primitive::Line { points, stroke: Stroke::solid(color, profile.main_line) }
        }
    };
    let stop = if link.effect == Effect::Raises { head } else { 0.4 * head };
    if let Some(last) = points.last_mut() {
        *last = back(stop, 0.0);
    }
    vec![Primitive::Line { points, stroke }, end]
}

/// Words beside an arrow, where they belong to, and what they cover.
struct Note {
    words: Vec<Primitive>,
    at: Point,
    is_upright: bool,
    bounds: Rect,
}

/// The words of a link where they meet no box and no other words, and as few other arrows as can be.
fn note(page: &Page<'_>, link: &Link, way: &[Point], ways: &[Vec<Point>], taken: &[Rect], area: &Rect) -> Option<Note> {
    let lines = link.state.words();
    let joined = [lines.join(", ")];
    if lines.is_empty() {
        return None;
    }
    let weight = FontWeight::SemiBold;
    let mut best: Option<(usize, Note)> = None;
    // Up to the edge of the page. Words that the last row cannot read are left to the alt text.
    let edge = 0.15 * page.profile.margin;
    let area = Rect::new(edge, area.top, page.profile.width - edge, area.bottom);
    for share in [1.0, 0.975] {
        let size = share * page.profile.tick;
        for lines in [&joined[..], lines] {
            let wide = lines.iter().map(|line| width(line, size, weight)).fold(0.0, f64::max);
            let high = count(lines.len()) * LEADING * size;
            for (at, is_upright) in places(way) {
                let away = 3.6 * page.profile.main_line;
                let corners = if is_upright {
                    [(at.x + away, at.y - high / 2.0), (at.x - away - wide, at.y - high / 2.0)]
                } else {
                    [(at.x - wide / 2.0, at.y - away - high), (at.x - wide / 2.0, at.y + away)]
                };
                for (left, top) in corners {
                    let bounds = Rect::new(left, top, left + wide, top + high);
                    let roomy = bounds.grown(0.08 * size);
                    if !area.holds(&bounds) || taken.iter().any(|other| other.meets(&roomy)) {
                        continue;
                    }
                    let pieces = ways.iter().flat_map(|way| way.windows(2));
                    let crossed = pieces.filter(|piece| roomy.clip(piece[0], piece[1]).is_some()).count();
                    if best.as_ref().is_some_and(|(least, _)| crossed >= *least) {
                        continue;
                    }
                    let line = |(index, words): (usize, &String)| {
                        let baseline = top + (count(index) + 0.5) * LEADING * size + 0.5 * CAP_HEIGHT * size;
                        let mut item =
                            text(words, Point::new(left, baseline), Anchor::Start, size, weight, page.theme.ink);
                        if let Primitive::Text(words) = &mut item {
                            words.halo = Some(page.theme.background);
                        }
                        item
                    };
                    let words = lines.iter().enumerate().map(line).collect();
                    best = Some((crossed, Note { words, at, is_upright, bounds }));
                }
            }
        }
        if best.is_some() {
            break;
        }
    }
    best.map(|(_, note)| note)
}

/// Points of a way that words may belong to, each with whether its piece is upright: the middle of the longest first.
fn places(way: &[Point]) -> Vec<(Point, bool)> {
    let mut pieces: Vec<&[Point]> = way.windows(2).collect();
    pieces.sort_by(|one, other| other[0].distance(other[1]).total_cmp(&one[0].distance(one[1])));
    let along = |piece: &&[Point]| {
        let (from, to) = (piece[0], piece[1]);
        [0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9].map(|share| {
            let at = Point::new(from.x + share * (to.x - from.x), from.y + share * (to.y - from.y));
            (at, from.x == to.x)
        })
    };
    pieces.iter().flat_map(along).collect()
}

/// A stroke across an arrow that is weaker, two where it is cut.
fn mark(page: &Page<'_>, state: &LinkState, at: Point, is_upright: bool) -> Vec<Primitive> {
    let arm = 2.6 * page.profile.main_line;
    let stroke = Stroke::solid(page.theme.ink, page.profile.main_line);
    let line = |from: (f64, f64), to: (f64, f64)| Primitive::Line {
        points: vec![
            Point::new(at.x + arm * from.0, at.y + arm * from.1),
            Point::new(at.x + arm * to.0, at.y + arm * to.1),
        ],
        stroke: stroke.clone(),
    };
    match state {
        LinkState::Intact => Vec::new(),
        LinkState::Weaker(_) if is_upright => vec![line((-1.0, 0.4), (1.0, -0.4))],
        LinkState::Weaker(_) => vec![line((-0.4, 1.0), (0.4, -1.0))],
        LinkState::Cut(_) => vec![line((-1.0, -1.0), (1.0, 1.0)), line((-1.0, 1.0), (1.0, -1.0))],
    }
}
