//! The scene through plotters: the one file that knows plotters.
//!
//! Owns a plotters back end that writes SVG with what the stock one lacks: 1/20 px,
//! dashes, round joins, clip paths, named groups, rims around letters, slanted
//! words. Must not decide where anything stands.
//!
//! plotters counts in whole pixels, so the back end reports a page 20 times as
//! large; every length goes through [`units`]. What plotters has no word for (dash,
//! rim, slant) goes ahead of the element as a [`Pen`], which is good for one shape.

use std::convert::Infallible;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, Drawable, PathElement, PointCollection, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color as _, FontFamily, FontStyle, RGBAColor, ShapeStyle, TextStyle};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};

use super::font::{FAMILY, is_embedded};
use super::outline::path_data;
use super::scene::HALO;
use super::svg::{SvgText, UNITS, Units};
use super::{
    Anchor, Color, Figure, FontWeight, Group, Point, Primitive, Profile, Rect, Scene, Stroke, TextBox, TextMode, Theme,
    layout,
};

/// The figure as an SVG document with live text and the font inside.
#[must_use]
pub fn render_svg(figure: &Figure, theme: &Theme, profile: &Profile) -> String {
    render_svg_with(figure, theme, profile, TextMode::Live)
}

/// The figure as an SVG document, with words live or as outlines.
#[must_use]
pub fn render_svg_with(figure: &Figure, theme: &Theme, profile: &Profile, text_mode: TextMode) -> String {
    render_scene(&layout(figure, theme, profile), text_mode)
}

/// A page that is laid out already as an SVG document.
#[must_use]
pub fn render_scene(scene: &Scene, text_mode: TextMode) -> String {
    let mut svg = SvgText::new(scene, text_mode);
    let page = (size(scene.width), size(scene.height));
    let area = SvgBackend { svg: &mut svg, page, pen: Pen::default(), text_mode }.into_drawing_area();
    // The back end writes to memory and never fails, and the area is not shared, so
    // there is no error to report; a test reads every group back.
    let drawn = scene.groups.iter().try_for_each(|group| draw_group(&area, group));
    drop(area);
    debug_assert!(drawn.is_ok(), "drawing to memory failed: {drawn:?}");
    svg.finish()
}

type Area<'a> = DrawingArea<SvgBackend<'a>, Shift>;
type Drawn = Result<(), DrawingAreaErrorKind<Infallible>>;

/// Draws a group and all that is in it.
fn draw_group(area: &Area<'_>, group: &Group) -> Drawn {
    area.draw(&Order::Open(group))?;
    for item in &group.items {
        draw_primitive(area, item)?;
    }
    area.draw(&Order::Close)
}

/// Draws one primitive as a plotters element.
fn draw_primitive(area: &Area<'_>, item: &Primitive) -> Drawn {
    match item {
        Primitive::Line { points, stroke } => {
            area.draw(&Order::Take(Pen { dash: dash(stroke), ..Pen::default() }))?;
            area.draw(&PathElement::new(coords(points), outline(stroke)))
        }
        Primitive::Area { points, fill, opacity } => area.draw(&Polygon::new(coords(points), solid(*fill, *opacity))),
        Primitive::Disc { center, radius, fill, rim } => {
            let (at, radius) = (coord(*center), units(*radius));
            area.draw(&Circle::new(at, radius, solid(*fill, 1.0)))?;
            area.draw(&Circle::new(at, radius, outline(rim)))
        }
        Primitive::Block { rect, fill } => {
            let corners = [coord(Point::new(rect.left, rect.top)), coord(Point::new(rect.right, rect.bottom))];
            area.draw(&Rectangle::new(corners, solid(*fill, 1.0)))
        }
        Primitive::Text(text) => {
            area.draw(&Order::Take(Pen {
                halo: text.halo.map(|color| (color, HALO * text.size)),
                angle: text.angle,
                ..Pen::default()
            }))?;
            area.draw(&Text::new(text.text.as_str(), coord(text.at), text_style(text)))
        }
    }
}

