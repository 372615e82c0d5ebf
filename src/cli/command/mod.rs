//! The commands, one file each.
//!
//! Owns: the enum of commands, and which function does each. Must not know: how a command line is read.

mod check;
mod claims;
mod diff;
mod equations;
mod evidence;
mod explain;
pub(super) mod figure;
mod fit;
mod gallery;
mod guesses;
mod manual;
mod merge;
mod new;
mod page;
mod parameters;
mod population;
mod rivals;
mod run;
mod sensitivity;
mod show;
mod sweep;
pub(super) mod talk;
mod verify;
mod watch;
mod why;

use std::path::PathBuf;

use clap::Subcommand;

use super::failure::Failure;
use super::options::{BasisName, Changes, CheckFormat, RunOptions, TableFormat};
use super::study_command::{Parse, StudyCommand};
use super::terminal::Terminal;
use claims::ClaimsOptions;
use diff::DiffOptions;
use equations::EquationsOptions;
use evidence::EvidenceOptions;
use explain::ExplainOptions;
use figure::FigureOptions;
use fit::FitOptions;
use gallery::GalleryOptions;
use guesses::GuessesOptions;
use manual::{CompletionsOptions, ManOptions};
use merge::MergeOptions;
use onset::scenario::schema;
use onset::study;
use page::PageOptions;
pub(super) use population::PopulationOptions;
use rivals::RivalsOptions;
use sensitivity::SensitivityOptions;
use sweep::SweepOptions;
use talk::TalkOptions;
use verify::VerifyOptions;
use why::WhyOptions;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Draw the built-in comparison of ketamine with an SSRI.
    #[command(after_help = "Examples:\n  onset demo\n  onset demo --theme dark --out slides\n  \
        onset demo --set subject.weight=90kg --out output/heavier")]
    Demo(RunOptions),
    /// Simulate scenarios; write figures, tables and a manifest.
    #[command(after_help = "Examples:\n  onset run single-infusion\n  onset run my.toml --out results\n  \
        onset run my.toml ssri-five-drugs        their arms in one figure\n  \
        onset run single-infusion --set parameters.k_protein=2x\n  \
        onset run single-infusion --without ampa\n  \
        onset run single-infusion --erase-new-spines 2 --out output/erased\n  \
        onset run my.toml --out - --format csv > trajectory.csv")]
    Run {
        /// Scenario files, or names that `onset list` shows.
        #[arg(required = true, value_name = "FILE or NAME")]
        scenarios: Vec<String>,
        #[command(flatten)]
        options: RunOptions,
    },
    #[command(about = study::population::STUDY.about, after_help = population::EXAMPLES)]
    Population(PopulationOptions),
    /// Put shares of a population together.
    #[command(after_help = merge::EXAMPLES)]
    Merge(MergeOptions),
    #[command(about = study::sweep::STUDY.about, after_help = sweep::EXAMPLES)]
    Sweep(SweepOptions),
    #[command(about = study::sensitivity::STUDY.about, after_help = sensitivity::EXAMPLES)]
    Sensitivity(SensitivityOptions),
    /// Draw one figure for a lecture.
    #[command(after_help = "Examples:\n  onset figure ketamine-vs-ssri --out slide.svg --out slide.png\n  \
        onset figure single-infusion --kind cascade --theme dark\n  \
        onset figure single-infusion --kind pathway --without ampa --out broken.png\n  \
        onset figure dose-response --kind dose-response --for paper-1col\n  \
        onset figure single-infusion --kind phase --x bdnf --y synapse_count\n  \
        onset figure six-infusions --kind exposure --time linear\n  \
        onset figure routes --for slides-4x3 --lint --room 1:9\n  \
        onset figure ketamine-vs-ssri --build --out talk.pdf")]
    Figure(Box<FigureOptions>),
    /// Run the scenario inside a figure again, and compare.
    #[command(after_help = verify::help())]
    Verify(VerifyOptions),
    /// Draw every scenario and every kind of figure, with an index page.
    #[command(after_help = "Example:\n  onset gallery --out gallery")]
    Gallery(GalleryOptions),
    #[command(about = study::fit::STUDY.about, after_help = fit::EXAMPLES)]
    Fit(FitOptions),
    /// Check scenario files without running them.
    #[command(after_help = "Examples:\n  onset check my.toml\n  onset check *.toml\n  \
        onset check my.toml --set subject.weight=90kg\n  \
        onset check my.toml --format json        for editors and graders\n  \
        onset check --explain E009")]
    Check {
        /// Scenario files, or names that `onset list` shows.
        #[arg(required_unless_present = "explain", value_name = "FILE or NAME")]
        scenarios: Vec<String>,
        #[command(flatten)]
        changes: Changes,
        /// Form of what is said.
        #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
        format: CheckFormat,
        /// Explain the code of a message, such as E009, with an example.
        #[arg(long, value_name = "CODE", exclusive = true)]
        explain: Option<String>,
    },
    #[command(about = study::diff::STUDY.about, after_help = "Examples:\n  onset diff my.toml single-infusion\n  \
        onset diff ampa-blocked val66met --out compared\n  \
        onset diff my.toml single-infusion --format json\n\n\
        Arms are matched by their names. For up to 8 changed inputs of an arm, each\n\
        change of an outcome is shared out fairly (Shapley values).")]
    Diff(DiffOptions),
    /// Draw a scenario again each time its file is saved.
    #[command(after_help = "Example:\n  onset watch my.toml\n\n\
        Stop it with Ctrl-C. A file with a mistake is answered with what is wrong, and\n\
        watched on; the figures of the last good one stay.")]
    Watch {
        /// The scenario file.
        file: String,
        #[command(flatten)]
        options: RunOptions,
    },
    /// Write a scenario file to start from.
    #[command(after_help = "Examples:\n  onset new trial.toml\n  onset new nasal.toml --from esketamine-nasal")]
    New {
        /// The file to write; a name without an ending gets .toml.
        file: PathBuf,
        /// A built-in scenario to copy, as `onset list` shows it, instead of the short starter.
        #[arg(long, value_name = "NAME")]
        from: Option<String>,
        /// Overwrite a file that is there already.
        #[arg(long)]
        force: bool,
    },
    #[command(about = study::evidence::STUDY.about, after_help = "Examples:\n  onset evidence\n  onset evidence mood-onset ampa-needed\n  \
        onset evidence mood-decay --protocol > my.toml       the scenario behind a finding\n  \
        onset evidence --format markdown > evidence.md")]
    Evidence(EvidenceOptions),
    /// Tell what the literature says of the claims of lay articles.
    #[command(after_help = "Examples:\n  onset claims\n  onset claims ssri\n  onset claims unsupported\n  \
        onset claims --run ssri-double-dose      run and draw what shows it")]
    Claims(ClaimsOptions),
    #[command(about = study::guesses::STUDY.about, after_help = "Examples:\n  onset guesses\n  onset guesses six-infusions --metric improvement_7d\n  \
        onset guesses single-infusion --draw both -n 1000\n  \
        onset guesses my.toml -n 2000 --seed 7 --out output/guessed")]
    Guesses(GuessesOptions),
    #[command(about = study::rivals::STUDY.about, after_help = "Examples:\n  onset rivals\n  onset rivals --set parameters.hnk_fraction=0.8\n  \
        onset rivals --protocol ampa-antagonist > my.toml    the scenario of an experiment\n  \
        onset rivals --out - --format json")]
    Rivals(RivalsOptions),
    #[command(about = study::why::STUDY.about, after_help = "Examples:\n  onset why improvement_24h\n  onset why onset ketamine-vs-ssri\n  \
        onset why synapse_gain_24h my.toml --format csv")]
    Why(WhyOptions),
    #[command(about = study::talk::STUDY.about, after_help = talk::EXAMPLES)]
    Talk(TalkOptions),
    /// Write scenarios as one interactive page that a browser runs by itself.
    #[command(after_help = "Examples:\n  onset page ketamine-vs-ssri\n  \
        onset page routes --slider k_protein --slider stress=0..2 -o talk.html\n  \
        onset page my.toml ssri-five-drugs -o - > page.html")]
    Page(PageOptions),
    /// List the scenarios that come with the program.
    #[command(after_help = "Example:\n  onset list")]
    List,
    /// Print a scenario.
    #[command(after_help = "Examples:\n  onset show single-infusion > my.toml\n  \
        onset show my.toml --flat        what it means with all that it builds on")]
    Show {
        /// A name that `onset list` shows, or a scenario file.
        #[arg(value_name = "NAME or FILE")]
        scenario: String,
        /// With all that it builds on (`extends`) as one text, keys in a fixed order, without remarks.
        #[arg(long)]
        flat: bool,
    },
    /// Print the JSON Schema of scenario files, for editors.
    #[command(after_help = "Example:\n  onset schema > scenario.schema.json\n\n\
        An editor that reads TOML with schemas, such as VS Code with the extension\n\
        Even Better TOML, then completes and explains the keys of every file in this\n\
        folder that begins with:\n  #:schema ./scenario.schema.json")]
    Schema,
    /// List the parameters of the model and what each value rests on.
    #[command(after_help = "Examples:\n  onset parameters\n  onset parameters synapse\n  \
        onset parameters --basis assumed\n  onset parameters --format csv > parameters.csv")]
    Parameters {
        /// Only parameters with this word in their name, mechanism, meaning or source.
        word: Option<String>,
        /// Only parameters whose value rests on this.
        #[arg(long, value_name = "BASIS", value_enum)]
        basis: Option<BasisName>,
        /// Form of the table.
        #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
        format: TableFormat,
    },
    /// Print a script that lets a shell complete the commands.
    #[command(after_help = "Example:\n  onset completions bash > onset.bash\n\n\
        `source onset.bash` then lets the Tab key complete commands and options.")]
    Completions(CompletionsOptions),
    /// Print a manual page.
    #[command(after_help = "Examples:\n  onset man > onset.1\n  onset man run > onset-run.1\n\n\
        `man ./onset.1` then shows it.")]
    Man(ManOptions),
    /// Explain a name: what it means, its equation, its numbers, what acts on it.
    #[command(after_help = "Examples:\n  onset explain glutamate\n  onset explain k_protein\n  \
        onset explain onset\n  onset explain rival-direct\n  onset explain             every name with its meaning")]
    Explain(ExplainOptions),
    /// Print the equations, to read or for another program to run.
    #[command(after_help = "Examples:\n  onset equations\n  \
        onset equations single-infusion --format javascript > model.mjs\n  \
        onset equations single-infusion --format latex > model.tex\n  \
        onset equations six-infusions --arm \"one infusion\" --format sbml > model.xml\n  \
        onset equations --diff rival-direct         what a preset changes")]
    Equations(EquationsOptions),
}

