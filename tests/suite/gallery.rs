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
    let bytes: usize = made.iter().map(|(_, bytes)| bytes.len()).sum();
    assert!(bytes < 4 << 20, "{bytes} bytes are much for a repository");
}

#[test]
fn the_readme_shows_pictures_of_the_gallery() {
    let readme = readme();
    let shown: Vec<&str> = readme
        .split("(output/gallery/")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter(|file| file.ends_with(".png"))
        .collect();
    assert!(shown.len() >= 3, "{shown:?}");
    // The other test makes them, where they are made anew.
    let made = root().join("output/gallery/index.html");
    let index = fs::read_to_string(&made).unwrap_or_default();
    for file in shown {
        assert!(index.contains(&format!("src=\"{file}\"")), "{file}");
    }
}
