//! Equations as MathML Core, which browsers set.

use super::document::{Left, Line};
use super::formula::{Formula, declared};
use super::symbol::atoms;
use crate::quantity::shortest;
use crate::words::escape::xml;

/// A piece of an equation.
fn formula(part: &Formula) -> String {
    match part {
        Formula::Number(number) => format!("<mn>{}</mn>", shortest(*number)),
        Formula::Symbol(key) => symbol_of(key),
        Formula::Sign(sign) => format!("<mo>{}</mo>", if *sign == '-' { '\u{2212}' } else { *sign }),
        Formula::Row(parts) => {
            let mut text = String::from("<mrow>");
            let mut after_factor = false;
            for part in parts {
                let is_sign = matches!(part, Formula::Sign(_));
                if after_factor && !is_sign {
                    // An invisible multiplication, with a little room.
                    text.push_str("<mo rspace=\"0.1em\" lspace=\"0.1em\">&#x2062;</mo>");
                }
                text.push_str(&formula(part));
                after_factor = !is_sign;
            }
            text + "</mrow>"
        }
        Formula::Group(part) => format!("<mrow><mo>(</mo>{}<mo>)</mo></mrow>", formula(part)),
        Formula::Fraction(above, below) => format!("<mfrac>{}{}</mfrac>", formula(above), formula(below)),
        Formula::Power(base, power) => {
            let power = power.typeset();
            let tag = if power.parse::<u32>().is_ok() { "mn" } else { "mi" };
            format!("<msup><mrow>{}</mrow><{tag}>{power}</{tag}></msup>", formula(base))
        }
        Formula::Root(part) => format!("<msqrt>{}</msqrt>", formula(part)),
        Formula::Call(name, index, arguments) => {
            let name = format!("<mi>{name}</mi>");
            let name = index.map_or(name.clone(), |index| format!("<msub>{name}<mn>{}</mn></msub>", index.typeset()));
            let arguments: Vec<String> = arguments.iter().map(formula).collect();
            format!("<mrow>{name}<mo>(</mo>{}<mo>)</mo></mrow>", arguments.join("<mo>,</mo>"))
        }
    }
}

fn symbol_of(key: &str) -> String {
    declared(key).map_or_else(|| format!("<mi>{key}</mi>"), |quantity| symbol(quantity.symbol))
}

/// A symbol as it is declared, in TeX.
fn symbol(tex: &str) -> String {
    let parts: Vec<String> = atoms(tex)
        .iter()
        .map(|atom| {
            let base = format!("<mi>{}</mi>", xml(&atom.base));
            if atom.below.is_empty() { base } else { format!("<msub>{base}<mtext>{}</mtext></msub>", xml(&atom.below)) }
        })
        .collect();
    if parts.len() == 1 { parts.concat() } else { format!("<mrow>{}</mrow>", parts.concat()) }
}

/// A symbol in running text.
pub(super) fn inline(tex: &str) -> String {
    format!("<math>{}</math>", symbol(tex))
}

/// The two sides of an equation.
pub(super) fn sides(line: &Line) -> [String; 2] {
    let left = match &line.left {
        Left::Rate(quantity) => {
            format!(
                "<mfrac><mrow><mo>d</mo>{}</mrow><mrow><mo>d</mo><mi>t</mi></mrow></mfrac>",
                symbol(quantity.symbol)
            )
        }
        Left::Value(quantity) => symbol(quantity.symbol),
        Left::Shape(shape) => formula(shape),
    };
    [left, formula(&Formula::of(line.right))].map(|side| format!("<math displaystyle=\"true\">{side}</math>"))
}
