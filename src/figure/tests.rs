//! The promises of the room, over every sample, page and theme.

use std::collections::HashSet;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::{
    Choice, Color, Datum, Figure, FontWeight, Group, Hue, Mark, Panel, Point, Points, Primitive, Profile, Rect, Series,
    TextBox, TextMode, Theme, ValueRange, XAxis, contrast, font, layout, missing_letters, render_png, render_svg,
    render_svg_with, samples,
};
use crate::words::texts;

fn every_sample() -> [(&'static str, Figure); 17] {
    [
        ("comparison", samples::comparison()),
        ("paired", samples::paired()),
        ("doses", samples::doses()),
        ("cascade", samples::cascade()),
        ("awkward", samples::awkward()),
        ("dose-response", samples::dose_response()),
        ("phase", samples::phase()),
        ("tornado", samples::tornado()),
        ("findings", samples::findings()),
        ("sensitivities", samples::sensitivities()),
        ("events", samples::events()),
        ("sweep", samples::sweep()),
        ("parts", samples::parts()),
        ("levels", samples::levels()),
        ("four arms", samples::four_arms()),
        ("measured", samples::measured()),
        ("routes", samples::routes()),
    ]
}

/// Calls `check` with every page of every sample.
fn every_page(check: impl Fn(&str, &Figure, &Profile)) {
    for (name, figure) in every_sample() {
        for profile in Profile::all() {
            for page in figure.pages_for(&profile) {
                check(&format!("{name} on {}", profile.id), &page, &profile);
            }
        }
    }
}

#[test]
fn no_text_overlaps_another_or_leaves_the_page() {
    every_page(|name, page, profile| {
        let found = layout(page, &Theme::light(), profile).overlaps();
        assert!(found.is_empty(), "{name}: {found:#?}");
    });
}

#[test]
fn no_word_covers_a_curve_a_point_or_a_leader() {
    every_page(|name, page, profile| {
        let found = layout(page, &Theme::light(), profile).covered();
        assert!(found.is_empty(), "{name}: {found:#?}");
    });
}

#[test]
fn words_over_a_curve_an_error_bar_or_under_a_leader_are_found() {
    let profile = Profile::slides_16x9();
    let scene = layout(&samples::measured(), &Theme::light(), &profile);
    let middle = |start: &str| {
        let group = scene.groups.iter().find(|group| group.id.starts_with(start)).unwrap();
        let line = group.items.iter().find_map(|item| match item {
            Primitive::Line { points, .. } => Some(points.clone()),
            _ => None,
        });
        let line = line.unwrap();
        let (from, to) = (line[line.len() / 2 - 1], line[line.len() / 2]);
        Point::new(f64::midpoint(from.x, to.x), f64::midpoint(from.y, to.y))
    };
    // A curve, an error bar, and the sample beside a name.
    for start in ["series-ketamine", "points-observed", "label-ketamine"] {
        let mut scene = scene.clone();
        let mut group = Group::new("mark-new");
        let at = middle(start);
        let text = scene.texts().next().unwrap().clone();
        let (text, at) = (TextBox { text: "onset 1 h".to_owned(), ..text }, Point::new(at.x, at.y + 8.0));
        group.items.push(Primitive::Text(TextBox { at, size: 48.0, halo: Some(Color::WHITE), ..text }));
        scene.groups.push(group);
        let found = scene.covered();
        assert!(found.iter().any(|fault| fault.starts_with(&format!("\"onset 1 h\" covers {start}"))), "{found:?}");
    }
    assert_eq!(scene.covered(), [""; 0]);
}

#[test]
fn near_or_many_onsets_stand_in_the_names_of_their_arms() {
    for figure in [samples::four_arms(), samples::routes(), samples::doses()] {
        for profile in Profile::all() {
            for page in figure.pages_for(&profile) {
                let scene = layout(&page, &Theme::light(), &profile);
                for mark in page.panels.iter().flat_map(Panel::marks) {
                    let id = format!("label-{}", layout::slug(&mark.series));
                    let label = scene.groups.iter().find(|group| group.id == id).unwrap();
                    let says = label.items.iter().any(|item| match item {
                        Primitive::Text(text) => text.text.trim_start_matches(", ") == mark.label,
                        _ => false,
                    });
                    assert!(says, "{} does not say {} on {}", id, mark.label, profile.id);
                }
            }
        }
    }
}

#[test]
fn names_of_different_arms_are_half_a_line_apart() {
    let profile = Profile::slides_16x9();
    let mut panel = Panel::new("improvement", "Improvement", "%");
    for (id, name, end) in [("a", "ketamine, six infusions in two weeks", 30.0), ("c", "escitalopram every day", 33.0)]
    {
        panel.push(Series::new(id, name, Hue::Ketamine, vec![[0.0, 0.0], [24.0, 50.0], [168.0, end]]));
    }
    let mut figure = Figure::new("figure", "Ends that lie near each other");
    figure.panels.push(panel);
    figure.columns.push(XAxis::linear_time(0.0, 168.0));
    let scene = layout(&figure, &Theme::light(), &profile);
    let boxes = |id: &str| -> Vec<Rect> {
        let group = scene.groups.iter().find(|group| group.id == id).unwrap();
        let texts = group.items.iter().filter_map(|item| match item {
            Primitive::Text(text) => Some(text.bounds()),
            _ => None,
        });
        texts.collect()
    };
    // The first panel has the label of each arm first.
    let (one, other) = (boxes("label-a"), boxes("label-c"));
    assert!(one.len() > 1, "{one:?}");
    let lines = one[1].top - one[0].top;
    let gaps = one.iter().flat_map(|a| other.iter().map(move |b| (b.top - a.top).abs()));
    let least = gaps.fold(f64::INFINITY, f64::min);
    assert!(least > 1.3 * lines, "{least} px between arms, {lines} px between lines");
}

#[test]
fn equal_curves_are_one_line_with_both_names() {
    let mut figure = samples::comparison();
    let twin = figure.panels[0].series().next().unwrap().clone();
    figure.panels[0].push(Series { id: "twin".to_owned(), label: "link cut".to_owned(), ..twin }.with_variant(1));
    let scene = layout(&figure, &Theme::light(), &Profile::slides_16x9());
    assert!(scene.groups.iter().all(|group| group.id != "series-twin"), "the twin is drawn over the first");
    let words: Vec<&str> = scene.texts().map(|text| text.text.as_str()).collect();
    let words = words.join(" ");
    assert!(words.contains("ketamine 0.5 mg/kg = ") && words.contains("link cut"), "{words}");
}

#[test]
fn the_first_arm_lies_on_top() {
    let scene = layout(&samples::routes(), &Theme::light(), &Profile::slides_16x9());
    let drawn: Vec<&str> = scene.groups.iter().filter_map(|group| group.id.strip_prefix("series-")).collect();
    assert_eq!(drawn.last(), Some(&"intravenous"), "{drawn:?}");
}

#[test]
fn a_sample_of_a_dash_shows_three_periods() {
    let scene = layout(&samples::routes(), &Theme::light(), &Profile::slides_16x9());
    for group in scene.groups.iter().filter(|group| group.id.starts_with("label-")) {
        for item in &group.items {
            if let Primitive::Line { points, stroke } = item
                && !stroke.dash.is_empty()
            {
                let period: f64 = stroke.dash.iter().sum();
                let length = points[0].distance(points[1]);
                assert!(length >= 2.99 * period, "{}: {length} px for a period of {period} px", group.id);
            }
        }
    }
}

#[test]
fn shades_of_a_drug_are_never_brown_black_and_doses_are_a_ramp() {
    for theme in Theme::all() {
        for hue in [Hue::Ketamine, Hue::Ssri] {
            let ramp: Vec<f64> = (0..5).map(|dose| theme.color(hue.in_order(5), dose).luminance()).collect();
            let falls = ramp.windows(2).all(|pair| pair[0] > pair[1]);
            let rises = ramp.windows(2).all(|pair| pair[0] < pair[1]);
            assert!(if theme.id == "dark" { rises } else { falls }, "{}: {ramp:?}", theme.id);
            for color in (0..5).flat_map(|arm| [theme.color(hue, arm), theme.color(hue.in_order(5), arm)]) {
                let Color(r, g, b) = color;
                assert!(r.max(g).max(b) >= 0x60, "{} is all but black", color.hex());
                let contrast = contrast(color, theme.background);
                assert!(contrast >= Color::LEAST_CONTRAST, "{} in {}: {contrast:.2}", color.hex(), theme.id);
            }
        }
        for choice in Choice::ALL {
            let color = theme.color(Hue::Chosen(choice), 0);
            assert!(contrast(color, theme.background) >= Color::LEAST_CONTRAST, "{} in {}", choice.name(), theme.id);
            assert_eq!(Choice::find(choice.name()), Some(choice));
        }
    }
}

#[test]
fn no_dash_is_that_of_another_drug() {
    let dashes = |hue: Hue| -> Vec<Vec<f64>> {
        let profile = Profile::slides_16x9();
        let stroke = |arm| layout::dash::stroke(hue, arm, super::Weight::Main, &Theme::light(), &profile).dash;
        (0..5).map(stroke).collect()
    };
    let ssri = dashes(Hue::Ssri);
    assert!(dashes(Hue::Ketamine).iter().all(|dash| !ssri.contains(dash)));
}

#[test]
fn what_a_log_axis_leaves_out_is_counted() {
    let mut figure = samples::levels();
    let data = vec![Datum::new(1.0, 120.0), Datum::new(8.0, 0.0), Datum::new(24.0, -1.0)];
    figure.panels[0].push(Points::new("observed", "observed", Hue::Ketamine, data));
    let said = figure.with_left_out();
    let line = "Not on the log axis of Ketamine in plasma: 2 points are at or below 0; none is nowhere above 0.";
    assert!(said.footer.iter().any(|found| found == line), "{:?}", said.footer);
    assert_eq!(samples::comparison().with_left_out(), samples::comparison());
}

#[test]
fn daily_doses_over_weeks_are_a_band_with_its_mean() {
    let end = 8.0 * 7.0 * 24.0;
    let mut figure = Figure::new("exposure", "Drug in plasma");
    let mut panel = Panel::new("plasma", "Escitalopram in plasma", "ng/mL");
    // A dose each day of a drug with a half-life of a day.
    let points: Vec<[f64; 2]> =
        (0..8 * 7 * 12).map(|i| f64::from(i) * 2.0).map(|t| [t, 20.0 * (-(t % 24.0) / 35.0).exp()]).collect();
    panel.push(Series::new("ssri", "escitalopram", Hue::Ssri, points));
    figure.panels.push(panel);
    figure.columns.push(XAxis::linear_time(0.0, end));
    let drawn = |profile: &Profile| {
        let scene = layout(&figure, &Theme::light(), profile);
        let group = scene.groups.into_iter().find(|group| group.id == "series-ssri").unwrap();
        let areas = group.items.iter().filter(|item| matches!(item, Primitive::Area { .. })).count();
        let vertices =
            group.items.iter().map(|item| if let Primitive::Line { points, .. } = item { points.len() } else { 0 });
        (areas, vertices.sum::<usize>())
    };
    let (areas, vertices) = drawn(&Profile::slides_16x9());
    assert!(areas == 1 && vertices < 150, "{areas} areas, {vertices} vertices");
}

#[test]
fn a_curve_of_one_quantity_against_another_shows_its_direction() {
    let scene = layout(&samples::phase(), &Theme::light(), &Profile::slides_16x9());
    let group = scene.groups.iter().find(|group| group.id == "series-ketamine").unwrap();
    let arrows = group.items.iter().filter(|item| matches!(item, Primitive::Area { points, .. } if points.len() == 3));
    let dots = group.items.iter().filter(|item| matches!(item, Primitive::Disc { .. }));
    assert_eq!((arrows.count(), dots.count()), (3, 1));
}

#[test]
fn an_axis_without_zero_marks_the_level_of_the_start() {
    let profile = Profile::slides_16x9();
    let page = &samples::cascade().pages_for(&profile)[1];
    let scene = layout(page, &Theme::light(), &profile);
    let said: Vec<&str> = scene.texts().map(|text| text.text.as_str()).filter(|text| *text == "start").collect();
    assert!(!said.is_empty(), "the synapse count starts at 70 and its axis does not hold 0");
}

#[test]
fn a_png_is_as_wide_in_print_as_its_profile() {
    let figure = samples::comparison();
    let svg = render_svg(&figure, &Theme::light(), &thumbnail());
    let bytes = render_png(&svg, &figure).unwrap();
    let reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
    let dims = reader.info().pixel_dims.unwrap();
    let mm = f64::from(reader.info().width) / f64::from(dims.xppu) * 1000.0;
    assert!((mm - thumbnail().width_mm).abs() < 0.5, "{mm} mm");
}

#[test]
fn letters_of_latin_greek_and_cyrillic_are_drawn_and_others_are_named() {
    for words in
        ["кетамин 0,5 мг/кг", "κεταμίνη", "Škoda žluťoučký kůň", "ą ę ł ğ ş ő ű ț đ ħ", "Ưỡng ệ", "Ђорђе ґ є ї"]
    {
        assert_eq!(missing_letters(words), [' '; 0], "{words}");
        assert!(font::width(words, 20.0, FontWeight::SemiBold) > 20.0);
    }
    assert_eq!(missing_letters("氯胺酮 0.5 mg/kg 氯"), ['氯', '胺', '酮']);
    let mut figure = samples::comparison();
    figure.title = "кетамин и СИОЗС".to_owned();
    let svg = render_svg(&figure, &Theme::light(), &Profile::slides_16x9());
    // What the embedded font cannot say is drawn as outlines, readable aloud.
    assert!(svg.contains("aria-label=\"кетамин и СИОЗС\""));
    assert!(super::add_font(b"no font".to_vec()).is_err());
}

#[test]
fn every_mark_that_can_be_seen_says_its_words() {
    every_page(|name, page, profile| {
        let scene = layout(page, &Theme::light(), profile);
        for mark in page.panels.iter().flat_map(Panel::marks) {
            // The end of a curve's label says it after a comma.
            let said = scene.texts().any(|text| text.text.trim_start_matches(", ") == mark.label);
            assert_eq!(said, mark.x.is_finite(), "{name}: {}", mark.label);
        }
    });
}

#[test]
fn a_lecture_can_be_read_from_the_last_row() {
    for figure in [samples::comparison(), samples::paired(), samples::doses(), samples::cascade()] {
        for profile in [Profile::slides_16x9(), Profile::slides_4x3()] {
            for page in figure.pages_for(&profile) {
                let scene = layout(&page, &Theme::light(), &profile);
                for text in scene.texts() {
                    let footer = text.at.y > scene.height - 7.0 * profile.footer;
                    let least = if footer { 24.0 } else { 40.0 };
                    assert!(text.size >= least, "{} at {} px", text.text, text.size);
                }
                let labels = scene.groups.iter().filter(|group| group.id.starts_with("label-"));
                for item in labels.flat_map(|group| &group.items) {
                    if let Primitive::Text(text) = item {
                        // An onset that stands in the label of its curve is in smaller type than the name.
                        let least = if text.text.contains("onset") { 40.0 } else { 48.0 };
                        assert!(text.size >= least, "{} at {} px", text.text, text.size);
                    }
                }
            }
        }
    }
}

#[test]
fn the_palette_is_that_of_okabe_and_ito() {
    let hex = [
        Color::ORANGE,
        Color::SKY,
        Color::GREEN,
        Color::YELLOW,
        Color::BLUE,
        Color::VERMILLION,
        Color::PURPLE,
        Color::BLACK,
    ]
    .map(Color::hex);
    let published = ["#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7", "#000000"];
    assert_eq!(hex, published);
    assert_eq!(Theme::light().color(Hue::Ketamine, 0), Color::VERMILLION);
    assert_eq!(Theme::light().color(Hue::Ssri, 0), Color::BLUE);
    assert_eq!(Theme::dark().color(Hue::Ketamine, 0), Color::ORANGE);
    assert_eq!(Theme::dark().color(Hue::Ssri, 0), Color::SKY);
    assert_eq!(Theme::light().color(Hue::Both, 0), Color::GREEN);
}

#[test]
fn every_colour_stands_out_from_its_background() {
    for theme in Theme::all() {
        let hues = Hue::ALL.iter().flat_map(|hue| (0..5).map(|variant| theme.color(*hue, variant)));
        for color in hues.chain([theme.ink, theme.soft_ink, theme.axis]) {
            let found = contrast(color, theme.background);
            assert!(found >= Color::LEAST_CONTRAST, "{} in {}: {found:.2}", color.hex(), theme.id);
        }
        for words in [theme.ink, theme.soft_ink] {
            assert!(contrast(words, theme.background) >= 4.5, "{} in {}", words.hex(), theme.id);
        }
    }
}

#[test]
fn arms_of_one_drug_and_two_drugs_differ_in_grey() {
    let scene = layout(&samples::doses(), &Theme::light(), &Profile::slides_16x9());
    let mut dashes = HashSet::new();
    for group in scene.groups.iter().filter(|group| group.id.starts_with("series-")) {
        if let Some(Primitive::Line { stroke, .. }) = group.items.first() {
            assert!(dashes.insert(format!("{:?}", stroke.dash)), "{} has a dash used before", group.id);
        }
    }
    assert_eq!(dashes.len(), 5);
}

#[test]
fn the_svg_is_sound_and_carries_words_and_names() {
    every_page(|name, page, profile| {
        let svg = render_svg(page, &Theme::dark(), profile);
        let document = roxmltree::Document::parse(&svg).unwrap();
        let text_of =
            |tag: &str| document.root_element().children().find(|node| node.has_tag_name(tag)).and_then(|n| n.text());
        assert_eq!(text_of("title"), Some(page.title.as_str()), "{name}");
        assert_eq!(text_of("desc"), Some(page.alt_text.as_str()), "{name}");
        assert_eq!(text_of("metadata"), Some(page.provenance.text().as_str()), "{name}");
        let ids: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
        let unique: HashSet<&&str> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{name}: ids repeat in {ids:?}");
        let scene = layout(page, &Theme::dark(), profile);
        for group in &scene.groups {
            assert!(ids.contains(&group.id.as_str()), "{name}: no group {}", group.id);
        }
        for word in [texts::DISCLAIMER, texts::WATERMARK] {
            assert!(svg.contains(word), "{name}: {word} is missing");
        }
        for attribute in document.descendants().flat_map(|node| node.attributes()) {
            assert!(!attribute.value().contains("NaN"), "{name}: {}", attribute.name());
        }
    });
}

#[test]
fn outlined_words_need_no_font() {
    let profile = Profile::slides_16x9();
    let figure = samples::comparison();
    let svg = render_svg_with(&figure, &Theme::light(), &profile, TextMode::Paths);
    assert!(!svg.contains("<text") && !svg.contains("font-face"));
    let document = roxmltree::Document::parse(&svg).unwrap();
    let spoken: Vec<&str> = document.descendants().filter_map(|node| node.attribute("aria-label")).collect();
    let scene = layout(&figure, &Theme::light(), &profile);
    for text in scene.texts() {
        assert!(spoken.contains(&text.text.as_str()), "{} is not outlined", text.text);
    }
}

#[test]
fn the_same_figure_gives_the_same_bytes() {
    let draw = || render_svg(&samples::comparison(), &Theme::light(), &Profile::slides_16x9());
    assert_eq!(draw(), draw());
}

/// A page small enough to rasterise quickly without optimisation.
fn thumbnail() -> Profile {
    Profile {
        width: 320.0,
        height: 180.0,
        margin: 8.0,
        title: 12.0,
        subtitle: 8.0,
        heading: 9.0,
        label: 9.0,
        tick: 8.0,
        footer: 5.0,
        main_line: 1.2,
        ..Profile::slides_16x9()
    }
}

#[test]
fn the_png_has_the_size_of_the_page_and_carries_its_words() {
    let figure = samples::comparison();
    let svg = render_svg(&figure, &Theme::light(), &thumbnail());
    let bytes = render_png(&svg, &figure).unwrap();
    assert_eq!(bytes, render_png(&svg, &figure).unwrap());
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut pixels).unwrap();
    reader.finish().unwrap();
    assert_eq!((frame.width, frame.height), (320, 180));
    // The line of each drug must have left pixels of its colour.
    for color in [Color::VERMILLION, Color::BLUE] {
        let drawn = pixels.chunks_exact(3).filter(|pixel| *pixel == [color.0, color.1, color.2]).count();
        assert!(drawn > 20, "{} pixels of {}", drawn, color.hex());
    }
    let words: Vec<(String, String)> =
        reader.info().utf8_text.iter().map(|chunk| (chunk.keyword.clone(), chunk.get_text().unwrap())).collect();
    let expected = [
        ("Title", figure.title.clone()),
        ("Description", figure.alt_text.clone()),
        ("Software", figure.provenance.program.clone()),
        ("onset-scenario", figure.provenance.text()),
    ]
    .map(|(keyword, text)| (keyword.to_owned(), text));
    assert_eq!(words, expected);
}

