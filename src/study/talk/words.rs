//! Slides of words: what a talk asks, claims and takes home.

use crate::figure::Profile;
use crate::metrics::{ONSET_HOLD, ONSET_LEVEL};
use crate::run::{ArmResult, Run};
use crate::slides::{Body, Point, Slide, parted};
use crate::study::evidence::{Claim, Claims};
use crate::words::{duration, short};

/// Slides of points: as many as are needed for letters that can be read from the last row.
pub(super) fn points(title: &str, points: &[Point], notes: &str, profile: &Profile) -> Vec<Slide> {
    let parts = parted(points, profile);
    let count = parts.len();
    let slide = |(index, part): (usize, Vec<Point>)| Slide {
        title: if count > 1 { format!("{title} ({}/{count})", index + 1) } else { title.to_owned() },
        body: Body::Points(part),
        notes: if index == 0 { notes.to_owned() } else { String::new() },
    };
    parts.into_iter().enumerate().map(slide).collect()
}

/// The sentences of a text.
pub(super) fn sentences(text: &str) -> Vec<Point> {
    let mut points: Vec<String> = Vec::new();
    for piece in text.split_inclusive(['.', '?', '!']) {
        // A full stop within a number or an abbreviation has no blank after it, or a small letter.
        let begins =
            piece.strip_prefix(' ').is_some_and(|rest| rest.starts_with(|c: char| c.is_uppercase() || c == '"'));
        match points.last_mut() {
            Some(last) if !begins => last.push_str(piece),
            _ => points.push(piece.trim().to_owned()),
        }
    }
    points.into_iter().filter(|text| !text.is_empty()).map(|text| Point::new(text, "")).collect()
}

/// What the audience is asked before any curve: for each arm when, how far and how long.
pub(super) fn question(run: &Run) -> Vec<Point> {
    let mut points: Vec<Point> = run.arms.iter().map(|arm| Point::new(arm.name.clone(), "")).collect();
    points.push(Point::new(
        format!(
            "Sketch each curve over {}: when does it begin, when is it highest, what is left at the end?",
            duration(run.duration)
        ),
        "",
    ));
    points
}

/// What an arm gave, in one line.
fn outcome(arm: &ArmResult) -> Option<String> {
    let metric = |key: &str| arm.metrics.get(key);
    let peak = metric("peak_improvement").zip(metric("time_of_peak"));
    let (peak, time) = peak?;
    let onset = match metric("onset") {
        Some(onset) => format!("onset after {}", duration(onset)),
        None => "no onset".to_owned(),
    };
    let end = metric("improvement_end").map_or_else(String::new, |end| format!(", {} % at the end", short(end)));
    Some(format!("{}: {onset}, peak {} % at {}{end}", arm.name, short(peak), duration(time)))
}

/// What to take home: what each arm gave, and what a model can say.
pub(super) fn take_home(run: &Run) -> Vec<Point> {
    let definition = format!(
        "Improvement of the symptom index in the model. Onset: it reaches {ONSET_LEVEL} % and stays there for {ONSET_HOLD} h."
    );
    let mut points: Vec<Point> = run.arms.iter().filter_map(outcome).map(|line| Point::new(line, "")).collect();
    if let Some(last) = points.last_mut() {
        last.remark = definition;
    }
    points
        .push(Point::new("These are numbers of a model that was tuned to groups: they tell nothing of a patient.", ""));
    points
}

/// The claims that bear on these scenarios first, then others, at most so many.
pub(super) fn chosen<'a>(claims: &'a Claims, scenarios: &[&str], most: usize) -> Vec<&'a Claim> {
    let bears = |claim: &&Claim| scenarios.contains(&claim.scenario.as_str());
    let (first, rest): (Vec<&Claim>, Vec<&Claim>) = claims.claims.iter().partition(bears);
    first.into_iter().chain(rest).take(most).collect()
}

/// A claim with its verdict, and where that stands.
pub(super) fn claim(claims: &Claims, claim: &Claim) -> Point {
    Point::new(
        format!("\"{}\": {}", claim.claim, claim.verdict.name()),
        claims.sources(claim).iter().map(|source| brief(source)).collect::<Vec<_>>().join("; "),
    )
}

/// Authors and year of a publication, which is what fits on a slide.
fn brief(source: &str) -> String {
    let year = source.split(|c: char| !c.is_ascii_digit()).find(|word| word.len() == 4);
    match year.and_then(|year| source.find(year).map(|at| at + year.len())) {
        Some(end) => source[..end].to_owned(),
        None => source.to_owned(),
    }
}

/// What the speaker says of the claims.
pub(super) fn answers(chosen: &[&Claim]) -> String {
    chosen.iter().map(|claim| format!("\"{}\": {}", claim.claim, claim.answer)).collect::<Vec<_>>().join("\n")
}

/// The publications behind these claims, each once.
pub(super) fn references(claims: &Claims, chosen: &[&Claim]) -> Vec<Point> {
    let mut sources: Vec<&str> = chosen.iter().flat_map(|claim| claims.sources(claim)).collect();
    sources.sort_unstable();
    sources.dedup();
    sources.into_iter().map(|source| Point::new(source, "")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_parted_into_sentences() {
        let texts: Vec<String> = sentences("Change it to 0.5 mg. Does it grow? See e.g. the text.")
            .into_iter()
            .map(|point| point.text)
            .collect();
        assert_eq!(texts, ["Change it to 0.5 mg.", "Does it grow?", "See e.g. the text."]);
    }

    #[test]
    fn a_source_is_cut_after_its_year() {
        assert_eq!(brief("Maeng S et al. 2008, Biol Psychiatry 63:349-352"), "Maeng S et al. 2008");
        assert_eq!(brief("Label"), "Label");
    }
}
