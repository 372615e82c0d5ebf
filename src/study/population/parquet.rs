//! The table of subjects as Parquet: the same columns and rows as the CSV, from which it is made.
//!
//! Owns: the form of the file. Must not know: files on disk, what the columns mean.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;

use crate::quantity::csv_rows as rows;

/// Rows that are held in memory, and make a group in the file.
const ROWS: usize = 1 << 14;

/// One column as far as it is held.
enum Column {
    /// The number of the subject.
    Number(Vec<i64>),
    /// The arm.
    Words(Vec<ByteArray>),
    /// Values, and for each row whether there is one.
    Values(Vec<f64>, Vec<i16>),
}

/// A table that is written as its rows come.
pub struct ParquetTable<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    columns: Vec<Column>,
    rows: usize,
}

impl Column {
    fn named(name: &str) -> Self {
        match name {
            "subject" => Self::Number(Vec::new()),
            "arm" => Self::Words(Vec::new()),
            _ => Self::Values(Vec::new(), Vec::new()),
        }
    }

    fn kind(&self, name: &str) -> Result<Type> {
        let (physical, repetition, logical) = match self {
            Self::Number(_) => (Physical::INT64, Repetition::REQUIRED, None),
            Self::Words(_) => (Physical::BYTE_ARRAY, Repetition::REQUIRED, Some(LogicalType::String)),
            Self::Values(..) => (Physical::DOUBLE, Repetition::OPTIONAL, None),
        };
        Type::primitive_type_builder(name, physical).with_repetition(repetition).with_logical_type(logical).build()
    }

    /// Takes a field; says whether it is one of this column.
    fn push(&mut self, field: &str) -> bool {
        match self {
            Self::Number(numbers) => field.parse().map(|number| numbers.push(number)).is_ok(),
            Self::Words(words) => {
                words.push(field.into());
                true
            }
            Self::Values(values, there) => {
                there.push(i16::from(!field.is_empty()));
                field.is_empty() || field.parse().map(|value| values.push(value)).is_ok()
            }
        }
    }

    /// Writes what is held as the next column of a group, and forgets it.
    fn write<W: Write + Send>(&mut self, group: &mut SerializedRowGroupWriter<'_, W>) -> Result<()> {
        let Some(mut column) = group.next_column()? else { return Ok(()) };
        match self {
            Self::Number(numbers) => {
                column.typed::<Int64Type>().write_batch(numbers, None, None)?;
                numbers.clear();
            }
            Self::Words(words) => {
                column.typed::<ByteArrayType>().write_batch(words, None, None)?;
                words.clear();
            }
            Self::Values(values, there) => {
                column.typed::<DoubleType>().write_batch(values, Some(there), None)?;
                values.clear();
                there.clear();
            }
        }
        column.close()
    }
}

impl<W: Write + Send> ParquetTable<W> {
    /// Begins a table that has the columns of this header of a CSV.
    ///
    /// # Errors
    /// Where nothing can be written.
    pub fn new(header: &str, to: W) -> Result<Self> {
        let names = rows(header).next().map(|row| row.fields).unwrap_or_default();
        let columns: Vec<Column> = names.iter().map(|name| Column::named(name)).collect();
        let kinds = names.iter().zip(&columns).map(|(name, column)| column.kind(name).map(Arc::new));
        let schema = Type::group_type_builder("subjects").with_fields(kinds.collect::<Result<_>>()?).build()?;
        let writer = SerializedFileWriter::new(to, Arc::new(schema), Arc::new(WriterProperties::builder().build()))?;
        Ok(Self { writer, columns, rows: 0 })
    }

    /// Adds whole rows of the CSV.
    ///
    /// # Errors
    /// Where one is none of this table, or nothing can be written.
    pub fn push(&mut self, text: &str) -> Result<()> {
        for row in rows(text) {
            let fits = row.fields.len() == self.columns.len()
                && self.columns.iter_mut().zip(&row.fields).all(|(column, field)| column.push(field));
            if !fits {
                return Err(ParquetError::General(format!("a row does not fit its header: {}", row.fields.join(","))));
            }
            self.rows += 1;
            if self.rows == ROWS {
                self.write()?;
            }
        }
        Ok(())
    }

    fn write(&mut self) -> Result<()> {
        let mut group = self.writer.next_row_group()?;
        self.columns.iter_mut().try_for_each(|column| column.write(&mut group))?;
        group.close()?;
        self.rows = 0;
        Ok(())
    }

    /// Ends the table, and gives back what it was written to.
    ///
    /// # Errors
    /// Where nothing can be written.
    pub fn finish(mut self) -> Result<W> {
        if self.rows > 0 {
            self.write()?;
        }
        self.writer.into_inner()
    }
}
