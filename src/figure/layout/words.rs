//! Lines of words.
//!
//! Owns breaking and shortening. Must not know where the words stand.

use crate::figure::FontWeight;
use crate::figure::font::width;

/// Breaks `text` into as few lines as `most` px allow, of lengths as even as they
/// can be; a word that is wider by itself is broken between letters.
pub(crate) fn wrap(text: &str, size: f64, weight: FontWeight, most: f64) -> Vec<String> {
    let lines = filled(text, size, weight, most);
    if lines.len() < 2 {
        return lines;
    }
    // Narrower lines that are not more of them are more even.
    let mut best = lines;
    for share in [0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55] {
        if breaks_word(text, size, weight, share * most) {
            break;
        }
        let narrower = filled(text, size, weight, share * most);
        if narrower.len() > best.len() {
            break;
        }
        best = narrower;
    }
    best
}

/// The words of a text; a number is one word with the unit that follows it.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let number =
            words.last().is_some_and(|last| last.chars().all(|letter| letter.is_ascii_digit() || letter == '.'));
        match words.last_mut() {
            Some(last) if number => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    words
}

/// Fills each line before the next is begun.
fn filled(text: &str, size: f64, weight: FontWeight, most: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in words(text) {
        let joined = if line.is_empty() { word.clone() } else { format!("{line} {word}") };
        if width(&joined, size, weight) <= most {
            line = joined;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for letter in word.chars() {
            line.push(letter);
            if width(&line, size, weight) > most && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::take(&mut line));
                line.push(letter);
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// How many lines [`wrap`] makes.
pub(super) fn line_count(text: &str, size: f64, weight: FontWeight, most: f64) -> usize {
    filled(text, size, weight, most).len()
}

/// Whether some word of `text` is wider than `most` px by itself.
pub(super) fn breaks_word(text: &str, size: f64, weight: FontWeight, most: f64) -> bool {
    words(text).iter().any(|word| width(word, size, weight) > most)
}

/// The text, cut short with an ellipsis where it is wider than `most` px.
pub(super) fn shortened(text: &str, size: f64, weight: FontWeight, most: f64) -> String {
    if width(text, size, weight) <= most {
        return text.to_owned();
    }
    let mut kept: Vec<char> = text.chars().collect();
    while kept.pop().is_some() {
        let short: String = kept.iter().collect::<String>().trim_end().to_owned() + "…";
        if width(&short, size, weight) <= most {
            return short;
        }
    }
    String::new()
}

/// The largest size from `size` down to `least` px at which `text` is no wider
/// than `most` px; `least` if none is.
pub(super) fn fitting_size(text: &str, size: f64, least: f64, weight: FontWeight, most: f64) -> f64 {
    let needed = width(text, size, weight);
    if needed <= most { size } else { (size * most / needed).clamp(least.min(size), size) }
}
