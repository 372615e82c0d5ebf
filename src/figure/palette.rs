//! The colours.
//!
//! Owns the Okabe-Ito palette, which people with any kind of colour vision can
//! tell apart, and the arithmetic of contrast. Must not know which role a colour
//! plays; that is the theme's.
//!
//! Okabe M, Ito K. Color Universal Design (2008), <https://jfly.uni-koeln.de/color/>.

/// An opaque sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Color(pub u8, pub u8, pub u8);

impl Color {
    /// Okabe-Ito orange.
    pub const ORANGE: Self = Self(0xE6, 0x9F, 0x00);
    /// Okabe-Ito sky blue.
    pub const SKY: Self = Self(0x56, 0xB4, 0xE9);
    /// Okabe-Ito bluish green.
    pub const GREEN: Self = Self(0x00, 0x9E, 0x73);
    /// Okabe-Ito yellow.
    pub const YELLOW: Self = Self(0xF0, 0xE4, 0x42);
    /// Okabe-Ito blue.
    pub const BLUE: Self = Self(0x00, 0x72, 0xB2);
    /// Okabe-Ito vermillion.
    pub const VERMILLION: Self = Self(0xD5, 0x5E, 0x00);
    /// Okabe-Ito reddish purple.
    pub const PURPLE: Self = Self(0xCC, 0x79, 0xA7);
    /// Okabe-Ito black.
    pub const BLACK: Self = Self(0x00, 0x00, 0x00);
    /// Paper.
    pub const WHITE: Self = Self(0xFF, 0xFF, 0xFF);

    /// Contrast every line and word keeps against its background (WCAG 2.2, 1.4.11).
    pub const LEAST_CONTRAST: f64 = 3.0;

    /// The colour on the way to `other`: 0 is this colour, 1 the other.
    #[must_use]
    pub fn mix(self, other: Self, share: f64) -> Self {
        let channel = |from: u8, to: u8| {
            let value = f64::from(from) + (f64::from(to) - f64::from(from)) * share.clamp(0.0, 1.0);
            to_byte(value)
        };
        Self(channel(self.0, other.0), channel(self.1, other.1), channel(self.2, other.2))
    }

    /// The colour moved away from `background` until it reaches [`Color::LEAST_CONTRAST`]; itself where it does already.
    #[must_use]
    pub fn readable_on(self, background: Self) -> Self {
        let away = if background.luminance() > 0.5 { Self::BLACK } else { Self::WHITE };
        let shares = (0..=20).map(|step| f64::from(step) / 20.0);
        let mut shades = shares.map(|share| self.mix(away, share));
        shades.find(|shade| contrast(*shade, background) >= Self::LEAST_CONTRAST).unwrap_or(away)
    }

    /// The colour at a share (0 to 1) of the way through some colours.
    #[must_use]
    pub fn along(stops: &[Self], share: f64) -> Self {
        let Some(last) = stops.len().checked_sub(1) else { return Self::BLACK };
        let place = share.clamp(0.0, 1.0) * f64::from(u32::try_from(last).unwrap_or(u32::MAX));
        let pairs = stops.iter().zip(stops.iter().skip(1)).zip(0..);
        let found = pairs.map(|((from, to), index)| (from, to, place - f64::from(index)));
        let segment = found.into_iter().find(|(_, _, rest)| *rest <= 1.0);
        segment.map_or_else(|| stops.last().copied().unwrap_or(Self::BLACK), |(from, to, rest)| from.mix(*to, rest))
    }

    /// `#D55E00`.
    #[must_use]
    pub fn hex(self) -> String {
        format!("#{:02X}{:02X}{:02X}", self.0, self.1, self.2)
    }

    /// Relative luminance: 0 black, 1 white (WCAG 2.2).
    #[must_use]
    pub fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }
}

/// Contrast of two colours, from 1 (equal) to 21 (black on white) (WCAG 2.2).
#[must_use]
pub fn contrast(one: Color, other: Color) -> f64 {
    let (a, b) = (one.luminance(), other.luminance());
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The nearest byte.
fn to_byte(value: f64) -> u8 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is clamped to a byte before")]
    let byte = value.round().clamp(0.0, 255.0) as u8;
    byte
}
