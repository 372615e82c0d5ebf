//! Size of the page and of what stands on it.
//!
//! Owns pixels: page, text and lines. Must not know colours or what a figure
//! shows. The slide sizes keep a tick label readable from the last row: 40 px on
//! 1080 lines is 20 pt on a slide.

/// Sizes of a page, all in px.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Name of the profile: `slides-16x9`, `slides-4x3`, `notes`.
    pub id: &'static str,
    /// What it is for, in a few words.
    pub purpose: &'static str,
    /// Width of the page in print, mm.
    pub width_mm: f64,
    /// How far away its reader is, mm.
    pub distance_mm: f64,
    /// Width of the page.
    pub width: f64,
    /// Height of the page.
    pub height: f64,
    /// Space around everything.
    pub margin: f64,
    /// Headline; 0 for none.
    pub title: f64,
    /// Line under the headline; 0 for none.
    pub subtitle: f64,
    /// Headings of panels, name of the time axis.
    pub heading: f64,
    /// Words at line ends and at marks.
    pub label: f64,
    /// Tick labels and the names of dose rows.
    pub tick: f64,
    /// Lines at the foot.
    pub footer: f64,
    /// Main curves.
    pub main_line: f64,
    /// Secondary curves.
    pub secondary_line: f64,
    /// Axes.
    pub axis_line: f64,
    /// Grid.
    pub grid_line: f64,
    /// Tallest panel with its heading; a page with less to show is less high.
    pub tallest_panel: f64,
    /// Panels that still read well on one page.
    pub panels_per_page: usize,
}

impl Profile {
    /// A slide of 1920 by 1080 px.
    #[must_use]
    pub fn slides_16x9() -> Self {
        Self {
            id: "slides-16x9",
            purpose: "A wide slide",
            width_mm: 338.67,
            distance_mm: 1714.5, // the last row, at nine heights of the screen
            width: 1920.0,
            height: 1080.0,
            margin: 56.0,
            title: 60.0,
            subtitle: 40.0,
            heading: 48.0,
            label: 48.0,
            tick: 40.0,
            footer: 24.0,
            main_line: 6.0,
            secondary_line: 4.0,
            axis_line: 3.0,
            grid_line: 2.0,
            tallest_panel: 1080.0,
            panels_per_page: 3,
        }
    }

    /// A slide of 1440 by 1080 px.
    #[must_use]
    pub fn slides_4x3() -> Self {
        Self {
            id: "slides-4x3",
            purpose: "A slide of the older shape",
            width_mm: 254.0,
            distance_mm: 1714.5,
            width: 1440.0,
            margin: 48.0,
            title: 56.0,
            ..Self::slides_16x9()
        }
    }

    /// A handout of at most 1920 by 2716 px, which is upright A4, for many panels.
    #[must_use]
    pub fn notes() -> Self {
        Self {
            id: "notes",
            purpose: "A handout on A4",
            width_mm: 210.0,
            distance_mm: 350.0,
            width: 1920.0,
            height: 2716.0,
            margin: 88.0,
            title: 60.0,
            subtitle: 36.0,
            heading: 40.0,
            label: 36.0,
            tick: 32.0,
            footer: 26.0,
            main_line: 6.0,
            secondary_line: 4.0,
            axis_line: 2.5,
            grid_line: 1.6,
            tallest_panel: 620.0,
            panels_per_page: 6,
        }
    }

    /// One column of a journal, 89 mm at 600 dots to the inch: text of 7 points, no headline, which is the caption's.
    #[must_use]
    pub fn paper_1col() -> Self {
        Self {
            id: "paper-1col",
            purpose: "One column of a journal, 89 mm",
            width_mm: 89.0,
            distance_mm: 350.0,
            width: 2102.0,
            height: 1560.0,
            margin: 36.0,
            title: 0.0,
            subtitle: 0.0,
            heading: 62.0,
            label: 60.0,
            tick: 58.0,
            footer: 42.0,
            main_line: 8.0,
            secondary_line: 6.0,
            axis_line: 4.2,
            grid_line: 2.1,
            tallest_panel: 1100.0,
            panels_per_page: 2,
        }
    }

    /// Both columns of a journal, 183 mm at 300 dots to the inch: text of 7 points, no headline.
    #[must_use]
    pub fn paper_2col() -> Self {
        Self {
            id: "paper-2col",
            purpose: "Both columns of a journal, 183 mm",
            width_mm: 183.0,
            distance_mm: 350.0,
            width: 2161.0,
            height: 2400.0,
            margin: 30.0,
            title: 0.0,
            subtitle: 0.0,
            heading: 32.0,
            label: 31.0,
            tick: 29.5,
            footer: 21.0,
            main_line: 4.2,
            secondary_line: 3.2,
            axis_line: 2.1,
            grid_line: 1.05,
            tallest_panel: 560.0,
            panels_per_page: 6,
        }
    }

    /// A part of a poster, 600 mm wide, to be read from two steps away.
    #[must_use]
    pub fn poster() -> Self {
        Self {
            id: "poster",
            purpose: "A part of a poster, 600 mm wide",
            width_mm: 600.0,
            distance_mm: 2000.0,
            width: 3544.0,
            height: 2400.0,
            margin: 90.0,
            title: 110.0,
            subtitle: 72.0,
            heading: 84.0,
            label: 80.0,
            tick: 70.0,
            footer: 46.0,
            main_line: 11.0,
            secondary_line: 7.5,
            axis_line: 5.0,
            grid_line: 3.0,
            tallest_panel: 2400.0,
            panels_per_page: 3,
        }
    }

    /// How far away its reader is, px.
    #[must_use]
    pub fn distance(&self) -> f64 {
        self.distance_mm * self.width / self.width_mm
    }

    /// Every profile, for tables and tests.
    #[must_use]
    pub fn all() -> [Self; 6] {
        [Self::slides_16x9(), Self::slides_4x3(), Self::paper_1col(), Self::paper_2col(), Self::poster(), Self::notes()]
    }

    /// The profile of that name.
    #[must_use]
    pub fn named(id: &str) -> Option<Self> {
        Self::all().into_iter().find(|profile| profile.id == id)
    }
}
