//! `onset figure --build`: a figure in steps.

use std::fs;

use super::commands::Desk;

/// Width of a PNG and its colours.
fn pixels(bytes: &[u8]) -> (usize, Vec<[u8; 3]>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
    let mut colors = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut colors).unwrap();
    (info.width as usize, colors.chunks_exact(3).map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect())
}

#[test]
fn axes_stay_pixel_by_pixel_and_the_last_frame_is_the_figure() {
    let desk = Desk::new();
    let figure = ["figure", "ketamine-vs-ssri", "--width", "960"];
    desk.good(&[&figure[..], &["--out", "plain.png", "--out", "plain.svg"]].concat());
    desk.good(&[&figure[..], &["--build", "--out", "step.png", "--out", "step.svg"]].concat());
    let frames: Vec<Vec<u8>> =
        (1..).map_while(|frame| fs::read(desk.path(&format!("step-{frame:02}.png"))).ok()).collect();
    // Axes, doses, two curves, the onsets.
    assert_eq!(frames.len(), 5);
    assert!(frames[4] == fs::read(desk.path("plain.png")).unwrap());
    assert_eq!(desk.read("step-05.svg"), desk.read("plain.svg"));
    let (width, axes) = pixels(&frames[0]);
    let (_, last) = pixels(&frames[4]);
    let paper = axes[0];
    // Ink of the axes is in no frame moved or changed, but where a curve runs over it.
    let mut drawn = axes.clone();
    for frame in &frames[1..] {
        let (_, frame) = pixels(frame);
        let changed = drawn.iter().zip(&frame).enumerate().filter(|(_, (before, now))| before != now);
        for (index, (before, now)) in changed {
            assert!(*before == paper || *now == last[index] || *now != paper, "{} {}", index % width, index / width);
        }
        drawn = frame;
    }
    // Left of the axis stand its numbers, which are the same in all of them.
    let left = |pixels: &[[u8; 3]]| -> Vec<[u8; 3]> {
        pixels.iter().enumerate().filter(|(index, _)| index % width < width / 20).map(|(_, pixel)| *pixel).collect()
    };
    assert!(left(&axes).iter().any(|pixel| *pixel != paper));
    assert!(frames.iter().all(|frame| {
        let strip = left(&pixels(frame).1);
        // The word beside the doses comes with them.
        let rows = 3 * strip.len() / 5;
        strip[..rows] == left(&axes)[..rows]
    }));
}

#[test]
fn a_slide_and_questions_stand_beside_the_frames() {
    let desk = Desk::new();
    desk.good(&["figure", "single-infusion", "--build", "--kind", "timeline", "--width", "480", "--out", "a.png"]);
    let (slide, notes) = (desk.read("a.tex"), desk.read("a.notes.txt"));
    let frames = (1..).take_while(|frame| desk.path(&format!("a-{frame:02}.png")).exists()).count();
    assert!(frames >= 6, "{frames}");
    assert_eq!(slide.matches("\\includegraphics<").count(), frames);
    assert_eq!(slide.matches("\\note<").count(), frames);
    assert_eq!(notes.matches("Ask before it:").count(), frames, "{notes}");
    assert!(notes.lines().all(|line| line.chars().count() <= 80), "{notes}");
    assert!(desk.good(&["verify", "a-02.png"]).contains("identical"));
    #[cfg(feature = "pdf")]
    {
        desk.good(&["figure", "single-infusion", "--build", "--out", "b.pdf"]);
        assert!(desk.read("b.tex").contains("page=2]{\\detokenize{b.pdf}}"));
        assert!(desk.good(&["verify", "b.pdf"]).contains("identical"));
    }
}

#[test]
fn unknown_words_of_a_figure_are_answered_with_near_ones() {
    let desk = Desk::new();
    for (option, word, meant) in [
        ("--kind", "cascad", "cascade"),
        ("--for", "slide-16x9", "slides-16x9"),
        ("--time", "logg", "log"),
        ("--y", "bndf", "bdnf"),
    ] {
        let said = desk.bad(2, &["figure", "single-infusion", option, word]);
        assert!(
            said.contains(word) && said.lines().any(|line| !line.contains("values:") && line.contains(meant)),
            "{said}"
        );
    }
    let room = desk.bad(2, &["figure", "single-infusion", "--lint", "--room", "nine"]);
    assert!(room.contains("1:9"), "{room}");
}

#[test]
fn a_room_too_long_for_a_slide_ends_with_code_3() {
    let desk = Desk::new();
    assert!(!desk.good(&["figure", "single-infusion", "--lint", "--room", "1:9"]).contains("fails"));
    let far = desk.onset(&["figure", "single-infusion", "--lint", "--room", "1:30"]);
    assert_eq!(far.code, 3, "{far:?}");
    assert!(far.out.contains("fails smallest text:") && far.out.contains("fails thinnest line:"), "{far:?}");
}
