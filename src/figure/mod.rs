//! Pictures: from curves to SVG, PNG and PDF, in three steps that are each a value.
//!
//! 1. [`Figure`] is the picture as data: panels, series, marks, doses, words.
//!    It is built and tested as text and knows no pixel.
//! 2. [`layout()`] turns a figure, a [`Theme`] and a [`Profile`] into a [`Scene`]:
//!    lines and measured texts at places on the page. Whether two texts overlap
//!    is a question to the scene, so it is asked by tests rather than by eye.
//! 3. [`render_svg`] writes the scene, and [`render_png`] rasterises that SVG, so
//!    all formats look the same.
//!
//! The room owns colours, fonts, text sizes and bytes. It must not know models,
//! solvers, scenario files or the terminal; it opens no file, reads no clock and
//! loads no font of the system, so the same figure gives the same bytes anywhere.
//!
//! ```
//! use onset::figure::{Figure, Panel, Profile, Series, Hue, Theme, XAxis, render_svg};
//!
//! let mut panel = Panel::new("improvement", "Improvement", "%");
//! panel.push(Series::new("ketamine", "ketamine 0.5 mg/kg", Hue::Ketamine,
//!     vec![[0.0, 0.0], [4.0, 30.0], [24.0, 50.0], [168.0, 10.0]]));
//! let mut figure = Figure::new("figure", "One infusion");
//! figure.panels.push(panel);
//! figure.columns.push(XAxis::log_time(1.0 / 60.0, 168.0));
//! let svg = render_svg(&figure, &Theme::light(), &Profile::slides_16x9());
//! assert!(svg.starts_with("<svg"));
//! ```

//!
//! # What a figure can hold
//! [`Figure::columns`] says what runs from left to right: time ([`XAxis::log_time`], [`XAxis::linear_time`],
//! [`XAxis::symlog_time`]) or another quantity ([`XAxis::value`]). What its panels hold follows, put in by
//! [`Panel::push`]:
//!
//! | for | put into the panel | made by |
//! |---|---|---|
//! | curves over time, over a dose, of one quantity against another | [`Content::Series`] | [`Series::new`] |
//! | measurements, residuals | [`Content::Points`], over curves or alone | [`Points::new`], [`Datum::with_error`] |
//! | a spread of a population | [`Content::Band`] | [`Band::spread`] |
//! | parts of a whole, as drug and expectancy | [`Content::Band`] | [`Band::stacked`] |
//! | a tornado, findings against the model, sensitivities, an order of events | [`Content::Row`], a panel a group, with [`Figure::key`] | [`Row::new`], [`Bar::new`], [`Dot::new`], [`KeyEntry::bar`] |
//! | a mechanism | [`Content::Diagram`] | [`Diagram`] |
//! | a sweep in two dimensions | [`Content::HeatMap`] | [`HeatMap::new`] |
//!
//! [`Panel::scale`] and [`XAxis::with_scale`] make an axis of values logarithmic. [`Figure::describe`] gives the
//! alt text, [`Figure::to_csv`] the data drawn.
//!
//! A tornado: a row a parameter, its bars from the base to the two ends, distinguished by their fill.
//!
//! ```
//! use onset::figure::{Bar, Figure, Fill, Hue, KeyEntry, Panel, ReferenceLine, Row, XAxis};
//!
//! let mut panel = Panel::new("tornado", "", "%");
//! panel.push(
//!     Row::new("k_protein")
//!         .with_bar(Bar::new("half", 48.0, 31.0, Hue::Neutral, Fill::Open))
//!         .with_bar(Bar::new("double", 48.0, 62.0, Hue::Neutral, Fill::Solid)),
//! );
//! panel.push(ReferenceLine::new(48.0, "base 48 %"));
//! let mut figure = Figure::new("tornado", "What improvement at day 1 depends on");
//! figure.key = vec![KeyEntry::bar(Fill::Open, Hue::Neutral, "half"), KeyEntry::bar(Fill::Solid, Hue::Neutral, "double")];
//! figure.columns.push(XAxis::value("Improvement at day 1", "%"));
//! figure.panels.push(panel);
//! assert!(figure.describe().contains("k_protein half 48 to 31, double 48 to 62"));
//! ```

mod alt;
mod band;
mod build_up;
mod carried;
mod chunks;
mod crowd;
mod csv;
mod data;
mod diagram;
mod dose_lane;
mod draw;
mod font;
mod geometry;
mod heat_map;
mod hue;
mod key_entry;
mod layout;
mod letters;
mod likeness;
mod lint;
mod mark;
mod marker;
mod nudge;
mod outline;
mod palette;
mod panel;
#[cfg(feature = "pdf")]
mod pdf;
mod png;
mod points;
mod preview;
mod profile;
mod provenance;
mod ramp;
mod raster;
mod reference_line;
mod row;
mod scale;
mod scene;
mod series;
mod span;
mod svg;
mod text_mode;
mod theme;
pub(crate) mod time_ticks;
mod value_range;
mod value_ticks;
mod x_axis;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

pub use band::{Band, BandKind};
pub use build_up::{Step, build_up};
pub use carried::{FileKind, carried};
pub use data::Figure;
pub use diagram::{Diagram, Effect, Link, LinkState, Node};
pub use dose_lane::{Dose, DoseLane};
pub use draw::{render_scene, render_svg, render_svg_with};
pub use font::{FontError, LARGEST_FONT, Weight as FontWeight, add_font, missing_letters};
pub use geometry::{Point, Rect};
pub use heat_map::HeatMap;
pub use hue::{Choice, Hue};
pub use key_entry::{KeyEntry, Swatch};
pub(crate) use layout::dash;
pub use layout::layout;
pub(crate) use layout::wrapped;
pub use letters::Unknown;
pub use likeness::{Draft, Likeness, likeness};
pub use lint::{Check, lint};
pub use mark::Mark;
pub use marker::Marker;
pub use nudge::{Nudge, nudged};
pub use palette::{Color, contrast};
pub use panel::{Content, Panel};
#[cfg(feature = "pdf")]
pub use pdf::render_pdf;
pub use png::{DrawError, render_png, render_png_of_width};
pub use points::{Datum, Points};
pub use preview::preview;
pub use profile::Profile;
pub use provenance::Provenance;
pub use reference_line::ReferenceLine;
pub use row::{Bar, Dot, Fill, Row};
pub use scale::Scale;
pub use scene::{Anchor, Group, Headline, Primitive, Scene, Stroke, TextBox};
pub use series::{Series, Weight};
pub use span::Span;
pub use text_mode::TextMode;
pub use theme::Theme;
pub use value_range::ValueRange;
pub use x_axis::XAxis;
