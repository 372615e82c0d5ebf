//! What each code of a message means, in a paragraph with an example.
//!
//! Owns: the one table of explanations. A test reads every example: the wrong one gives its code, the right one does
//! not.

use super::diagnostic::CODES;

/// What a code means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    /// One of [`CODES`].
    pub code: &'static str,
    /// Why it is said, for a student.
    pub text: &'static str,
    /// What stands in the file above the example, for the example to be a whole file.
    pub above: &'static str,
    /// Lines that are answered with the code; empty where no text can show them.
    pub wrong: &'static str,
    /// The same as they were probably meant.
    pub right: &'static str,
}

/// The explanation of a code, typed in any case.
pub fn explain(code: &str) -> Option<&'static Explanation> {
    EXPLANATIONS.iter().find(|explanation| explanation.code.eq_ignore_ascii_case(code.trim()))
}

impl Explanation {
    /// What the code stands for, in a few words.
    pub fn title(&self) -> &'static str {
        CODES.iter().find(|(code, _)| *code == self.code).map_or("", |(_, meaning)| meaning)
    }
}

/// Above the lines of an arm.
const ARM: &str = "format = 1\nduration = \"2 d\"\n[[arm]]\nname = \"a\"\n";
/// Above the lines of a dose.
const DOSE: &str = "format = 1\nduration = \"2 d\"\n[[arm]]\nname = \"a\"\n[[arm.dose]]\ndrug = \"ketamine\"\n";
/// Above more lines of an infusion.
const INFUSION: &str = "format = 1\nduration = \"2 d\"\n[[arm]]\nname = \"a\"\n[[arm.dose]]\ndrug = \"ketamine\"\nroute = \"iv\"\namount = \"0.5 mg/kg\"\n";
/// Above the lines that follow a format and a duration.
const FILE: &str = "format = 1\nduration = \"2 d\"\n";

const fn explained(
    code: &'static str,
    above: &'static str,
    wrong: &'static str,
    right: &'static str,
    text: &'static str,
) -> Explanation {
    Explanation { code, text, above, wrong, right }
}

