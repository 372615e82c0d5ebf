//! The subjects: drawn from a spread, or read from a table.

use std::fmt;

use crate::quantity::{CsvRow, Unit, csv_rows, read_amount};
use crate::variability::Stream;
use crate::variability::normal_quantile;
use crate::variability::{Covariate, Layer};
use crate::words::Advice;

/// Most subjects of a population.
pub const MOST_SUBJECTS: u64 = 1_000_000_000;

/// Subjects by number, from 1.
#[derive(Debug, Clone)]
pub enum Subjects {
    /// Drawn from a layer.
    Drawn {
        /// Covariate varies.
        layer: Layer,
        /// A stream for each thing that varies.
        streams: Vec<Stream>,
    },
    /// Read from a table: a value for each column and subject, for a 70 kg adult.
    Listed {
        /// Covariate the columns are.
        columns: Vec<Covariate>,
        /// Subject by subject.
        values: Vec<f64>,
    },
}

/// How one subject differs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Change {
    /// Standard deviations from the middle of the spread.
    Deviation(f64),
    /// This value, for a 70 kg adult.
    Value(f64),
}

impl Subjects {
    /// Subjects drawn from a layer; `purpose` tells one layer's numbers from another's.
    pub fn drawn(layer: &Layer, seed: u64, purpose: &str) -> Self {
        // By name and not by place, so that another parameter leaves these numbers as they are.
        let stream = |what: Covariate| Stream::new(seed, &format!("{purpose} {}", what.name()));
        let streams = layer.varied().iter().map(|varied| stream(varied.what)).collect();
        Self::Drawn { layer: layer.clone(), streams }
    }

    /// How many there are, where that is known.
    pub fn count(&self) -> Option<u64> {
        match self {
            Self::Drawn { .. } => None,
            Self::Listed { columns, values } => Some((values.len() / columns.len().max(1)) as u64),
        }
    }

    /// Covariate differs between them, in the order of [`crate::study::population::engine::Outcome::values`].
    pub fn what(&self) -> Vec<Covariate> {
        match self {
            Self::Drawn { layer, .. } => layer.varied().iter().map(|varied| varied.what).collect(),
            Self::Listed { columns, .. } => columns.clone(),
        }
    }

    /// How this subject, counted from 1, differs in each thing.
    pub(crate) fn changes(&self, number: u64) -> Vec<Change> {
        match self {
            Self::Drawn { layer, streams } => {
                let mut deviations: Vec<f64> =
                    streams.iter().map(|stream| normal_quantile(stream.uniform(number))).collect();
                layer.correlate(&mut deviations);
                deviations.into_iter().map(Change::Deviation).collect()
            }
            Self::Listed { columns, values } => {
                let width = columns.len();
                let first = usize::try_from(number - 1).unwrap_or(usize::MAX).saturating_mul(width);
                values.get(first..first + width).unwrap_or_default().iter().copied().map(Change::Value).collect()
            }
        }
    }
}

/// Covariate is wrong with a table of subjects, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableError {
    /// Line of the file, from 1.
    pub line: usize,
    /// Covariate.
    pub problem: TableProblem,
}

