//! Tables of observations: what was measured, when, in which arm.
//!
//! Owns: how such a table is written, and what is wrong with one that cannot be read. Pure: a text in, values and
//! messages out. Must not know: what is done with the values.
//!
//! The first line names the columns, each with its unit: `time [h]`, one quantity of the model or output of the scenario
//! such as `ketamine_plasma [ng/mL]`, and, where they are known, `sd` or `se` in the unit of the quantity and `arm`.
//! Units are converted to the units of the model, or refused; none is guessed.

use std::fmt;

use super::scenario::Scenario;
use crate::quantity::{CsvRow, Dimension, Unit, UnitError, convert, csv_rows, nearest, read_amount};
use crate::simulate::Signal;
use crate::words::Advice;

/// Most rows of a table.
pub const MOST_OBSERVATIONS: usize = 100_000;

/// Greatest size of an observed value, in the unit of the model. No quantity of the model comes near it, and the sum of
/// the squares of so many is still a number.
pub const GREATEST_VALUE: f64 = 1e12;

/// Least error of an observation, in the unit of the model, for the same reason.
pub const LEAST_SPREAD: f64 = 1e-12;

/// What was measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measured {
    /// A signal of the model.
    Signal(Signal),
    /// The output of this name, which the scenario computes.
    Output(String),
}

/// What the error of an observation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpreadKind {
    /// The standard deviation of single values.
    Sd,
    /// The standard error of a mean.
    Se,
}

/// One observation, in the units of the model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// Its line in the file, from 1.
    pub line: usize,
    /// Place of its arm in the scenario.
    pub arm: usize,
    /// When, h.
    pub time: f64,
    /// What, in the unit of the quantity.
    pub value: f64,
    /// Its error, in the same unit; above 0.
    pub spread: Option<f64>,
}

/// A table of observations.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    /// What was measured.
    pub measured: Measured,
    /// Its name.
    pub key: String,
    /// The unit of the values, which is that of the model.
    pub unit: String,
    /// What the errors are, where there are any.
    pub spread: Option<SpreadKind>,
    /// The observations, in the order of the file; at least one.
    pub points: Vec<Observation>,
}

/// What is wrong with a table of observations, where, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObservedError {
    /// Line of the file, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

impl Advice for ObservedError {
    fn help(&self) -> String {
        self.help.clone()
    }
}

impl fmt::Display for ObservedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for ObservedError {}

/// How a table begins, for messages.
const HEADER: &str = "the first line names the columns, such as time [h],ketamine_plasma [ng/mL],sd [ng/mL],arm";

/// A column and what brings its values to the unit of the model.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Column {
    Time(Unit),
    Value(Unit),
    Spread(Unit),
    Arm,
    Ignored,
}

/// What is measured, as far as the header says.
struct Found {
    measured: Measured,
    key: String,
    unit: String,
}

fn wrong(line: usize, message: impl Into<String>, help: impl Into<String>) -> ObservedError {
    ObservedError { line, message: message.into(), help: help.into() }
}

/// Reads a table of observations of this scenario. `quantity` chooses among several columns of quantities; `arm` is that
/// of rows whose table has no column for it, which a scenario of one arm does not need.
///
/// # Errors
/// The first thing that is wrong, with its line.
pub fn read_observed(
    text: &str,
    scenario: &Scenario,
    quantity: Option<&str>,
    arm: Option<&str>,
) -> Result<Observed, ObservedError> {
    let rows: Vec<CsvRow> = csv_rows(text).collect();
    let Some((head, rows)) = rows.split_first() else {
        return Err(wrong(1, "the table is empty", HEADER));
    };
    let names: Vec<&str> = scenario.arms.iter().map(|arm| arm.name.as_str()).collect();
    let (columns, found, spread) = columns(head, scenario, quantity)?;
    let has_arms = columns.contains(&Column::Arm);
    let usual = match (arm, names.as_slice()) {
        (Some(name), _) => Some(arm_named(name, &names, head.line)?),
        (None, [_]) => Some(0),
        (None, _) if has_arms => None,
        (None, _) => {
            return Err(wrong(
                head.line,
                "the scenario has several arms, and the table does not say which was observed",
                format!("add a column \"arm\" with the names {}", names.join(", ")),
            ));
        }
    };
    let mut points = Vec::with_capacity(rows.len());
    for row in rows {
        points.push(observation(row, &columns, &found, &names, usual, scenario.duration)?);
        if points.len() > MOST_OBSERVATIONS {
            return Err(wrong(row.line, format!("more than {MOST_OBSERVATIONS} observations"), "use fewer, or means"));
        }
    }
    if points.is_empty() {
        return Err(wrong(head.line, "there is no observation below the header", "each line below it is one"));
    }
    Ok(Observed { measured: found.measured, key: found.key, unit: found.unit, spread, points })
}

