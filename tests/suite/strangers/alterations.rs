//! Figures that are altered after they were drawn: a figure that means something else is not called the same.
//!
//! Owns: what another meaning is, decided by an XML reader and by pixels, and not by the code under test.

use onset::figure::{FileKind, Likeness};
use rand::RngExt;
use rand::rngs::StdRng;

use super::library::{compared, drawn};
use super::mutate::damage;
use super::tally::{Judged, report, rounds, share_out};

/// Share by which a number of a figure may differ.
const SAME: f64 = 1e-9;

#[test]
fn a_figure_that_means_something_else_is_never_called_the_same() {
    let figures = drawn();
    let names: Vec<(&str, usize)> = figures
        .iter()
        .map(|(kind, _)| match kind {
            FileKind::Svg => ("altered SVG", rounds(60)),
            FileKind::Png => ("altered PNG", rounds(20)),
            FileKind::Pdf => ("altered PDF", rounds(10)),
        })
        .collect();
    let tallies = share_out(
        &names,
        || (),
        |number, (), random| {
            let (kind, original) = &figures[number];
            let altered = altered(*kind, original, random);
            let verdict = compared(*kind, &altered, original);
            let is_same = match (kind, &verdict) {
                (_, Likeness::Different(_)) => true,
                (_, Likeness::Identical) => altered == *original,
                (FileKind::Svg, Likeness::Close) => means_the_same(&altered, original),
                // The rasteriser rounds a rim, and no more.
                (FileKind::Png, Likeness::Close) => {
                    png_chunks(&altered) == png_chunks(original) && rims_only(&altered, original)
                }
                (FileKind::Pdf, Likeness::Close) => false,
            };
            let faults = if is_same { Vec::new() } else { vec![format!("an altered figure is called {verdict:?}")] };
            let is_sound = matches!(verdict, Likeness::Identical | Likeness::Close);
            (altered, Judged { is_sound, faults, ..Judged::default() })
        },
    );
    report(&tallies);
}

fn altered(kind: FileKind, original: &[u8], random: &mut StdRng) -> Vec<u8> {
    match kind {
        FileKind::Png if random.random_ratio(3, 4) => altered_pixels(original, random),
        FileKind::Svg if random.random_ratio(3, 4) => altered_digit_or_letter(original, random),
        _ => {
            let mut bytes = original.to_vec();
            damage(&mut bytes, &[], random);
            bytes
        }
    }
}

/// Another digit for a digit or another letter for a letter, where the picture is: after the font.
fn altered_digit_or_letter(original: &[u8], random: &mut StdRng) -> Vec<u8> {
    let text = String::from_utf8_lossy(original).into_owned();
    let font = text.find("base64,").map_or(0..0, |start| start..start + text[start..].find(')').unwrap());
    let mut bytes = original.to_vec();
    loop {
        let at = random.random_range(0..bytes.len());
        if font.contains(&at) {
            continue;
        }
        let byte = match bytes[at] {
            b'0'..=b'9' => random.random_range(b'0'..=b'9'),
            b'a'..=b'z' => random.random_range(b'a'..=b'z'),
            b'A'..=b'Z' => random.random_range(b'A'..=b'Z'),
            _ => continue,
        };
        if byte != bytes[at] {
            bytes[at] = byte;
            return bytes;
        }
    }
}

/// Every element, attribute and text of an SVG, in order, the metadata included.
fn parts(svg: &str) -> Option<Vec<String>> {
    let tree = roxmltree::Document::parse(svg).ok()?;
    let mut parts = Vec::new();
    for node in tree.root().descendants() {
        parts.push(format!("{:?} {:?}", node.node_type(), node.tag_name()));
        parts.extend(node.attributes().map(|attribute| format!("{}={}", attribute.name(), attribute.value())));
        parts.extend(node.text().filter(|_| node.is_text() || node.is_comment()).map(str::to_owned));
    }
    Some(parts)
}

