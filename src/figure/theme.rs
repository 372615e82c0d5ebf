//! Which colour plays which role.
//!
//! Owns the three themes. Must not know sizes or what a figure shows.

use super::{Choice, Color, Hue};

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
    /// Ketamine, SSRI, both, no drug, anything else: the arms of each, which differ on a projector and in grey.
    hues: [[Color; 5]; 5],
    /// Ketamine and an SSRI from the lowest to the highest dose, as stops of a ramp.
    ramps: [[Color; 3]; 2],
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
            hues: [
                [
                    Color::VERMILLION,
                    Color(0xA3, 0x19, 0x5B),
                    Color(0xB0, 0x7F, 0x00),
                    Color(0x7D, 0x12, 0x12),
                    Color(0xF0, 0x62, 0x7D),
                ],
                [
                    Color::BLUE,
                    Color(0x00, 0x88, 0x9A),
                    Color(0x5B, 0x4B, 0xB7),
                    Color(0x1B, 0x2F, 0x78),
                    Color(0x3D, 0x97, 0xDC),
                ],
                [
                    Color::GREEN,
                    Color(0x5E, 0x8C, 0x00),
                    Color(0x00, 0x59, 0x4A),
                    Color(0x2E, 0x9E, 0x4A),
                    Color(0x3E, 0x6B, 0x1F),
                ],
                [
                    Color(0x6B, 0x73, 0x7D),
                    Color(0x3F, 0x45, 0x4C),
                    Color(0x8A, 0x92, 0x9B),
                    Color(0x54, 0x5B, 0x64),
                    Color(0x2B, 0x2F, 0x35),
                ],
                [
                    Color::PURPLE,
                    Color(0x7B, 0x3F, 0x98),
                    Color(0xA8, 0x5C, 0x00),
                    Color(0x9A, 0x5B, 0xD0),
                    Color(0x4E, 0x2A, 0x66),
                ],
            ],
            ramps: [
                [Color(0xE8, 0x70, 0x2A), Color(0xC2, 0x3A, 0x12), Color(0x7F, 0x0A, 0x24)],
                [Color(0x3A, 0x96, 0xD0), Color(0x00, 0x67, 0xB0), Color(0x0A, 0x2A, 0x6B)],
            ],
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
            hues: [
                [
                    Color::ORANGE,
                    Color(0xFF, 0x7A, 0x85),
                    Color(0xF5, 0xD7, 0x6E),
                    Color(0xD9, 0x68, 0x4A),
                    Color(0xFF, 0xB3, 0xC6),
                ],
                [
                    Color::SKY,
                    Color(0x4F, 0xD1, 0xC5),
                    Color(0xA9, 0xA4, 0xFF),
                    Color(0xC4, 0xE4, 0xFF),
                    Color(0x2E, 0x8B, 0xFF),
                ],
                [
                    Color::GREEN,
                    Color(0x9B, 0xD3, 0x4A),
                    Color(0x7F, 0xE8, 0xC0),
                    Color(0x4F, 0xAF, 0x5A),
                    Color(0xCD, 0xF0, 0xA6),
                ],
                [
                    Color(0x9A, 0xA5, 0xB1),
                    Color(0xD5, 0xDB, 0xE1),
                    Color(0x70, 0x7A, 0x85),
                    Color(0xB9, 0xC2, 0xCB),
                    Color(0x85, 0x8F, 0x9A),
                ],
                [
                    Color::PURPLE,
                    Color(0xB5, 0x8C, 0xFF),
                    Color(0xF2, 0xB6, 0xD6),
                    Color(0x8F, 0x6F, 0xD0),
                    Color(0xE0, 0xA0, 0xFF),
                ],
            ],
            ramps: [
                [Color(0xC2, 0x57, 0x1A), Color(0xE6, 0x9F, 0x00), Color(0xFF, 0xE0, 0xB0)],
                [Color(0x2F, 0x7F, 0xC1), Color(0x56, 0xB4, 0xE9), Color(0xD0, 0xE9, 0xFA)],
            ],
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

    /// Colour of the `variant`-th arm (from 0) of a role; from the sixth on they repeat and differ by dashes alone.
    #[must_use]
    pub fn color(&self, hue: Hue, variant: usize) -> Color {
        let [ketamine, ssri, both, no_drug, neutral] = &self.hues;
        let arms = match hue {
            Hue::Ketamine => ketamine,
            Hue::Ssri => ssri,
            Hue::Both => both,
            Hue::NoDrug => no_drug,
            Hue::Neutral => neutral,
            Hue::KetamineDoses(doses) => return step(&self.ramps[0], variant, doses),
            Hue::SsriDoses(doses) => return step(&self.ramps[1], variant, doses),
            Hue::Chosen(choice) => return self.chosen(choice),
        };
        arms.get(variant % arms.len()).copied().unwrap_or(self.ink)
    }

    /// A colour that the user chose, dark or light enough for the page.
    fn chosen(&self, choice: Choice) -> Color {
        let color = match choice {
            Choice::Orange => Color::ORANGE,
            Choice::Sky => Color::SKY,
            Choice::Green => Color::GREEN,
            Choice::Yellow => Color::YELLOW,
            Choice::Blue => Color::BLUE,
            Choice::Vermillion => Color::VERMILLION,
            Choice::Purple => Color::PURPLE,
            Choice::Black => self.ink,
            Choice::Grey => self.soft_ink,
        };
        color.readable_on(self.background)
    }
}

/// The colour of the `index`-th (from 0) of so many doses.
fn step(stops: &[Color], index: usize, doses: u8) -> Color {
    let last = f64::from(doses.max(2) - 1);
    let index = f64::from(u32::try_from(index).unwrap_or(u32::MAX));
    Color::along(stops, index / last)
}
