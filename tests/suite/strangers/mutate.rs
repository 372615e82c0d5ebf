//! Ways to damage the bytes of a file.
//!
//! Owns: the damage, from a single bit to a line of another file. Must not know: what the file means, or how it is read.

use rand::rngs::StdRng;
use rand::{Rng, RngExt};

/// Changes some bytes; the other files lend theirs.
type Way = fn(&mut Vec<u8>, &[Vec<u8>], &mut StdRng);

/// Every way, by the name that a report gives it.
pub(in crate::suite) const WAYS: &[(&str, Way)] = &[
    ("a bit is turned", bit),
    ("a byte is another", byte),
    ("a byte goes", gone),
    ("a letter comes in", letter),
    ("a piece comes in", piece),
    ("a special letter comes in", special),
    ("a stretch goes", cut),
    ("the end goes", end),
    ("a stretch is repeated", repeat),
    ("a line goes", without_line),
    ("a line of another file comes in", line_of_another),
    ("a line stands twice", line_twice),
    ("two lines change places", swapped_lines),
    ("a field is another", field),
    ("two fields change places", swapped_fields),
    ("a number is extreme", number),
    ("a word is long", long),
];

/// Pieces of the grammars that are read here: likelier to reach deep than single bytes.
const PIECES: &[&str] = &[
    "\"",
    "\"\"",
    "\"\"\"",
    "'",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "{}",
    "=",
    "\n",
    "\n\n",
    "\r\n",
    ".",
    "..",
    ",",
    ",,",
    ":",
    "-",
    "#",
    "\t",
    " + 2",
    ")^2/(",
    " - 20 %",
    " kg",
    " h^-99",
    "\u{b5}",
    "true",
    "null",
    "[]",
    "arm",
    "[[arm]]",
    "[arm.dose]",
    "[[arm.dose]]",
    "set = {}",
    "every = \"1 s\"",
    "<",
    ">",
    "&",
    "&lt;",
    "&#0;",
    "</metadata>",
    "]]>",
    "<svg",
    "stream\n",
    "\nendstream",
    "# figure: ",
    "# command: ",
    "{0}",
    "--out=x",
    "/dev/null",
    "../",
    "NaN",
    "log",
    "x",
    "2x",
    "+10%",
    " [h]",
    "arm.1.",
];

/// Letters that a terminal or a reader may take for something else, and bytes that are no letters.
const SPECIAL: &[&[u8]] = &[
    b"\0",
    b"\x07",
    b"\x08",
    b"\x1b[31m",
    b"\x1b]0;title\x07",
    b"\r",
    b"\x7f",
    b"\xff",
    b"\xc3\x28",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    "\u{85}".as_bytes(),
    "\u{9b}31m".as_bytes(),
    "\u{61c}".as_bytes(),
    "\u{200b}".as_bytes(),
    "\u{200d}".as_bytes(),
    "\u{200f}".as_bytes(),
    "\u{202e}".as_bytes(),
    "\u{2066}".as_bytes(),
    "\u{2028}".as_bytes(),
    "\u{feff}".as_bytes(),
    "\u{301}".as_bytes(),
    "\u{130}".as_bytes(),
    "\u{df}".as_bytes(),
    "\u{fb03}".as_bytes(),
    "\u{10ffff}".as_bytes(),
];

/// Numbers at the ends of what a number can be, and words that some readers take for numbers.
const EXTREMES: &[&str] = &[
    "0",
    "-0",
    "-1",
    "1",
    "2",
    "1e308",
    "-1e308",
    "1e999",
    "5e-324",
    "1e-300",
    "nan",
    "NaN",
    "inf",
    "-inf",
    "infinity",
    "4294967296",
    "2147483648",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "99999999999999999999999999999999999999999",
    "0x7fffffff",
    "1_000",
    "1,5",
    "1e",
    "+",
    "\u{663}",
    "\u{ff11}",
];

/// Damages bytes in one way, which is chosen here.
pub(in crate::suite) fn damage(bytes: &mut Vec<u8>, others: &[Vec<u8>], random: &mut StdRng) {
    let (_, way) = WAYS[random.random_range(0..WAYS.len())];
    way(bytes, others, random);
}

/// One of these files, damaged in one to three ways, one after another.
pub(in crate::suite) fn damaged(sound: &[Vec<u8>], random: &mut StdRng) -> Vec<u8> {
    let mut bytes = pick(sound, random).clone();
    for _ in 0..random.random_range(1..=3) {
        damage(&mut bytes, sound, random);
    }
    bytes
}

/// One of these.
fn pick<'a, T>(from: &'a [T], random: &mut impl Rng) -> &'a T {
    &from[random.random_range(0..from.len())]
}

/// A place between two bytes, the ends included.
fn place(bytes: &[u8], random: &mut StdRng) -> usize {
    random.random_range(0..=bytes.len())
}

/// A stretch of up to so many bytes.
fn stretch(bytes: &[u8], longest: usize, random: &mut StdRng) -> std::ops::Range<usize> {
    let start = place(bytes, random);
    start..(start + random.random_range(0..longest)).min(bytes.len())
}

/// The stretch around a place of which every byte is of a kind.
fn around(bytes: &[u8], at: usize, is_inside: impl Fn(&u8) -> bool) -> std::ops::Range<usize> {
    let start = bytes[..at].iter().rposition(|byte| !is_inside(byte)).map_or(0, |before| before + 1);
    let end = bytes[at..].iter().position(|byte| !is_inside(byte)).map_or(bytes.len(), |after| at + after);
    start..end
}

fn insert(bytes: &mut Vec<u8>, at: usize, what: &[u8]) {
    bytes.splice(at..at, what.iter().copied());
}

