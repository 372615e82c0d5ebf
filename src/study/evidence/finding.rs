//! What one published finding is.

use super::kind::Kind;
use crate::quantity::{Unit, nearest};

/// How well the source of a finding is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Confidence {
    /// The abstract, a table or the opening of the paper was read.
    Read,
    /// From general knowledge; to be checked before it is quoted to a learner.
    Recalled,
}

impl Confidence {
    /// The one with this word.
    pub(crate) fn by_name(word: &str) -> Option<Self> {
        [Self::Read, Self::Recalled].into_iter().find(|it| it.name() == word)
    }

    /// The word that files and tables use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Recalled => "recalled",
        }
    }

    /// What the word means, for a reader.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Recalled => "recalled; check before quoting",
        }
    }
}

/// What part a finding had in making the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Parameters were chosen so that it holds; that it holds is no test.
    Calibration,
    /// No parameter was chosen for it; that it holds is a test.
    Prediction,
}

impl Role {
    /// Both, in the order of tables.
    pub const ALL: [Self; 2] = [Self::Calibration, Self::Prediction];

    /// The one with this word.
    pub(crate) fn by_name(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == word)
    }

    /// The word that files and tables use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Calibration => "calibration",
            Self::Prediction => "prediction",
        }
    }

    /// What several of them are called, with a capital.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Calibration => "Calibration",
            Self::Prediction => "Predictions",
        }
    }

    /// What the word means, for a reader.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Calibration => "Parameters were chosen so that these hold: that they do is no test.",
            Self::Prediction => "No parameter was chosen for these: only they test the model.",
        }
    }
}

/// One published finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Its name, such as `pk-cmax`.
    pub id: String,
    /// The part of the pathway that it is about.
    pub system: String,
    /// What was published.
    pub says: String,
    /// What the model has to show, in words.
    pub check: String,
    /// Where it was published: authors, year, journal.
    pub source: String,
    /// How well the source is known.
    pub confidence: Confidence,
    /// What to keep in mind; may be empty.
    pub caveat: String,
    /// Whether the model was made with it.
    pub role: Role,
    /// The parameters that were chosen with it in view; none of a prediction.
    pub tuned_to: Vec<&'static str>,
    /// How its check was reworded after the model had failed it; empty where it was not.
    pub reworded: String,
    /// Place of its protocol among [`Findings::protocols`].
    pub protocol: usize,
    /// What is read off the protocol; at least one is judged.
    pub tests: Vec<Test>,
}

/// One thing that is read off the protocol of a finding.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// A few words on what it is.
    pub label: String,
    /// How it is judged.
    pub kind: Kind,
    /// The unit of its band and of what is printed.
    pub unit: String,
    /// The same, read.
    pub scale: Unit,
}

/// A scenario that tests one or more findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protocol {
    /// Its name.
    pub id: String,
    /// Its text, in the format of scenario files.
    pub text: String,
}

/// A finding that is known not to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownMiss {
    /// Which finding.
    pub id: String,
    /// Why it does not hold.
    pub reason: String,
}

/// Every finding with what is needed to judge it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Findings {
    /// The findings, in the order of the pathway.
    pub findings: Vec<Finding>,
    /// The scenarios that test them.
    pub protocols: Vec<Protocol>,
    /// Those that are known not to hold.
    pub known_misses: Vec<KnownMiss>,
}

impl Findings {
    /// The finding with this name.
    pub fn find(&self, id: &str) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.id == id)
    }

    /// The name that was probably meant.
    pub fn nearest(&self, id: &str) -> Option<&str> {
        nearest(id, self.findings.iter().map(|finding| finding.id.as_str()))
    }

    /// The protocol of a finding.
    pub fn protocol(&self, finding: &Finding) -> Option<&Protocol> {
        self.protocols.get(finding.protocol)
    }

    /// Why a finding is known not to hold.
    pub fn known_miss(&self, id: &str) -> Option<&KnownMiss> {
        self.known_misses.iter().find(|miss| miss.id == id)
    }
}
