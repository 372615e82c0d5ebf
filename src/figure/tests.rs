//! Every sample on every page in every theme.

use super::{Figure, Profile, Theme, layout, render_png, render_svg, samples};

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

#[test]
fn pictures_for_the_eye() {
    let folder = std::env::temp_dir().join("onset-figures");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, figure) in all_samples() {
        for profile in Profile::all() {
            for (index, page) in figure.pages(profile.panels_per_page).iter().enumerate() {
                for theme in [Theme::light(), Theme::dark()] {
                    let svg = render_svg(page, &theme, &profile);
                    let png = render_png(&svg, page).unwrap();
                    let file = format!("{name}-{}-{}-{}", profile.id, theme.id, index + 1);
                    std::fs::write(folder.join(format!("{file}.svg")), svg).unwrap();
                    std::fs::write(folder.join(format!("{file}.png")), png).unwrap();
                }
            }
        }
    }
}