#[test]
fn what_is_no_svg_is_refused() {
    let error = render_png("<p>no</p>", &samples::comparison()).unwrap_err();
    assert!(error.to_string().starts_with("the SVG cannot be drawn"), "{error}");
}

#[test]
fn the_table_reads_back_to_the_same_numbers() {
    let figure = samples::comparison();
    let csv = figure.to_csv();
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("panel,series,time [h],value,unit"));
    let points = figure.panels.iter().flat_map(Panel::series).flat_map(|series| &series.points);
    for (line, [time, value]) in lines.zip(points) {
        let fields: Vec<&str> = line.split(',').collect();
        assert_eq!(fields[2].parse(), Ok(*time), "{line}");
        assert_eq!(fields[3].parse(), Ok(*value), "{line}");
    }
}

#[test]
fn a_comma_in_a_name_does_not_break_the_table() {
    let mut figure = Figure::new("figure", "");
    let mut panel = Panel::new("p", "size, \"large\"", "");
    panel.push(Series::new("s", "", Hue::Both, vec![[0.5, f64::NAN], [1.0, -2.0]]));
    figure.panels.push(panel);
    let rows: Vec<String> = figure.to_csv().lines().skip(1).map(str::to_owned).collect();
    assert_eq!(rows, ["\"size, \"\"large\"\"\",s,0.5,,1", "\"size, \"\"large\"\"\",s,1,-2,1"]);
}

