//! Whether a page can be read from where it will be seen.
//!
//! Owns the rules and the angles. Must not know how a page is laid out; it looks at what is on it.

use super::layout::dash::PATTERNS;
use super::layout::{dash, layout};
use super::{Color, Figure, Primitive, Profile, Rect, Scene, Stroke, TextBox, Theme, Weight, contrast, font};

/// Least height of a capital letter, minutes of arc: twice what normal sight tells apart, 5' (Snellen 1862).
const LEAST_TEXT: f64 = 10.0;

/// The same for the words at the foot, which are for the copy and not for the room: just above normal sight.
const LEAST_FOOTER: f64 = 6.0;

/// Least width of a line that says something, minutes of arc: a stroke of the smallest letter of normal sight.
const LEAST_LINE: f64 = 1.0;

/// Least contrast of large text and of lines with what is behind them (WCAG 2.2, 1.4.3 and 1.4.11).
const LEAST_CONTRAST: f64 = 3.0;

/// Least contrast of two curves in grey where they have the same dashes.
const LEAST_IN_GREY: f64 = 1.6;

/// The rule for all words but those at the foot.
const SMALLEST_TEXT: &str = "smallest text";

/// The rule for words beside each other.
const NO_OVERLAP: &str = "no words overlap";

/// The rule for words on what is drawn.
const NOTHING_COVERED: &str = "no word covers a curve";

/// One rule, checked on a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// What is looked at: `smallest text`.
    pub rule: &'static str,
    /// What was found, with the least that would do.
    pub found: String,
    /// Whether that is enough.
    pub holds: bool,
}

/// Checks a page by every rule, seen from where its profile is read, or from so many heights of the page.
#[must_use]
pub fn lint(figure: &Figure, theme: &Theme, profile: &Profile, heights: Option<f64>) -> Vec<Check> {
    let scene = layout(figure, theme, profile);
    let distance = heights.map_or(profile.distance(), |heights| heights * profile.height);
    let angle = |size: f64| (size / distance).atan().to_degrees() * 60.0;
    let is_footer = |id: &str| id == FOOTER;
    let texts = |footer: bool| {
        scene.groups.iter().filter(move |group| is_footer(&group.id) == footer).flat_map(|group| upright(&group.items))
    };
    let text_rule = |rule, footer: bool, least: f64| {
        let smallest = texts(footer).min_by(|one, other| one.size.total_cmp(&other.size))?;
        let seen = angle(font::CAP_HEIGHT * smallest.size);
        let found = format!("\"{}\", {:.0} px, {seen:.1}' (least {least}')", smallest.text, smallest.size);
        Some(Check { rule, found, holds: seen >= least })
    };
    let mut checks: Vec<Check> = Vec::new();
    checks.extend(text_rule(SMALLEST_TEXT, false, LEAST_TEXT));
    checks.extend(text_rule("smallest text at the foot", true, LEAST_FOOTER));
    checks.extend(lines(&scene, theme).min_by(|one, other| one.1.total_cmp(&other.1)).map(|(id, width)| {
        let seen = angle(width);
        let found = format!("{id}, {width:.1} px, {seen:.1}' (least {LEAST_LINE}')");
        Check { rule: "thinnest line", found, holds: seen >= LEAST_LINE }
    }));
    checks.extend(faintest(&scene).map(|(what, ratio)| Check {
        rule: "least contrast",
        found: format!("{what}, {ratio:.1}:1 (least {LEAST_CONTRAST}:1)"),
        holds: ratio >= LEAST_CONTRAST,
    }));
    let alike = alike(figure, theme);
    checks.push(Check {
        rule: "distinct without colour",
        found: if alike.is_empty() { "every curve by its dashes or its grey".to_owned() } else { alike.join("; ") },
        holds: alike.is_empty(),
    });
    let overlaps = scene.overlaps();
    checks.push(Check {
        rule: NO_OVERLAP,
        found: if overlaps.is_empty() { format!("{} texts", scene.texts().count()) } else { overlaps.join("; ") },
        holds: overlaps.is_empty(),
    });
    let covered = scene.covered();
    checks.push(Check {
        rule: NOTHING_COVERED,
        found: if covered.is_empty() { "curves, points and leaders are clear".to_owned() } else { covered.join("; ") },
        holds: covered.is_empty(),
    });
    let unknown: Vec<String> = figure.unknown_letters().iter().map(super::Unknown::text).collect();
    checks.push(Check {
        rule: "every letter is in the font",
        found: if unknown.is_empty() { "no empty boxes".to_owned() } else { unknown.join("; ") },
        holds: unknown.is_empty(),
    });
    checks
}

