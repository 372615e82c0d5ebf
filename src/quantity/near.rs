//! Names in messages: the one that was probably meant, and lists of them.

/// The candidate nearest to a word, if one is near enough to be a slip of the finger.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |text: &str| text.to_lowercase().replace(['-', ' '], "_");
    // A name of a hundred letters is no slip, and comparing it with every key would take long.
    if word.chars().count() > 60 {
        return None;
    }
    let word = plain(word);
    let length = word.chars().count();
    let allowed = 1 + length / 4;
    // The first letters of a name stand for it as well.
    let begins = |candidate: &str| length >= 3 && plain(candidate).starts_with(&word);
    candidates
        .into_iter()
        // Names of very different length cannot be near, and the distance takes long to find.
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= allowed || begins(candidate))
        .map(|candidate| (strsim::osa_distance(&word, &plain(candidate)), candidate))
        .filter(|(distance, candidate)| {
            (*distance <= allowed && *distance < candidate.chars().count()) || begins(candidate)
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// A list for a sentence: `a, b and c`.
pub fn listed<T: AsRef<str>>(names: &[T], and: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [some @ .., last] => {
            let some: Vec<&str> = some.iter().map(AsRef::as_ref).collect();
            format!("{} {and} {}", some.join(", "), last.as_ref())
        }
    }
}
