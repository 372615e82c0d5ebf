//! The terminal: what was typed, and what is printed where, in which colour.
//!
//! Owns: that no text from outside steers a terminal or hides in a message. Every text for people passes through
//! [`visible`] here, whatever reader or command it comes from; the colours of the program are added afterwards. Only
//! [`Terminal::data`] keeps the bytes: it is for tables, scenarios and scripts that a program or a file takes.

use std::env;
use std::ffi::OsStr;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use super::failure::Failure;
use super::invocation::Invocation;
use super::options::Color;
use onset::quantity::{shortened, visible};
use onset::scenario::{Diagnostic, Severity, Source, render_plain};
use onset::words::{WIDTH, folded};

/// Most messages about one file, and most warnings of one run.
const MOST_MESSAGES: usize = 50;

/// Where words come from and messages go.
#[derive(Debug)]
pub(super) struct Terminal {
    quiet: bool,
    /// Whether nothing is said of what is wrong in a file.
    mute: bool,
    colour: bool,
    typed: Invocation,
}

impl Terminal {
    pub(super) fn new(quiet: bool, color: Color, typed: Invocation) -> Self {
        let colour = has_colour(color, io::stderr().is_terminal(), env::var_os("NO_COLOR").as_deref());
        Self { quiet, mute: false, colour, typed }
    }

    /// The same for other words, which says nothing but errors.
    pub(super) const fn quietly(&self, typed: Invocation) -> Self {
        Self { quiet: true, mute: self.mute, colour: self.colour, typed }
    }

    /// The same for files that the user did not name: nothing is said of what is in them.
    pub(super) const fn mutely(&self, typed: Invocation) -> Self {
        Self { quiet: true, mute: true, colour: self.colour, typed }
    }

    /// What was typed.
    pub(super) const fn typed(&self) -> &Invocation {
        &self.typed
    }

    /// Whether nothing but errors is said.
    pub(super) const fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// A picture made of letters, where the standard output is a terminal.
    pub(super) fn picture(&self, text: &str) -> Result<(), Failure> {
        if io::stdout().is_terminal() { self.say(text) } else { Ok(()) }
    }

    /// What was asked for in a form for programs, to the standard output: byte for byte, but where a person sees it.
    pub(super) fn data(&self, text: &str) -> Result<(), Failure> {
        if io::stdout().is_terminal() {
            self.tell(text)
        } else {
            written(io::stdout().lock().write_all(text.as_bytes()))
        }
    }

    /// What was asked for in words, to the standard output.
    pub(super) fn tell(&self, text: &str) -> Result<(), Failure> {
        written(io::stdout().lock().write_all(visible(text).as_bytes()))
    }

    /// What a person reads after a run, to the standard output.
    pub(super) fn say(&self, text: &str) -> Result<(), Failure> {
        if self.quiet { Ok(()) } else { self.tell(text) }
    }

    /// What clap says of a command line whose words can be shown as they are; gives the exit code.
    pub(super) fn usage(&self, error: &clap::Error) -> ExitCode {
        match (written(error.print()), error.use_stderr()) {
            (Err(failure), false) => self.fail(&failure),
            _ => usage_code(error),
        }
    }

    /// The same without colour, and with every word made visible.
    pub(super) fn plain_usage(&self, error: &clap::Error) -> ExitCode {
        let text = error.to_string();
        let lines: Vec<_> = text.lines().map(shortened).collect();
        self.note(&lines.join("\n"));
        usage_code(error)
    }

    /// The messages of a scenario; warnings are left out when quiet.
    pub(super) fn diagnostics(&self, diagnostics: &[Diagnostic], source: &Source) {
        if self.mute {
            return;
        }
        let is_heard = |diagnostic: &&Diagnostic| !self.quiet || diagnostic.severity == Severity::Error;
        let heard: Vec<&Diagnostic> = diagnostics.iter().filter(is_heard).collect();
        for diagnostic in few(&heard) {
            self.message(&render_plain(diagnostic, source), diagnostic.severity == Severity::Error);
        }
        self.more(heard.len());
    }

