//! A figure as slides, whole or step by step.

use crate::chart::{Note, Style, notes};
use crate::figure::{DrawError, Figure, Scene, Step, build_up, layout};
use crate::slides::{Body, Picture, Slide};

/// What a speaker says over a step: what it shows, and what to ask before the next. `seen` is all that there is to see,
/// where the step is the last.
pub fn slide_notes(step: Option<&Note>, next: Option<&Note>, seen: Option<&str>) -> String {
    let shown = step.map(|note| format!("On the slide now: {}.", note.shows));
    let all = seen.map(|words| format!("What is to be seen: {words}"));
    let ask = next.map(|note| format!("Ask before the next step: {}", note.ask));
    [shown, all, ask].into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// A slide of one page; its words for a reader of screens tell the result only where the whole page is shown.
///
/// # Errors
/// If the page cannot be drawn as pixels.
pub fn slide(
    (scene, figure): (&Scene, &Figure),
    title: &str,
    step: Option<(&Note, usize, usize)>,
    notes: String,
) -> Result<Slide, DrawError> {
    let alt = match step {
        Some((note, number, count)) if number < count => {
            format!("{title}, step {number} of {count}: {}.", note.shows)
        }
        _ => figure.alt_text.clone(),
    };
    let picture = Picture::of(scene, figure, alt)?;
    Ok(Slide { title: title.to_owned(), body: Body::Picture(picture), notes })
}

/// A slide for each page of a figure.
pub(super) fn whole(figure: &Figure, style: &Style) -> Result<Vec<Slide>, DrawError> {
    figure.pages_for(&style.profile()).iter().map(|page| whole_page(page, style)).collect()
}

fn whole_page(page: &Figure, style: &Style) -> Result<Slide, DrawError> {
    let scene = layout(page, &style.theme(), &style.profile());
    let seen = slide_notes(None, None, Some(&page.alt_text));
    slide((&scene, page), &page.title, None, seen)
}

/// A slide for each step of the first page of a figure, and one for each further page, which shows the same of another
/// arm or quantity.
pub(super) fn stepwise(figure: &Figure, style: &Style) -> Result<Vec<Slide>, DrawError> {
    let mut slides = Vec::new();
    for (place, page) in figure.pages_for(&style.profile()).into_iter().enumerate() {
        if place > 0 {
            slides.push(whole_page(&page, style)?);
            continue;
        }
        let frames = build_up(&page, &style.theme(), &style.profile());
        let steps: Vec<Step> = frames.iter().map(|(step, _)| step.clone()).collect();
        let words = notes(&page, &steps);
        let count = frames.len();
        for (index, ((_, scene), note)) in frames.iter().zip(&words).enumerate() {
            let seen = (index + 1 == count).then_some(page.alt_text.as_str());
            let spoken = slide_notes(Some(note), words.get(index + 1), seen);
            slides.push(slide((scene, &page), &page.title, Some((note, index + 1, count)), spoken)?);
        }
    }
    Ok(slides)
}
