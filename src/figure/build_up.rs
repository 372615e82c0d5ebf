//! A page in steps: axes first, then what is drawn, one thing at a time.
//!
//! Owns the order of the steps. Must not know the layout: a step is the whole page less what comes later, so that
//! nothing ever moves, and the last step is the page itself.

use super::{Content, Figure, Group, Node, Panel, Profile, Scene, Theme, layout};

/// What a step adds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Step {
    /// Axes, headings and words.
    Axes,
    /// When doses are given.
    Doses,
    /// The curve and points with this id, in every panel.
    Curve(String),
    /// The row with this number from 1, in every panel.
    Row(usize),
    /// The box with this id, and the arrows between it and those before.
    Box(String),
    /// Marked moments.
    Marks,
    /// Areas: the spread between subjects, or parts of a whole.
    Bands,
}

/// The page after every step, from the axes to all of it. Steps that would add nothing are left out.
#[must_use]
pub fn build_up(figure: &Figure, theme: &Theme, profile: &Profile) -> Vec<(Step, Scene)> {
    let whole = layout(figure, theme, profile);
    // A diagram has no axes; its first step is its first box.
    let is_diagram = figure.panels.iter().any(Panel::is_diagram);
    let mut steps = if is_diagram { Vec::new() } else { vec![Step::Axes, Step::Doses] };
    for panel in &figure.panels {
        let mut row = 0;
        for content in panel.by_kind() {
            let own = match content {
                Content::Series(series) => vec![Step::Curve(slug(&series.id))],
                Content::Points(points) => vec![Step::Curve(slug(&points.id))],
                Content::Row(_) => {
                    row += 1;
                    vec![Step::Row(row)]
                }
                Content::Diagram(diagram) => {
                    // What does not move stands beside the first box; no question is about it.
                    let moved = diagram.nodes.iter().filter(|node| node.moves());
                    moved.map(|node| Step::Box(slug(&node.id))).collect()
                }
                // Marks and bands come after all curves; lines and cells stand from the first step.
                Content::Mark(_) | Content::Band(_) | Content::Reference(_) | Content::HeatMap(_) => Vec::new(),
            };
            for step in own {
                if !steps.contains(&step) {
                    steps.push(step);
                }
            }
        }
    }
    steps.extend([Step::Marks, Step::Bands]);
    let mut frames: Vec<(Step, Scene)> = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        let shown = &steps[..=index];
        let mut scene = whole.clone();
        scene.groups.retain(|group| is_shown(group, shown, &figure.panels));
        if frames.last().is_none_or(|(_, before)| before.groups.len() < scene.groups.len()) {
            frames.push((step.clone(), scene));
        }
    }
    frames
}

/// Whether a group belongs to one of these steps.
fn is_shown(group: &Group, steps: &[Step], panels: &[Panel]) -> bool {
    let id = group.id.as_str();
    let after = |start: &str| id.strip_prefix(start);
    let curve = |name: &str| steps.contains(&Step::Curve(name.to_owned()));
    if id == "doses" || after("doses-").is_some() {
        return steps.contains(&Step::Doses);
    }
    if let Some(name) = after("label-points-").or_else(|| after("points-")).filter(|name| curve(name)) {
        return curve(name);
    }
    if after("label-band-").is_some() || after("band-").is_some() {
        return steps.contains(&Step::Bands);
    }
    if let Some(name) = after("series-").or_else(|| after("label-")) {
        return curve(name);
    }
    if after("points-").is_some() {
        return false;
    }
    if after("guide-").is_some() || after("mark-").is_some() {
        return steps.contains(&Step::Marks);
    }
    if let Some((_, number)) = after("row-").and_then(|rest| rest.rsplit_once('-')) {
        return number.parse().is_ok_and(|number| steps.contains(&Step::Row(number)));
    }
    // The boxes and arrows of a second diagram on a page end in its number.
    let still = |name: &str| nodes_of(panels).any(|node| node.id == name && !node.moves());
    let is_box = |name: &str| still(name) || steps.contains(&Step::Box(slug(name)));
    let nodes = || nodes_of(panels);
    let links = || panels.iter().flat_map(Panel::diagrams).flat_map(|diagram| &diagram.links);
    let names = |rest: &str, name: &str| {
        let tail = rest.strip_prefix(name);
        tail.is_some_and(|tail| tail.is_empty() || tail.strip_prefix('-').is_some_and(|n| n.parse::<usize>().is_ok()))
    };
    if let Some(rest) = after("node-") {
        return nodes().any(|node| names(rest, &slug(&node.id)) && is_box(&node.id));
    }
    if let Some(rest) = after("link-") {
        let mut these = links().filter(|link| names(rest, &slug(&format!("{}-{}", link.from, link.to))));
        return these.any(|link| is_box(&link.from) && is_box(&link.to));
    }
    true
}

/// The boxes of every diagram.
fn nodes_of(panels: &[Panel]) -> impl Iterator<Item = &Node> {
    panels.iter().flat_map(Panel::diagrams).flat_map(|diagram| &diagram.nodes)
}

fn slug(name: &str) -> String {
    layout::slug(name)
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    fn frames(figure: &Figure) -> Vec<(Step, Scene)> {
        build_up(figure, &Theme::light(), &Profile::slides_16x9())
    }

    #[test]
    fn every_step_keeps_what_was_there_and_the_last_is_the_page() {
        for figure in
            [samples::dose_response(), samples::phase(), samples::events(), samples::parts(), samples::cascade()]
        {
            let frames = frames(&figure);
            assert!(frames.len() > 2, "{}", figure.id);
            assert_eq!(frames[0].0, Step::Axes);
            for pair in frames.windows(2) {
                let later = &pair[1].1.groups;
                assert!(pair[0].1.groups.iter().all(|group| later.contains(group)), "{}", figure.id);
            }
            let whole = layout(&figure, &Theme::light(), &Profile::slides_16x9());
            assert_eq!(frames.last().unwrap().1, whole, "{}", figure.id);
        }
    }

    #[test]
    fn the_axes_show_no_result() {
        for figure in [samples::dose_response(), samples::phase(), samples::events(), samples::parts()] {
            let axes = &frames(&figure)[0].1;
            let tells = ["series-", "label-", "points-", "row-", "mark-", "guide-", "band-", "doses"];
            assert!(axes.groups.iter().all(|group| tells.iter().all(|start| !group.id.starts_with(start))));
        }
    }
}
