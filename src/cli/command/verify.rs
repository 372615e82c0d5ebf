//! `onset verify`: makes figures again from what they carry, and tells whether they still say what they said.

use std::path::PathBuf;

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::reach::Work;
use crate::cli::reading;
use crate::cli::reading::Kind;
use crate::cli::remake::{SECONDS, Verdict, verdict};
use crate::cli::study_command::Parse;
use crate::cli::terminal::Terminal;
use onset::quantity::visible_line;
use onset::words::{count, folded};

/// Which figures are looked at.
#[derive(Debug, Args)]
pub(in crate::cli) struct VerifyOptions {
    /// Figures that this program wrote: SVG, PNG or PDF.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// What stands below the help: each word means one thing, and the bounds are the ones that are kept.
pub(in crate::cli) fn help() -> String {
    let bounds: String =
        Work::ALL.iter().map(|work| folded(&format!("  {} {}", count(work.most()), work.name()), "    ")).collect();
    format!(
        "Examples:\n  onset verify slide.svg\n  onset verify slide.svg slide.png\n\n\
        A figure is run and drawn again in memory. Each word means one thing:\n  \
        identical          every byte of the file is what is drawn now\n  \
        equal within 1e-9  another processor may have drawn it: the numbers of its run\n                     \
        agree to 1e-9 and all words, colours and bytes are the\n                     \
        same, except a place that such a difference rounds into\n                     \
        the next step of 0.05 px, and, in a PNG, for one level of\n                     \
        255 in one pixel of a thousand\n  \
        altered            anything else differs: a letter, a number, a point, a\n                     \
        colour, the alt text, a byte after the end; it says where\n  \
        differs            the same of a figure that another version drew\n\n\
        Exit code 0: all are identical or equal. 3: one was altered or differs.\n\
        1: nothing can be said of one, and of the others all is well.\n\n\
        Nothing but the figure is read: one that was made from other files, too, is\n\
        not made again, nor is one that needs more than {SECONDS} s, {} MB, or\n{bounds}\
        Run the command itself for such a figure, and compare.",
        Kind::Figure.most() >> 20
    )
}

/// Makes every figure again and prints a verdict on each; `parse` reads the words of a command that a figure carries.
pub(in crate::cli) fn verify(options: &VerifyOptions, parse: Parse, terminal: &Terminal) -> Result<(), Failure> {
    let (mut worst, mut unreadable) = (None, None);
    for path in &options.files {
        let bytes = match reading::bytes(path, Kind::Figure) {
            Ok(bytes) => bytes,
            // The others are looked at all the same.
            Err(unread) => {
                if let Some(before) = unreadable.replace(Failure::from(unread)) {
                    terminal.fail(&before);
                }
                continue;
            }
        };
        let name = path.display();
        // Names and words out of a figure are of one line each.
        let one_line = |text: &str, indent| folded(&visible_line(text), indent);
        match verdict(bytes, parse, terminal)? {
            Verdict::Holds(how) => terminal.say(&one_line(&format!("{name}: {how}"), "  "))?,
            Verdict::Differs(how, what) => {
                let what: String = what.iter().map(|line| one_line(line, "    ")).collect();
                terminal.tell(&format!("{}{what}", one_line(&format!("{name}: {how}"), "  ")))?;
                worst = Some(Failure::Differs);
            }
            Verdict::Unknown(why, help) => {
                terminal.note(one_line(&format!("error: {name}: {why}"), "  ").trim_end());
                terminal.note(&format!("  = help: {help}"));
                worst = worst.or(Some(Failure::Scenario));
            }
        }
    }
    match (worst, unreadable) {
        (Some(Failure::Differs), Some(unreadable)) => {
            terminal.fail(&unreadable);
            Err(Failure::Differs)
        }
        (worst, unreadable) => unreadable.or(worst).map_or(Ok(()), Err),
    }
}
