//! Words that fit a terminal.

/// Widest line, in characters.
pub const WIDTH: usize = 80;

/// How many arms: `1 arm`, `2 arms`.
pub fn arms(number: usize) -> String {
    if number == 1 { "1 arm".to_owned() } else { format!("{number} arms") }
}

/// A line broken at blanks where it would be too long, each after the first indented. A number stays with its unit.
pub fn folded(line: &str, indent: &str) -> String {
    let mut text: String = line.chars().take_while(|c| *c == ' ').collect();
    let mut column = text.len();
    let mut pieces: Vec<String> = Vec::new();
    for word in line.split_whitespace() {
        match pieces.last_mut() {
            Some(number) if number.parse::<f64>().is_ok() => number.extend([" ", word]),
            _ => pieces.push(word.to_owned()),
        }
    }
    for (i, piece) in pieces.iter().enumerate() {
        let length = piece.chars().count();
        if i > 0 && column + 1 + length > WIDTH {
            text.push('\n');
            text.push_str(indent);
            column = indent.len();
        } else if i > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(piece);
        column += length;
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_at_blanks() {
        let text = folded(&format!("  arm: {}", "0.5 mg/kg ".repeat(20)), "    ");
        assert!(text.lines().count() > 2 && text.lines().all(|line| line.len() <= WIDTH), "{text}");
        assert!(text.starts_with("  arm: 0.5 mg/kg"), "{text}");
        assert!(text.lines().skip(1).all(|line| line.starts_with("    0.5 mg/kg")), "{text}");
    }
}
