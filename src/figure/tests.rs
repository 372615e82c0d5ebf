//! Every sample on every page in every theme.

use super::{Figure, Profile, Theme, layout, samples};

fn all_samples() -> [(&'static str, Figure); 5] {
    [
        ("comparison", samples::comparison()),
        ("paired", samples::paired()),
        ("doses", samples::doses()),
        ("cascade", samples::cascade()),
        ("awkward", samples::awkward()),
    ]
}

#[test]
fn no_text_overlaps_another_or_leaves_the_page() {
    for (name, figure) in all_samples() {
        for profile in Profile::all() {
            for page in figure.pages(profile.panels_per_page) {
                let scene = layout(&page, &Theme::light(), &profile);
                let found = scene.overlaps();
                assert!(found.is_empty(), "{name} on {}: {found:#?}", profile.id);
            }
        }
    }
}

