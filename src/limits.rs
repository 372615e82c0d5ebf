//! How much one file or one command may ask for, so that what is accepted can also be run.
//!
//! Owns: every limit on the amount of work with its words, and what a run needs in memory. Must not know: what any of it
//! means, or which message it ends up in.

/// Most of something, with words for a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// The greatest number that is allowed.
    pub most: usize,
    /// What is counted.
    pub what: &'static str,
    /// How to ask for less.
    pub mend: &'static str,
}

impl Limit {
    /// Whether so many are allowed.
    pub const fn allows(&self, number: usize) -> bool {
        number <= self.most
    }
}

/// Arms of a scenario; a figure cannot tell more apart.
pub const ARMS: Limit = Limit { most: 100, what: "arms", mend: "compare fewer, or use a sweep" };

/// Doses of one arm, repeats written out.
pub const DOSES: Limit = Limit { most: 10_000, what: "doses of one arm", mend: "give fewer doses, or split the arm" };

/// Doses of all arms that are run together. Each keeps a stretch of its own with a few steps in memory.
pub const ALL_DOSES: Limit = Limit {
    most: 100_000,
    what: "doses of all arms together",
    mend: "compare fewer arms, or give fewer doses: a longer \"every\", or an earlier end",
};

/// Switches and events of all arms that are run together, which cost what doses cost.
pub const CHANGES: Limit = Limit {
    most: 20_000,
    what: "switches and events of all arms together",
    mend: "change fewer parameters, or less often",
};

/// Output times of a grid.
pub const POINTS: Limit =
    Limit { most: 1_000_000, what: "output times", mend: "write fewer points, or a longer \"every\"" };

/// Rows of all arms that are run together: output times, with those of doses and switches, in every arm.
pub const ROWS: Limit = Limit {
    most: 1_000_000,
    what: "output times of all arms together",
    mend: "write fewer points, such as points = 500 below [grid], a longer \"every\", or compare fewer arms",
};

/// Runs of a sweep: points times arms.
pub const RUNS: Limit =
    Limit { most: 1_000_000, what: "runs of all points together", mend: "sweep fewer points, or compare fewer arms" };

/// Percentiles over time of a population: output times in every arm and of every signal.
pub const BANDS: Limit = Limit {
    most: 150_000,
    what: "moments with percentiles",
    mend: "make [grid] coarser, such as --set grid.points=500, or compare fewer arms",
};

/// Gigabytes in the tables of a population.
pub const TABLES: Limit = Limit {
    most: 2_000,
    what: "GB of tables",
    mend: "follow fewer subjects, keep their metrics alone, or share the subjects out with --shard",
};

/// Steps that the solution of one arm is kept in, with its polynomials.
pub const STEPS: Limit =
    Limit { most: 400_000, what: "steps of one arm", mend: "try a larger --rtol, or a shorter duration" };

/// Problems of a file that are looked for, of each severity.
pub const PROBLEMS: Limit = Limit { most: 1_000, what: "problems", mend: "mend these first, then check again" };

/// Bytes of memory from which a scenario is said to need much.
pub const MUCH_MEMORY: f64 = 1e9;

/// Bytes of memory that an output time of an arm needs: its values, and the text of its row.
const BYTES_OF_ROW: f64 = 1_800.0;

/// Bytes of memory that a dose or the end of a switch needs: the settings in force and a few steps.
const BYTES_OF_JUMP: f64 = 9_000.0;

/// About how many bytes of memory a run needs that has so many rows and so many jumps in all arms together.
pub const fn memory(rows: usize, jumps: usize) -> f64 {
    BYTES_OF_ROW * rows as f64 + BYTES_OF_JUMP * jumps as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_allowed_fits_into_the_memory_of_a_usual_machine() {
        assert!(memory(ROWS.most, ALL_DOSES.most + 2 * CHANGES.most) < 4e9);
        assert!(memory(ROWS.most, 0) > MUCH_MEMORY && memory(10_000, 1_000) < MUCH_MEMORY);
        assert!(ROWS.allows(ROWS.most) && !ROWS.allows(ROWS.most + 1));
    }
}