/// Whether two SVG have the same parts, except for numbers that differ by a rounding.
fn means_the_same(one: &[u8], other: &[u8]) -> bool {
    let parts = |bytes: &[u8]| std::str::from_utf8(bytes).ok().and_then(parts);
    let (Some(one), Some(other)) = (parts(one), parts(other)) else { return false };
    let same = |(one, other): (&String, &String)| one == other || same_numbers(one, other);
    one.len() == other.len() && one.iter().zip(&other).all(same)
}

fn same_numbers(one: &str, other: &str) -> bool {
    let is_part = |letter: char| letter.is_ascii_digit() || letter == '.';
    let words = |text: &str| text.split(is_part).filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let numbers = |text: &str| -> Vec<String> {
        text.split(|letter| !is_part(letter)).filter(|number| !number.is_empty()).map(str::to_owned).collect()
    };
    let near = |(one, other): (&String, &String)| {
        one == other
            || one
                .parse::<f64>()
                .ok()
                .zip(other.parse::<f64>().ok())
                .is_some_and(|(one, other)| (one - other).abs() <= SAME * one.abs())
    };
    let (ones, others) = (numbers(one), numbers(other));
    words(one) == words(other) && ones.len() == others.len() && ones.iter().zip(&others).all(near)
}

/// A PNG with other pixels and the same words: one pixel, a stretch of one colour, a patch without ink, or a hue turned.
fn altered_pixels(original: &[u8], random: &mut StdRng) -> Vec<u8> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(original)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut pixels).unwrap();
    let each = frame.color_type.samples();
    let [width, height] = [frame.width as usize, frame.height as usize];
    let (x, y) = (random.random_range(0..width), random.random_range(0..height));
    let size = random.random_range(1..40);
    let way = random.random_range(0..4);
    for (column, row) in (x..width.min(x + size)).flat_map(|x| (y..height.min(y + size)).map(move |y| (x, y))) {
        let pixel = &mut pixels[(row * width + column) * each..][..each];
        match way {
            0 => pixel[0] = pixel[0].wrapping_add(128),
            1 => pixel.copy_from_slice(&[255, 255, 255, 255][..each]),
            2 => pixel.rotate_left(1),
            _ => pixel.iter_mut().for_each(|level| *level = level.saturating_add(20)),
        }
        if way == 0 {
            break;
        }
    }
    let info = reader.info().clone();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, frame.width, frame.height);
    encoder.set_color(frame.color_type);
    encoder.set_pixel_dims(info.pixel_dims);
    for chunk in &info.utf8_text {
        encoder.add_itxt_chunk(chunk.keyword.clone(), chunk.get_text().unwrap()).unwrap();
    }
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    bytes
}

/// The words of a PNG, and how many bytes stand after its end.
fn png_chunks(bytes: &[u8]) -> Option<(Vec<(String, String)>, usize)> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().ok()?;
    reader.finish().ok()?;
    let info = reader.info();
    let text = |chunk: &png::text_metadata::ITXtChunk| Some((chunk.keyword.clone(), chunk.get_text().ok()?));
    let words = info.utf8_text.iter().map(text).collect::<Option<Vec<_>>>()?;
    let end = bytes.windows(8).rposition(|window| window == b"IEND\xaeB`\x82").map_or(0, |at| at + 8);
    Some((words, bytes.len() - end))
}

/// Levels by which the rim of a line may differ, and the part of the pixels that are such rims.
const RIM: (u8, f64) = (1, 0.001);

/// Whether so few pixels differ by so little that the rasteriser may have done it.
fn rims_only(one: &[u8], other: &[u8]) -> bool {
    let pixels = |bytes: &[u8]| {
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().ok()?;
        let mut pixels = vec![0; reader.output_buffer_size()?];
        reader.next_frame(&mut pixels).ok()?;
        Some(pixels)
    };
    let (Some(one), Some(other)) = (pixels(one), pixels(other)) else { return false };
    let differ = one.iter().zip(&other).filter(|(one, other)| one != other).count();
    let is_rim = |(one, other): (&u8, &u8)| one.abs_diff(*other) <= RIM.0;
    one.len() == other.len() && one.iter().zip(&other).all(is_rim) && differ as f64 <= RIM.1 * one.len() as f64
}
