//! Lines of words.
//!
//! Owns breaking and shortening. Must not know where the words stand.

use crate::figure::FontWeight;
use crate::figure::font::width;

/// Breaks `text` into lines no wider than `most` px; a word that is wider by
/// itself is broken between letters.
pub(super) fn wrap(text: &str, size: f64, weight: FontWeight, most: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
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

/// Whether some word of `text` is wider than `most` px by itself.
pub(super) fn breaks_word(text: &str, size: f64, weight: FontWeight, most: f64) -> bool {
    text.split_whitespace().any(|word| width(word, size, weight) > most)
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
