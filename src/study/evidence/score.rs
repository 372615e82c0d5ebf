//! How many findings hold: two numbers, never one, since a finding that the model was tuned to is no test of it.
//!
//! Owns the counting and its sentence, which every table, figure and page repeats. Must not know: tables, figures.

use std::fmt;

use super::finding::{Finding, Role};
use super::outcome::Outcome;
use crate::model;
use crate::quantity::{Kind, Quantity};

/// How many of some findings hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Those that hold.
    pub holding: usize,
    /// All of them.
    pub number: usize,
}

impl Tally {
    fn of<'a>(outcomes: impl Iterator<Item = &'a Outcome<'a>>) -> Self {
        outcomes.fold(Self::default(), |tally, outcome| Self {
            holding: tally.holding + usize::from(outcome.holds()),
            number: tally.number + 1,
        })
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number {
            0 => f.write_str("none asked"),
            number => write!(f, "{} of {number} hold", self.holding),
        }
    }
}

/// The verdicts on findings, by the part that each had in making the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Score {
    /// Findings that parameters were chosen for.
    pub calibration: Tally,
    /// Findings that no parameter was chosen for.
    pub predictions: Tally,
    /// The predictions whose papers no parameter rests on.
    pub apart: Tally,
}

impl Score {
    /// The score of these outcomes.
    pub fn of(outcomes: &[Outcome<'_>]) -> Self {
        let with = |role: Role| outcomes.iter().filter(move |outcome| outcome.finding.role == role);
        Self {
            calibration: Tally::of(with(Role::Calibration)),
            predictions: Tally::of(with(Role::Prediction)),
            apart: Tally::of(with(Role::Prediction).filter(|outcome| shared(outcome.finding).is_empty())),
        }
    }

    /// What the second number is worth, as a sentence; nothing where no parameter rests on the paper of a prediction.
    pub fn overlap(&self) -> Option<String> {
        let shared = self.predictions.number - self.apart.number;
        let papers = match shared {
            0 => return None,
            1 => "1 prediction shares a paper".to_owned(),
            _ => format!("{shared} predictions share a paper"),
        };
        Some(format!(
            "{papers} with a parameter and test less; of the other {}, {} hold.",
            self.apart.number, self.apart.holding
        ))
    }
}

/// `calibration: 35 of 35 hold; predictions: 6 of 9 hold`.
impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "calibration: {}; predictions: {}", self.calibration, self.predictions)
    }
}

/// The parameters whose value rests on a paper that reports this finding.
pub fn shared(finding: &Finding) -> Vec<&'static str> {
    let works: Vec<Work<'_>> = finding.source.split("; ").filter_map(Work::read).collect();
    let rests = |quantity: &&Quantity| works.iter().any(|work| work.is_named_in(quantity.source));
    let parameters = model::SETTINGS.iter().filter(|setting| setting.kind == Kind::Parameter);
    parameters.filter(rests).map(|parameter| parameter.key).collect()
}

/// A publication as far as a short citation names it.
struct Work<'a> {
    /// Surname of the first author.
    surname: &'a str,
    year: &'a str,
    /// Such as `42:298-310`; empty where the citation has none.
    pages: &'a str,
}

impl<'a> Work<'a> {
    fn read(citation: &'a str) -> Option<Self> {
        let words = || citation.split_whitespace().map(|word| word.trim_end_matches(','));
        let year = words().find(|word| is_year(word))?;
        let is_pages = |word: &&str| word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit());
        Some(Self { surname: words().next()?, year, pages: words().find(is_pages).unwrap_or("") })
    }

    /// Whether a text cites it: by the pages, or as `Surname 2000`, `Surname et al 2000`, `Surname and Other 2000`.
    fn is_named_in(&self, text: &str) -> bool {
        if !self.pages.is_empty() && text.contains(self.pages) {
            return true;
        }
        // Between the first author and the year stand at most "and Surname" or "et al".
        const BETWEEN: usize = 2;
        text.split(self.surname).skip(1).any(|after| {
            let words = after.split_whitespace().take(1 + BETWEEN);
            words.map(|word| word.trim_end_matches([',', ';', ')', ':'])).find(|word| is_year(word)) == Some(self.year)
        })
    }
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && (word.starts_with("19") || word.starts_with("20")) && word.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_citation_names_its_paper_and_no_other() {
        let work = Work::read("Kotermanski and Johnson 2009 J Neurosci 29:2774-2779").unwrap();
        for text in
            ["Kotermanski and Johnson 2009", "Ki 1, Kotermanski 2009; Ebert 1997", "see J Neurosci 29:2774-2779"]
        {
            assert!(work.is_named_in(text), "{text}");
        }
        for text in ["Kotermanski and Johnson 2010", "Ebert 1997", "Johnson 2009", ""] {
            assert!(!work.is_named_in(text), "{text}");
        }
        assert!(Work::read("no year").is_none());
    }

    #[test]
    fn both_numbers_are_always_there() {
        let score = Score {
            calibration: Tally { holding: 2, number: 3 },
            predictions: Tally { holding: 1, number: 4 },
            apart: Tally { holding: 0, number: 3 },
        };
        assert_eq!(score.to_string(), "calibration: 2 of 3 hold; predictions: 1 of 4 hold");
        let overlap = score.overlap().unwrap();
        assert_eq!(overlap, "1 prediction shares a paper with a parameter and test less; of the other 3, 0 hold.");
        assert_eq!(Score::default().to_string(), "calibration: none asked; predictions: none asked");
        assert_eq!(Score::default().overlap(), None);
    }
}
