//! How far a long command has come: on a terminal, with rate and time left; elsewhere nothing.

use onset::words::{count, duration, rounded};
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use super::terminal::Terminal;

/// From one line to the next.
const EVERY: Duration = Duration::from_millis(200);

/// One line on the standard error that is written over and over, and gone at the end.
pub(super) struct Progress {
    is_shown: bool,
    total: u64,
    done: u64,
    what: &'static str,
    begun: Instant,
    last: Instant,
    width: usize,
}

impl Progress {
    pub(super) fn new(terminal: &Terminal, total: u64, what: &'static str) -> Self {
        let now = Instant::now();
        let is_shown = !terminal.is_quiet() && io::stderr().is_terminal();
        Self { is_shown, total, done: 0, what, begun: now, last: now, width: 0 }
    }

    /// So many more are done.
    pub(super) fn add(&mut self, more: u64) {
        self.done += more;
        let now = Instant::now();
        if !self.is_shown || now - self.last < EVERY {
            return;
        }
        self.last = now;
        let line = line(self.done, self.total, self.what, (now - self.begun).as_secs_f64());
        let length = line.chars().count();
        let width = self.width.max(length);
        // A line that cannot be shown is no loss.
        let _ = write!(io::stderr(), "\r{line:width$}");
        self.width = length;
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.width > 0 {
            let _ = write!(io::stderr(), "\r{:width$}\r", "", width = self.width);
        }
    }
}

/// Such as `4,096 of 10,000 subjects, 3,900 a second, 2 s left`.
fn line(done: u64, total: u64, what: &str, seconds: f64) -> String {
    let rate = done as f64 / seconds.max(1e-9);
    let left = (total.saturating_sub(done)) as f64 / rate.max(1e-9);
    let left = duration(left.ceil() / 3600.0);
    let rate = if rate >= 10.0 { count(rate as u64) } else { rounded(rate) };
    format!("{} of {} {what}, {rate} a second, {left} left", count(done), count(total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_how_far_how_fast_and_how_long() {
        assert_eq!(line(4096, 10_000, "subjects", 2.0), "4,096 of 10,000 subjects, 2,048 a second, 3 s left");
        assert_eq!(line(1, 1000, "subjects", 2.0), "1 of 1,000 subjects, 0.5 a second, 33.3 min left");
        assert!(line(u64::MAX / 2, u64::MAX, "subjects", 1.0).len() > 20);
    }
}
