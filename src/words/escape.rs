//! Text of a user inside a language.
//!
//! Owns: what must be written otherwise in JSON, XML, Markdown, TeX, R and a remark. Must not know: what is written.

/// As a string of JSON and JavaScript that may also stand in the script of a page: no `</script>` can occur in it.
pub(crate) fn json(text: &str) -> String {
    // Serialising a text cannot fail.
    in_script(&serde_json::to_string(text).unwrap_or_default())
}

/// JSON that stands in the script of a page: only texts in it hold what is replaced.
pub(crate) fn in_script(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// As the rest of a line of comment in any language: one line, no end of a script or a comment.
pub(crate) fn comment(text: &str) -> String {
    let line: String =
        text.chars().map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c }).collect();
    line.replace('<', "< ").replace("*/", "* /").replace("--", "- -")
}

/// As text in XML and HTML. Characters that XML cannot hold are left out.
pub(crate) fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\t' | '\n' => escaped.push(c),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// As text in LaTeX. What pdfTeX has no letter for is written as its code point.
pub(crate) fn tex(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => escaped.push_str(r"\textbackslash{}"),
            '~' => escaped.push_str(r"\textasciitilde{}"),
            '^' => escaped.push_str(r"\textasciicircum{}"),
            '<' => escaped.push_str(r"\textless{}"),
            '>' => escaped.push_str(r"\textgreater{}"),
            '|' => escaped.push_str(r"\textbar{}"),
            '"' => escaped.push_str(r"\textquotedbl{}"),
            '\'' => escaped.push_str(r"\textquotesingle{}"),
            '-' => escaped.push_str("{-}"),
            '#' | '$' | '%' | '&' | '_' | '{' | '}' => escaped.extend(['\\', c]),
            ' '..='~' => escaped.push(c),
            // Latin-1 and the letters of Latin Extended-A are in every encoding of LaTeX's own.
            '\u{a1}'..='\u{17e}' if c.is_alphabetic() => escaped.push(c),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push_str(&format!("[U+{:04X}]", u32::from(c))),
        }
    }
    escaped
}

/// As text in Markdown, where HTML and the signs of the language would be read otherwise.
pub(crate) fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '$' | '#' | '~' => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}

/// As a string of R.
pub(crate) fn r_string(text: &str) -> String {
    let mut escaped = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped + "\""
}