/// Covariate can be wrong with a table of subjects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableProblem {
    /// No header, or no row below it.
    Empty,
    /// No column that something reads.
    NoColumn,
    /// A column that is neither a parameter nor the weight; with the nearest name.
    UnknownColumn(String, Option<&'static str>),
    /// A column that is there twice.
    ColumnTwice(String),
    /// A unit of another kind, or none that is known.
    WrongUnit {
        /// The column.
        column: &'static str,
        /// Its unit in the header.
        unit: String,
        /// Covariate it should be.
        expected: &'static str,
    },
    /// A row that is not as long as the header.
    Length {
        /// Fields in the row.
        found: usize,
        /// Fields in the header.
        expected: usize,
        /// How to mend it.
        help: &'static str,
    },
    /// Something that is not a plain number.
    NotANumber(&'static str, String),
    /// A value out of bounds.
    OutOfBounds(&'static str, String, String),
    /// Too many rows.
    TooMany,
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: ", self.line)?;
        match &self.problem {
            TableProblem::Empty => write!(f, "no subject in the table"),
            TableProblem::NoColumn => write!(f, "no column is a parameter of the model or the weight"),
            TableProblem::UnknownColumn(name, _) => write!(f, "no parameter is called \"{name}\""),
            TableProblem::ColumnTwice(name) => write!(f, "the column \"{name}\" is there twice"),
            TableProblem::WrongUnit { column, unit, .. } => {
                write!(f, "the unit \"{unit}\" is not one of \"{column}\"")
            }
            TableProblem::Length { found, expected, .. } => {
                write!(f, "{found} fields where the header has {expected}")
            }
            TableProblem::NotANumber(column, text) if text.is_empty() => write!(f, "\"{column}\" has no value"),
            TableProblem::NotANumber(column, text) => write!(f, "\"{column}\" is \"{text}\", not a number"),
            TableProblem::OutOfBounds(column, value, _) => write!(f, "\"{column}\" is {value}, out of bounds"),
            TableProblem::TooMany => write!(f, "more than {MOST_SUBJECTS} subjects"),
        }
    }
}

impl Advice for TableError {
    fn help(&self) -> String {
        let header = "the first line names the columns, such as weight [kg],ketamine_cl [L/h]".to_owned();
        match &self.problem {
            TableProblem::Empty => format!("{header}; each line below it is a subject"),
            TableProblem::NoColumn => header,
            TableProblem::UnknownColumn(_, Some(near)) => format!("did you mean \"{near}\"?"),
            TableProblem::UnknownColumn(_, None) => {
                "`onset parameters` lists them; \"subject\" is a column too, for numbers of your own".to_owned()
            }
            TableProblem::ColumnTwice(_) => "keep one of them".to_owned(),
            TableProblem::WrongUnit { column, expected, .. } => format!("write \"{column} [{expected}]\""),
            TableProblem::Length { help, .. } => (*help).to_owned(),
            TableProblem::NotANumber(_, text) if text.contains(',') => "write a point for decimals".to_owned(),
            TableProblem::NotANumber(..) => "every subject needs a finite number in every column".to_owned(),
            TableProblem::OutOfBounds(_, _, allowed) => format!("allowed: {allowed}"),
            TableProblem::TooMany => "split the table".to_owned(),
        }
    }
}

/// A column of the table: what it is and from its unit to ours.
enum Column {
    Read(Covariate, f64),
    Ignored,
}

/// Reads a table of subjects: a header with names and units, `NAME [unit]` or `NAME` alone for the model's own unit, and
/// a row for each subject. A column `subject` is the reader's own.
///
/// # Errors
/// The first thing that is wrong, with its line.
pub fn read_subjects(text: &str) -> Result<Subjects, TableError> {
    let mut rows = csv_rows(text);
    let at = |line: usize, problem: TableProblem| TableError { line, problem };
    let Some(CsvRow { line: first, fields: header, .. }) = rows.next() else { return Err(at(1, TableProblem::Empty)) };
    let columns: Vec<Column> =
        header.iter().map(|field| column(field)).collect::<Result<_, _>>().map_err(|problem| at(first, problem))?;
    let mut read: Vec<Covariate> = Vec::new();
    for column in &columns {
        let Column::Read(what, _) = column else { continue };
        if read.contains(what) {
            return Err(at(first, TableProblem::ColumnTwice(what.name().to_owned())));
        }
        read.push(*what);
    }
    if read.is_empty() {
        return Err(at(first, TableProblem::NoColumn));
    }
    let mut values = Vec::new();
    for row in rows {
        let (found, expected) = (row.fields.len(), columns.len());
        if found != expected {
            let help = row.help_on_length(expected);
            return Err(at(row.line, TableProblem::Length { found, expected, help }));
        }
        for (column, field) in columns.iter().zip(&row.fields) {
            let Column::Read(what, factor) = column else { continue };
            values.push(value(*what, *factor, field).map_err(|problem| at(row.line, problem))?);
        }
        if (values.len() / read.len()) as u64 > MOST_SUBJECTS {
            return Err(at(row.line, TableProblem::TooMany));
        }
    }
    if values.is_empty() {
        return Err(at(first, TableProblem::Empty));
    }
    Ok(Subjects::Listed { columns: read, values })
}

fn column(header: &str) -> Result<Column, TableProblem> {
    let (name, unit) = match header.split_once('[') {
        Some((name, rest)) => (name.trim(), Some(rest.trim_end_matches(']').trim())),
        None => (header, None),
    };
    if name == "subject" {
        return Ok(Column::Ignored);
    }
    let Some(what) = Covariate::by_name(name) else {
        return Err(TableProblem::UnknownColumn(name.to_owned(), Covariate::near(name)));
    };
    let own = Unit::declared(what.unit());
    let wrong =
        |unit: &str| TableProblem::WrongUnit { column: what.name(), unit: unit.to_owned(), expected: what.unit() };
    match unit {
        None => Ok(Column::Read(what, 1.0)),
        Some(text) => match Unit::parse(text) {
            Ok(unit) if unit.dimension == own.dimension => Ok(Column::Read(what, unit.factor / own.factor)),
            _ => Err(wrong(text)),
        },
    }
}

fn value(what: Covariate, factor: f64, field: &str) -> Result<f64, TableProblem> {
    let not_a_number = || TableProblem::NotANumber(what.name(), field.chars().take(40).collect());
    let value = match read_amount(field) {
        Ok((value, None)) => value * factor,
        _ => return Err(not_a_number()),
    };
    let (low, high) = what.bounds();
    if (low..=high).contains(&value) {
        return Ok(value);
    }
    let unit = if what.unit() == "1" { String::new() } else { format!(" {}", what.unit()) };
    Err(TableProblem::OutOfBounds(what.name(), format!("{value}{unit}"), format!("{low} to {high}{unit}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_in_its_own_units() {
        let subjects = read_subjects(
            "\u{feff}subject,weight [kg],ketamine_cl [mL/min],f_oral\r\nA,80,1000,0.2\r\n\r\nB,60.5,1500,0.1\r\n",
        )
        .unwrap();
        assert_eq!(subjects.count(), Some(2));
        let changes = |number| match subjects.changes(number)[..] {
            [Change::Value(weight), Change::Value(cl), Change::Value(f)] => [weight, cl, f],
            _ => panic!("three values"),
        };
        assert_eq!(changes(1), [80.0, 60.0, 0.2]);
        assert_eq!(changes(2), [60.5, 90.0, 0.1]);
    }

    #[test]
    fn a_quoted_field_may_hold_commas_and_line_breaks() {
        let text = "\"subject\",\"weight [kg]\"\n\"Miller, A\",80\n\"two\nlines\",60\nplain,\"7000\"\n";
        let error = read_subjects(text).unwrap_err();
        assert_eq!((error.line, error.to_string().contains("out of bounds")), (5, true), "{error}");
        assert_eq!(read_subjects(&text.replace("7000", "70")).unwrap().count(), Some(3));
        let error = read_subjects("subject,weight\nA, B,80\n").unwrap_err();
        assert!(error.help().contains("in quotes"), "{error}");
    }

    #[test]
    fn broken_tables_are_told_where_and_why() {
        let cases = [
            ("", 1, "no subject"),
            ("weight [kg]\n", 1, "no subject"),
            ("subject\n1\n", 1, "no column"),
            ("wieght\n70\n", 1, "\"wieght\""),
            ("weight,weight [kg]\n70,70\n", 1, "twice"),
            ("weight [L]\n70\n", 1, "unit \"L\""),
            ("weight,f_oral\n70,0.2\n70\n", 3, "1 fields"),
            ("weight\n70\nNaN\n", 3, "not a number"),
            ("weight\n70\ninf\n", 3, "not a number"),
            ("weight,f_oral\n70,\n", 2, "no value"),
            ("weight\n70 kg\n", 2, "not a number"),
            ("weight\n7000\n", 2, "out of bounds"),
        ];
        for (text, line, words) in cases {
            let error = read_subjects(text).unwrap_err();
            assert_eq!(error.line, line, "{text:?}: {error}");
            assert!(error.to_string().contains(words), "{text:?}: {error}");
            assert!(!error.help().is_empty());
        }
        assert_eq!(read_subjects("ketamine_c\n80\n").unwrap_err().help(), "did you mean \"ketamine_cl\"?");
    }

    #[test]
    fn a_parameter_more_leaves_the_others_as_they_were() {
        use crate::variability::{Distribution, Varied};
        let layer = |names: &[&str]| {
            let varied = |name: &&str| Varied {
                what: Covariate::by_name(name).unwrap(),
                distribution: Distribution::LogNormal,
                cv: 0.3,
            };
            Layer::new(names.iter().map(varied).collect(), Vec::new()).unwrap()
        };
        let one = Subjects::drawn(&layer(&["ketamine_cl"]), 7, "subjects");
        let two = Subjects::drawn(&layer(&["weight", "ketamine_cl"]), 7, "subjects");
        for number in 1..20 {
            assert_eq!(one.changes(number)[0], two.changes(number)[1]);
        }
        let uncertain = Subjects::drawn(&layer(&["ketamine_cl"]), 7, "uncertainty");
        assert_ne!(one.changes(1), uncertain.changes(1));
    }
}
