//! A diagram: boxes in columns and lines, with arrows between them.

use super::Hue;

/// A box.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Name in the file, as in `id="node-<id>"`.
    pub id: String,
    /// Words inside.
    pub label: String,
    /// Place from left to right, from 0.
    pub column: usize,
    /// Place from top to bottom, from 0.
    pub line: usize,
    /// Role that decides the hue.
    pub hue: Hue,
    /// How much it moves, from 0 (faint and dashed) to 1 (full colour).
    pub activity: f64,
    /// A number under the name, such as `+24 %, 33 min`; empty for none.
    pub note: String,
    /// Its course as a small curve: place from 0 to 1, and height from -1 to 1 with 0 where it was before time 0.
    pub course: Vec<[f64; 2]>,
}

impl Node {
    /// Less than this is no movement.
    pub const LEAST_ACTIVITY: f64 = 0.02;

    /// Whether it moves.
    #[must_use]
    pub fn moves(&self) -> bool {
        self.activity >= Self::LEAST_ACTIVITY
    }
}

/// What an arrow does to the box that it leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// It raises it: a pointed head.
    Raises,
    /// It lowers it: a flat head.
    Lowers,
}

/// Whether an arrow stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum LinkState {
    /// It acts.
    Intact,
    /// It acts less, or not for a while: a stroke across, with these lines of words beside it.
    Weaker(Vec<String>),
    /// It is cut: dashed and crossed out, with these lines of words beside it.
    Cut(Vec<String>),
}

impl LinkState {
    /// The words beside it.
    pub(super) fn words(&self) -> &[String] {
        match self {
            Self::Intact => &[],
            Self::Weaker(words) | Self::Cut(words) => words,
        }
    }
}

/// An arrow between two boxes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Id of the box it leaves.
    pub from: String,
    /// Id of the box it leads to.
    pub to: String,
    /// What it does there.
    pub effect: Effect,
    /// Whether it stands.
    pub state: LinkState,
    /// Whether the box that it leaves moves, so that there is something to pass on.
    pub carries: bool,
}

/// Boxes and arrows; a panel that has one shows nothing else.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Diagram {
    /// Boxes.
    pub nodes: Vec<Node>,
    /// Arrows.
    pub links: Vec<Link>,
}

impl Diagram {
    /// The box with this id.
    pub(super) fn node(&self, id: &str) -> Option<&Node> {
        self.nodes.iter().find(|node| node.id == id)
    }

    /// How many columns and lines there are.
    pub(super) fn extent(&self) -> (usize, usize) {
        let most = |place: fn(&Node) -> usize| self.nodes.iter().map(place).max().map_or(0, |most| most + 1);
        (most(|node| node.column), most(|node| node.line))
    }

    /// The diagram in words.
    pub(super) fn words(&self) -> String {
        let name = |id: &str| self.node(id).map_or_else(|| id.to_owned(), |node| node.label.clone());
        let phrase = |link: &Link| {
            let (from, to) = (name(&link.from), name(&link.to));
            let acts = match link.effect {
                Effect::Raises => "raises",
                Effect::Lowers => "lowers",
            };
            match &link.state {
                LinkState::Intact => format!("{from} {acts} {to}"),
                LinkState::Weaker(words) => format!("{from} {acts} {to}, {}", words.join(", ")),
                LinkState::Cut(_) => format!("the link from {from} to {to} is cut"),
            }
        };
        let still: Vec<String> = self
            .nodes
            .iter()
            .filter(|node| !node.moves())
            .map(|node| format!("{} does not move", node.label))
            .collect();
        let moved = self.nodes.iter().filter(|node| node.moves() && !node.note.is_empty());
        let moved = moved.map(|node| format!("{} {}", node.label, node.note));
        let acting = self.links.iter().filter(|link| link.carries || link.state != LinkState::Intact);
        moved.chain(acting.map(phrase)).chain(still).collect::<Vec<_>>().join("; ")
    }
}