fn arm_named(name: &str, names: &[&str], line: usize) -> Result<usize, ObservedError> {
    names.iter().position(|known| *known == name).ok_or_else(|| {
        let help = nearest(name, names.iter().copied())
            .map_or_else(|| format!("the arms are {}", names.join(", ")), |near| format!("did you mean \"{near}\"?"));
        wrong(line, format!("no arm of the scenario is called \"{name}\""), help)
    })
}

type Columns = (Vec<Column>, Found, Option<SpreadKind>);

fn columns(head: &CsvRow, scenario: &Scenario, wanted: Option<&str>) -> Result<Columns, ObservedError> {
    let line = head.line;
    if let [only] = head.fields.as_slice()
        && only.contains([';', '\t'])
    {
        let other = if only.contains(';') { "semicolons" } else { "tabs" };
        return Err(wrong(
            line,
            format!("the columns are parted by {other}"),
            "save the table with commas between its columns, and points for decimals",
        ));
    }
    let mut columns = Vec::with_capacity(head.fields.len());
    let mut found: Option<(Found, Unit)> = None;
    let mut spread = None;
    let mut has_time = false;
    for field in &head.fields {
        let (name, unit) = match field.split_once('[') {
            Some((name, rest)) => (name.trim(), Some(rest.trim_end().trim_end_matches(']').trim())),
            None => (field.trim(), None),
        };
        let column = match name {
            "time" if has_time => return Err(twice(line, name)),
            "time" => {
                has_time = true;
                Column::Time(time_unit(unit, line)?)
            }
            "arm" if columns.contains(&Column::Arm) => return Err(twice(line, name)),
            "arm" => Column::Arm,
            "sd" | "se" if spread.is_some() => {
                return Err(wrong(line, "more than one column of errors", "keep one of sd and se"));
            }
            "sd" | "se" => {
                spread = Some((if name == "sd" { SpreadKind::Sd } else { SpreadKind::Se }, name.to_owned(), unit));
                // Its unit is compared with that of the quantity, which may stand to its right.
                Column::Spread(Unit::ONE)
            }
            _ => match (quantity_named(name, scenario), wanted) {
                (Some(_), Some(wanted)) if wanted != name => Column::Ignored,
                (Some((measured, own)), _) => {
                    if let Some((other, _)) = &found {
                        return Err(wrong(
                            line,
                            format!("two quantities, \"{}\" and \"{name}\"", other.key),
                            "keep one of them in a table of its own",
                        ));
                    }
                    let typed = unit_of(name, unit, &own, line)?;
                    found = Some((Found { measured, key: name.to_owned(), unit: own }, typed));
                    Column::Value(typed)
                }
                (None, _) => return Err(unknown(name, scenario, line)),
            },
        };
        columns.push(column);
    }
    if !has_time {
        return Err(wrong(line, "no column \"time\"", HEADER));
    }
    let Some((found, typed)) = found else {
        return Err(match wanted {
            Some(wanted) => wrong(line, format!("no column \"{wanted}\""), HEADER),
            None => wrong(line, "no column is a quantity of the model", HEADER),
        });
    };
    if let Some((_, name, unit)) = &spread {
        let own = match unit {
            // Without a unit of its own it has that of the quantity beside it.
            None => typed,
            Some(_) => unit_of(name, *unit, &found.unit, line)?,
        };
        for column in &mut columns {
            if let Column::Spread(unit) = column {
                *unit = own;
            }
        }
    }
    Ok((columns, found, spread.map(|(kind, ..)| kind)))
}

