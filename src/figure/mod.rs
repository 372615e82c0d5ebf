//! Pictures: from curves to SVG and PNG, in three steps that are each a value.
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
//! use onset::figure::{Figure, Panel, Profile, Series, Hue, Theme, TimeAxis, render_svg};
//!
//! let mut panel = Panel::new("improvement", "Improvement", "%");
//! panel.series.push(Series::new("ketamine", "ketamine 0.5 mg/kg", Hue::Ketamine,
//!     vec![[0.0, 0.0], [4.0, 30.0], [24.0, 50.0], [168.0, 10.0]]));
//! let mut figure = Figure::new("figure", "One infusion");
//! figure.panels.push(panel);
//! figure.columns.push(TimeAxis::log(1.0 / 60.0, 168.0));
//! let svg = render_svg(&figure, &Theme::light(), &Profile::slides_16x9());
//! assert!(svg.starts_with("<svg"));
//! ```

mod alt;
mod band;
mod csv;
mod data;
mod dose_lane;
mod draw;
mod font;
mod geometry;
mod hue;
mod layout;
mod mark;
mod outline;
mod palette;
mod panel;
mod png;
mod profile;
mod provenance;
mod reference_line;
mod scene;
mod series;
mod svg;
mod text_mode;
pub mod texts;
mod theme;
mod time_axis;
mod time_ticks;
mod value_range;
mod value_ticks;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

pub use band::Band;
pub use data::Figure;
pub use dose_lane::{Dose, DoseLane};
pub use draw::{render_svg, render_svg_with};
pub use font::Weight as FontWeight;
pub use geometry::{Point, Rect};
pub use hue::Hue;
pub use layout::layout;
pub use mark::Mark;
pub use palette::{Color, contrast};
pub use panel::Panel;
pub use png::{DrawError, render_png};
pub use profile::Profile;
pub use provenance::Provenance;
pub use reference_line::ReferenceLine;
pub use scene::{Anchor, Group, Primitive, Scene, Stroke, TextBox};
pub use series::{Series, Weight};
pub use text_mode::TextMode;
pub use theme::Theme;
pub use time_axis::{TimeAxis, TimeScale};
pub use value_range::ValueRange;
