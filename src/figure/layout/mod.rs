//! From a figure to a page.
//!
//! Owns where everything stands: the [frame](frame::Frame) first (which
//! rectangle each panel, row and label column gets), then the parts drawn into it.
//! Must not know file formats, and decides nothing about what a figure says.

mod axes;
mod cells;
mod columns;
mod curves;
pub(crate) mod dash;
mod diagram;
mod direct_labels;
mod dose_strip;
mod envelope;
mod frame;
mod key;
mod label_column;
mod marks;
mod names;
mod placement;
mod points;
mod references;
mod routes;
mod row_words;
mod rows;
mod starts;
mod watermark;
mod words;

use super::{Figure, Group, Panel, Point, Primitive, Profile, Rect, Scene, TextBox, Theme};
use columns::Column;
use frame::{Frame, Slot};

pub(super) use frame::count;
pub(super) use points::shape;

/// Puts a figure on a page of the profile's size in the theme's colours.
///
/// Never fails: what does not fit is set smaller, wrapped, or at last cut short
/// with an ellipsis, and a curve without a finite value is left out. Words of marks and
/// of level lines stand beside them; where one finds no free place, all of its kind
/// stand in the column of labels at line ends.
#[must_use]
pub fn layout(figure: &Figure, theme: &Theme, profile: &Profile) -> Scene {
    let figure = &starts::with_starts(figure, profile);
    let profile = frame::fitting(figure, profile);
    let mut at_ends = AtEnds { marks: marks::are_many(figure), references: false };
    loop {
        let page = Page { figure, theme, profile: &profile, frame: Frame::new(figure, &profile, at_ends), at_ends };
        let (groups, needed) = drawn(&page);
        if needed == at_ends {
            return scene(figure, theme, &profile, groups);
        }
        at_ends = needed;
    }
}

/// Which words stand in the column of labels instead of beside what they name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct AtEnds {
    marks: bool,
    references: bool,
}

/// Everything on the page, and which words have to stand at line ends for it to be whole.
fn drawn(page: &Page<'_>) -> (Vec<Group>, AtEnds) {
    let mut groups = vec![background(page)];
    groups.extend(watermark::watermark(page));
    if page.figure.panels.iter().any(Panel::is_diagram) {
        groups.push(axes::frame_words(page));
        groups.push(axes::footer(page));
        groups.push(key::key(page));
        groups.extend(diagram::diagrams(page));
        return (groups, page.at_ends);
    }
    groups.extend(cells::cells(page));
    groups.push(axes::grid(page));
    groups.push(axes::frame_words(page));
    groups.push(axes::footer(page));
    groups.push(key::key(page));
    groups.extend(dose_strip::dose_strip(page));
    let references = references::references(page);
    groups.extend(references.groups);
    groups.extend(curves::bands(page));
    groups.extend(marks::guides(page));
    groups.extend(curves::series(page));
    groups.extend(points::points(page));
    groups.extend(rows::rows(page));
    groups.extend(direct_labels::direct_labels(page));
    // Marks look for room last, when every other text has its place.
    let taken: Vec<Rect> = upright_texts(&groups).map(TextBox::bounds).collect();
    let marks = marks::marks(page, taken);
    groups.extend(marks.groups);
    let needed = AtEnds {
        marks: page.at_ends.marks || !marks.all_said,
        references: page.at_ends.references || !references.all_said,
    };
    (groups, needed)
}

/// What words within a panel stay clear of: curves, points with their error bars, and level lines.
fn obstacles(page: &Page<'_>, panel: &Panel, slot: &Slot, column: &Column) -> Vec<Vec<Point>> {
    let mut lines = curves::outlines(page, panel, slot, column);
    lines.extend(points::outlines(page, panel, slot, column));
    lines.extend(curves::directions(page, panel, slot, column));
    lines.extend(panel.references().filter(|line| line.value.is_finite()).map(|line| {
        let y = slot.y(line.value);
        vec![Point::new(column.left, y), Point::new(column.right, y)]
    }));
    lines
}

/// The page from its groups; empty ones are left out.
fn scene(figure: &Figure, theme: &Theme, profile: &Profile, mut groups: Vec<Group>) -> Scene {
    groups.retain(|group| !group.items.is_empty());
    Scene {
        width: profile.width,
        height: profile.height,
        width_mm: profile.width_mm,
        background: theme.background,
        title: figure.title.clone(),
        description: figure.alt_text.clone(),
        provenance: figure.provenance.text(),
        program: figure.provenance.program.clone(),
        groups,
    }
}

/// What every part of the layout reads.
struct Page<'a> {
    figure: &'a Figure,
    theme: &'a Theme,
    profile: &'a Profile,
    frame: Frame,
    at_ends: AtEnds,
}

/// The paper.
fn background(page: &Page<'_>) -> Group {
    let mut group = Group::new("background");
    group.items.push(Primitive::Block {
        rect: Rect::new(0.0, 0.0, page.profile.width, page.profile.height),
        fill: page.theme.background,
    });
    group
}

/// Every text that is not turned.
fn upright_texts(groups: &[Group]) -> impl Iterator<Item = &TextBox> {
    groups.iter().flat_map(|group| &group.items).filter_map(|item| match item {
        Primitive::Text(text) if text.angle == 0.0 => Some(text),
        _ => None,
    })
}

/// A name that may stand in `id="..."`: letters, digits, `-` and `_`.
pub(super) fn slug(name: &str) -> String {
    name.chars().map(|letter| if letter.is_ascii_alphanumeric() || letter == '_' { letter } else { '-' }).collect()
}
