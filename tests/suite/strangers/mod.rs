//! Files and words from strangers: every reader of the program with damaged, altered, huge and special input.
//!
//! Whatever comes in, the program neither panics nor hangs nor fills the memory, ends with a documented exit code, says in
//! which file the fault is, and prints no letter that a terminal would obey.
//!
//! | part | owns |
//! |---|---|
//! | `mutate` | the damage |
//! | `library` | readers that are functions of the library, called in this process |
//! | `commands` | the program itself with a damaged file |
//! | `words` | the program itself with damaged words on its command line |
//! | `alterations` | figures that are altered after they were drawn |
//! | `large` | input that is sound or nearly so, but huge |
//! | `special_files` | devices, pipes, folders and links in the place of a file |
//! | `own_files` | what a command reads, and what stands where it writes |
//! | `corpus` | every input that found a fault once |
//! | `child`, `tally` | a program under watch; how many inputs, and their results |
//!
//! The same inputs are made every time. `ONSET_ROUNDS` makes more of them, `ONSET_SEED` others;
//! `tests/external/strangers` does both. An input that finds a fault is kept in `target/tmp/strangers`.

mod alterations;
mod child;
mod commands;
mod corpus;
mod large;
mod library;
pub(super) mod mutate;
#[cfg(unix)]
mod own_files;
#[cfg(unix)]
mod special_files;
mod tally;
mod words;
