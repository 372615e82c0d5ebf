//! Which sections a talk has, and how long each takes.

/// A part of a talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    /// Title, speaker and disclaimer.
    Opening,
    /// What the audience predicts before any curve is shown.
    Question,
    /// The pathway, box by box.
    Mechanism,
    /// Drug in plasma.
    Plasma,
    /// When each step of the pathway begins, peaks and ends.
    Order,
    /// The arms of the scenario against each other, curve by curve.
    Comparison,
    /// The scenario's own question, and what is left of the effect when a step is cut.
    WhatIf,
    /// Claims of lay articles with their verdicts and sources.
    Literature,
    /// How far the outcome depends on assumed parameters.
    Uncertainty,
    /// What the run gave, in numbers.
    TakeHome,
    /// Publications behind the claims.
    References,
}

impl Section {
    /// Every section, in the order of a talk.
    pub const ALL: [Self; 11] = [
        Self::Opening,
        Self::Question,
        Self::Mechanism,
        Self::Plasma,
        Self::Order,
        Self::Comparison,
        Self::WhatIf,
        Self::Literature,
        Self::Uncertainty,
        Self::TakeHome,
        Self::References,
    ];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Question => "question",
            Self::Mechanism => "mechanism",
            Self::Plasma => "plasma",
            Self::Order => "order",
            Self::Comparison => "comparison",
            Self::WhatIf => "what-if",
            Self::Literature => "literature",
            Self::Uncertainty => "uncertainty",
            Self::TakeHome => "take-home",
            Self::References => "references",
        }
    }

    /// What it holds, in a few words.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Opening => "title, speaker, disclaimer",
            Self::Question => "what the audience predicts before any curve",
            Self::Mechanism => "the pathway, box by box",
            Self::Plasma => "drug in plasma",
            Self::Order => "when each step begins, peaks and ends",
            Self::Comparison => "the arms against each other, curve by curve",
            Self::WhatIf => "the scenario's question, and each step cut",
            Self::Literature => "claims with verdicts and sources",
            Self::Uncertainty => "what depends on assumed parameters",
            Self::TakeHome => "what the run gave, in numbers",
            Self::References => "publications behind the claims",
        }
    }

    /// The section with this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.name() == name)
    }
}

/// A talk of some length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outline {
    /// How long it takes, min.
    pub minutes: u32,
    /// Its sections, each with its time in min.
    pub sections: &'static [(Section, u32)],
    /// Claims that it discusses.
    pub claims: usize,
    /// Sections that are built up step by step, each step with a question before it.
    pub built: &'static [Section],
}

/// The talks that come with the program. References are left for questions, and take no time.
pub const TALKS: [Outline; 3] = [
    Outline {
        minutes: 10,
        sections: &[
            (Section::Opening, 1),
            (Section::Question, 1),
            (Section::Mechanism, 2),
            (Section::Comparison, 3),
            (Section::Literature, 2),
            (Section::TakeHome, 1),
            (Section::References, 0),
        ],
        claims: 3,
        built: &[Section::Comparison],
    },
    Outline {
        minutes: 20,
        sections: &[
            (Section::Opening, 1),
            (Section::Question, 1),
            (Section::Mechanism, 5),
            (Section::Plasma, 2),
            (Section::Order, 2),
            (Section::Comparison, 4),
            (Section::WhatIf, 1),
            (Section::Literature, 2),
            (Section::Uncertainty, 1),
            (Section::TakeHome, 1),
            (Section::References, 0),
        ],
        claims: 5,
        built: &[Section::Mechanism, Section::Comparison],
    },
    Outline {
        minutes: 45,
        sections: &[
            (Section::Opening, 1),
            (Section::Question, 3),
            (Section::Mechanism, 9),
            (Section::Plasma, 4),
            (Section::Order, 6),
            (Section::Comparison, 7),
            (Section::WhatIf, 5),
            (Section::Literature, 6),
            (Section::Uncertainty, 3),
            (Section::TakeHome, 1),
            (Section::References, 0),
        ],
        claims: 8,
        built: &[Section::Mechanism, Section::Order, Section::Comparison],
    },
];

impl Outline {
    /// The talk of so many minutes.
    pub fn of(minutes: u32) -> Option<&'static Self> {
        TALKS.iter().find(|outline| outline.minutes == minutes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_times_of_the_sections_add_up_to_the_talk() {
        for outline in TALKS {
            let sum: u32 = outline.sections.iter().map(|(_, minutes)| minutes).sum();
            assert_eq!(sum, outline.minutes);
            let order: Vec<_> = outline
                .sections
                .iter()
                .map(|(section, _)| Section::ALL.iter().position(|other| other == section))
                .collect();
            assert!(order.is_sorted(), "sections stand in the order of a talk");
        }
    }
}