/// Whether every word of a page can be read from where its profile is read, and none lies over another or a curve.
pub(super) fn is_legible(figure: &Figure, profile: &Profile) -> bool {
    // Colours change no sizes.
    let rules = lint(figure, &Theme::light(), profile, None);
    rules
        .iter()
        .filter(|check| [SMALLEST_TEXT, NO_OVERLAP, NOTHING_COVERED].contains(&check.rule))
        .all(|check| check.holds)
}

/// The group of the words at the foot.
pub(super) const FOOTER: &str = "footer";

fn upright(items: &[Primitive]) -> impl Iterator<Item = &TextBox> {
    items.iter().filter_map(|item| match item {
        Primitive::Text(text) if text.angle == 0.0 => Some(text),
        _ => None,
    })
}

/// Lines that say something, with their group: all but the grid behind the curves.
fn lines<'a>(scene: &'a Scene, theme: &'a Theme) -> impl Iterator<Item = (&'a str, f64)> {
    let is_grid = |stroke: &Stroke| [theme.grid, theme.minor_grid].contains(&stroke.color);
    scene.groups.iter().flat_map(move |group| {
        group.items.iter().filter_map(move |item| match item {
            Primitive::Line { stroke, .. } if !is_grid(stroke) => Some((group.id.as_str(), stroke.width)),
            _ => None,
        })
    })
}

/// The text or curve that stands out least from what is behind it.
fn faintest(scene: &Scene) -> Option<(String, f64)> {
    let mut grounds: Vec<(Rect, Color)> = Vec::new();
    let mut found: Vec<(String, f64)> = Vec::new();
    for group in &scene.groups {
        for item in &group.items {
            match item {
                Primitive::Block { rect, fill } => grounds.push((*rect, *fill)),
                Primitive::Text(text) if text.angle == 0.0 => {
                    let bounds = text.bounds();
                    let behind = grounds.iter().rev().find(|(rect, _)| rect.holds(&bounds));
                    let ground = behind.map_or(scene.background, |(_, fill)| *fill);
                    found.push((format!("\"{}\"", text.text), contrast(text.color, ground)));
                }
                Primitive::Line { stroke, .. } if group.id.starts_with("series-") => {
                    found.push((group.id.clone(), contrast(stroke.color, scene.background)));
                }
                _ => {}
            }
        }
    }
    found.into_iter().min_by(|one, other| one.1.total_cmp(&other.1))
}

/// Pairs of curves of a panel that nothing but their colour tells apart.
fn alike(figure: &Figure, theme: &Theme) -> Vec<String> {
    let pattern = |series: &super::Series| (dash::first(series.hue) + series.variant) % PATTERNS.len();
    let mut alike = Vec::new();
    for panel in &figure.panels {
        // The single subjects of a crowd may look alike.
        let shown: Vec<_> = panel.series().filter(|series| series.weight != Weight::Faint).collect();
        for (index, one) in shown.iter().enumerate() {
            for other in &shown[index + 1..] {
                let grey = contrast(theme.color(one.hue, one.variant), theme.color(other.hue, other.variant));
                if pattern(one) == pattern(other) && one.weight == other.weight && grey < LEAST_IN_GREY {
                    alike.push(format!("\"{}\" and \"{}\"", one.label, other.label));
                }
            }
        }
    }
    alike
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    fn failing(figure: &Figure, profile: &Profile, heights: Option<f64>) -> Vec<&'static str> {
        let checks = lint(figure, &Theme::light(), profile, heights);
        checks.into_iter().filter(|check| !check.holds).map(|check| check.rule).collect()
    }

    #[test]
    fn a_slide_is_read_from_nine_heights_and_not_from_thirty() {
        let figure = samples::phase();
        assert_eq!(failing(&figure, &Profile::slides_16x9(), None), [""; 0]);
        assert_eq!(failing(&figure, &Profile::slides_16x9(), Some(9.0)), [""; 0]);
        let far = failing(&figure, &Profile::slides_16x9(), Some(30.0));
        assert_eq!(far, ["smallest text", "smallest text at the foot", "thinnest line"]);
    }

    #[test]
    fn curves_of_one_colour_and_dash_are_found() {
        let mut figure = samples::phase();
        let mut twin = figure.panels[0].series().next().unwrap().clone();
        twin.id = "twin".to_owned();
        figure.panels[0].push(twin);
        assert_eq!(failing(&figure, &Profile::slides_16x9(), None), ["distinct without colour"]);
    }
}
