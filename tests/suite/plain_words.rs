//! Phrases that a student with English as a second language stumbles on stay out of texts, comments and documents.
//!
//! A phrase is found across the end of a line too: between its words may stand spaces and the signs of a comment or of
//! a string that goes on.

use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// Phrases that are not used, each with words that say the same. Between words stands one space.
const STRUCK: &[(&str, &str)] = &[
    ("(hangs?|hung|hanging) on", "depends on"),
    ("(metric|outcome|improvement|value) hangs?", "depends"),
    ("(hold|holds|held|holding)( [a-z]+){0,4} against", "compare with, check by"),
    ("(come|comes|coming|came) of", "results, what follows, the outcome of"),
    ("(become|becomes|became) of", "what happens to"),
    ("(is|are|was|were|be|been|being)( not)? told", "is said, is shown, is reported"),
    ("told (apart|of|in the|from|by|at|above)", "distinguished, reported, shown"),
    ("furthest", "peak, greatest"),
    ("but for", "except"),
    ("(somebody|anybody|nobody|whoever|whom)", "a noun: a subject, a reader, a program"),
    ("who", "a noun: the subject, a reader, the authors"),
    ("(not|almost|nearly) nil", "above zero, close to zero"),
    ("the doing of", "due to"),
    ("what there is of", "the amount of"),
];

/// Words that must stay as they are, such as the title of a publication: the file and the words.
const EXCEPTIONS: &[(&str, &str)] =
    &[("tests/suite/figures_true.rs", "contains(\"furthest\")"), ("tests/suite/plain_words.rs", "")];

/// Endings of files that hold words of this project.
const WRITTEN: &[&str] = &["rs", "toml", "md", "html", "js", "mjs", "py", "sh"];

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            collect(&entry.unwrap().path(), files);
        }
    } else if path.extension().is_some_and(|ending| WRITTEN.iter().any(|written| ending == *written)) {
        files.push(path.to_owned());
    }
}

/// The phrase in any case, whole words only, also with the end of a line between two of them.
fn pattern(phrase: &str) -> Regex {
    let between = r#"[ \t\r\n/!*#\\"]+"#;
    Regex::new(&format!(r"(?i-u)\b(?:{})\b", phrase.replace(' ', between))).unwrap()
}

/// The struck phrases of a text: the line from 1, the phrase as it stands there, and words in its place.
fn struck(text: &str) -> Vec<(usize, String, &'static str)> {
    let mut found = Vec::new();
    for (phrase, instead) in STRUCK {
        for hit in pattern(phrase).find_iter(text) {
            let words = hit.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
            found.push((text[..hit.start()].matches('\n').count() + 1, words, *instead));
        }
    }
    found.sort();
    found
}

#[test]
fn struck_phrases_are_found_across_lines_and_in_any_case() {
    for (text, line) in [
        ("What onset hangs on", 1),
        ("\n/// an outcome that hangs\n/// on nothing", 2),
        ("\"what \\\n comes \\\n of it\"", 2),
        ("All is the same but for one.", 1),
        ("Who did it", 1),
        ("//! It cannot be told", 1),
    ] {
        let found = struck(text);
        assert!(matches!(&found[..], [(at, ..)] if *at == line), "{text}: {found:?}");
    }
    for text in ["what onset depends on", "comes from", "it hangs only", "the whole of it", "told.contains(1)"] {
        assert_eq!(struck(text), [], "{text}");
    }
}

#[test]
fn the_project_is_written_in_plain_words() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for part in ["README.md", "src", "scenarios", "benches", "tests/suite", "tests/reference"] {
        collect(&root.join(part), &mut files);
    }
    assert!(files.len() > 400, "{}", files.len());
    files.sort();
    let mut found = Vec::new();
    for file in files {
        let place = file.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        if EXCEPTIONS.contains(&(place.as_str(), "")) {
            continue;
        }
        let mut text = fs::read_to_string(&file).unwrap();
        for (_, words) in EXCEPTIONS.iter().filter(|(of, _)| *of == place) {
            assert!(text.contains(words), "{place} no longer holds {words}: take it out of the exceptions");
            text = text.replace(words, "");
        }
        for (line, words, instead) in struck(&text) {
            found.push(format!("{place}:{line}: \"{words}\"; plain: {instead}"));
        }
    }
    assert!(found.is_empty(), "{} phrases to reword:\n{}", found.len(), found.join("\n"));
}
