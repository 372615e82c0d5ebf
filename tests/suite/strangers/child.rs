//! The program under watch: how long it takes, how much memory it needs, how it ends, and what it says.

use std::fs::{self, File};
#[cfg(unix)]
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::tally::{Judged, MOST_MEMORY, MOST_SAID, longest};

/// Time from one look at the program to the next.
const LOOK: Duration = Duration::from_millis(2);

/// What the program did.
#[derive(Debug)]
pub(crate) struct Watched {
    /// Its exit code; nothing where it was killed or aborted.
    pub(crate) code: Option<i32>,
    /// What it said.
    pub(crate) out: String,
    /// Its messages.
    pub(crate) err: String,
    /// Time, memory, and the faults that can be seen from outside.
    pub(crate) judged: Judged,
}

/// Runs a command to its end, or until it is beyond a limit. What it says goes to two files in this folder.
pub(crate) fn watch(command: &mut Command, folder: &Path) -> Watched {
    let (out, err) = (folder.join("said.out"), folder.join("said.err"));
    command.stdout(File::create(&out).unwrap()).stderr(File::create(&err).unwrap());
    // What is begun in the temporary folder and not taken away is found.
    let temporary = folder.join("temporary");
    fs::create_dir_all(&temporary).unwrap();
    command.env("TMPDIR", &temporary).stdin(Stdio::null());
    let started = Instant::now();
    #[cfg(unix)]
    command.process_group(0);
    let mut child = command.spawn().unwrap();
    let mut judged = Judged::default();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        judged.memory = judged.memory.max(memory(&child));
        let is_slow = started.elapsed() > longest();
        if is_slow
            || judged.memory > MOST_MEMORY
            || [&out, &err].iter().any(|file| length(file) > 50 * MOST_SAID as u64)
        {
            end(&mut child);
            let status = child.wait().unwrap();
            // A program that ended by itself meanwhile is judged by its end.
            if status.code().is_none() {
                judged.faults.push(if is_slow {
                    "it did not end".to_owned()
                } else {
                    "it did not end by itself".to_owned()
                });
            }
            break status;
        }
        thread::sleep(LOOK);
    };
    judged.took = started.elapsed();
    let text = |file: &Path| String::from_utf8(fs::read(file).unwrap());
    let (out, err) = (text(&out), text(&err));
    if out.is_err() || err.is_err() {
        judged.faults.push("what it says is not UTF-8".to_owned());
    }
    let (out, err) = (out.unwrap_or_default(), err.unwrap_or_default());
    let code = status.code();
    if !code.is_some_and(|code| (0..=4).contains(&code)) || err.contains("panicked") {
        let last = err.lines().find(|line| line.contains("panicked")).unwrap_or_default();
        judged.faults.push(format!("it ended with {status} {last}"));
    }
    if err.len() > MOST_SAID {
        judged.faults.push(format!("its messages have {} bytes", err.len()));
    }
    if let Some(letter) = hidden(&err) {
        judged.faults.push(format!("its messages hold the raw letter {letter:?}"));
    }
    if fs::read_dir(&temporary).unwrap().next().is_some() {
        judged.faults.push("it left something in the temporary folder".to_owned());
        fs::remove_dir_all(&temporary).unwrap();
    }
    judged.is_sound = code == Some(0);
    Watched { code, out, err, judged }
}

impl Watched {
    /// Finds a letter that a terminal obeys in what is said on the standard output, where that is words for a person.
    pub(crate) fn words_are_plain(&mut self) {
        if let Some(letter) = hidden(&self.out) {
            self.judged.faults.push(format!("its words hold the raw letter {letter:?}"));
        }
    }

    /// A file that is at fault is named in the message.
    pub(crate) fn names(&mut self, file: &str) {
        if self.code == Some(1) && !self.err.contains(file) && !self.out.contains(file) {
            self.judged
                .faults
                .push(format!("no message names {file}: {}", self.err.lines().next().unwrap_or_default()));
        }
    }
}

/// The first letter that acts on a terminal or cannot be seen: a control character, a mark of direction, or one without
/// width.
pub(crate) fn hidden(text: &str) -> Option<char> {
    text.chars().find(|letter| {
        (letter.is_control() && !"\n\t".contains(*letter))
            || matches!(letter, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    })
}

/// Ends a program with all that it started, so that none of them works on after its test.
fn end(child: &mut Child) {
    if cfg!(unix) {
        let group = format!("-{}", child.id());
        assert!(Command::new("kill").args(["-KILL", "--", &group]).status().unwrap().success());
    } else {
        child.kill().unwrap();
    }
}

fn length(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |file| file.len())
}

/// Most memory that the program had at once so far, in bytes; 0 where the system does not tell.
fn memory(child: &Child) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    // Until the system has put the program in its place, a child has the name and the memory of this process.
    if !status.starts_with("Name:\tonset\n") {
        return 0;
    }
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<u64>().ok());
    kilobytes.map_or(0, |kilobytes| 1024 * kilobytes)
}
