//! The names of all files that this program writes into a folder of output. What a manifest lists beyond them is never
//! removed, since a manifest can come from anywhere.

use onset::figure::Profile;
use onset::scenario::builtin::BUILTINS;

/// Tables and pages of every command.
const TABLES: [&str; 26] = [
    "bands.csv",
    "contributions.csv",
    "correlations.csv",
    "course.csv",
    "diff.csv",
    "diff.json",
    "estimates.csv",
    "evidence.md",
    "findings.csv",
    "findings.json",
    "index.html",
    "indices.csv",
    "metrics.csv",
    "metrics.json",
    "parameters.csv",
    "points.csv",
    "predictions.csv",
    "predictions.json",
    "residuals.csv",
    "response.csv",
    "share.json",
    "spread.csv",
    "subjects.csv",
    "subjects.parquet",
    "trajectories.csv",
    "trajectory.csv",
];

/// Figures of every command, each with its words and its data.
const FIGURES: [&str; 13] = [
    "cascade",
    "comparison",
    "curves",
    "evidence",
    "experiments",
    "figure",
    "fit",
    "guesses",
    "ranking",
    "rivals",
    "sensitivity",
    "sweep",
    "why",
];

/// Endings of the files of a figure.
const ENDINGS: [&str; 4] = ["svg", "png", "txt", "csv"];

/// Whether a file of this name can be one that this program wrote.
pub(super) fn is_of_output(name: &str) -> bool {
    let is_figure =
        || name.rsplit_once('.').is_some_and(|(stem, ending)| FIGURES.contains(&stem) && ENDINGS.contains(&ending));
    TABLES.contains(&name) || is_figure() || is_of_gallery(name)
}

/// A picture of the gallery: scenario, kind, profile and theme, joined by hyphens.
fn is_of_gallery(name: &str) -> bool {
    let Some(stem) = name.strip_suffix(".png") else { return false };
    let after_scenario = |known: &&str| stem.strip_prefix(*known).is_some_and(|rest| rest.starts_with('-'));
    !stem.contains(['/', '\\'])
        && BUILTINS.iter().map(|builtin| builtin.name).any(|known| after_scenario(&known))
        && Profile::all().iter().any(|profile| stem.contains(&format!("-{}-", profile.id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_program_and_of_the_user() {
        for own in ["trajectory.csv", "figure.svg", "cascade.csv", "routes-comparison-slides-16x9-light.png"] {
            assert!(is_of_output(own), "{own}");
        }
        for other in [
            "thesis.txt",
            "figure.docx",
            "../figure.svg",
            "sub/metrics.csv",
            ".onset.lock",
            "manifest.json",
            "routes.png",
            "routes-mine.png",
            "../routes-comparison-slides-16x9-light.png",
            "routes-/x-slides-16x9-light.png",
        ] {
            assert!(!is_of_output(other), "{other}");
        }
    }
}
