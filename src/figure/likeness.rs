//! How much two files of a figure look alike.
//!
//! Owns telling a rounding of the processor from a change by hand. Must not know what the figure shows.

use std::io::Cursor;

use super::FileKind;

/// Length in px that the last digit of a computed place may move a line by: two steps of the grid that lines lie on.
const SHIFT: f64 = 0.101;

/// Share by which a number that is written out in full may differ.
const SHARE: f64 = 1e-9;

/// Levels out of 255 by which the rim of a line differs that lies a step of the grid further.
const LEVELS: u8 = 26;

/// How much two files of a figure look alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Likeness {
    /// Byte for byte.
    Identical,
    /// But for the last digits of numbers.
    Close,
    /// Not; and where.
    Different(String),
}

/// Compares a file with another of the same figure.
pub fn likeness(kind: FileKind, one: &[u8], other: &[u8]) -> Likeness {
    if one == other {
        return Likeness::Identical;
    }
    match kind {
        FileKind::Svg => svg(one, other),
        FileKind::Png => png(one, other),
        // What it draws is packed, and a packed stream says nothing of how far it is from another.
        FileKind::Pdf => Likeness::Different("its bytes".to_owned()),
    }
}

/// Line by line: words must be the same, numbers nearly.
fn svg(one: &[u8], other: &[u8]) -> Likeness {
    let (one, other) = (String::from_utf8_lossy(one), String::from_utf8_lossy(other));
    let mut lines = one.lines().zip(other.lines()).enumerate();
    if let Some((index, _)) = lines.find(|(_, (one, other))| one != other && !nearly(one, other)) {
        return Likeness::Different(format!("line {}", index + 1));
    }
    let (long, short) = (one.lines().count(), other.lines().count());
    if long != short { Likeness::Different(format!("line {}", long.min(short) + 1)) } else { Likeness::Close }
}

/// Whether two lines are the same but for the last digits of their numbers.
fn nearly(one: &str, other: &str) -> bool {
    let (one, other) = (pieces(one), pieces(other));
    one.len() == other.len() && one.iter().zip(&other).all(|(one, other)| one == other || near(one, other))
}

/// Whether two pieces are numbers that differ by no more than a rounding. Places on the page have two decimals at most;
/// what has more is written in full.
fn near(one: &str, other: &str) -> bool {
    let (Ok(first), Ok(second)) = (one.parse::<f64>(), other.parse::<f64>()) else { return false };
    let decimals = |piece: &str| piece.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let is_place = decimals(one).max(decimals(other)) <= 2 && first < 1e4;
    (first - second).abs() <= if is_place { SHIFT } else { SHARE * first.abs() }
}

/// A line cut into numbers and what stands between.
fn pieces(line: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let part = |letter: char| letter.is_ascii_digit() || letter == '.';
        let is_number = part(first);
        let end = rest.find(|letter| part(letter) != is_number).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        pieces.push(piece);
        rest = after;
    }
    pieces
}

/// Pixel by pixel.
fn png(one: &[u8], other: &[u8]) -> Likeness {
    let (Some((size, one)), Some((other_size, other))) = (pixels(one), pixels(other)) else {
        return Likeness::Different("its pixels cannot be read".to_owned());
    };
    if size != other_size {
        return Likeness::Different(format!(
            "{} by {} px instead of {} by {}",
            size[0], size[1], other_size[0], other_size[1]
        ));
    }
    let differs =
        |(one, other): &(&[u8], &[u8])| one.iter().zip(*other).any(|(one, other)| one.abs_diff(*other) > LEVELS);
    match one.chunks_exact(3).zip(other.chunks_exact(3)).filter(differs).count() {
        0 => Likeness::Close,
        1 => Likeness::Different("1 pixel".to_owned()),
        some => Likeness::Different(format!("{some} pixels")),
    }
}

/// Width, height and colours of a PNG without transparency.
fn pixels(bytes: &[u8]) -> Option<([u32; 2], Vec<u8>)> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().ok()?;
    let mut colors = vec![0; reader.output_buffer_size()?];
    let info = reader.next_frame(&mut colors).ok()?;
    colors.truncate(info.buffer_size());
    let colors = match info.color_type {
        png::ColorType::Rgb => colors,
        png::ColorType::Rgba => colors.chunks_exact(4).flat_map(|pixel| pixel.iter().take(3).copied()).collect(),
        _ => return None,
    };
    Some(([info.width, info.height], colors))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_digits_are_close_and_words_are_not() {
        let compare = |one: &str, other: &str| likeness(FileKind::Svg, one.as_bytes(), other.as_bytes());
        assert_eq!(compare("<p d=\"M1.05 2\"/>", "<p d=\"M1.05 2\"/>"), Likeness::Identical);
        assert_eq!(compare("<p d=\"M1.05 2\"/>", "<p d=\"M1.1 2\"/>"), Likeness::Close);
        assert_eq!(
            compare("<p>\n<p d=\"M1.05 2\"/>", "<p>\n<p d=\"M3.1 2\"/>"),
            Likeness::Different("line 2".to_owned())
        );
        assert_eq!(compare("<p>\n50 %", "<p>\n50 $"), Likeness::Different("line 2".to_owned()));
        assert_eq!(compare("<p>", "<p>\n"), Likeness::Close);
        assert_eq!(compare("<p>", "<p>\n<q>"), Likeness::Different("line 2".to_owned()));
        // Numbers in full differ at their end only.
        assert_eq!(compare("52.30000000001", "52.30000000002"), Likeness::Close);
        assert_eq!(compare("52.3001", "52.3002"), Likeness::Different("line 1".to_owned()));
    }
}
