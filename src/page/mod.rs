//! One interactive file: the model and a scenario as a page that a browser runs by itself, without a server or a network.
//!
//! Owns: which sliders a page has, the data of the scenario, and the page itself, whose HTML, CSS and
//! JavaScript lie in `web/`. Must not know: files, the terminal; and no equation: the model in the page is what
//! [`crate::export::javascript`] prints. Words, colours, ticks and bounds come from the tables of the other rooms, so
//! that `web/` names no drug, no parameter and no colour of a curve.
//!
//! # The parts of `web/`
//! | file | does |
//! |---|---|
//! | `page.html`, `page.css` | what stands where, in light and dark, on a phone, a projector and paper |
//! | `words.js` | numbers and times as people read and write them |
//! | `study.js` | the arms of the file, and what was changed of them |
//! | `shape.js` | onset and peak of a run |
//! | `axes.js`, `draw.js` | the figure as SVG |
//! | `controls.js` | sliders, doses, switches |
//! | `link.js`, `files.js` | the state in the address; SVG, CSV and TOML to take away |
//! | `main.js` | one state, drawn roughly while something moves and exactly when it rests |

mod data;
mod gallery;
mod sliders;

pub use gallery::{Picture, gallery};
pub use sliders::chosen;

use crate::export::{Study, in_script, javascript, xml};
use crate::run::{Run, Seal, basis};
use crate::scenario::Slider;
use crate::words::texts::DISCLAIMER;

/// What stands where.
const HTML: &str = include_str!("web/page.html");

/// How it looks.
const STYLE: &str = include_str!("web/page.css");

/// What it does, in the order in which the parts lean on each other.
const SCRIPTS: [&str; 8] = [
    include_str!("web/words.js"),
    include_str!("web/study.js"),
    include_str!("web/shape.js"),
    include_str!("web/axes.js"),
    include_str!("web/draw.js"),
    include_str!("web/controls.js"),
    include_str!("web/link.js"),
    concat!(include_str!("web/files.js"), "\n", include_str!("web/main.js")),
];

/// The remark at the end of a page: the fingerprint of all that stands before it.
const SEAL: Seal = Seal { before: "<!-- onset page, SHA-256 of all above: ", after: " -->\n" };

/// Whether a text is a page as this program wrote it.
pub fn is_as_written(text: &str) -> bool {
    SEAL.holds(text)
}

/// The page for scenarios that were run.
pub fn page(run: &Run, sliders: &[Slider]) -> String {
    let studies: Vec<Study> = run
        .scenarios
        .iter()
        .flat_map(|(_, scenario)| scenario.arms.iter().map(move |arm| Study::new(scenario, arm)))
        .collect();
    let fill = |name: &str| match name {
        "title" => Some(xml(&run.title)),
        "name" => Some(xml(&run.name)),
        "program" => Some(xml(data::PROGRAM)),
        "disclaimer" => Some(xml(DISCLAIMER)),
        "basis" => Some(xml(&basis())),
        "style" => Some(STYLE.to_owned()),
        "model" => Some(javascript::module(&studies)),
        "page" => Some(in_script(&data::of(run, sliders).to_string())),
        "script" => Some(SCRIPTS.join("\n")),
        _ => None,
    };
    SEAL.close(&filled(HTML, fill))
}

/// The template with each `{{name}}` replaced once; the inserted text is not searched again.
fn filled(template: &str, fill: impl Fn(&str) -> Option<String>) -> String {
    let mut parts = template.split("{{");
    let mut page = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once("}}").and_then(|(name, rest)| Some((fill(name)?, rest))) {
            Some((value, rest)) => {
                page.push_str(&value);
                page.push_str(rest);
            }
            None => {
                page.push_str("{{");
                page.push_str(part);
            }
        }
    }
    page
}
