//! Long equations over several lines.

/// A line broken at blanks, before a sign, where it would be too long; each line after the first is indented.
pub(super) fn wrapped(line: &str, indent: &str, width: usize) -> String {
    let start: String = line.chars().take_while(|c| *c == ' ').collect();
    let mut text = start.clone();
    let mut column = start.chars().count();
    let mut pieces: Vec<String> = Vec::new();
    for word in line.split_whitespace() {
        let mut parts = split(word, width.saturating_sub(indent.len() + 2));
        // A sign begins the line that follows it.
        if let (Some(sign), Some(first)) = (pieces.last_mut(), parts.first_mut())
            && matches!(sign.as_str(), "+" | "-")
        {
            sign.push(' ');
            sign.push_str(first);
            parts.remove(0);
        }
        pieces.extend(parts);
    }
    for (i, piece) in pieces.iter().enumerate() {
        let length = piece.chars().count();
        let glued = piece.starts_with(GLUE);
        let blank = usize::from(i > 0 && !glued);
        if i > 0 && column + blank + length > width {
            text.push('\n');
            text.push_str(indent);
            column = indent.chars().count();
        } else if blank > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(piece);
        column += length;
    }
    text
}

/// What begins the second half of a word that was too long for a line.
const GLUE: [char; 2] = ['*', '/'];

/// A word in pieces that fit, broken before a product or quotient.
fn split(word: &str, width: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut rest = word;
    while !rest.is_empty() {
        let end = rest.char_indices().skip(1).find(|(_, c)| GLUE.contains(c)).map_or(rest.len(), |(i, _)| i);
        let (factor, after) = rest.split_at(end);
        match pieces.last_mut() {
            Some(piece) if piece.chars().count() + factor.chars().count() <= width.min(60) => piece.push_str(factor),
            _ => pieces.push(factor.to_owned()),
        }
        rest = after;
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}