#[test]
fn the_words_follow_the_curves() {
    assert_eq!(
        samples::comparison().describe(),
        "Hours against weeks: ketamine and an SSRI. Improvement of symptoms (% of baseline). \
         Ketamine 0.5 mg/kg rises from 0 by 1.5 h, peaks at 52 on day 1, is half gone by day 5 and has its onset at \
         2.4 h. Escitalopram 10 mg daily rises from 0 by day 5, reaches 44 in week 8 and has its onset at 11 d. \
         Escitalopram 10 mg daily passes ketamine 0.5 mg/kg on day 8. \
         Illustrative teaching model, not clinical guidance."
    );
}

#[test]
fn pages_share_panels_evenly_and_keep_letters() {
    let pages = samples::cascade().pages(4);
    let letters: Vec<Vec<&str>> =
        pages.iter().map(|page| page.panels.iter().map(|panel| panel.letter.as_str()).collect()).collect();
    assert_eq!(letters, [["a", "b", "c"], ["d", "e", "f"]]);
    assert_eq!(pages[1].id, "cascade-2");
}

#[test]
fn both_fonts_are_read_and_have_every_sign_in_use() {
    for weight in [FontWeight::Regular, FontWeight::SemiBold] {
        let face = weight.face().unwrap();
        let words = [texts::TIME_LOG_WITH_START, "−µμαβΔ×·–—≥≤≈→⁰¹²³⁴⁵⁶⁷⁸⁹⁻₀₁₂₃°…\u{a0}"].concat();
        for sign in words.chars() {
            assert!(face.glyph_index(sign).is_some(), "{sign} is not in {weight:?}");
        }
    }
    assert!(font::width("m", 100.0, FontWeight::SemiBold) > font::width("m", 100.0, FontWeight::Regular));
}