fn twice(line: usize, name: &str) -> ObservedError {
    wrong(line, format!("the column \"{name}\" is there twice"), "keep one of them")
}

/// The quantity of this name with its unit.
fn quantity_named(name: &str, scenario: &Scenario) -> Option<(Measured, String)> {
    let output = scenario.outputs.iter().find(|output| output.name == name);
    let of_model = || Signal::by_key(name).map(|signal| (Measured::Signal(signal), signal.quantity().unit.to_owned()));
    output.map(|output| (Measured::Output(name.to_owned()), output.unit.clone())).or_else(of_model)
}

fn unknown(name: &str, scenario: &Scenario, line: usize) -> ObservedError {
    let outputs = scenario.outputs.iter().map(|output| output.name.as_str());
    let keys = Signal::all().map(|signal| signal.quantity().key).chain(outputs).chain(["time", "arm", "sd", "se"]);
    let near = || nearest(name, keys).map(|near| format!("did you mean \"{near}\"?"));
    let help = crate::model::became(name)
        .or_else(near)
        .unwrap_or_else(|| "leave it out; a table has time, one quantity, sd or se, and arm".to_owned());
    let message = if name.is_empty() {
        "a column without a name".to_owned()
    } else {
        format!("no quantity is called \"{name}\"")
    };
    wrong(line, message, help)
}

fn time_unit(unit: Option<&str>, line: usize) -> Result<Unit, ObservedError> {
    let help = "write time [h], time [min], time [d] or time [wk]";
    match unit.map(Unit::parse) {
        None => Err(wrong(line, "\"time\" has no unit", help)),
        Some(Ok(unit)) if unit.dimension == Dimension::TIME => Ok(unit),
        Some(_) => Err(wrong(line, format!("the unit \"{}\" is not one of time", unit.unwrap_or("")), help)),
    }
}

fn unit_of(name: &str, unit: Option<&str>, own: &str, line: usize) -> Result<Unit, ObservedError> {
    let known = Unit::declared(own);
    let help = format!("write \"{name} [{own}]\"");
    match unit.map(|text| (text, Unit::parse(text))) {
        None if own == "1" => Ok(known),
        None => Err(wrong(line, format!("\"{name}\" has no unit"), help)),
        Some((_, Ok(unit))) if unit.dimension == known.dimension => Ok(unit),
        Some((text, Ok(unit))) => Err(wrong(
            line,
            format!("the unit \"{text}\" is {}, but \"{name}\" is {}", unit.dimension, known.dimension),
            help,
        )),
        Some((text, Err(error))) => {
            let near = match error {
                UnitError::UnknownUnit(_, Some(near)) => format!("did you mean \"{near}\"? {help}"),
                _ => help,
            };
            Err(wrong(line, format!("the unit \"{text}\" is none that is known"), near))
        }
    }
}

fn observation(
    row: &CsvRow,
    columns: &[Column],
    found: &Found,
    names: &[&str],
    usual: Option<usize>,
    duration: f64,
) -> Result<Observation, ObservedError> {
    let line = row.line;
    if row.fields.len() != columns.len() {
        return Err(wrong(
            line,
            format!("{} fields where the header has {}", row.fields.len(), columns.len()),
            row.help_on_length(columns.len()),
        ));
    }
    let own = Unit::declared(&found.unit);
    let hours = Unit { dimension: Dimension::TIME, factor: 1.0 };
    let mut point = Observation { line, arm: usual.unwrap_or(0), time: f64::NAN, value: f64::NAN, spread: None };
    for (column, field) in columns.iter().zip(&row.fields) {
        match column {
            Column::Time(unit) => {
                point.time = convert(number("time", field, line)?, *unit, hours);
                if point.time < 0.0 {
                    return Err(wrong(line, format!("time {field} is before the start"), "time 0 is the start"));
                }
                // The end of the scenario may be missed by the rounding of a unit.
                if point.time > duration * (1.0 + 1e-9) {
                    let end = duration / unit.factor;
                    let help = format!("the scenario ends at {end} in this unit; raise its duration");
                    return Err(wrong(line, format!("time {field} is after the end"), help));
                }
                point.time = point.time.min(duration);
            }
            Column::Value(unit) => {
                point.value = sensible(convert(number(&found.key, field, line)?, *unit, own), &found.key, field, line)?;
            }
            Column::Spread(unit) => {
                let spread = convert(number("sd or se", field, line)?, *unit, own);
                if spread <= 0.0 {
                    let help = "leave the column out where no errors are known";
                    return Err(wrong(line, format!("an error of {}, which is not above 0", short(field)), help));
                }
                if spread < LEAST_SPREAD {
                    let help = format!("an error is at least {LEAST_SPREAD} {}", found.unit);
                    return Err(wrong(line, format!("an error of {}, which is too small", short(field)), help));
                }
                point.spread = Some(sensible(spread, "sd or se", field, line)?);
            }
            Column::Arm => point.arm = arm_named(field, names, line)?,
            Column::Ignored => {}
        }
    }
    Ok(point)
}