/// Every code, in the order of [`CODES`].
pub const EXPLANATIONS: &[Explanation] = &[
    explained(
        "E001",
        INFUSION,
        "over = 40 min",
        "over = \"40 min\"",
        "A scenario is a TOML file: lines of key = value below headers in brackets. A text, and every number with a unit, \
         stands between straight quotation marks; a list ends with ], and each key has a line of its own. What follows \
         a slip of this kind may not be understood, so mend the first one first.",
    ),
    explained(
        "E002",
        "",
        "",
        "",
        "The file holds bytes that are no letters in UTF-8, the usual encoding of text. It was most likely saved in an \
         older one by a word processor or a spreadsheet, or it is no text at all. Open it in a plain editor and save it \
         as UTF-8; the letters to look at are those with accents, and signs such as the micro sign: ug does as well.",
    ),
    explained(
        "E003",
        DOSE,
        "route = \"iv\"\namout = \"35 mg\"",
        "route = \"iv\"\namount = \"35 mg\"",
        "Every key of a file must be one that the program reads: a misspelt key that was passed over in silence would \
         change nothing, without any sign of it. A key belongs to the last header above it, so a right key below the \
         wrong header is unknown there as well. `onset parameters` lists the parameters of the model.",
    ),
    explained(
        "E004",
        ARM,
        "presets = \"val66met\"",
        "presets = [\"val66met\"]",
        "The value has another form than its key asks for: a text in quotation marks, a plain number, a list in square \
         brackets, or a table. A number with a unit is a text. Several treatments or doses are tables with double \
         brackets, such as [[arm]].",
    ),
    explained(
        "E005",
        "",
        "format = 1\n[[arm]]\nname = \"a\"",
        "format = 1\nduration = \"2 d\"\n[[arm]]\nname = \"a\"",
        "Some keys must be there, since no default would be right for everybody: how long to follow the subject, what is \
         given, how much and by which route. A key written above the first header belongs to the whole file.",
    ),
    explained(
        "E006",
        FILE,
        "[[observed]]\n[[arm]]\nname = \"a\"",
        "[[arm]]\nname = \"a\"",
        "The name is set aside for a later version of the program, which will give it a meaning. This version cannot do \
         what it says, and does not pretend to.",
    ),
    explained(
        "E007",
        DOSE,
        "route = \"iv\"\namount = \"0,5 mg/kg\"",
        "route = \"iv\"\namount = \"0.5 mg/kg\"",
        "A quantity is a number and then a unit, such as 0.5 mg/kg, 40 min or 1.2 1/d. Decimals have a point, not a \
         comma; capitals matter, since M and m are different units.",
    ),
    explained(
        "E008",
        DOSE,
        "route = \"iv\"\namount = \"35 mL\"",
        "route = \"iv\"\namount = \"35 mg\"",
        "The unit measures something else than the key: a volume where an amount of drug is asked for, or a mass where a \
         time is. Nothing is guessed. 35 mL holds more or less drug, depending on how it was diluted.",
    ),
    explained(
        "E009",
        INFUSION,
        "over = 40",
        "over = \"40 min\"",
        "The number needs a unit: 40 may be minutes or hours, 0.5 may be mg or mg/kg, and a wrong guess would be a \
         different experiment. Only parameters may be plain numbers, which are then in the unit of their table.",
    ),
    explained(
        "E010",
        FILE,
        "[subject]\nweight = \"700 kg\"\n[[arm]]\nname = \"a\"",
        "[subject]\nweight = \"70 kg\"\n[[arm]]\nname = \"a\"",
        "The number is outside the range in which the model means anything. The message says what is allowed. A value so \
         far out is most often a slipped point or another unit.",
    ),
    explained(
        "E011",
        FILE,
        "[parameters]\nf_oral = 0.6\nfp_oral = 0.6\n[[arm]]\nname = \"a\"",
        "[parameters]\nf_oral = 0.3\nfp_oral = 0.6\n[[arm]]\nname = \"a\"",
        "Each value is allowed by itself, but together they are impossible: shares of one dose that add up to more than \
         all of it, or effects of stress that would turn a rate negative. A value that the file does not name counts \
         with its default or that of a preset.",
    ),
    explained(
        "E012",
        DOSE,
        "amount = \"35 mg\"\nroute = \"intravenous\"",
        "amount = \"35 mg\"\nroute = \"iv\"",
        "The value must be one of a few names, spelt exactly so, in small letters. The message gives the choice or the \
         nearest name.",
    ),
    explained(
        "E013",
        ARM,
        "[[arm.dose]]\ndrug = \"ssri\"\namount = \"10 mg\"\nroute = \"iv\"",
        "[[arm.dose]]\ndrug = \"ssri\"\namount = \"10 mg\"\nroute = \"oral\"",
        "A drug can be given only by the routes that the model has pharmacokinetics for; an SSRI is swallowed. In the \
         same way, only what runs into a vein can run over a time, so that `over` goes with the route iv alone.",
    ),
    explained(
        "E014",
        INFUSION,
        "every = \"1 d\"",
        "every = \"1 d\"\ncount = 2",
        "A repeated dose says how often with `every` and when it ends with either `count`, the number of rounds, or \
         `until`, a time. Without an end it would go on for ever; with both, they could contradict each other.",
    ),
    explained(
        "E015",
        INFUSION,
        "every = \"1 s\"\nuntil = \"2 d\"",
        "every = \"1 h\"\nuntil = \"2 d\"",
        "So many doses, output times, arms or panels are most likely a slip, such as seconds where hours were meant, and \
         would take long or not fit on a slide.",
    ),
    explained(
        "E016",
        INFUSION,
        "at = \"3 d\"",
        "at = \"1 d\"",
        "Every dose of the arm is at or after the end of the scenario, so nothing would be given and the curves would \
         show no drug at all. Give it earlier, or make `duration` longer.",
    ),
    explained(
        "E017",
        ARM,
        "[[arm.switch]]\nat = \"6 h\"\nuntil = \"2 h\"\nset = { ampa_block = 0.9 }",
        "[[arm.switch]]\nat = \"2 h\"\nuntil = \"6 h\"\nset = { ampa_block = 0.9 }",
        "Something ends at or before the time at which it begins. Both times count from the start of the scenario: `until` \
         is a moment, not a length.",
    ),
    explained(
        "E018",
        ARM,
        "[[arm.switch]]\nuntil = \"6 h\"\nset = { stress = 0.5 }\n[[arm.switch]]\nat = \"2 h\"\nset = { stress = 0.2 }",
        "[[arm.switch]]\nuntil = \"2 h\"\nset = { stress = 0.5 }\n[[arm.switch]]\nat = \"2 h\"\nset = { stress = 0.2 }",
        "Two switches change one parameter at the same time, and nothing says which of them holds. Let the first end \
         where the second begins. A preset may bring a switch of its own.",
    ),
    explained(
        "E019",
        INFUSION,
        "at = []",
        "at = [\"0 h\"]",
        "Something is there without content: a file without a scenario, a scenario without an arm, a list without an \
         entry, a switch that changes nothing. Fill it, or leave it out and the default holds.",
    ),
    explained(
        "E020",
        ARM,
        "[[arm]]\nname = \"a\"",
        "[[arm]]\nname = \"b\"",
        "Two arms, or two entries of a list, have the same name. Figures and tables tell arms apart by their names, so \
         each needs one of its own.",
    ),
    explained(
        "E021",
        ARM,
        "presets = [\"escitalopram\", \"sertraline\"]",
        "presets = [\"escitalopram\"]\n[[arm]]\nname = \"b\"\npresets = [\"sertraline\"]",
        "An arm has one set of pharmacokinetics for each drug, so it can hold one SSRI and one blocker. Two of them are \
         two arms, which is also how one would compare them.",
    ),
    explained(
        "E022",
        "",
        "--set arm.9.parameters.k_protein=0.05",
        "--set arm.1.parameters.k_protein=0.05",
        "The path before the equals sign names a value as the file does, level by level with points: \
         parameters.k_protein, subject.weight, arm.ketamine.dose.1.amount. Arms go by their name or number, doses by \
         their number, from 1.",
    ),
    explained(
        "E023",
        FILE,
        "[[arm]]\nname = \"\"",
        "[[arm]]\nname = \"ketamine\"",
        "Names of arms and titles appear in figures, tables and legends. One that is empty, very long, or holds a line \
         break would spoil them. A character that cannot be seen, such as one that turns the direction of writing, would \
         let a name pass for another.",
    ),
    explained(
        "E024",
        FILE,
        "[grid]\npoints = 100\nevery = \"1 h\"\n[[arm]]\nname = \"a\"",
        "[grid]\nevery = \"1 h\"\n[[arm]]\nname = \"a\"",
        "Output times are given in one way: so many `points`, one `every` so often, or the `times` themselves, and within \
         the duration. They choose only what is written down. The solver takes its own steps, and the time of every \
         dose is always added.",
    ),
    explained(
        "E025",
        "",
        "format = 2\nduration = \"2 d\"\n[[arm]]\nname = \"a\"",
        "format = 1\nduration = \"2 d\"\n[[arm]]\nname = \"a\"",
        "The first line says by which rules the file is written, so that it means the same years from now. This version \
         reads format 1. A file of a later format needs a later version of the program.",
    ),
    explained(
        "E026",
        "format = 1\n",
        "extends = \"singel-infusion\"",
        "extends = \"single-infusion\"",
        "The file builds on another scenario that is not there. A name means a scenario that comes with the program, as \
         `onset list` shows it; anything else is a file, with its ending, by its path from the folder of the file that \
         names it. Only files in the folder of the scenario or below are read, so that a scenario of someone else \
         reaches nothing but what came with it.",
    ),
    explained(
        "E027",
        "format = 1\n",
        "extends = \"my.toml\"",
        "extends = \"single-infusion\"",
        "Two files that build on each other, or a file that builds on itself, would have no first one to begin with. Let \
         one of them stand alone. A long chain that ends is refused as well: it would be hard to see where a \
         value comes from.",
    ),
    explained(
        "E028",
        ARM,
        "[[output]]\nname = \"relief\"\nexpr = \"improvement dose_total\"\nunit = \"%/mg\"",
        "[[output]]\nname = \"relief\"\nexpr = \"improvement / dose_total\"\nunit = \"%/mg\"",
        "A formula is made of numbers, names of quantities, + - * / ^ and parentheses, as it would be typed into a \
         calculator; nothing is multiplied without a sign. It can name every column of trajectory.csv, every parameter, and \
         dose_total, the mg given so far. Units are followed through it, so that what is added must be of one kind.",
    ),
    explained(
        "E029",
        ARM,
        "[population]\nvary = [{ name = \"ketamine_cl\", cv = \"30 %\" }]\ncorrelate = [{ between = [\"ketamine_cl\", \"ketamine_v1\"], r = 0.5 }]",
        "[population]\nvary = [\n  { name = \"ketamine_cl\", cv = \"30 %\" },\n  { name = \"ketamine_v1\", cv = \"30 %\" },\n]\ncorrelate = [{ between = [\"ketamine_cl\", \"ketamine_v1\"], r = 0.5 }]",
        "What varies between subjects cannot be as it is written. A correlation is between two things that both vary, \
         and correlations must not contradict each other: if clearance goes with volume and volume with weight, then \
         clearance to some degree goes with weight. In the words of mathematics, the matrix of correlations must be \
         positive definite; the message says which value would do.",
    ),
    explained(
        "W001",
        INFUSION,
        "at = [\"0 h\", \"3 d\"]",
        "at = [\"0 h\", \"1 d\"]",
        "Some of the doses are at or after the end of the scenario. They are left out, and the others are given. Make \
         `duration` longer to see them.",
    ),
    explained(
        "W002",
        INFUSION,
        "over = \"40 h\"",
        "over = \"40 min\"",
        "The infusion is far longer than any usual one; ketamine for depression runs over 40 min. It may be just what you \
         want to try, so the scenario runs. But look at the unit.",
    ),
    explained(
        "W003",
        DOSE,
        "route = \"iv\"\namount = \"500 mg/kg\"",
        "route = \"iv\"\namount = \"0.5 mg/kg\"",
        "The dose is far larger than any that people get, and the model was never compared with data there. The \
         scenario runs, but what it shows is the form of the equations, not of the drug. A slipped point or a missing \
         /kg is the usual reason.",
    ),
    explained(
        "W004",
        ARM,
        "[[arm.switch]]\nat = \"3 d\"\nset = { ampa_block = 0.9 }",
        "[[arm.switch]]\nat = \"1 d\"\nset = { ampa_block = 0.9 }",
        "The switch begins, or the event happens, at or after the end of the scenario, so it changes nothing. Make \
         `duration` longer, or let it begin earlier.",
    ),
    explained(
        "W005",
        FILE,
        "[parameters]\nketamine_cl = 300\n[[arm]]\nname = \"a\"",
        "[parameters]\nketamine_cl = 120\n[[arm]]\nname = \"a\"",
        "The parameter is at the edge of what the model takes. The bounds are wide: what lies there is no longer a person \
         but a test of the equations. A result that is only seen at a bound says more about the bound than about a drug. \
         `onset parameters` shows the bounds, and what the usual value rests on.",
    ),
    explained(
        "W006",
        FILE,
        "[subject]\npreset = \"healthy\"\n[[arm]]\nname = \"a\"",
        "[[arm]]\nname = \"a\"\n[[arm.dose]]\ndrug = \"ketamine\"\namount = \"0.5 mg/kg\"\nroute = \"iv\"\nover = \"40 min\"",
        "The scenario was run, but what its figure shows stays where it was, so there is nothing to see. The message says \
         why: nothing is given, the dose is too small to block or occupy anything, a link of the pathway is cut, there is \
         nothing to improve, or the end comes before the effect.",
    ),
    explained(
        "W007",
        ARM,
        "[population]\nvary = [{ name = \"ketamine_cl\", cv = \"300 %\" }]",
        "[population]\nvary = [{ name = \"ketamine_cl\", cv = \"30 %\" }]",
        "The variability is allowed, but more than is usual between subjects: with a coefficient of variation of 300 %, \
         one subject in ten has less than a twelfth or more than twelve times the typical value. Perhaps a digit too \
         many.",
    ),
    explained(
        "W008",
        ARM,
        "[grid]\npoints = 800000",
        "[grid]\npoints = 800",
        "The scenario can be run, but every output time of every arm is kept with all its values until the tables and \
         figures are written, and so are the steps after each dose and switch. The message says about how much memory \
         that takes. A figure shows no more with a million points than with five hundred. The same code stands where a \
         file has more warnings than are shown.",
    ),
    explained(
        "W009",
        FILE,
        "[[arm]]\nname = \"ketamine 0.5 mg/kg\"\n[[arm.dose]]\ndrug = \"ketamine\"\namount = \"1 mg/kg\"\nroute = \"iv\"",
        "[[arm]]\n[[arm.dose]]\ndrug = \"ketamine\"\namount = \"1 mg/kg\"\nroute = \"iv\"",
        "The name of an arm stands in the legend, the tables and every saved file. Here it speaks of an amount that the arm \
         does not give, so a figure would show a dose that was not given. Without a `name` an arm is called after its \
         doses, and the name follows each change of them.",
    ),
];