/// The line at a place, with its end.
fn line(bytes: &[u8], random: &mut StdRng) -> std::ops::Range<usize> {
    let line = around(bytes, place(bytes, random), |byte| *byte != b'\n');
    line.start..(line.end + 1).min(bytes.len())
}

#[allow(clippy::ptr_arg, reason = "every way of damage has one form, also one that keeps the length")]
fn bit(bytes: &mut Vec<u8>, _: &[Vec<u8>], random: &mut StdRng) {
    let at = place(bytes, random);
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1 << random.random_range(0..8);
    }
}

#[allow(clippy::ptr_arg, reason = "every way of damage has one form, also one that keeps the length")]
fn byte(bytes: &mut Vec<u8>, _: &[Vec<u8>], random: &mut StdRng) {
    let at = place(bytes, random);
    if let Some(byte) = bytes.get_mut(at) {
        *byte = random.random();
    }
}

fn gone(bytes: &mut Vec<u8>, _: &[Vec<u8>], random: &mut StdRng) {
    let at = place(bytes, random);
    if at < bytes.len() {
        bytes.remove(at);
    }
}

fn letter(bytes: &mut Vec<u8>, _: &[Vec<u8>], random: &mut StdRng) {
    let at = place(bytes, random);
    bytes.insert(at, random.random_range(b' '..=b'~'));
}

fn piece(bytes: &mut Vec<u8>, _: &[Vec<u8>], random: &mut StdRng) {
    let at = place(bytes, random);
    insert(bytes, at, pick(PIECES, random).as_bytes());
}

fn special(bytes: &mut Vec<u8>, _: &[Vec<u8>], random: &mut StdRng) {
    let at = place(bytes, random);
    insert(bytes, at, pick::<&[u8]>(SPECIAL, random));
}

fn cut(bytes: &mut Vec<u8>, _: &[Vec<u8>], random: &mut StdRng) {
    let stretch = stretch(bytes, 40, random);
    bytes.drain(stretch);
}

fn end(bytes: &mut Vec<u8>, _: &[Vec<u8>], random: &mut StdRng) {
    // Mostly near the end, since little is left to read of a file that is cut anywhere.
    let from = if random.random_ratio(1, 5) { 0 } else { bytes.len().saturating_sub(60) };
    bytes.truncate(random.random_range(from..=bytes.len()));
}

fn repeat(bytes: &mut Vec<u8>, _: &[Vec<u8>], random: &mut StdRng) {
    let stretch = stretch(bytes, 40, random);
    let copy = bytes[stretch].repeat(random.random_range(1..4));
    let at = place(bytes, random);
    insert(bytes, at, &copy);
}

fn without_line(bytes: &mut Vec<u8>, _: &[Vec<u8>], random: &mut StdRng) {
    let line = line(bytes, random);
    bytes.drain(line);
}

fn line_of_another(bytes: &mut Vec<u8>, others: &[Vec<u8>], random: &mut StdRng) {
    if others.is_empty() {
        return;
    }
    let other = pick(others, random);
    let from = line(other, random);
    let to = line(bytes, random);
    let until = if random.random() { to.end } else { to.start };
    bytes.splice(to.start..until, other[from].iter().copied());
}

fn line_twice(bytes: &mut Vec<u8>, _: &[Vec<u8>], random: &mut StdRng) {
    let line = line(bytes, random);
    let copy = bytes[line.clone()].to_vec();
    insert(bytes, line.end, &copy);
}

fn swapped_lines(bytes: &mut Vec<u8>, _: &[Vec<u8>], random: &mut StdRng) {
    swap(bytes, line, random);
}

/// What stands between separators.
fn field_at(bytes: &[u8], random: &mut StdRng) -> std::ops::Range<usize> {
    around(bytes, place(bytes, random), |byte| !b",;:=\t\n[]{}\"".contains(byte))
}

fn field(bytes: &mut Vec<u8>, others: &[Vec<u8>], random: &mut StdRng) {
    let to = field_at(bytes, random);
    let from = if others.is_empty() { bytes.clone() } else { pick(others, random).clone() };
    let field = field_at(&from, random);
    bytes.splice(to, from[field].iter().copied());
}

fn swapped_fields(bytes: &mut Vec<u8>, _: &[Vec<u8>], random: &mut StdRng) {
    swap(bytes, field_at, random);
}

fn swap(bytes: &mut Vec<u8>, part: fn(&[u8], &mut StdRng) -> std::ops::Range<usize>, random: &mut StdRng) {
    let (a, b) = (part(bytes, random), part(bytes, random));
    let (first, second) = if a.start <= b.start { (a, b) } else { (b, a) };
    if first.end <= second.start {
        let (before, after) = (bytes[first.clone()].to_vec(), bytes[second.clone()].to_vec());
        bytes.splice(second, before);
        bytes.splice(first, after);
    }
}

fn number(bytes: &mut Vec<u8>, _: &[Vec<u8>], random: &mut StdRng) {
    // From a place on, the first number; where there is none, the place itself.
    let at = place(bytes, random);
    let at = bytes[at..].iter().position(u8::is_ascii_digit).map_or(at, |after| at + after);
    let number = around(bytes, at, |byte| byte.is_ascii_digit() || b"+-.eE_".contains(byte));
    bytes.splice(number, pick(EXTREMES, random).bytes());
}

fn long(bytes: &mut Vec<u8>, _: &[Vec<u8>], random: &mut StdRng) {
    // Seldom, since a long input is slow to read.
    let times = if random.random_ratio(1, 50) { 20_000 } else { 300 };
    let word = around(bytes, place(bytes, random), |byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let word = word.start..word.end.min(word.start + 12);
    let copy = bytes[word.clone()].repeat(times);
    insert(bytes, word.end, &copy);
}
