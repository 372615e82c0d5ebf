//! The gallery: committed as `onset gallery` makes it, and shown by the README.

use std::fs;
use std::path::Path;

use super::commands::Desk;
use super::readme::{check_file, readme, root};

#[test]
fn the_gallery_is_what_the_command_makes() {
    let desk = Desk::new();
    desk.good(&["gallery", "--out", "gallery"]);
    let made: Vec<(String, Vec<u8>)> = desk.files().into_iter().collect();
    assert!(made.len() > 40, "{}", made.len());
    let folder = root().join("output/gallery");
    for (name, bytes) in &made {
        check_file(&folder.join(Path::new(name).file_name().unwrap()), bytes);
    }
    let kept = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    for name in kept {
        assert!(made.iter().any(|(path, _)| *path == format!("gallery/{name}")), "{name} is of no gallery any more");
    }
    let index = made.iter().find(|(name, _)| name.ends_with("index.html")).unwrap();
    let index = String::from_utf8(index.1.clone()).unwrap();
    // Pictures stand below the question that they answer, each scenario with a sentence on what to look at.
    for words in ["Hours or weeks?", "href=\"#group-1\"", "Plasma peaks at 40 min", "prefers-color-scheme:dark"] {
        assert!(index.contains(words), "{words}");
    }
    assert!(!index.contains("--for slides-16x9") && !index.contains("--theme light"), "what goes without saying");
    let shown = shown();
    assert!(shown.len() >= 3, "{shown:?}");
    assert!(shown.iter().all(|file| made.iter().any(|(path, _)| *path == format!("gallery/{file}"))), "{shown:?}");
    let bytes: usize = made.iter().map(|(_, bytes)| bytes.len()).sum();
    assert!(bytes < 4 << 20, "{bytes} bytes are much for a repository");
}

/// Pictures of the gallery that the README shows.
fn shown() -> Vec<String> {
    let readme = readme();
    let files = readme.split("(output/gallery/").skip(1).filter_map(|rest| rest.split(')').next());
    files.filter(|file| file.ends_with(".png")).map(str::to_owned).collect()
}