#[test]
fn nothing_a_caller_can_say_breaks_the_page() {
    let mut random = StdRng::seed_from_u64(1);
    let odd = [0.0, -1.0, 1.0, 1e-300, -1e300, 1e300, f64::NAN, f64::INFINITY, 24.0, 1e-9];
    for round in 0..200 {
        let mut pick = || odd[random.random_range(0..odd.len())];
        let mut figure = Figure::new("figure", "");
        figure.columns = vec![XAxis::log_time(pick(), pick()), XAxis::linear_time(pick(), pick())];
        let mut panel = Panel::new("p", "", "");
        let points = (0..6).map(|_| [pick(), pick()]).collect();
        panel.push(Series::new("s", "a label", Hue::Ketamine, points));
        panel.push(Mark { series: "s".to_owned(), x: pick(), value: pick(), label: "x".to_owned() });
        if round % 3 == 0 {
            panel.range = ValueRange::Fixed(pick(), pick());
        }
        figure.panels.push(panel);
        let svg = render_svg(&figure, &Theme::light(), &Profile::slides_4x3());
        assert!(!svg.contains("NaN"), "{figure:?}");
        assert!(!figure.describe().is_empty() && !figure.to_csv().is_empty());
    }
}

#[test]
fn figures_of_every_form_are_data_and_words() {
    let mut text = String::new();
    for (name, figure) in every_sample().into_iter().skip(5).take(9) {
        let csv = figure.to_csv();
        let table: Vec<&str> = csv.lines().step_by((csv.lines().count() / 12).max(1)).collect();
        text.push_str(&format!("== {name}\n{}\n{}\n", figure.describe(), table.join("\n")));
    }
    insta::assert_snapshot!(text);
}

#[test]
fn an_empty_figure_is_a_page() {
    let figure = Figure { footer: Vec::new(), watermark: None, ..Figure::new("", "") };
    let svg = render_svg(&figure, &Theme::print(), &Profile::notes());
    assert!(roxmltree::Document::parse(&svg).is_ok());
}
