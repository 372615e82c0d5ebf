//! How curves differ by more than colour.
//!
//! Owns the dash patterns, so that a grey print still reads. Must not know colours.

use crate::figure::{Hue, Profile, Stroke, Theme, Weight};

/// Strokes and gaps in line widths; the first is solid.
pub(crate) const PATTERNS: [&[f64]; 6] =
    [&[], &[4.0, 1.6], &[1.3, 1.3], &[5.0, 1.5, 1.3, 1.5], &[2.4, 1.4], &[7.0, 2.0]];

/// How a curve of that role, place among its arms and weight is drawn.
pub(super) fn stroke(hue: Hue, variant: usize, weight: Weight, theme: &Theme, profile: &Profile) -> Stroke {
    let width = match weight {
        Weight::Main => profile.main_line,
        Weight::Secondary => profile.secondary_line,
        Weight::Faint => 0.4 * profile.secondary_line,
    };
    if weight == Weight::Faint {
        // Dashes of a crowd would only flicker.
        return Stroke::solid(theme.color(hue, variant).mix(theme.background, 0.45), width);
    }
    let pattern = PATTERNS.get((first(hue) + variant) % PATTERNS.len()).copied().unwrap_or(&[]);
    Stroke { color: theme.color(hue, variant), width, dash: pattern.iter().map(|length| length * width).collect() }
}

/// Roles start at different patterns, so that two drugs differ in grey.
pub(crate) fn first(hue: Hue) -> usize {
    match hue {
        Hue::Ketamine => 0,
        Hue::Ssri => 1,
        Hue::NoDrug => 2,
        Hue::Both => 3,
        Hue::Neutral => 4,
    }
}
