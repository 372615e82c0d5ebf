//! Tables of RFC 4180 as they are read back.
//!
//! Owns: where a field begins and ends. Must not know: what the fields mean.

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line of the file on which it begins, from 1.
    pub line: usize,
    /// Its fields, without quotes and the blanks around them.
    pub fields: Vec<String>,
    /// Whether a line break ends it; the last row of a file may lack one.
    pub is_ended: bool,
}

/// Every row but blank lines, whatever ends its lines. A byte order mark at the start is skipped; quotes around a field
/// may hold commas, quotes (twice) and line breaks. A quote that is never closed reaches to the end of the text.
pub fn rows(text: &str) -> Vec<Row> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut rows = Vec::new();
    let mut letters = text.chars().peekable();
    let mut line = 1;
    while letters.peek().is_some() {
        let mut row = Row { line, fields: Vec::new(), is_ended: false };
        loop {
            let (field, end) = field(&mut letters, &mut line);
            row.fields.push(field);
            if end != Some(',') {
                row.is_ended = end.is_some();
                break;
            }
        }
        if row.fields.len() > 1 || !row.fields[0].is_empty() {
            rows.push(row);
        }
    }
    rows
}

/// The next field, and what ends it: a comma, a line feed, or nothing at the end of the text.
fn field(letters: &mut std::iter::Peekable<std::str::Chars<'_>>, line: &mut usize) -> (String, Option<char>) {
    let mut text = String::new();
    while letters.next_if(|letter| matches!(letter, ' ' | '\t')).is_some() {}
    let is_quoted = letters.next_if_eq(&'"').is_some();
    let mut is_inside = is_quoted;
    let whole = |text: String| if is_quoted { text } else { text.trim().to_owned() };
    while let Some(letter) = letters.next() {
        *line += usize::from(letter == '\n');
        match letter {
            '"' if is_inside && letters.next_if_eq(&'"').is_some() => text.push('"'),
            '"' if is_inside => is_inside = false,
            ' ' | '\t' | '\r' if is_quoted && !is_inside => {}
            ',' | '\n' if !is_inside => return (whole(text), Some(letter)),
            _ => text.push(letter),
        }
    }
    (whole(text), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Vec<Vec<String>> {
        rows(text).into_iter().map(|row| row.fields).collect()
    }

    #[test]
    fn fields_are_read_however_they_are_written() {
        assert_eq!(
            fields("\u{feff}a,b\r\n1, 2 \r\n\r\n\"x, \"\"y\"\"\",3\r\n"),
            [["a", "b"], ["1", "2"], ["x, \"y\"", "3"]]
        );
        assert_eq!(fields("a,,c\n"), [["a", "", "c"]]);
        assert_eq!(fields("\n \n"), [[""; 0]; 0]);
        assert_eq!(fields("\"two\nlines\",1\n\"open"), [vec!["two\nlines", "1"], vec!["open"]]);
    }

    #[test]
    fn rows_know_their_line_and_whether_they_are_whole() {
        let rows = rows("a\n\n\"two\nlines\"\nb\nlast");
        assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 3, 5, 6]);
        assert_eq!(rows.iter().map(|row| row.is_ended).collect::<Vec<_>>(), [true, true, true, false]);
    }
}
