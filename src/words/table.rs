//! Columns of text for a terminal.

use super::wrap::WIDTH;

/// Columns as wide as they need; the first gives way where a line would be too long.
pub(crate) fn table(rows: &[Vec<String>]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let columns = rows.first().map_or(0, Vec::len);
    let others: usize = (1..columns).map(|column| width(column) + 2).sum();
    let first = width(0).min(WIDTH.saturating_sub(others + 2).max(12));
    let mut text = String::new();
    for row in rows {
        let mut name = wrap_words(&row[0], first).into_iter();
        let mut line = format!("  {:first$}", name.next().unwrap_or_default());
        for (column, cell) in row.iter().enumerate().skip(1) {
            line.push_str(&format!("  {cell:<width$}", width = width(column)));
        }
        text.push_str(line.trim_end());
        text.push('\n');
        for rest in name {
            text.push_str(&format!("    {rest}\n"));
        }
    }
    text
}

/// Lines of at most `width` characters, broken at blanks, or within a word that is longer.
fn wrap_words(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let mut letters: Vec<char> = word.chars().collect();
        loop {
            let line = lines.last_mut().map_or(0, |line| line.chars().count());
            let gap = usize::from(line > 0);
            if line + gap + letters.len() <= width {
                if let Some(last) = lines.last_mut() {
                    if gap == 1 {
                        last.push(' ');
                    }
                    last.extend(&letters);
                }
                break;
            }
            if line > 0 {
                lines.push(String::new());
            } else {
                let rest = letters.split_off(width.min(letters.len()));
                if let Some(last) = lines.last_mut() {
                    last.extend(&letters);
                }
                lines.push(String::new());
                letters = rest;
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_too_wide() {
        let rows = vec![
            ["arm", "onset", "peak", "lasts", "at the end"].map(str::to_owned).to_vec(),
            [
                "a name of sixty characters, which is the most that an arm has",
                "10.6 d",
                "54.4 % at 8 wk",
                "to the end",
                "54.4 %",
            ]
            .map(str::to_owned)
            .to_vec(),
        ];
        let text = table(&rows);
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        assert!(wrap_words(&"x".repeat(200), 30).iter().all(|line| line.len() <= 30));
    }
}
