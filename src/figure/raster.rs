//! How much a PNG is like the same figure drawn again.
//!
//! Owns the comparison of parts and pixels. Must not know what the picture shows. Pixels are unpacked only where the
//! head of the file is that of the picture drawn here, so that a size that a file merely claims costs no memory.

use std::io::Cursor;

use super::chunks::{Chunk, Chunks};
use super::png::packed_in_every_way;

/// Levels out of 255 by which a pixel may differ where another processor smooths an edge.
const LEVELS: u8 = 1;

/// Of so many pixels one may differ by that.
const ONE_OF: usize = 1000;

/// Where a PNG differs from this one; pixels may be as in one that is rounded another way.
pub(super) fn other_picture(file: &[u8], own: &[u8], near: &[Vec<u8>]) -> Option<String> {
    other_parts(file, own).or_else(|| {
        let (Some(theirs), Some(ours)) = (pixels(file), pixels(own)) else {
            return Some("its pixels cannot be read".to_owned());
        };
        let near: Vec<Pixels> = near.iter().filter_map(|other| pixels(other)).collect();
        other_pixels(&theirs, &ours, &near).or_else(|| {
            // What is packed is the picture and nothing else: as this program packs it.
            let data = image(file);
            let as_here = packed_in_every_way(&theirs.colors, [theirs.width, theirs.height]);
            (!as_here.iter().any(|other| image(other) == data))
                .then(|| "its pixels are packed as this program does not pack them".to_owned())
        })
    })
}

/// The parts with the pixels.
fn image(file: &[u8]) -> Vec<&[u8]> {
    Chunks::of(file).filter(|chunk| chunk.kind == b"IDAT").map(|chunk| chunk.whole).collect()
}

/// Where two files differ in a part that holds no pixels.
fn other_parts(file: &[u8], own: &[u8]) -> Option<String> {
    let (mut theirs, mut ours) = (Chunks::of(file), Chunks::of(own));
    let is_other = |chunk: &Chunk<'_>| chunk.kind != b"IDAT";
    loop {
        match (theirs.by_ref().find(is_other), ours.by_ref().find(is_other)) {
            (None, None) => break,
            (Some(one), Some(other)) if one.whole == other.whole => {}
            (Some(one), Some(other)) if one.kind == b"IHDR" && other.kind == b"IHDR" => {
                let ([width, height], [own_width, own_height]) = (size(&one), size(&other));
                return Some(if (width, height) == (own_width, own_height) {
                    "its pixels are of another kind".to_owned()
                } else {
                    format!("{width} by {height} px instead of {own_width} by {own_height}")
                });
            }
            (Some(one), Some(other)) if one.name() == other.name() => {
                return Some(format!("its {}", one.name()));
            }
            (Some(one), Some(_)) => return Some(format!("its {}, which is not there now", one.name())),
            (Some(_), None) | (None, Some(_)) => {
                return Some("its pixels cannot be read: it ends too early".to_owned());
            }
        }
    }
    match theirs.rest().len() {
        _ if !theirs.is_at_end() => Some("its pixels cannot be read: it ends too early".to_owned()),
        0 => None,
        more => Some(super::likeness::bytes(more, "after its end")),
    }
}

/// Width and height that a head states.
fn size(head: &Chunk<'_>) -> [u32; 2] {
    let number = |from: usize| {
        let bytes = head.content.get(from..from + 4).and_then(|bytes| bytes.first_chunk::<4>());
        bytes.map_or(0, |bytes| u32::from_be_bytes(*bytes))
    };
    [number(0), number(4)]
}

/// A picture of three colours a pixel.
struct Pixels {
    width: u32,
    height: u32,
    colors: Vec<u8>,
}

/// Most bytes of the pixels of a picture; those of the widest page that this program draws are a third of it.
const MOST_BYTES: usize = 1 << 30;

/// The pixels of a file with three colours of eight bits, the only kind that this program writes.
fn pixels(file: &[u8]) -> Option<Pixels> {
    let mut reader = png::Decoder::new(Cursor::new(file)).read_info().ok()?;
    let mut colors = vec![0; reader.output_buffer_size().filter(|bytes| *bytes <= MOST_BYTES)?];
    let info = reader.next_frame(&mut colors).ok()?;
    colors.truncate(info.buffer_size());
    let is_own = info.color_type == png::ColorType::Rgb && info.bit_depth == png::BitDepth::Eight;
    is_own.then_some(Pixels { width: info.width, height: info.height, colors })
}

