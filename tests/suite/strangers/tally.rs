//! How many inputs a reader had, and their results.
//!
//! Owns: the number of inputs, the limits of time and memory, the report, the folder of inputs that found a fault. Must
//! not know: any reader.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use rand::SeedableRng;
use rand::rngs::StdRng;

/// Inputs of a run in continuous integration, over all readers.
const SHORT: usize = 6_000;

/// Most memory that reading one input may need, in bytes.
pub(crate) const MOST_MEMORY: u64 = 500_000_000;

/// Most bytes that may be said about one input; what is more, no person reads.
pub(crate) const MOST_SAID: usize = 200_000;

/// Faults that are shown one by one.
const SHOWN: usize = 12;

fn variable<T: std::str::FromStr>(name: &str) -> Option<T> {
    let text = env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} is a whole number, not \"{text}\"")))
}

/// Longest that one input may take. It is generous, since other tests run beside this one; the long run sets 2 s.
pub(crate) fn longest() -> Duration {
    Duration::from_millis(variable("ONSET_LONGEST_MS").unwrap_or(20_000))
}

/// How many inputs a reader gets that has this part of all of them, in thousandths.
pub(crate) fn rounds(thousandths: usize) -> usize {
    variable::<usize>("ONSET_ROUNDS").unwrap_or(SHORT) * thousandths / 1000
}

/// The results of the inputs of one reader.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    name: String,
    inputs: usize,
    sound: usize,
    slowest: (Duration, Vec<u8>),
    most: (u64, Vec<u8>),
    faults: Vec<String>,
}

/// The result of one input.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    /// Whether it was read without a complaint.
    pub(crate) is_sound: bool,
    /// How long it took.
    pub(crate) took: Duration,
    /// Most memory in use at once, in bytes.
    pub(crate) memory: u64,
    /// What is wrong with the program.
    pub(crate) faults: Vec<String>,
}

impl Tally {
    pub(crate) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// Counts an input.
    pub(crate) fn add(&mut self, input: &[u8], judged: Judged) {
        self.inputs += 1;
        self.sound += usize::from(judged.is_sound);
        if judged.took > self.slowest.0 {
            self.slowest = (judged.took, input.to_vec());
        }
        if judged.memory > self.most.0 {
            self.most = (judged.memory, input.to_vec());
        }
        let mut faults = judged.faults;
        if judged.took > longest() {
            faults.push(format!("it took {:?}", judged.took));
        }
        if judged.memory > MOST_MEMORY {
            faults.push(format!("it took {} MB of memory", judged.memory / 1_000_000));
        }
        if let Some(fault) = faults.first() {
            let kept = keep(&format!("{}-{}", self.name, self.faults.len() + 1), input);
            self.faults.push(format!("{}: {fault}\n    input: {}", self.name, kept.display()));
        }
    }

    /// Adds what another worker counted of the same reader.
    fn merge(&mut self, other: Self) {
        self.inputs += other.inputs;
        self.sound += other.sound;
        if other.slowest.0 > self.slowest.0 {
            self.slowest = other.slowest;
        }
        if other.most.0 > self.most.0 {
            self.most = other.most;
        }
        self.faults.extend(other.faults);
    }
}

/// Keeps an input that found a fault; gives its place.
pub(crate) fn keep(name: &str, input: &[u8]) -> PathBuf {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("strangers");
    fs::create_dir_all(&folder).unwrap();
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let path = folder.join(format!("{name}-{}-{number}", std::process::id()));
    fs::write(&path, input).unwrap();
    path
}

/// Gives every round of every reader to two workers, each with random numbers of its own, so that the inputs are the same
/// however the workers share them. `start` makes a worker; `one` does a round: reader, worker, random numbers.
pub(crate) fn share_out<W>(
    readers: &[(&str, usize)],
    start: impl Fn() -> W + Sync,
    one: impl Fn(usize, &mut W, &mut StdRng) -> (Vec<u8>, Judged) + Sync,
) -> Vec<Tally> {
    let seed: u64 = variable("ONSET_SEED").unwrap_or(1);
    let jobs: Vec<(usize, usize)> = readers
        .iter()
        .enumerate()
        .flat_map(|(reader, (_, rounds))| (0..*rounds).map(move |round| (reader, round)))
        .collect();
    let next = AtomicUsize::new(0);
    let tallies: Mutex<Vec<Tally>> = Mutex::new(readers.iter().map(|(name, _)| Tally::new(name)).collect());
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut worker = start();
                let mut mine: Vec<Tally> = readers.iter().map(|(name, _)| Tally::new(name)).collect();
                while let Some((reader, round)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let numbers = [seed, *reader as u64, *round as u64].map(u64::to_le_bytes).concat();
                    let mut key = [0; 32];
                    key[..numbers.len()].copy_from_slice(&numbers);
                    let (input, judged) = one(*reader, &mut worker, &mut StdRng::from_seed(key));
                    mine[*reader].add(&input, judged);
                }
                let mut all = tallies.lock().unwrap();
                all.iter_mut().zip(mine).for_each(|(all, mine)| all.merge(mine));
            });
        }
    });
    tallies.into_inner().unwrap()
}

/// Prints the results of all inputs, and fails where one of them found a fault.
#[track_caller]
pub(crate) fn report(tallies: &[Tally]) {
    println!("{:32} {:>8} {:>8} {:>8} {:>10} {:>8}", "reader", "inputs", "sound", "faults", "slowest", "memory");
    for tally in tallies {
        println!(
            "{:32} {:8} {:8} {:8} {:7} ms {:5} MB",
            tally.name,
            tally.inputs,
            tally.sound,
            tally.faults.len(),
            tally.slowest.0.as_millis(),
            tally.most.0 / 1_000_000
        );
        if env::var_os("ONSET_ROUNDS").is_some() && !tally.slowest.1.is_empty() {
            println!("    slowest input: {}", keep(&format!("{}-slowest", tally.name), &tally.slowest.1).display());
        }
    }
    let faults: Vec<&String> = tallies.iter().flat_map(|tally| &tally.faults).collect();
    let shown: Vec<String> = faults.iter().take(SHOWN).map(|fault| format!("  {fault}")).collect();
    assert!(faults.is_empty(), "{} inputs found a fault:\n{}", faults.len(), shown.join("\n"));
}
