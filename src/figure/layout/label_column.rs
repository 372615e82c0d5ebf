//! The column of words at line ends.
//!
//! Owns how wide it is and how large its words are: as large as the profile asks
//! for, wrapped rather than shrunk, shrunk rather than left out; and how many are left out at last. Must not know
//! where lines end.

use super::AtEnds;
use super::dash::{sample_length, stroke};
use super::frame::Slot;
use super::names::{Named, named};
use super::words::{breaks_word, shortened, wrap};
use crate::figure::font::width;
use crate::figure::{Figure, FontWeight, Panel, Profile, Series, Theme};

/// Sizes tried, as shares of the profile's.
const SHARES: [f64; 9] = [1.0, 0.92, 0.84, 0.76, 0.68, 0.6, 0.5, 0.4, 0.3];
/// Widths of the words tried, as shares of the page.
const WIDTHS: [f64; 7] = [0.12, 0.15, 0.18, 0.21, 0.24, 0.27, 0.30];

/// Height of a line in em.
pub(super) const LEADING: f64 = 1.12;
/// Size of a note in sizes of a name at its full size; smaller names have notes as large as they are.
const NOTE: f64 = 0.84;
/// Space between two labels in em: half a line, so that two names are not read as one; less where all are of one line
/// and would be too small otherwise.
const SPACES: [f64; 2] = [0.5, 0.1];
/// The largest share of the size at which wrapped labels may stand nearer, and words of many lines may be.
const SMALL: f64 = 0.85;

/// Length of a piece of line beside its name in sizes of the name: the least, and the most.
const SAMPLE: f64 = 1.1;
const LONGEST_SAMPLE: f64 = 3.0;

/// The length in px that shows every dash that is named.
fn longest_sample(figure: &Figure, profile: &Profile) -> f64 {
    let named = figure.panels.iter().flat_map(Panel::series).filter(|series| !series.label.trim().is_empty());
    // Colours change no lengths.
    let stroke = |series: &Series| stroke(series.hue, series.variant, series.weight, &Theme::light(), profile);
    named.map(|series| sample_length(&stroke(series))).fold(0.0, f64::max)
}

/// Sizes of names and of notes, px.
#[derive(Debug, Clone, Copy)]
struct Sizes {
    name: f64,
    note: f64,
}

impl Sizes {
    /// Names of this size.
    fn of(name: f64, profile: &Profile) -> Self {
        Self { name, note: (NOTE * profile.label).min(name) }
    }
}

/// One line of a label: the name or a part of it, then the note or nothing.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) name: String,
    pub(super) note: String,
}

impl Line {
    /// Width in px.
    fn width(&self, sizes: Sizes) -> f64 {
        width(&self.name, sizes.name, FontWeight::SemiBold) + width(&self.note, sizes.note, FontWeight::Regular)
    }
}

/// The column of words at line ends.
pub(super) struct LabelColumn {
    /// Width in px with everything, from the plot to the margin; 0 without labels.
    pub(super) width: f64,
    /// Size of the names in px.
    pub(super) size: f64,
    /// Size of the notes in px.
    pub(super) note: f64,
    /// Space between two labels, in em.
    space: f64,
    /// Length of the piece of line before the words, in px.
    pub(super) sample: f64,
    /// Space between the plot and the words, for the piece of line.
    pub(super) lead: f64,
    /// Lines of each name of each panel; empty for none.
    pub(super) lines: Vec<Vec<Vec<Line>>>,
    /// How many names of each panel found no room.
    pub(super) unnamed: Vec<usize>,
    /// Size of the names of dose rows.
    pub(super) lane_size: f64,
    /// Names of dose rows, shortened to the column.
    pub(super) lanes: Vec<String>,
}

impl LabelColumn {
    pub(super) fn new(figure: &Figure, profile: &Profile, slots: &[Slot], at_ends: AtEnds) -> Self {
        let labels: Vec<Vec<Named<'_>>> = figure.panels.iter().map(|panel| named(panel, at_ends)).collect();
        let Fit { sizes, most, space } = best(&labels, figure, profile, slots);
        let size = sizes.name;
        let any = labels.iter().flatten().any(Named::says);
        let sample = longest_sample(figure, profile).clamp(SAMPLE * size, LONGEST_SAMPLE * size);
        let lead = if any { 0.9 * size + sample } else { 0.5 * profile.tick };
        let (mut lines, mut unnamed) = (Vec::new(), Vec::new());
        for (labels, slot) in labels.iter().zip(slots) {
            let (kept, left) = kept(labels, sizes, space, most, slot);
            lines.push(kept);
            unnamed.push(left);
        }
        let words = lines.iter().flatten().flatten().map(|line| line.width(sizes));
        let rests = unnamed.iter().filter(|left| **left > 0);
        let rests = rests.map(|left| width(&unnamed_words(*left), sizes.note, FontWeight::Regular));
        let widest = words.chain(rests).fold(0.0, f64::max);

        // Dose rows use the room that is there, and ask for more only if it is scant.
        let most = widest.max(0.28 * profile.width);
        // Smaller they could not be read; cut short they can, and whole they stand at the ends of the curves.
        let lane_size = profile.tick;
        let lanes: Vec<String> =
            figure.doses.iter().map(|lane| shortened(&lane.label, lane_size, FontWeight::SemiBold, most)).collect();
        let lane_width = lanes.iter().map(|lane| width(lane, lane_size, FontWeight::SemiBold)).fold(0.0, f64::max);
        // Without labels the last tick label still needs room to the right.
        let words = widest.max(lane_width);
        let width = if words > 0.0 { lead + words } else { profile.tick };
        Self { width, size, note: sizes.note, space, sample, lead, lines, unnamed, lane_size, lanes }
    }