#[cfg(test)]
mod tests {
    use super::super::{Override, Source, read_from};
    use super::*;

    fn codes(above: &str, text: &str) -> Vec<&'static str> {
        let (file, given) = match text.strip_prefix("--set ") {
            Some(given) => (ARM.to_owned(), Override::parse(given)),
            None => (format!("{above}{text}\n"), None),
        };
        let given: Vec<Override> = given.into_iter().collect();
        let source = Source::new("my.toml", file);
        let resolver = |name: &str, from: &Source| if name == "my.toml" { Ok(from.clone()) } else { Err("".into()) };
        read_from(&source, &given, &resolver).diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
    }

    #[test]
    fn every_code_is_explained_in_order() {
        let explained: Vec<&str> = EXPLANATIONS.iter().map(|explanation| explanation.code).collect();
        let all: Vec<&str> = CODES.iter().map(|(code, _)| *code).collect();
        assert_eq!(explained, all);
        for explanation in EXPLANATIONS {
            assert!(explanation.text.len() > 80 && explanation.text.ends_with('.'), "{}", explanation.code);
            assert!(!explanation.text.contains("  "), "{}", explanation.code);
            assert!(!explanation.title().is_empty());
        }
        assert_eq!(explain(" e003 ").map(|explanation| explanation.code), Some("E003"));
        assert_eq!(explain("E999"), None);
    }

    #[test]
    fn every_example_is_answered_with_its_code_until_it_is_mended() {
        for Explanation { code, above, wrong, right, .. } in EXPLANATIONS.iter().copied() {
            if code == "E002" {
                assert!(wrong.is_empty() && right.is_empty(), "bytes that are no text cannot stand here");
                continue;
            }
            if code == "W006" {
                // Said after a run, so that no text alone is answered with it; tests/suite/flat_results.rs runs these.
                assert_eq!((codes(above, wrong), codes(above, right)), (vec![], vec![]));
                continue;
            }
            assert_eq!(codes(above, wrong), [code], "{wrong}");
            assert_eq!(codes(above, right), [""; 0], "{code}: {right}");
        }
    }
}
