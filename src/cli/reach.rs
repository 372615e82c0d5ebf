//! What a command can reach: files that the user names, or the scenarios that a figure carries and no file.
//!
//! Owns the bounds on the work that a figure of others may ask for. Must not know what a command does.

use super::failure::Failure;
use super::invocation::placeholder;
use super::load;
use super::options::Changes;
use super::terminal::Terminal;

use onset::scenario::{NotText, Scenario, Source, SourceResolver, without_files};
use onset::words::count;

/// What a command can reach.
#[derive(Debug, Clone, Copy)]
pub(super) enum Reach<'a> {
    /// Files that the user names, and the scenarios that come with the program.
    Files,
    /// The scenarios that a figure carries, each with its name, by their placeholders.
    Figure(&'a [(String, String)]),
}

/// Work that a figure of others asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    /// Runs of one arm.
    Runs,
    /// Values of a quantity over time: arms times output times.
    Values,
    /// Distributions over time: arms times quantities times output times.
    Distributions,
    /// Doses of all arms, repeats written out.
    Doses,
}

impl Work {
    /// Every kind, for the help.
    pub(super) const ALL: [Self; 4] = [Self::Runs, Self::Values, Self::Distributions, Self::Doses];

    /// The most of it that is done for a figure: minutes and some hundred megabytes at the worst, and several times what
    /// a figure for a lecture needs.
    pub(super) const fn most(self) -> u64 {
        match self {
            Self::Runs => 40_000,
            Self::Values => 200_000,
            Self::Distributions | Self::Doses => 20_000,
        }
    }

    /// What it is called.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Runs => "runs of an arm (one for each subject, draw or point)",
            Self::Values => "output times, counted in every arm",
            Self::Distributions => "distributions (arms times quantities times output times)",
            Self::Doses => "doses, counted in every arm",
        }
    }
}

impl Reach<'_> {
    /// The text of a scenario with its name.
    pub(super) fn source(self, word: &str) -> Result<Result<(String, Source), Box<NotText>>, Failure> {
        let Self::Figure(scenarios) = self else { return load::source(word) };
        let found = scenarios.iter().enumerate().find(|(number, _)| placeholder(*number) == word);
        let (_, (name, text)) = found.ok_or_else(|| Failure::Usage {
            message: format!("the figure carries no scenario \"{word}\""),
            help: "draw it again".to_owned(),
        })?;
        Ok(Ok((name.clone(), Source::new(name.clone(), text.as_str()))))
    }

    /// What the scenario of this word may build on.
    pub(super) fn resolver(self, word: &str) -> Box<SourceResolver<'static>> {
        match self {
            Self::Files => Box::new(load::resolver(word)),
            Self::Figure(_) => Box::new(without_files),
        }
    }

    /// A scenario with its name. Its problems are printed.
    pub(super) fn scenario(
        self,
        word: &str,
        changes: &Changes,
        terminal: &Terminal,
    ) -> Result<(String, Scenario), Failure> {
        let resolver = self.resolver(word);
        let found = self.source(word)?;
        // A placeholder says nothing to a reader.
        let word = match (self, &found) {
            (Self::Figure(_), Ok((name, _))) => name.clone(),
            _ => word.to_owned(),
        };
        let checked = load::checked(&word, found, changes, &*resolver)?;
        let (name, scenario) = load::said(&word, checked, terminal)?;
        self.bear(std::iter::once(&scenario))?;
        Ok((name, scenario))
    }

    /// Refuses more of some work than is done for a figure of others.
    pub(super) fn afford(self, work: Work, asked: u64) -> Result<(), Failure> {
        if matches!(self, Self::Files) || asked <= work.most() {
            return Ok(());
        }
        Err(Failure::TooMuch(format!(
            "it asks for {} {}; verify does at most {}",
            count(asked),
            work.name(),
            count(work.most())
        )))
    }

    /// Refuses scenarios that together need more than is done for a figure of others.
    pub(super) fn bear<'s>(self, scenarios: impl Iterator<Item = &'s Scenario> + Clone) -> Result<(), Failure> {
        let arms = scenarios.clone().flat_map(|scenario| &scenario.arms);
        self.afford(Work::Doses, arms.map(|arm| arm.experiment.regimen.doses.len() as u64).sum())?;
        let values = scenarios.map(|scenario| scenario.arms.len() as u64 * scenario.times().len() as u64);
        self.afford(Work::Values, values.sum())
    }
}
