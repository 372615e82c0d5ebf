//! A page as characters, for a terminal.
//!
//! Owns the grid of characters and of Braille dots. Must not know what is drawn: it takes the page as it is laid out for
//! a slide, whose text is as large to its page as a letter is to a terminal of 80 by 24.

use super::{Anchor, Figure, Point, Primitive, Profile, Rect, Scene, Stroke, TextBox, Theme, layout, lint};

/// Characters across and down.
const COLUMNS: usize = 80;
const ROWS: usize = 26;

/// Braille dots in a character, across and down (Unicode 15, 0x2800).
const DOTS: [usize; 2] = [2, 4];

/// Bits of the dots of a Braille character, row by row.
const BITS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];

/// The first page of a figure as lines of text: curves in Braille dots, ticks and names in letters.
#[must_use]
pub fn preview(figure: &Figure) -> String {
    let (theme, profile) = (Theme::light(), Profile::slides_16x9());
    let Some(page) = figure.pages_for(&profile).into_iter().next() else { return String::new() };
    Screen::of(&layout(&page, &theme, &profile), &theme).text()
}

struct Screen {
    dots: Vec<[u8; COLUMNS]>,
    letters: Vec<[Option<char>; COLUMNS]>,
    /// px of the page to a character.
    cell: [f64; 2],
}

impl Screen {
    fn of(scene: &Scene, theme: &Theme) -> Self {
        let mut screen = Self {
            dots: vec![[0; COLUMNS]; ROWS],
            letters: vec![[None; COLUMNS]; ROWS],
            cell: [scene.width / COLUMNS as f64, scene.height / ROWS as f64],
        };
        let is_quiet = |id: &str| id == "background" || id == "watermark" || id == lint::FOOTER;
        for group in scene.groups.iter().filter(|group| !is_quiet(&group.id)) {
            for item in &group.items {
                match item {
                    // A grid would be as loud as the curves.
                    Primitive::Line { stroke, .. } if [theme.grid, theme.minor_grid].contains(&stroke.color) => {}
                    Primitive::Line { points, stroke } => screen.line(points, stroke),
                    Primitive::Block { rect, .. } if group.id.starts_with("node-") => screen.outline(rect),
                    Primitive::Block { rect, .. } => screen.block(rect),
                    Primitive::Disc { center, .. } => screen.letter(*center, 'o'),
                    Primitive::Text(text) if text.angle == 0.0 => screen.words(text),
                    _ => {}
                }
            }
        }
        screen
    }

