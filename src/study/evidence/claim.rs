//! What lay articles claim, and what the literature says of it.

use std::sync::LazyLock;

use serde::Deserialize;

use super::catalogue::findings;
use super::helpline::helpline;
use super::read::{DataError, Fault};
use crate::quantity::nearest;
use crate::scenario::builtin;

/// How well a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// As the literature has it.
    Supported,
    /// True in part.
    Partly,
    /// Findings contradict each other.
    Contested,
    /// Tried and not found.
    Unsupported,
    /// Not tried so far.
    Untested,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 5] = [Self::Supported, Self::Partly, Self::Contested, Self::Unsupported, Self::Untested];

    /// The word that files and tables use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::Partly => "partly",
            Self::Contested => "contested",
            Self::Unsupported => "unsupported",
            Self::Untested => "untested",
        }
    }
}

/// A claim met in lay articles.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Its name, such as `ssri-weeks`.
    pub id: String,
    /// What is claimed.
    pub claim: String,
    /// How well it stands.
    pub verdict: Verdict,
    /// What the literature says.
    pub answer: String,
    /// What to keep in mind, such as what the model cannot show; empty where nothing is.
    #[serde(default)]
    pub caveat: String,
    /// What rests on labels, agencies or general knowledge; empty where nothing does.
    #[serde(default)]
    pub unchecked: String,
    /// Keys of its sources.
    pub sources: Vec<String>,
    /// Findings that bear on it.
    pub findings: Vec<String>,
    /// The built-in scenario that shows it; empty where the model has nothing to show.
    pub scenario: String,
    /// What to look at there.
    pub look: String,
}

/// Every claim with the sources that they share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// The claims.
    pub claims: Vec<Claim>,
    sources: Vec<Source>,
}

/// A publication, once for all that name it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    key: String,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    claim: Vec<Claim>,
    source: Vec<Source>,
}

impl Claim {
    /// Everything that it says in words.
    pub fn texts(&self) -> [&str; 5] {
        [&self.claim, &self.answer, &self.caveat, &self.unchecked, &self.look]
    }

    /// The note on suicide, where it speaks of it.
    pub fn helpline(&self) -> Option<&'static str> {
        helpline(self.texts())
    }
}

impl Claims {
    /// The claim with this name.
    pub fn find(&self, id: &str) -> Option<&Claim> {
        self.claims.iter().find(|claim| claim.id == id)
    }

    /// The name that was probably meant.
    pub fn nearest(&self, id: &str) -> Option<&str> {
        nearest(id, self.claims.iter().map(|claim| claim.id.as_str()))
    }

    /// Claims that hold a word, in any of their texts and whatever its case.
    pub fn about(&self, word: &str) -> Vec<&Claim> {
        let word = word.to_lowercase();
        let says = |claim: &&Claim| {
            let names = [claim.id.as_str(), claim.scenario.as_str()];
            let mut texts = claim.texts().into_iter().chain(names);
            texts.any(|text| text.to_lowercase().contains(&word)) || claim.verdict.name() == word
        };
        self.claims.iter().filter(says).collect()
    }

    /// The publications behind a claim: authors, year, journal.
    pub fn sources(&self, claim: &Claim) -> Vec<&str> {
        let text = |key: &String| self.sources.iter().find(|source| source.key == *key).map(|it| it.text.as_str());
        claim.sources.iter().filter_map(text).collect()
    }

    fn read(text: &str, is_finding: impl Fn(&str) -> bool) -> Result<Self, DataError> {
        let File { claim: claims, source: sources } = toml::from_str(text)
            .map_err(|error| DataError { id: String::new(), fault: Fault::Form(error.to_string()) })?;
        for (i, source) in sources.iter().enumerate() {
            let at = |fault| Err(DataError { id: source.key.clone(), fault });
            if sources[..i].iter().any(|other| other.key == source.key) {
                return at(Fault::Twice);
            }
            if !claims.iter().any(|claim| claim.sources.contains(&source.key)) {
                return at(Fault::Idle("source"));
            }
        }
        for (i, claim) in claims.iter().enumerate() {
            let fault = if claims[..i].iter().any(|other| other.id == claim.id) {
                Some(Fault::Twice)
            } else if let Some(key) = claim.sources.iter().find(|key| sources.iter().all(|source| source.key != **key))
            {
                Some(Fault::Unknown("sources", key.clone()))
            } else if let Some(id) = claim.findings.iter().find(|id| !is_finding(id)) {
                Some(Fault::Unknown("findings", id.clone()))
            } else if !claim.scenario.is_empty() && builtin::find(&claim.scenario).is_none() {
                Some(Fault::Unknown("scenario", claim.scenario.clone()))
            } else if claim.scenario.is_empty() != claim.look.is_empty() {
                Some(Fault::Missing("look"))
            } else if claim.sources.is_empty() && claim.unchecked.is_empty() {
                Some(Fault::Missing("sources"))
            } else {
                None
            };
            if let Some(fault) = fault {
                return Err(DataError { id: claim.id.clone(), fault });
            }
        }
        Ok(Self { claims, sources })
    }
}

/// The claims that come with the program.
///
/// # Errors
/// [`DataError`] where the file is malformed, which a test makes sure it is not.
pub fn claims() -> Result<&'static Claims, &'static DataError> {
    static CLAIMS: LazyLock<Result<Claims, DataError>> = LazyLock::new(|| {
        let is_finding = |id: &str| findings().is_ok_and(|all| all.find(id).is_some());
        Claims::read(include_str!("claims.toml"), is_finding)
    });
    CLAIMS.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_the_data_is_named() {
        const GOOD: &str = r#"
            [[claim]]
            id = "c"
            claim = "claim"
            verdict = "partly"
            answer = "answer"
            sources = ["s"]
            findings = ["f"]
            scenario = "routes"
            look = "look"
            [[source]]
            key = "s"
            text = "Author 2000 Journal"
            "#;
        let read = |text: &str| Claims::read(text, |id| id == "f");
        assert_eq!(read(GOOD).map(|claims| claims.claims.len()), Ok(1));
        let cases: &[(&str, String)] = &[
            ("unknown field", GOOD.replace("look", "loook")),
            ("unknown variant", GOOD.replace("partly", "maybe")),
            ("the id is there twice", format!("{GOOD}{}", &GOOD[GOOD.find("[[source]]").unwrap()..])),
            ("c: \"t\" is not a word for \"sources\"", GOOD.replace("[\"s\"]", "[\"s\", \"t\"]")),
            ("c: \"g\" is not a word for \"findings\"", GOOD.replace("[\"f\"]", "[\"g\"]")),
            ("c: \"rutes\" is not a word for \"scenario\"", GOOD.replace("routes", "rutes")),
            ("c: \"look\" is missing", GOOD.replace("= \"look\"", "= \"\"")),
            ("s: \"source\" says nothing here", GOOD.replace("[\"s\"]", "[]")),
        ];
        for (told, text) in cases {
            let error = read(text).expect_err(told).to_string();
            assert!(error.contains(told), "{told}: {error}");
        }
    }
}
