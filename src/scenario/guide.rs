//! What the remarks at the head of a scenario ask of its reader.
//!
//! Owns the three words that begin a part: Look, Predict, Claim. Must not know where they are shown.

/// The parts of the remarks at the head of a scenario; a part that is not there is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Guide {
    /// What to see on the curves.
    pub look: String,
    /// What to change, and to predict before the change is run.
    pub predict: String,
    /// A claim of lay articles that the scenario bears on.
    pub claim: String,
}

impl Guide {
    /// Reads the remarks before the first key of a scenario.
    pub fn of(text: &str) -> Self {
        let mut guide = Self::default();
        let mut part: Option<usize> = None;
        for line in text.lines().map_while(|line| line.trim_start().strip_prefix('#')) {
            let words = line.trim();
            let begins = ["Look:", "Predict:", "Claim:"].iter().position(|head| words.starts_with(head));
            part = match begins {
                _ if words.is_empty() => None,
                Some(_) => begins,
                None => part,
            };
            let Some(index) = part else { continue };
            let target = [&mut guide.look, &mut guide.predict, &mut guide.claim];
            let words =
                if begins.is_some() { words.split_once(':').map_or("", |(_, rest)| rest.trim()) } else { words };
            if let Some(target) = target.into_iter().nth(index) {
                if !target.is_empty() && !words.is_empty() {
                    target.push(' ');
                }
                target.push_str(words);
            }
        }
        guide
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_joined_over_lines_and_end_at_an_empty_one() {
        let guide = Guide::of(
            "#:schema x\n# Title.\n#\n# Look:    One\n#          two.\n# Predict: Three: four?\n#\n# After.\na = 1\n# Claim: no\n",
        );
        assert_eq!(guide.look, "One two.");
        assert_eq!(guide.predict, "Three: four?");
        assert_eq!(guide.claim, "");
    }

    #[test]
    fn every_built_in_scenario_says_where_to_look_and_what_to_predict() {
        for builtin in super::super::builtin::BUILTINS {
            let guide = Guide::of(builtin.text);
            assert!(!guide.look.is_empty() && !guide.predict.is_empty(), "{}", builtin.name);
        }
    }
}