/// What plotters has no word for.
#[derive(Debug, Clone, Default)]
struct Pen {
    dash: Option<String>,
    halo: Option<(Color, f64)>,
    angle: f64,
}

/// What is said to the back end between elements. It is itself an element, without
/// points, so that it reaches the back end in order and by plotters' own way.
enum Order<'a> {
    /// Opens a named group.
    Open(&'a Group),
    /// Closes it.
    Close,
    /// Draws the next shape with this pen.
    Take(Pen),
}

impl<'a> PointCollection<'a, BackendCoord> for &'a Order<'_> {
    type Point = BackendCoord;
    type IntoIter = std::iter::Empty<BackendCoord>;

    fn point_iter(self) -> Self::IntoIter {
        std::iter::empty()
    }
}

impl<'b> Drawable<SvgBackend<'b>> for Order<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        _: I,
        backend: &mut SvgBackend<'b>,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        match self {
            Self::Open(group) => {
                backend.svg.open_group(&group.id, &group.title, group.clip.as_ref().map(clip));
            }
            Self::Close => backend.svg.close_group(),
            Self::Take(pen) => backend.pen = pen.clone(),
        }
        Ok(())
    }
}

/// A plotters back end that writes SVG.
struct SvgBackend<'a> {
    svg: &'a mut SvgText,
    page: (u32, u32),
    pen: Pen,
    text_mode: TextMode,
}

impl SvgBackend<'_> {
    /// Adds fill or stroke to the started element.
    fn style<S: BackendStyle>(&mut self, style: &S, fill: bool) {
        let BackendColor { alpha, rgb } = style.color();
        if fill {
            self.svg.paint("fill", rgb, alpha);
            return;
        }
        self.svg.attribute("fill", "none");
        self.svg.paint("stroke", rgb, alpha);
        let width = i32::try_from(style.stroke_width()).unwrap_or(i32::MAX);
        self.svg.attribute("stroke-width", Units(width));
        self.svg.attribute("stroke-linejoin", "round");
        if let Some(dash) = std::mem::take(&mut self.pen).dash {
            self.svg.attribute("stroke-dasharray", dash);
        }
    }
}

impl SvgBackend<'_> {
    /// Starts an element for live words.
    fn open_words<S: BackendTextStyle>(&mut self, style: &S, x: i32, y: i32) {
        self.svg.open("text");
        self.svg.attribute("x", Units(x));
        self.svg.attribute("y", Units(y));
        self.svg.attribute("font-size", Units(units(style.size() / UNITS)));
        if font_weight(style) == FontWeight::SemiBold {
            self.svg.attribute("font-weight", 600);
        }
        match style.anchor().h_pos {
            HPos::Left => {}
            HPos::Center => self.svg.attribute("text-anchor", "middle"),
            HPos::Right => self.svg.attribute("text-anchor", "end"),
        }
    }

    /// Starts an element for the outlines of words, which stay readable aloud.
    fn open_outlines<S: BackendTextStyle>(&mut self, text: &str, style: &S, x: i32, y: i32) {
        let (size, weight) = (style.size() / UNITS, font_weight(style));
        let width = super::font::width(text, size, weight);
        let left = match style.anchor().h_pos {
            HPos::Left => 0.0,
            HPos::Center => width / 2.0,
            HPos::Right => width,
        };
        let (x, y) = (f64::from(x) / UNITS - left, f64::from(y) / UNITS);
        self.svg.open("path");
        self.svg.data(&path_data(text, x, y, size, weight));
        self.svg.attribute("aria-label", text);
    }
}

/// The font weight that a plotters style stands for.
fn font_weight<S: BackendTextStyle>(style: &S) -> FontWeight {
    match style.style() {
        FontStyle::Bold => FontWeight::SemiBold,
        _ => FontWeight::Regular,
    }
}

