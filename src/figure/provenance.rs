//! What is needed to make a figure again.
//!
//! Owns the words hidden in the file. Must not know how a scenario is read.

/// Stands before the program in the words of a figure.
pub(super) const PROGRAM: &str = "# program: ";

/// What is needed to make a figure again; written into SVG, PNG and PDF.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provenance {
    /// Program and version: `onset 0.1.0`.
    pub program: String,
    /// How the figure was asked for, as a remark of one line that stands before the scenario; empty for unknown.
    pub record: String,
    /// Text of the scenario file.
    pub scenario: String,
    /// Seed of the random streams, where there are any.
    pub seed: Option<u64>,
}

impl Provenance {
    /// Program, seed and scenario text as one text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        if !self.program.is_empty() {
            text.push_str(PROGRAM);
            text.push_str(&self.program);
            text.push('\n');
        }
        if let Some(seed) = self.seed {
            text.push_str("# seed: ");
            text.push_str(&seed.to_string());
            text.push('\n');
        }
        if !self.record.is_empty() {
            text.push_str(&self.record);
            text.push('\n');
        }
        text.push_str(&self.scenario);
        text
    }

    /// The same program with this text in it, which [`Self::text`] of the same program wrote.
    #[must_use]
    pub fn carrying(&self, text: &str) -> Self {
        let after =
            |text: &str| text.strip_prefix(PROGRAM)?.strip_prefix(&self.program)?.strip_prefix('\n').map(str::to_owned);
        let scenario = after(text).unwrap_or_else(|| text.to_owned());
        Self { program: self.program.clone(), scenario, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_carried_as_it_is() {
        let provenance = Provenance {
            program: "onset 1".to_owned(),
            record: "# figure: {}".to_owned(),
            scenario: "format = 1\n".to_owned(),
            seed: Some(7),
        };
        let text = provenance.text();
        assert_eq!(Provenance { seed: None, ..provenance }.carrying(&text).text(), text);
    }
}
