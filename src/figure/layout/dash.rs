//! How curves differ by more than colour.
//!
//! Owns the dash patterns, so that a grey print still reads. Must not know colours.

use crate::figure::{Hue, Profile, Stroke, Theme, Weight};

/// Strokes and gaps in line widths; the first is solid. Each drug has five of its own: from place 0 on those of
/// ketamine, from place 5 on those of an SSRI.
pub(crate) const PATTERNS: [&[f64]; 12] = [
    &[],
    &[1.2, 1.2],
    &[3.4, 1.2, 1.1, 1.2],
    &[2.1, 1.2],
    &[2.8, 1.0, 1.0, 1.0, 1.0, 1.0],
    &[3.4, 1.6],
    &[5.6, 1.8],
    &[1.2, 2.2],
    &[3.6, 1.1, 1.8, 1.1],
    &[2.6, 2.4],
    &[2.2, 1.1, 1.1, 1.1],
    &[1.8, 2.8],
];

/// Periods of a dash in the sample beside its name, so that it is known again.
const PERIODS: f64 = 3.0;

/// Length in px that shows the dash of a stroke; 0 for a solid line.
pub(super) fn sample_length(stroke: &Stroke) -> f64 {
    PERIODS * stroke.dash.iter().sum::<f64>()
}

/// How a curve of that role, place among its arms and weight is drawn.
pub(crate) fn stroke(hue: Hue, variant: usize, weight: Weight, theme: &Theme, profile: &Profile) -> Stroke {
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
pub(crate) const fn first(hue: Hue) -> usize {
    match hue {
        // A chosen colour differs from the others already; its dashes begin with the solid line.
        Hue::Ketamine | Hue::KetamineDoses(_) | Hue::Chosen(_) => 0,
        Hue::Ssri | Hue::SsriDoses(_) => 5,
        Hue::NoDrug => 7,
        Hue::Both => 10,
        Hue::Neutral => 11,
    }
}
