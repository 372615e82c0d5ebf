//! The column of words at line ends.
//!
//! Owns how wide it is and how large its words are: as large as the profile asks
//! for, wrapped rather than shrunk, shrunk rather than left out. Must not know
//! where lines end.

use super::frame::{Slot, count};
use super::names::named;
use super::words::{breaks_word, line_count, shortened, wrap};
use crate::figure::font::width;
use crate::figure::{Figure, FontWeight, Profile};

/// Sizes tried, as shares of the profile's.
const SHARES: [f64; 9] = [1.0, 0.92, 0.84, 0.76, 0.68, 0.6, 0.5, 0.4, 0.3];
/// Widths of the words tried, as shares of the page.
const WIDTHS: [f64; 7] = [0.12, 0.15, 0.18, 0.21, 0.24, 0.27, 0.30];

/// Height of a line in em.
pub(super) const LEADING: f64 = 1.12;
/// Space between two labels in em, so that wrapped ones stay apart.
const SPACE: f64 = 0.1;

/// Height in px of a label of `lines` lines with its space; 0 for no lines.
pub(super) fn height(lines: usize, size: f64) -> f64 {
    if lines == 0 { 0.0 } else { (count(lines) * LEADING + SPACE) * size }
}

/// The column of words at line ends.
pub(super) struct LabelColumn {
    /// Width in px with everything, from the plot to the margin; 0 without labels.
    pub(super) width: f64,
    /// Size of the words in px.
    pub(super) size: f64,
    /// Space between the plot and the words, for the piece of line.
    pub(super) lead: f64,
    /// Lines of each name of each panel; empty for none.
    pub(super) lines: Vec<Vec<Vec<String>>>,
    /// Size of the names of dose rows.
    pub(super) lane_size: f64,
    /// Names of dose rows, shortened to the column.
    pub(super) lanes: Vec<String>,
}

impl LabelColumn {
    pub(super) fn new(figure: &Figure, profile: &Profile, slots: &[Slot]) -> Self {
        let labels: Vec<Vec<&str>> =
            figure.panels.iter().map(|panel| named(panel).iter().map(|name| name.label()).collect()).collect();
        let (size, text_width) = best(&labels, figure, profile, slots);
        let any = labels.iter().flatten().any(|label| !label.is_empty());
        let lead = if any { 2.0 * size } else { 0.5 * profile.tick };
        let lines: Vec<Vec<Vec<String>>> =
            labels.iter().zip(slots).map(|(labels, slot)| kept(labels, size, text_width, slot)).collect();
        let widest =
            lines.iter().flatten().flatten().map(|line| width(line, size, FontWeight::SemiBold)).fold(0.0, f64::max);

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
        Self { width, size, lead, lines, lane_size, lanes }
    }
}

/// The largest size, and for it the narrowest width, at which every label fits.
fn best(labels: &[Vec<&str>], figure: &Figure, profile: &Profile, slots: &[Slot]) -> (f64, f64) {
    // Beside several time windows there is less room for words.
    let widest = if figure.columns.len() > 1 { 0.24 } else { 0.30 };
    for share in SHARES {
        let size = share * profile.label;
        for part in WIDTHS.into_iter().filter(|part| *part <= widest) {
            // A narrow page needs a larger part for the same words.
            let most = part * profile.width.max(1700.0).min(1.18 * profile.width);
            let fits = labels.iter().zip(slots).all(|(labels, slot)| {
                let mut room = slot.bottom - slot.label_top;
                labels.iter().all(|label| {
                    let lines = line_count(label, size, FontWeight::SemiBold, most);
                    room -= height(lines, size);
                    let whole = !breaks_word(label, size, FontWeight::SemiBold, most);
                    // Very small words are worse than broken ones.
                    room >= 0.0 && (whole && lines <= 3 || share < 0.8 && lines <= 4)
                })
            });
            if fits {
                return (size, most);
            }
        }
    }
    (0.3 * profile.label, 0.30 * profile.width)
}

/// The lines of each label; where even the smallest do not fit under each other,
/// the last ones stay out rather than overlap.
fn kept(labels: &[&str], size: f64, most: f64, slot: &Slot) -> Vec<Vec<String>> {
    let mut room = slot.bottom - slot.label_top;
    labels
        .iter()
        .map(|label| {
            let lines = wrap(label, size, FontWeight::SemiBold, most);
            let needed = height(lines.len(), size);
            if needed > room + 1e-6 {
                return Vec::new();
            }
            room -= needed;
            lines
        })
        .collect()
}