impl DrawingBackend for SvgBackend<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.page
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Infallible>> {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Result<(), DrawingErrorKind<Infallible>> {
        self.draw_rect((x, y), (x + 1, y + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.svg.open("rect");
        self.svg.attribute("x", Units(left));
        self.svg.attribute("y", Units(top));
        self.svg.attribute("width", Units(right.saturating_sub(left)));
        self.svg.attribute("height", Units(bottom.saturating_sub(top)));
        self.style(style, fill);
        self.svg.end();
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.svg.open("path");
        self.svg.path(path.into_iter(), false);
        self.style(style, false);
        self.svg.end();
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.svg.open("path");
        self.svg.path(corners.into_iter(), true);
        self.style(style, true);
        self.svg.end();
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        self.svg.open("circle");
        self.svg.attribute("cx", Units(x));
        self.svg.attribute("cy", Units(y));
        self.svg.attribute("r", Units(i32::try_from(radius).unwrap_or(i32::MAX)));
        self.style(style, fill);
        self.svg.end();
        Ok(())
    }

    /// The place is the anchor on the baseline, not the corner of a box as in other
    /// back ends: the layout knows the font and plotters does not.
    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let pen = std::mem::take(&mut self.pen);
        let BackendColor { alpha, rgb } = style.color();
        let live = self.text_mode == TextMode::Live && is_embedded(text);
        if live {
            self.open_words(style, x, y);
        } else {
            self.open_outlines(text, style, x, y);
        }
        self.svg.paint("fill", rgb, alpha);
        if let Some((Color(r, g, b), width)) = pen.halo {
            self.svg.paint("stroke", (r, g, b), 1.0);
            self.svg.attribute("stroke-width", Units(units(width)));
            self.svg.attribute("stroke-linejoin", "round");
            self.svg.attribute("paint-order", "stroke");
        }
        if pen.angle != 0.0 {
            let turn = format!("rotate({:.2} {} {})", pen.angle, Units(x), Units(y));
            self.svg.attribute("transform", turn);
        }
        if live {
            self.svg.end_with(text, "text");
        } else {
            self.svg.end();
        }
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let width = super::font::width(text, style.size(), font_weight(style));
        Ok((size(width / UNITS), size(style.size() / UNITS)))
    }
}

/// A length in px in units of the back end.
fn units(px: f64) -> i32 {
    #[allow(clippy::cast_possible_truncation, reason = "lengths are near the page; a cast of what is not saturates")]
    let units = (px * UNITS).round() as i32;
    units
}

/// A length in px in units of the back end, not below 0.
fn size(px: f64) -> u32 {
    u32::try_from(units(px)).unwrap_or(0)
}

fn coord(point: Point) -> BackendCoord {
    (units(point.x), units(point.y))
}

fn coords(points: &[Point]) -> Vec<BackendCoord> {
    points.iter().copied().map(coord).collect()
}

fn clip(rect: &Rect) -> [Units; 4] {
    [rect.left, rect.top, rect.width(), rect.height()].map(|px| Units(units(px)))
}

fn color(Color(r, g, b): Color, opacity: f64) -> RGBAColor {
    RGBAColor(r, g, b, opacity)
}

fn solid(fill: Color, opacity: f64) -> ShapeStyle {
    ShapeStyle { color: color(fill, opacity), filled: true, stroke_width: 0 }
}

fn outline(stroke: &Stroke) -> ShapeStyle {
    ShapeStyle { color: color(stroke.color, 1.0), filled: false, stroke_width: size(stroke.width) }
}

fn dash(stroke: &Stroke) -> Option<String> {
    let lengths: Vec<String> = stroke.dash.iter().map(|length| Units(units(*length)).to_string()).collect();
    (!lengths.is_empty()).then(|| lengths.join(" "))
}

fn text_style(text: &TextBox) -> TextStyle<'static> {
    let weight = match text.weight {
        FontWeight::Regular => FontStyle::Normal,
        FontWeight::SemiBold => FontStyle::Bold,
    };
    let anchor = match text.anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    };
    TextStyle {
        font: (FontFamily::Name(FAMILY), text.size * UNITS, weight).into(),
        color: color(text.color, 1.0).to_backend_color(),
        pos: Pos::new(anchor, VPos::Bottom),
    }
}
