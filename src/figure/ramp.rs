//! The colours of values: cividis.
//!
//! Owns the ramp from low to high. It is even to the eye, rises in lightness throughout, so that a grey print still
//! reads, and looks the same to people without red or green cones. Must not know the values.
//!
//! Nuñez JR, Anderton CR, Renslow RS. Optimizing colormaps with consideration for color vision deficiency to enable
//! accurate interpretation of scientific data. PLoS ONE 2018;13:e0199239. doi:10.1371/journal.pone.0199239.

use super::Color;

/// The ramp at every tenth.
const TENTHS: [Color; 11] = [
    Color(0x00, 0x22, 0x4E),
    Color(0x08, 0x33, 0x70),
    Color(0x35, 0x45, 0x6C),
    Color(0x4F, 0x57, 0x6C),
    Color(0x66, 0x69, 0x70),
    Color(0x7D, 0x7C, 0x78),
    Color(0x94, 0x8E, 0x77),
    Color(0xAE, 0xA3, 0x71),
    Color(0xC8, 0xB8, 0x66),
    Color(0xE5, 0xCF, 0x52),
    Color(0xFE, 0xE8, 0x38),
];

/// The colour of a share from 0 (lowest) to 1 (highest).
pub(super) fn ramp(share: f64) -> Color {
    let place = share.clamp(0.0, 1.0) * super::layout::count(TENTHS.len() - 1);
    let below = TENTHS.iter().enumerate().rfind(|(index, _)| super::layout::count(*index) <= place);
    let Some((index, from)) = below else { return TENTHS[0] };
    TENTHS.get(index + 1).map_or(*from, |to| from.mix(*to, place - super::layout::count(index)))
}

#[cfg(test)]
mod tests {
    use super::ramp;

    /// CIE lightness, 0 black to 100 white.
    fn lightness(share: f64) -> f64 {
        116.0 * ramp(share).luminance().cbrt() - 16.0
    }

    #[test]
    fn lightness_rises_evenly() {
        let steps: Vec<f64> =
            (0..20).map(|i| f64::from(i) / 20.0).map(|s| lightness(s + 0.05) - lightness(s)).collect();
        let mean = steps.iter().sum::<f64>() / 20.0;
        assert!(mean > 3.5, "{mean}");
        assert!(steps.iter().all(|step| (0.7 * mean..1.3 * mean).contains(step)), "{steps:?}");
    }
}