    /// Warnings that are no matter of one place in a file.
    pub(super) fn warnings(&self, texts: impl IntoIterator<Item = String>) {
        if self.quiet {
            return;
        }
        let mut count = 0;
        for text in texts {
            if count < MOST_MESSAGES {
                self.message(&text, false);
            }
            count += 1;
        }
        self.more(count);
    }

    /// How many messages are not shown.
    fn more(&self, count: usize) {
        if count > MOST_MESSAGES {
            self.note(&format!("and {} more", onset::words::count((count - MOST_MESSAGES) as u64)));
        }
    }

    fn message(&self, text: &str, is_error: bool) {
        let text = visible(text);
        let (head, rest) = text.split_once('\n').unwrap_or((&text, ""));
        let head = self.paint(head, is_error);
        // A message that cannot be printed has no other place to go.
        let _ = writeln!(io::stderr(), "{head}\n{rest}");
    }

    /// A line that sums up messages before it.
    pub(super) fn note(&self, line: &str) {
        let _ = writeln!(io::stderr(), "{}", visible(line));
    }

    /// Says why a command failed; gives its exit code.
    pub(super) fn fail(&self, failure: &Failure) -> ExitCode {
        if let Some((message, help)) = failure.message() {
            let text = fit(&visible(&format!("error: {message}")), "  ");
            let (head, rest) = text.split_once('\n').map_or((text.as_str(), None), |(head, rest)| (head, Some(rest)));
            let _ = writeln!(io::stderr(), "{}", self.paint(head, true));
            if let Some(rest) = rest {
                let _ = writeln!(io::stderr(), "{rest}");
            }
            if let Some(help) = help {
                let _ = writeln!(io::stderr(), "{}", fit(&visible(&format!("  = help: {help}")), "    "));
            }
        }
        ExitCode::from(failure.code())
    }

    /// The first word, up to the colon, in red or yellow.
    fn paint(&self, line: &str, is_error: bool) -> String {
        match line.split_once(':') {
            Some((word, rest)) if self.colour => {
                let colour = if is_error { 31 } else { 33 };
                format!("\x1b[1;{colour}m{word}\x1b[0m\x1b[1m:{rest}\x1b[0m")
            }
            _ => line.to_owned(),
        }
    }
}

/// The result of writing to the standard output, all of which has left the program.
fn written(result: io::Result<()>) -> Result<(), Failure> {
    match result.and_then(|()| io::stdout().flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(Failure::PipeClosed),
        Err(error) => Err(Failure::File { path: "the standard output".into(), doing: "write to", error }),
    }
}

/// The exit code of a command line that asks for help, or is wrong.
fn usage_code(error: &clap::Error) -> ExitCode {
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// As many as are shown, in their order: errors before warnings, where not all have room.
fn few<'a>(diagnostics: &[&'a Diagnostic]) -> Vec<&'a Diagnostic> {
    let mut chosen: Vec<(usize, &Diagnostic)> = diagnostics.iter().copied().enumerate().collect();
    chosen.sort_by_key(|(_, diagnostic)| diagnostic.severity);
    chosen.truncate(MOST_MESSAGES);
    chosen.sort_by_key(|(place, _)| *place);
    chosen.into_iter().map(|(_, diagnostic)| diagnostic).collect()
}

/// The same text with its long lines folded; what is short enough stays as it is, blanks and all.
fn fit(text: &str, indent: &str) -> String {
    let fit = |line: &str| {
        let line = &*shortened(line);
        if line.chars().count() <= WIDTH { line.to_owned() } else { folded(line, indent).trim_end().to_owned() }
    };
    text.lines().map(fit).collect::<Vec<_>>().join("\n")
}

/// Whether messages have colour. An empty NO_COLOR counts as none (no-color.org).
fn has_colour(color: Color, is_terminal: bool, no_color: Option<&OsStr>) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => is_terminal && no_color.is_none_or(OsStr::is_empty),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_is_for_terminals_and_yields_to_no_color() {
        assert!(has_colour(Color::Auto, true, None));
        assert!(has_colour(Color::Auto, true, Some(OsStr::new(""))));
        assert!(!has_colour(Color::Auto, true, Some(OsStr::new("1"))));
        assert!(!has_colour(Color::Auto, false, None));
        assert!(has_colour(Color::Always, false, Some(OsStr::new("1"))));
        assert!(!has_colour(Color::Never, true, None));
    }
}
