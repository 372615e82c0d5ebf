//! The table of subjects as Parquet: the same numbers as the CSV, and the same bytes from shares.

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

use super::commands::table;
use super::commands_population::{VARY, desk, files};

#[test]
fn columns_hold_what_the_rows_hold() {
    let desk = desk();
    let words = ["population", "two.toml", "-n", "25", "--no-figure"];
    let words = [&words[..], &VARY].concat();
    desk.good(&[&words[..], &["--out", "whole"]].concat());
    let csv = table(&desk.read("whole/subjects.csv"));
    let file = std::fs::File::open(desk.path("whole/subjects.parquet")).unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    let rows: Vec<Vec<(String, Field)>> = reader
        .get_row_iter(None)
        .unwrap()
        .map(|row| row.unwrap().get_column_iter().map(|(name, field)| (name.clone(), field.clone())).collect())
        .collect();
    assert_eq!(rows.len(), csv.len() - 1);
    let mut absent = 0;
    for (row, expected) in rows.iter().zip(&csv[1..]) {
        assert_eq!(row.len(), expected.len());
        for (((name, field), header), expected) in row.iter().zip(&csv[0]).zip(expected) {
            assert_eq!(name, header);
            match field {
                Field::Long(number) => assert_eq!(number.to_string(), *expected),
                Field::Str(words) => assert_eq!(words, expected),
                Field::Double(value) => assert_eq!(value.to_bits(), expected.parse::<f64>().unwrap().to_bits()),
                Field::Null => {
                    assert_eq!(expected, "");
                    absent += 1;
                }
                other => panic!("{name}: {other:?}"),
            }
        }
    }
    assert!(absent > 0, "no metric is absent");
    for (share, out) in [("1/2", "a"), ("2/2", "b")] {
        desk.good(&[&words[..], &["--shard", share, "--out", out]].concat());
    }
    desk.good(&["merge", "b", "a", "--out", "merged"]);
    assert!(files(&desk, "merged") == files(&desk, "whole"));
}