/// A value of a size that something measured can have.
fn sensible(value: f64, column: &str, field: &str, line: usize) -> Result<f64, ObservedError> {
    if value.abs() <= GREATEST_VALUE {
        return Ok(value);
    }
    let message = format!("\"{column}\" is {}, which nothing measured can be", short(field));
    Err(wrong(line, message, "write the value in a unit that fits; leave out rows without a value"))
}

/// The start of a field that is shown.
fn short(field: &str) -> String {
    field.chars().take(40).collect()
}

/// A plain finite number.
fn number(column: &str, field: &str, line: usize) -> Result<f64, ObservedError> {
    let shown = short(field);
    match read_amount(field) {
        Ok((value, None)) => Ok(value),
        Ok((_, Some(_))) => {
            Err(wrong(line, format!("\"{column}\" is \"{shown}\", with a unit"), "units stand in the header alone"))
        }
        Err(UnitError::Empty) => {
            Err(wrong(line, format!("\"{column}\" has no value"), "leave out rows without a value"))
        }
        Err(UnitError::DecimalComma(fixed)) => {
            Err(wrong(line, format!("\"{column}\" is \"{shown}\", with a decimal comma"), format!("write {fixed}")))
        }
        Err(_) => {
            let help = "write a plain finite number, such as 12.5; leave out rows without a value";
            Err(wrong(line, format!("\"{column}\" is \"{shown}\", not a number"), help))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Source, builtin, read};
    use super::*;

    fn scenario(name: &str) -> Scenario {
        read(&builtin::find(name).unwrap().source(), &[]).scenario.unwrap()
    }

    #[test]
    fn values_are_brought_to_the_units_of_the_model() {
        let text = "\u{feff}time [d],arm,ketamine_plasma [ug/L],sd [ng/mL]\r\n\
            0.5,\"ketamine 0.5 mg/kg iv over 40 min\",120,6\r\n1,ketamine 0.5 mg/kg iv over 40 min,2e1, 2 \r\n\r\n";
        let observed = read_observed(text, &scenario("ketamine-vs-ssri"), None, None).unwrap();
        let point = |line, time, value, spread| Observation { line, arm: 0, time, value, spread: Some(spread) };
        assert_eq!(observed.points, [point(2, 12.0, 120.0, 6.0), point(3, 24.0, 20.0, 2.0)]);
        assert_eq!((observed.unit.as_str(), observed.spread), ("ng/mL", Some(SpreadKind::Sd)));
        // A share in percent; a spread without a unit has that of the quantity.
        let text = "time [h],sert_occupancy [%],se\n1,80,5\n";
        let observed = read_observed(text, &scenario("single-infusion"), None, None).unwrap();
        assert_eq!((observed.points[0].value, observed.points[0].spread), (0.8, Some(0.05)));
    }

    #[test]
    fn outputs_and_one_of_several_quantities_can_be_meant() {
        let text = builtin::find("single-infusion").unwrap().text.to_owned()
            + "\n[[output]]\nname = \"left\"\nexpr = \"2 * improvement\"\nunit = \"%\"\n";
        let scenario = read(&Source::new("a", text), &[]).scenario.unwrap();
        let observed = read_observed("time [h],left [%]\n2,90\n", &scenario, None, None).unwrap();
        assert_eq!((observed.measured, observed.points[0].value), (Measured::Output("left".to_owned()), 90.0));
        let text = "time [h],improvement [%],glutamate [1]\n2,30,1.5\n";
        let observed = read_observed(text, &scenario, Some("glutamate"), None).unwrap();
        assert_eq!((observed.key.as_str(), observed.points[0].value), ("glutamate", 1.5));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_a_way_out() {
        let one = scenario("single-infusion");
        for (text, line, said) in [
            ("", 1, "empty"),
            ("time [h],improvement [%]\n", 1, "no observation"),
            ("improvement [%]\n30\n", 1, "no column \"time\""),
            ("time,improvement [%]\n1,30\n", 1, "\"time\" has no unit"),
            ("time [kg],improvement [%]\n1,30\n", 1, "not one of time"),
            ("time [h]\n1\n", 1, "no column is a quantity"),
            ("time [h],time [h],improvement [%]\n1,1,30\n", 1, "twice"),
            ("time [h],improvement\n1,30\n", 1, "\"improvement\" has no unit"),
            ("time [h],improvment [%]\n1,30\n", 1, "no quantity is called \"improvment\""),
            ("time [h],improvement [%],glutamate [1]\n1,30,1\n", 1, "two quantities"),
            ("time [h],ketamine_plasma [mg]\n1,30\n", 1, "an amount of drug, but"),
            ("time [h],ketamine_plasma [ng/ml2]\n1,30\n", 1, "none that is known"),
            ("time [h],improvement [%],sd [h]\n1,30,4\n", 1, "a time, but"),
            ("time [h],improvement [%],sd [%],se [%]\n1,30,4,2\n", 1, "more than one column of errors"),
            ("time [h];improvement [%]\n1;30\n", 1, "semicolons"),
            ("time [h],improvement [%]\n1,30\n2\n", 3, "1 fields where the header has 2"),
            ("time [h],improvement [%]\n1,30,5\n", 2, "3 fields where the header has 2"),
            ("time [h],improvement [%]\n1,\n", 2, "\"improvement\" has no value"),
            ("time [h],improvement [%]\r\n1,30\r\n2,NaN\r\n", 3, "\"NaN\", not a number"),
            ("time [h],improvement [%]\n1,inf\n", 2, "not a number"),
            ("time [h],improvement [%]\n1,1e999\n", 2, "not a number"),
            ("time [h],improvement [%]\n1,\"30,5\"\n", 2, "decimal comma"),
            ("time [h],improvement [%]\n1,30 %\n", 2, "with a unit"),
            ("time [h],improvement [%]\n-1,30\n", 2, "before the start"),
            ("time [d],improvement [%]\n900,30\n", 2, "after the end"),
            ("time [h],improvement [%],sd\n1,30,0\n", 2, "not above 0"),
            ("time [h],improvement [%]\n1,1e308\n", 2, "nothing measured can be"),
            ("time [h],ketamine_plasma [mg/mL]\n1,-1e9\n", 2, "nothing measured can be"),
            ("time [h],improvement [%],sd\n1,30,1e-300\n", 2, "too small"),
            ("time [h],improvement [%],sd\n1,30,1e300\n", 2, "nothing measured can be"),
            ("time [h],improvement [%],arm\n1,30,ketamin\n", 2, "no arm of the scenario is called"),
        ] {
            let error = read_observed(text, &one, None, None).unwrap_err();
            assert_eq!(error.line, line, "{text:?}: {error}");
            assert!(error.to_string().contains(said) && !error.help.is_empty(), "{text:?}: {error}");
        }
        let two = scenario("ketamine-vs-ssri");
        let error = read_observed("time [h],improvement [%]\n1,30\n", &two, None, None).unwrap_err();
        assert!(error.message.contains("several arms") && error.help.contains("escitalopram"), "{error:?}");
        let named = read_observed("time [h],improvement [%]\n1,30\n", &two, None, Some("escitalopram 10 mg daily"));
        assert_eq!(named.unwrap().points[0].arm, 1);
        let help = read_observed("time [h],improvment [%]\n1,30\n", &one, None, None).unwrap_err().help;
        assert_eq!(help, "did you mean \"improvement\"?");
    }
}
