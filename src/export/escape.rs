//! Text of a user inside a language.

/// As a string of JSON and JavaScript that may also stand in the script of a page: no `</script>` can occur in it.
pub(super) fn json(text: &str) -> String {
    // Serialising a text cannot fail.
    in_script(&serde_json::to_string(text).unwrap_or_default())
}

/// JSON that stands in the script of a page: only texts in it hold what is replaced.
pub(crate) fn in_script(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// As the rest of a line of comment in any language: one line, no end of a script or a comment.
pub(super) fn comment(text: &str) -> String {
    let line: String =
        text.chars().map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c }).collect();
    line.replace("</", "< /").replace("*/", "* /").replace("--", "- -")
}
