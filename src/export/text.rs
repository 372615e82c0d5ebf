//! Plain text, for the terminal.

use std::fmt::Write as _;

use super::study::Study;
use crate::figure::texts::DISCLAIMER;
use crate::model;

/// The equations in the order in which they are solved.
pub(super) fn document(study: &Study) -> String {
    let mut text = format!("{}\nArm: {} ({})\n\n", study.title, study.arm, study.description);
    for equation in model::equations() {
        let _ = writeln!(text, "{}", equation.text());
    }
    let _ = writeln!(text, "\n{DISCLAIMER}");
    text
}