    /// Sets the dot at a place on the page.
    fn dot(&mut self, at: Point) {
        let place = |value: f64, cell: f64, dots: usize| (value / cell * dots as f64).floor();
        let (x, y) = (place(at.x, self.cell[0], DOTS[0]), place(at.y, self.cell[1], DOTS[1]));
        if x < 0.0 || y < 0.0 {
            return;
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is not negative")]
        let (x, y) = (x as usize, y as usize);
        if let Some(character) = self.dots.get_mut(y / DOTS[1]).and_then(|row| row.get_mut(x / DOTS[0])) {
            *character |= BITS[y % DOTS[1]][x % DOTS[0]];
        }
    }

    /// Dots along a line, except in its gaps.
    fn line(&mut self, points: &[Point], stroke: &Stroke) {
        const STEP: f64 = 3.0;
        // Gaps shorter than two dots would not show.
        let whole: f64 = stroke.dash.iter().sum();
        let stretch = if whole > 0.0 { (4.0 * self.cell[0] / DOTS[0] as f64 / whole).max(1.0) } else { 1.0 };
        let mut along = 0.0;
        for pair in points.windows(2) {
            let length = pair[0].distance(pair[1]);
            let mut walked = 0.0;
            while walked < length {
                let share = walked / length;
                let at = Point::new(
                    pair[0].x + share * (pair[1].x - pair[0].x),
                    pair[0].y + share * (pair[1].y - pair[0].y),
                );
                if is_on(along + walked, stroke, stretch) {
                    self.dot(at);
                }
                walked += STEP;
            }
            along += length;
        }
    }

    fn block(&mut self, rect: &Rect) {
        let (wide, high) = (self.cell[0] / DOTS[0] as f64, self.cell[1] / DOTS[1] as f64);
        let mut y = rect.top + 0.5 * high;
        while y < rect.bottom {
            let mut x = rect.left + 0.5 * wide;
            while x < rect.right {
                self.dot(Point::new(x, y));
                x += wide;
            }
            y += high;
        }
    }

    fn outline(&mut self, rect: &Rect) {
        let corners =
            [(rect.left, rect.top), (rect.right, rect.top), (rect.right, rect.bottom), (rect.left, rect.bottom)];
        let mut points: Vec<Point> = corners.iter().map(|(x, y)| Point::new(*x, *y)).collect();
        points.push(Point::new(rect.left, rect.top));
        self.line(&points, &Stroke { color: super::Color::BLACK, width: 1.0, dash: Vec::new() });
    }

    fn letter(&mut self, at: Point, letter: char) {
        let (column, row) = self.place(at);
        if let Some(place) = self.letters.get_mut(row).and_then(|row| row.get_mut(column)) {
            place.get_or_insert(letter);
        }
    }

    /// Words where their middle is, at the end of the free room where they would run over the edge.
    fn words(&mut self, text: &TextBox) {
        let bounds = text.bounds();
        let middle = f64::midpoint(bounds.top, bounds.bottom);
        let length = text.text.chars().count().min(COLUMNS);
        let (at, row) = self.place(Point::new(text.at.x, middle));
        let start = match text.anchor {
            Anchor::Start => at,
            Anchor::Middle => at.saturating_sub(length / 2),
            Anchor::End => at.saturating_sub(length),
        };
        let start = start.min(COLUMNS - length);
        let Some(row) = self.letters.get_mut(row) else { return };
        for (place, letter) in row.iter_mut().skip(start).zip(text.text.chars()) {
            *place = Some(letter);
        }
    }

    /// Column and row of a place on the page.
    fn place(&self, at: Point) -> (usize, usize) {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "what is beyond ends at the edge")]
        let whole = |value: f64| value.max(0.0) as usize;
        (whole(at.x / self.cell[0]), whole(at.y / self.cell[1]))
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for (dots, letters) in self.dots.iter().zip(&self.letters) {
            let character = |(dots, letter): (&u8, &Option<char>)| match letter {
                Some(letter) => *letter,
                None if *dots == 0 => ' ',
                None => char::from_u32(0x2800 + u32::from(*dots)).unwrap_or(' '),
            };
            let line: String = dots.iter().zip(letters).map(character).collect();
            text.push_str(line.trim_end());
            text.push('\n');
        }
        format!("{}\n", text.trim_matches('\n'))
    }
}

/// Whether a dashed line is drawn so far from its start.
fn is_on(along: f64, stroke: &Stroke, stretch: f64) -> bool {
    let whole: f64 = stroke.dash.iter().sum();
    if whole <= 0.0 {
        return true;
    }
    let mut left = (along / stretch) % whole;
    for (index, length) in stroke.dash.iter().enumerate() {
        if left < *length {
            return index % 2 == 0;
        }
        left -= length;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn a_terminal_shows_curves_ticks_and_names() {
        for figure in
            [samples::phase(), samples::dose_response(), samples::events(), samples::cascade(), samples::tornado()]
        {
            let text = preview(&figure);
            assert!(text.lines().all(|line| line.chars().count() <= COLUMNS), "{text}");
            assert!(text.lines().count() > 12, "{text}");
            assert!(text.chars().any(|c| ('\u{2801}'..='\u{28ff}').contains(&c)), "{text}");
            assert!(text.contains(&figure.title[..12]), "{text}");
        }
        assert!(preview(&samples::phase()).contains("escitalopram"));
    }
}
