//! Which colour plays which role.
//!
//! Owns the three themes. Must not know sizes or what a figure shows.

use super::{Color, Hue};

/// The colours of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// Name of the theme: `light`, `dark`, `print`.
    pub id: &'static str,
    /// The page.
    pub background: Color,
    /// Headlines and tick labels.
    pub ink: Color,
    /// Words of less weight.
    pub soft_ink: Color,
    /// Axes and zero lines.
    pub axis: Color,
    /// Grid at labelled ticks.
    pub grid: Color,
    /// Grid between them.
    pub minor_grid: Color,
    /// Slanted words behind the curves.
    pub watermark: Color,
    /// Ketamine, SSRI, both, no drug, anything else.
    hues: [Color; 5],
}

impl Theme {
    /// White paper, for a bright room.
    #[must_use]
    pub fn light() -> Self {
        Self {
            id: "light",
            background: Color::WHITE,
            ink: Color(0x17, 0x1B, 0x22),
            soft_ink: Color(0x56, 0x5F, 0x6B),
            axis: Color(0x7A, 0x84, 0x91),
            grid: Color(0xDF, 0xE4, 0xE8),
            minor_grid: Color(0xF0, 0xF3, 0xF5),
            watermark: Color(0xF2, 0xF4, 0xF5),
            hues: [Color::VERMILLION, Color::BLUE, Color::GREEN, Color(0x6B, 0x73, 0x7D), Color::PURPLE],
        }
    }

    /// Near black, for a dark hall.
    #[must_use]
    pub fn dark() -> Self {
        Self {
            id: "dark",
            background: Color(0x10, 0x14, 0x1A),
            ink: Color(0xF2, 0xF5, 0xF8),
            soft_ink: Color(0xB4, 0xBE, 0xC9),
            axis: Color(0x83, 0x8F, 0x9C),
            grid: Color(0x2C, 0x34, 0x3E),
            minor_grid: Color(0x1C, 0x22, 0x2A),
            watermark: Color(0x1A, 0x20, 0x27),
            hues: [Color::ORANGE, Color::SKY, Color::GREEN, Color(0x9A, 0xA5, 0xB1), Color::PURPLE],
        }
    }

    /// White paper with a grid that survives a copier.
    #[must_use]
    pub fn print() -> Self {
        Self {
            id: "print",
            ink: Color::BLACK,
            soft_ink: Color(0x33, 0x38, 0x3E),
            axis: Color(0x40, 0x46, 0x4D),
            grid: Color(0xC9, 0xCF, 0xD5),
            minor_grid: Color(0xE4, 0xE8, 0xEB),
            ..Self::light()
        }
    }

    /// Every theme, for tables and tests.
    #[must_use]
    pub fn all() -> [Self; 3] {
        [Self::light(), Self::dark(), Self::print()]
    }

    /// Colour of the `variant`-th arm (from 0) of a role.
    #[must_use]
    pub fn color(&self, hue: Hue, variant: usize) -> Color {
        let [ketamine, ssri, both, no_drug, neutral] = self.hues;
        let base = match hue {
            Hue::Ketamine => ketamine,
            Hue::Ssri => ssri,
            Hue::Both => both,
            Hue::NoDrug => no_drug,
            Hue::Neutral => neutral,
        };
        base.shade(variant, self.background)
    }
}