    /// Height in px of a label of these lines with its space.
    pub(super) fn height(&self, lines: &[Line]) -> f64 {
        height(lines, self.sizes(), self.space)
    }

    /// Height in px of one line.
    pub(super) fn line_height(&self, line: &Line) -> f64 {
        line_height(line, self.sizes())
    }

    /// Height in px of a note that stands alone, with its space.
    pub(super) fn note_height(&self) -> f64 {
        LEADING * self.note + self.space * self.size
    }

    fn sizes(&self) -> Sizes {
        Sizes { name: self.size, note: self.note }
    }
}

/// What stands in the place of names that found no room.
pub(super) fn unnamed_words(left: usize) -> String {
    format!("and {left} more")
}

/// Height in px of a line.
fn line_height(line: &Line, sizes: Sizes) -> f64 {
    LEADING * if line.name.is_empty() { sizes.note } else { sizes.name }
}

/// Height in px of a label of these lines with its space; 0 for no lines.
fn height(lines: &[Line], sizes: Sizes, space: f64) -> f64 {
    let own: f64 = lines.iter().map(|line| line_height(line, sizes)).sum();
    if lines.is_empty() { 0.0 } else { own + space * sizes.name }
}

/// The lines of a name with its note: the note ends the last line where it has room, and has its own otherwise.
fn lines(named: &Named<'_>, sizes: Sizes, most: f64) -> Vec<Line> {
    let names = wrap(&named.label, sizes.name, FontWeight::SemiBold, most);
    let mut lines: Vec<Line> = names.into_iter().map(|name| Line { name, note: String::new() }).collect();
    if named.note.is_empty() {
        return lines;
    }
    let joined = lines.last().map(|last| Line { name: last.name.clone(), note: format!(", {}", named.note) });
    match (joined, lines.last_mut()) {
        (Some(joined), Some(last)) if joined.width(sizes) <= most => *last = joined,
        _ => {
            let notes = wrap(&named.note, sizes.note, FontWeight::Regular, most);
            lines.extend(notes.into_iter().map(|note| Line { name: String::new(), note }));
        }
    }
    lines
}

/// How labels fit.
struct Fit {
    sizes: Sizes,
    most: f64,
    space: f64,
}

/// The largest size, and for it the narrowest width, at which every label fits.
fn best(labels: &[Vec<Named<'_>>], figure: &Figure, profile: &Profile, slots: &[Slot]) -> Fit {
    // Beside several time windows there is less room for words.
    let widest = if figure.columns.len() > 1 { 0.24 } else { 0.30 };
    for share in SHARES {
        let sizes = Sizes::of(share * profile.label, profile);
        for space in SPACES {
            for part in WIDTHS.into_iter().filter(|part| *part <= widest) {
                // A narrow page needs a larger part for the same words.
                let most = part * profile.width.max(1700.0).min(1.18 * profile.width);
                let fits = labels.iter().zip(slots).all(|(labels, slot)| {
                    let mut room = slot.bottom - slot.label_top;
                    labels.iter().filter(|named| named.says()).all(|named| {
                        let lines = lines(named, sizes, most);
                        room -= height(&lines, sizes, space);
                        let names = lines.iter().filter(|line| !line.name.is_empty()).count();
                        let whole = !breaks_word(&named.label, sizes.name, FontWeight::SemiBold, most);
                        let apart = space >= SPACES[0] || lines.len() < 2 || share <= SMALL;
                        // Very small words are worse than broken ones.
                        room >= 0.0
                            && apart
                            && (whole && names <= 3 * named.curves || share < 0.8 && names <= 4 * named.curves)
                    })
                });
                if fits {
                    return Fit { sizes, most, space };
                }
            }
        }
    }
    Fit { sizes: Sizes::of(0.3 * profile.label, profile), most: 0.30 * profile.width, space: SPACES[1] }
}

/// The lines of each label; where even the smallest do not fit under each other, the last ones stay out, and their
/// number is said in a line of its own.
fn kept(labels: &[Named<'_>], sizes: Sizes, space: f64, most: f64, slot: &Slot) -> (Vec<Vec<Line>>, usize) {
    let whole = slot.bottom - slot.label_top;
    let all: Vec<Vec<Line>> = labels.iter().map(|named| lines(named, sizes, most)).collect();
    let needed: f64 = all.iter().map(|lines| height(lines, sizes, space)).sum();
    if needed <= whole + 1e-6 {
        return (all, 0);
    }
    let mut room = whole - LEADING * sizes.note - space * sizes.name;
    let mut left = 0;
    let kept = all
        .into_iter()
        .map(|lines| {
            let needed = height(&lines, sizes, space);
            if needed > room + 1e-6 {
                left += usize::from(!lines.is_empty());
                return Vec::new();
            }
            room -= needed;
            lines
        })
        .collect();
    (kept, left)
}