/// How many pixels differ, and where.
fn other_pixels(theirs: &Pixels, ours: &Pixels, near: &[Pixels]) -> Option<String> {
    // Least and greatest row and column of what differs by more than a rounding.
    let mut bounds: Option<[usize; 4]> = None;
    let (mut far, mut slight) = (0_usize, 0_usize);
    let width = theirs.width.max(1) as usize;
    for (index, (one, other)) in theirs.colors.chunks_exact(3).zip(ours.colors.chunks_exact(3)).enumerate() {
        if one == other {
            continue;
        }
        // How far each colour lies outside of what the roundings span.
        let outside = |color: usize| {
            let of = |pixels: &Pixels| pixels.colors.get(3 * index + color).copied();
            let all = || near.iter().filter_map(of).chain(other.get(color).copied());
            let (least, greatest) = (all().min().unwrap_or(0), all().max().unwrap_or(0));
            let level = one.get(color).copied().unwrap_or(0);
            least.saturating_sub(level).max(level.saturating_sub(greatest))
        };
        let most = (0..3).map(outside).max().unwrap_or(0);
        slight += usize::from(most > 0);
        if most > LEVELS {
            far += 1;
            let (x, y) = (index % width, index / width);
            let [left, top, right, bottom] = bounds.unwrap_or([x, y, x, y]);
            bounds = Some([left.min(x), top.min(y), right.max(x), bottom.max(y)]);
        }
    }
    if let Some([left, top, right, bottom]) = bounds {
        let pixels = if far == 1 { "1 pixel".to_owned() } else { format!("{far} pixels") };
        let (wide, high) = (right - left + 1, bottom - top + 1);
        return Some(format!("{pixels} within {wide} by {high} px from x {left}, y {top}"));
    }
    let pixels = theirs.colors.len() / 3;
    (slight * ONE_OF > pixels).then(|| format!("{slight} of {pixels} pixels, by one level of 255"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grey(level: u8) -> Pixels {
        Pixels { width: 50, height: 40, colors: vec![level; 3 * 2000] }
    }

    fn with(level: u8, changes: &[(usize, usize, u8)]) -> Pixels {
        let mut pixels = grey(level);
        for (x, y, level) in changes {
            pixels.colors[3 * (50 * y + x)] = *level;
        }
        pixels
    }

    #[test]
    fn a_head_that_claims_a_huge_picture_costs_no_memory() {
        let file = include_bytes!("../../tests/fuzz/corpus/figure/png-header-of-a-hundred-thousand-pixels-squared.png");
        assert!(pixels(file).is_none());
    }

    #[test]
    fn one_level_in_a_pixel_of_a_thousand_is_a_rounding() {
        let own = grey(100);
        assert_eq!(other_pixels(&with(100, &[(3, 4, 101), (7, 9, 99)]), &own, &[]), None);
        let third = with(100, &[(3, 4, 101), (7, 9, 99), (8, 9, 99)]);
        assert_eq!(other_pixels(&third, &own, &[]).unwrap(), "3 of 2000 pixels, by one level of 255");
        let far = with(100, &[(3, 4, 102), (7, 9, 0)]);
        assert_eq!(other_pixels(&far, &own, &[]).unwrap(), "2 pixels within 5 by 6 px from x 3, y 4");
        assert_eq!(
            other_pixels(&with(100, &[(3, 4, 98)]), &own, &[]).unwrap(),
            "1 pixel within 1 by 1 px from x 3, y 4"
        );
    }

    #[test]
    fn a_pixel_may_lie_between_two_roundings() {
        let (own, near) = (grey(100), with(100, &[(3, 4, 120)]));
        for (level, is_same) in [(110, true), (120, true), (121, true), (122, false), (98, false)] {
            let found = other_pixels(&with(100, &[(3, 4, level)]), &own, std::slice::from_ref(&near));
            assert_eq!(found.is_none(), is_same, "{level}: {found:?}");
        }
        assert!(other_pixels(&with(100, &[(3, 5, 110)]), &own, &[near]).is_some());
    }
}
