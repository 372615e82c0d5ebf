//! Words left and right of rows.
//!
//! Owns their size and how much of the page they take. Must not know bars or dots.

use super::frame::{Slot, count};
use super::words::{line_count, shortened, wrap};
use crate::figure::font::width;
use crate::figure::{Figure, FontWeight, Panel, Profile};

/// Sizes tried, as shares of a tick label.
const SHARES: [f64; 6] = [1.0, 0.9, 0.8, 0.7, 0.6, 0.5];

/// Most of the page's width that labels and notes may take.
const MOST_LABEL: f64 = 0.34;
const MOST_NOTE: f64 = 0.26;

/// Height of a line in em.
pub(super) const LEADING: f64 = 1.12;

/// Words left and right of rows.
pub(super) struct RowWords {
    /// Width left of the plot with the space between; 0 without rows.
    pub(super) left: f64,
    /// Width right of the plot with the space between; 0 without notes.
    pub(super) right: f64,
    /// Size of labels in px.
    pub(super) label_size: f64,
    /// Lines of the label of each row of each panel.
    pub(super) labels: Vec<Vec<Vec<String>>>,
    /// Size of notes in px.
    pub(super) note_size: f64,
    /// Note of each row of each panel.
    pub(super) notes: Vec<Vec<String>>,
}

impl RowWords {
    pub(super) fn new(figure: &Figure, profile: &Profile, slots: &[Slot]) -> Self {
        let most = MOST_LABEL * profile.width;
        let fits = |size: f64| {
            figure.panels.iter().zip(slots).all(|(panel, slot)| {
                let pitch = slot.row_pitch(panel.rows().count());
                panel.rows().all(|row| {
                    let lines = line_count(&row.label, size, FontWeight::Regular, most);
                    count(lines) * LEADING * size <= pitch
                })
            })
        };
        let label_size = SHARES.iter().map(|share| share * profile.tick).find(|size| fits(*size));
        let label_size = label_size.unwrap_or(0.5 * profile.tick);
        let lines = |label: &str, pitch: f64| {
            let lines = wrap(label, label_size, FontWeight::Regular, most);
            if lines.len() > 1 && count(lines.len()) * LEADING * label_size > pitch {
                vec![shortened(label, label_size, FontWeight::Regular, most)]
            } else {
                lines
            }
        };
        let labels: Vec<Vec<Vec<String>>> = figure
            .panels
            .iter()
            .zip(slots)
            .map(|(panel, slot)| {
                let pitch = slot.row_pitch(panel.rows().count());
                panel.rows().map(|row| lines(&row.label, pitch)).collect()
            })
            .collect();
        let widest_label = widest(labels.iter().flatten().flatten(), label_size);

        let most = MOST_NOTE * profile.width;
        let asked = widest(figure.panels.iter().flat_map(Panel::rows).map(|row| &row.note), profile.tick);
        let note_size = profile.tick * (most / asked.max(1.0)).clamp(0.6, 1.0);
        let notes: Vec<Vec<String>> = figure
            .panels
            .iter()
            .map(|panel| panel.rows().map(|row| shortened(&row.note, note_size, FontWeight::Regular, most)).collect())
            .collect();
        let widest_note = widest(notes.iter().flatten(), note_size);
        let space = 0.6 * profile.tick;
        let with_space = |words: f64| if words > 0.0 { words + space } else { 0.0 };
        Self { left: with_space(widest_label), right: with_space(widest_note), label_size, labels, note_size, notes }
    }
}

/// Width of the widest of these words, px.
fn widest<'a>(words: impl Iterator<Item = &'a String>, size: f64) -> f64 {
    words.map(|words| width(words, size, FontWeight::Regular)).fold(0.0, f64::max)
}