impl Command {
    /// Does what the command says.
    pub(super) fn run(self, ways: &Ways, terminal: &Terminal) -> Result<(), Failure> {
        match self {
            Self::Demo(options) => run::demo(&options, terminal),
            Self::Run { scenarios, options } => run::run(&scenarios, &options, terminal),
            Self::Figure(options) => figure::figure(&options, terminal),
            Self::Gallery(options) => gallery::gallery(&options, terminal),
            Self::Verify(options) => verify::verify(&options, ways.carried, terminal),
            Self::Check { explain: Some(code), .. } => check::explanation(&code, terminal),
            Self::Check { scenarios, changes, format, explain: None } => {
                check::check(&scenarios, &changes, format, terminal)
            }
            Self::Population(options) => population::population(&options, terminal),
            Self::Merge(options) => merge::merge(&options, ways.population, terminal),
            Self::Sensitivity(options) => sensitivity::sensitivity(&options, terminal),
            Self::Fit(options) => fit::fit(&options, terminal),
            Self::Sweep(options) => sweep::sweep(&options, terminal),
            Self::Diff(options) => diff::diff(&options, terminal),
            Self::Watch { file, options } => watch::watch(&file, &options, terminal),
            Self::New { file, from, force } => new::new(&file, from.as_deref(), force, terminal),
            Self::Schema => terminal.data(&schema()),
            Self::Parameters { word, basis, format } => {
                parameters::parameters(word.as_deref(), basis, format, terminal)
            }
            Self::Completions(options) => manual::completions(&options, (ways.program)(), terminal),
            Self::Man(options) => manual::man(&options, (ways.program)(), terminal),
            Self::Claims(options) => claims::claims(&options, terminal),
            Self::Guesses(options) => guesses::guesses(&options, terminal),
            Self::Rivals(options) => rivals::rivals(&options, terminal),
            Self::Why(options) => why::why(&options, terminal),
            Self::Talk(options) => talk::talk(&options, terminal),
            Self::Page(options) => page::page(&options, terminal),
            Self::Evidence(options) => evidence::evidence(&options, terminal),
            Self::Explain(options) => explain::explain(&options, terminal),
            Self::Equations(options) => equations::equations(&options, terminal),
            Self::List => run::list(terminal),
            Self::Show { scenario, flat } => show::show(&scenario, flat, terminal),
        }
    }

