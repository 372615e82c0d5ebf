//! Tables of RFC 4180: how the fields of a row are read back, and how a name is written into one.
//!
//! Owns: where a field begins and ends, and the line of a row. Must not know: what the fields mean.

use csv::{ReaderBuilder, StringRecord};

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
pub fn rows(text: &str) -> impl Iterator<Item = Row> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut line = 1;
    std::iter::from_fn(move || {
        loop {
            let start = reader.position().byte() as usize;
            // Reading fails on broken UTF-8 or a broken file, and a text in memory is neither.
            if !reader.read_record(&mut record).ok()? {
                return None;
            }
            let raw = text.get(start..reader.position().byte() as usize).unwrap_or_default();
            // The reader passes over the blank lines before a row, and counts them as lines of the row.
            let row = raw.trim_start_matches(['\r', '\n']);
            let begins = line + raw[..raw.len() - row.len()].matches('\n').count();
            line += raw.matches('\n').count();
            let fields: Vec<String> = record.iter().map(field).collect();
            if fields.len() > 1 || fields.iter().any(|field| !field.is_empty()) {
                let is_closed = row.matches('"').count().is_multiple_of(2);
                return Some(Row { line: begins, fields, is_ended: is_closed && row.ends_with(['\r', '\n']) });
            }
        }
    })
}

/// A field without the blanks around it. Quotes that stand behind a blank are not quotes to the reader.
fn field(raw: &str) -> String {
    let inner = || raw.trim_end().trim_start_matches([' ', '\t']).strip_prefix('"')?.strip_suffix('"');
    match inner().filter(|_| raw.starts_with([' ', '\t'])) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => raw.trim().to_owned(),
    }
}

impl Row {
    /// How to mend a row that has not as many fields as the header.
    pub fn help_on_length(&self, expected: usize) -> &'static str {
        if self.fields.len() < expected {
            "a row has a field for each column; commas separate them"
        } else if self.fields.iter().any(|field| field.starts_with('"')) {
            "quotation marks stand directly behind a comma: write \"a, b\" without a blank before it"
        } else {
            "a comma separates columns: write a point for decimals, and names with a comma in quotes"
        }
    }
}

/// A field of a table, in quotes where a comma, quote or line break asks for them.
pub(crate) fn csv_field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Vec<Vec<String>> {
        rows(text).map(|row| row.fields).collect()
    }

    #[test]
    fn fields_are_read_however_they_are_written() {
        assert_eq!(
            fields("\u{feff}a,b\r\n1, 2 \r\n\r\n\"x, \"\"y\"\"\",3\r\n"),
            [["a", "b"], ["1", "2"], ["x, \"y\"", "3"]]
        );
        assert_eq!(fields("a,,c\n"), [["a", "", "c"]]);
        assert_eq!(fields("a, \"b\" ,\"c\" \n"), [["a", "b", "c"]]);
        assert_eq!(fields("\n \n"), [[""; 0]; 0]);
        assert_eq!(fields("\"two\nlines\",1\n\"open"), [vec!["two\nlines", "1"], vec!["open"]]);
    }

    #[test]
    fn rows_know_their_line_and_whether_they_are_whole() {
        let rows: Vec<Row> = rows("a\n\n\"two\nlines\"\n\r\n \nb\nlast").collect();
        assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 3, 7, 8]);
        assert_eq!(rows.iter().map(|row| row.is_ended).collect::<Vec<_>>(), [true, true, true, false]);
        assert!(!super::rows("\"never closed\n").any(|row| row.is_ended));
    }

    #[test]
    fn a_row_of_the_wrong_length_is_told_how_to_be_mended() {
        let help = |text: &str, expected| rows(text).next().unwrap().help_on_length(expected);
        assert!(help("1\n", 2).contains("for each column"));
        assert!(help("1,5,2\n", 2).contains("a point for decimals"));
        assert!(help("1, \"a, b\"\n", 2).contains("without a blank"));
    }

    #[test]
    fn fields_are_quoted_where_they_must_be() {
        assert_eq!(csv_field("plain"), "plain");
        assert_eq!(csv_field("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(fields(&csv_field("a, \"b\"")), [["a, \"b\""]]);
    }
}
