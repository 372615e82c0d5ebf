//! What is said wherever a text speaks of suicide.
//!
//! Numbers and addresses differ between countries, so none is given.

/// The note that stands beside such a text.
pub const HELPLINE: &str =
    "If you, or a person near you, think of suicide: call the local emergency number or a helpline.";

/// The note, where one of these texts speaks of suicide.
pub fn helpline<'a>(texts: impl IntoIterator<Item = &'a str>) -> Option<&'static str> {
    texts.into_iter().any(|text| text.to_lowercase().contains("suicid")).then_some(HELPLINE)
}
