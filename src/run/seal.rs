//! A text that carries its own fingerprint at its end, so that one that was changed by hand is known.

use super::fingerprint::fingerprint;

/// What stands around the fingerprint.
#[derive(Debug, Clone, Copy)]
pub struct Seal {
    /// Between the text and its fingerprint.
    pub before: &'static str,
    /// After it, to the end.
    pub after: &'static str,
}

impl Seal {
    /// The text with its fingerprint at its end.
    pub fn close(&self, text: &str) -> String {
        format!("{text}{}{}{}", self.before, fingerprint(text.as_bytes()), self.after)
    }

    /// Whether a text is as it was closed.
    pub fn holds(&self, closed: &str) -> bool {
        let parts = || {
            let (text, hash) = closed.strip_suffix(self.after)?.rsplit_once(self.before)?;
            Some(fingerprint(text.as_bytes()) == hash)
        };
        parts().unwrap_or(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEAL: Seal = Seal { before: "\n# SHA-256 ", after: "\n" };

    #[test]
    fn a_change_anywhere_breaks_it() {
        for text in ["", "a", "größe", "many\nlines\n# SHA-256 of another\n"] {
            let closed = SEAL.close(text);
            assert!(SEAL.holds(&closed), "{closed:?}");
            for (at, letter) in closed.char_indices() {
                let other = if letter == 'x' { "y" } else { "x" };
                let mut changed = closed.clone();
                changed.replace_range(at..at + letter.len_utf8(), other);
                assert!(!SEAL.holds(&changed), "{changed:?}");
                changed = closed.clone();
                changed.remove(at);
                assert!(!SEAL.holds(&changed), "{changed:?}");
            }
            assert!(!SEAL.holds(&format!("{closed}x")) && !SEAL.holds(text));
        }
    }
}