    /// The command as a study; nothing for a command that is none. A new command does not compile before it stands here.
    pub(super) fn into_study(self) -> Option<Box<dyn StudyCommand>> {
        Some(match self {
            Self::Population(options) => Box::new(options),
            Self::Sweep(options) => Box::new(options),
            Self::Sensitivity(options) => Box::new(options),
            Self::Fit(options) => Box::new(options),
            Self::Diff(options) => Box::new(options),
            Self::Evidence(options) => Box::new(options),
            Self::Guesses(options) => Box::new(options),
            Self::Rivals(options) => Box::new(options),
            Self::Why(options) => Box::new(options),
            Self::Talk(options) => Box::new(options),
            Self::Demo(_)
            | Self::Run { .. }
            // Puts the shares of a population together: its figure is that of the population.
            | Self::Merge(_)
            | Self::Figure(_)
            | Self::Verify(_)
            | Self::Gallery(_)
            | Self::Check { .. }
            | Self::Watch { .. }
            | Self::New { .. }
            | Self::Claims(_)
            | Self::Page(_)
            | Self::List
            | Self::Show { .. }
            | Self::Schema
            | Self::Parameters { .. }
            | Self::Completions(_)
            | Self::Man(_)
            | Self::Explain(_)
            | Self::Equations(_) => return None,
        })
    }
}

impl Default for Command {
    fn default() -> Self {
        Self::Demo(RunOptions::default())
    }
}

/// Ways to read a command line, for the commands that read another one than their own.
pub(super) struct Ways {
    /// Reads the words of a study that a figure carries.
    pub(super) carried: Parse,
    /// Reads the words with which a share of a population was run.
    pub(super) population: merge::Parse,
    /// The program as clap knows it.
    pub(super) program: fn() -> clap::Command,
}
