//! Input that is sound or nearly so, but huge: it is read or refused in a moment, with little memory and few words.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::process::Command;

use onset::figure::FileKind;
use tempfile::TempDir;

use super::super::commands::ONSET;
use super::child::watch;
use super::commands::wrapped;
use super::library::SMALL;
use super::tally::{Tally, report};

/// A scenario of one arm without a dose, to add to.
const ARM: &str = "format = 1\nduration = \"1 d\"\n[[arm]]\nname = \"a\"\n";

/// The same line many times, with its number in the place of `#`.
fn many(times: usize, line: &str) -> String {
    let mut text = String::with_capacity(times * line.len());
    for number in 0..times {
        writeln!(text, "{}", line.replace('#', &number.to_string())).unwrap();
    }
    text
}

/// A list of many items.
fn list(times: usize, item: &str) -> String {
    format!("[{}]", many(times, &format!("{item},")).replace('\n', ""))
}

/// Each scenario with a name that says what there is too much of.
fn scenarios() -> Vec<(&'static str, String)> {
    let name = |what: &str| ARM.replace("\"a\"", &format!("\"{what}\""));
    let dose = "[[arm.dose]]\ndrug = \"ketamine\"\namount = \"1 mg\"\nroute = \"iv\"\n";
    let arms = |count: usize| {
        many(count, "[[arm]]\nname = \"a#\"\n[[arm.dose]]\ndrug = \"ketamine\"\namount = \"1 mg\"\nroute = \"iv\"")
    };
    vec![
        ("arms", format!("format = 1\nduration = \"1 d\"\n{}", many(100_000, "[[arm]]\nname = \"a#\""))),
        ("arms of one name", format!("format = 1\nduration = \"1 d\"\n{}", many(100_000, "[[arm]]\nname = \"a\""))),
        ("unknown keys", format!("{ARM}{}", many(100_000, "k# = 1"))),
        ("unknown tables", format!("{}{ARM}", many(50_000, "[[t#]]"))),
        ("keys twice", format!("{ARM}{}", "title = \"x\"\n".repeat(100_000))),
        ("syntax errors", format!("{ARM}{}", "= 1\n".repeat(500_000))),
        ("unended strings", format!("{ARM}{}", "x = \"\n".repeat(100_000))),
        ("presets", format!("{ARM}presets = {}\n", list(500_000, "\"val66met\""))),
        ("unknown presets", format!("{ARM}presets = {}\n", list(100_000, "\"p#\""))),
        ("quantities to show", format!("show = {}\n{ARM}", list(100_000, "\"x#\""))),
        (
            "wrong doses",
            format!(
                "{ARM}{}",
                many(20_000, "[[arm.dose]]\ndrug = \"ketamin\"\namount = \"1 mgg\"\nroute = \"ivv\"\nat = \"# ss\"")
            ),
        ),
        (
            "doses",
            format!(
                "{ARM}{}",
                many(50_000, "[[arm.dose]]\ndrug = \"ketamine\"\namount = \"1 mg\"\nroute = \"iv\"\nat = \"# s\"")
            ),
        ),
        ("times of a dose", format!("{ARM}{dose}at = {}\n", list(200_000, "\"# s\""))),
        (
            "overlapping infusions",
            format!("{}{dose}over = \"50 wk\"\nevery = \"1 min\"\ncount = 10000\n", ARM.replace("1 d", "52 wk")),
        ),
        (
            "switches",
            format!(
                "{}{}",
                ARM.replace("1 d", "52 wk"),
                many(100_000, "[[arm.switch]]\nat = \"#0 s\"\nuntil = \"#5 s\"\nset = { noxious_input = 1.0 }")
            ),
        ),
        (
            "overlapping switches",
            format!("{ARM}{}", many(20_000, "[[arm.switch]]\nat = \"# s\"\nset = { noxious_input = 1.0 }")),
        ),
        ("events", format!("{ARM}{}", many(50_000, "[[arm.event]]\nat = \"# s\"\nscale_state = { bdnf = 1.0 }"))),
        (
            "outputs",
            format!("{ARM}{}", many(20_000, "[[output]]\nname = \"x#\"\nexpr = \"improvement\"\nunit = \"%\"")),
        ),
        (
            "outputs of one name",
            format!("{ARM}{}", many(20_000, "[[output]]\nname = \"x\"\nexpr = \"improvement\"\nunit = \"%\"")),
        ),
        ("sliders", format!("{ARM}{}", many(20_000, "[[slider]]\nname = \"k_protein\""))),
        ("what varies", format!("{ARM}[population]\nvary = {}\n", list(50_000, "{ name = \"weight\", cv = \"1 %\" }"))),
        (
            "correlations",
            format!(
                "{ARM}[population]\nvary = []\ncorrelate = {}\n",
                list(50_000, "{ between = [\"weight\", \"x#\"], r = 0.1 }")
            ),
        ),
        ("output times", ARM.replace("[[arm]]", &format!("[grid]\ntimes = {}\n[[arm]]", list(300_000, "\"0.# d\"")))),
        (
            "doses of a hundred arms",
            format!(
                "format = 1\nduration = \"52 wk\"\n{}",
                arms(100).replace("route = \"iv\"", "route = \"iv\"\nevery = \"1 h\"\nuntil = \"52 wk\"")
            ),
        ),
        (
            "a million points of a hundred arms",
            format!("format = 1\nduration = \"8 wk\"\n[grid]\npoints = 1000000\n{}", arms(100)),
        ),
        ("remarks", format!("{}{ARM}", "#\n".repeat(5_000_000))),
        ("blank lines", format!("{}{ARM}", "\n".repeat(10_000_000))),
        ("letters of a name", name(&"n".repeat(10_000_000))),
        ("letters of a title", format!("title = \"{}\"\n{ARM}", "t".repeat(10_000_000))),
        ("letters of a key", format!("{ARM}{} = 1\n", "k".repeat(10_000_000))),
        ("letters of a word", format!("duration = \"{}\"\n", "9".repeat(5_000_000))),
        ("letters of a unit", format!("format = 1\nduration = \"2 {}\"\n", "d".repeat(5_000_000))),
        ("letters of a preset", format!("{ARM}presets = [\"{}\"]\n", "p".repeat(5_000_000))),
        ("letters of a parameter", format!("{ARM}[arm.parameters]\n{} = 1\n", "k".repeat(5_000_000))),
        ("letters of a quantity", format!("show = [\"{}\"]\n{ARM}", "q".repeat(5_000_000))),
        ("letters of extends", format!("format = 1\nextends = \"{}\"\n", "e".repeat(5_000_000))),
        ("nested lists", format!("format = 1\nx = {}", "[".repeat(1_000_000))),
        ("nested tables", format!("format = 1\nx = {}", "{a=".repeat(500_000))),
        ("a deep key", format!("format = 1\n{} = 1\n", vec!["a"; 200_000].join("."))),
        ("a deep table", format!("format = 1\n[{}]\n", vec!["a"; 200_000].join("."))),
        ("parentheses", format!("{ARM}[[output]]\nname = \"x\"\nexpr = \"{}\"\nunit = \"1\"\n", "(".repeat(1_000_000))),
    ]
}

#[test]
fn a_huge_scenario_is_checked_in_a_moment() {
    let mut huge: Vec<Huge> = scenarios().into_iter().map(|(name, text)| Huge::new(name, text)).collect();
    huge.push(Huge::endless("longer than any scenario", ARM));
    check(huge, "it.toml", &["check", "it.toml"]);
}

#[test]
fn what_check_calls_good_can_be_run() {
    let asked = ["overlapping infusions", "a million points of a hundred arms", "doses of a hundred arms"];
    for (name, text) in scenarios().into_iter().filter(|(name, _)| asked.contains(name)) {
        let desk = TempDir::new().unwrap();
        fs::write(desk.path().join("it.toml"), text).unwrap();
        let command = |words: &[&str]| watch(Command::new(ONSET).current_dir(desk.path()).args(words), desk.path());
        let checked = command(&["check", "it.toml"]);
        let ran = command(&["run", "it.toml", "--no-figure", "--out", "out"]);
        assert_eq!(checked.judged.faults, [""; 0], "check {name}");
        assert_eq!(ran.judged.faults, [""; 0], "run {name}");
        assert_eq!(checked.code, ran.code, "{name}: {}{}", checked.err, ran.err);
    }
}

#[test]
fn huge_tables_are_read_in_a_moment() {
    let head = "time [h],ketamine_plasma [ng/mL]\n";
    let observed = vec![
        Huge::new("rows", format!("{head}{}", many(2_000_000, "0.#,1"))),
        Huge::new("columns", format!("time [h]{}\n", ",x [ng/mL]".repeat(1_000_000))),
        Huge::new("letters of a field", format!("time [h],{}\n1,2\n", "k".repeat(10_000_000))),
        Huge::new("letters of a value", format!("{head}1,{}\n", "9".repeat(10_000_000))),
        Huge::new("an open quote", format!("time [h],\"ketamine_plasma [ng/mL]\n{}", "1,2\n".repeat(3_000_000))),
        Huge::endless("longer than any table", head),
    ];
    let fit = ["fit", "small.toml", "--observed", "it.csv", "--free", "ketamine_cl", "--no-figure", "--out", "out"];
    check(observed, "it.csv", &fit);
    let figure = ["figure", "small.toml", "--observed", "it.csv", "--out", "out.svg"];
    check(vec![Huge::endless("longer than any table", head)], "it.csv", &figure);
    let subjects = vec![
        Huge::new("columns", format!("weight{}\n70\n", ",weight".repeat(1_000_000))),
        Huge::new("letters of a field", format!("{}\n1\n", "k".repeat(10_000_000))),
        Huge::new("letters of a value", format!("weight\n{}\n", "9".repeat(10_000_000))),
        Huge::endless("longer than any table", "weight\n70\n"),
    ];
    check(subjects, "it.csv", &["population", "small.toml", "--subjects", "it.csv", "--no-figure", "--out", "out"]);
}

#[test]
fn huge_figures_are_refused_in_a_moment() {
    let record = |words: &str| {
        let lines = SMALL.lines().count();
        let words = format!(
            "# program: onset 0.1.0\n# command: {{\"words\":[{words}],\"figure\":\"figure\",\"scenarios\":[{{\"name\":\"x\",\"lines\":{lines}}}]}}\n{SMALL}"
        );
        wrapped(FileKind::Svg, words.as_bytes())
    };
    let dense = SMALL.replace("points = 20", "points = 1000000");
    let plain = format!(
        "# program: onset 0.1.0\n# figure: {{\"kind\":\"comparison\",\"time\":\"auto\",\"look\":{{\"profile\":\"slides-16x9\",\"theme\":\"light\",\"outlined\":false,\
         \"width\":4294967295}},\"page\":18446744073709551615,\"frame\":18446744073709551615,\"scenarios\":[{{\"name\":\"x\",\"lines\":18446744073709551615}}],\"changes\":[],\
         \"rtol\":1e-300,\"method\":\"collocation\",\"values\":[]}}\n{dense}"
    );
    let vary = "\"--vary=weight=1%\"";
    let many_parts = list(200_000, "{\"name\":\"x#\",\"lines\":0}").replace(",]", "]");
    let one_part = "[{\"name\":\"x\",\"lines\":18446744073709551615}]";
    let sound = plain.replace("1000000", "20").replace("1e-300", "1e-7");
    let svg = |words: &str| wrapped(FileKind::Svg, words.as_bytes());
    let figures = vec![
        Huge::new("the header of a PNG", png(100_000, 100_000, &[])),
        Huge::new("the words of a PNG", png(1, 1, &bomb(1 << 30))),
        Huge::new(
            "subjects of a figure",
            record(&format!("\"population\",\"{{0}}\",\"--number=1000000000\",{vary},\"--keep=both\"")),
        ),
        Huge::new(
            "points of a sweep of a figure",
            record("\"sweep\",\"{0}\",\"parameters.k_protein=0.01..0.1:300\",\"subject.weight=50kg..90kg:300\""),
        ),
        Huge::new("guesses of a figure", record("\"guesses\",\"{0}\",\"--number=100000\"")),
        Huge::new("numbers of a record", svg(&plain)),
        Huge::new("the tolerance of a record", svg(&sound.replace("1e-7", "1e-300"))),
        Huge::new("width of a PNG of a record", wrapped(FileKind::Png, sound.as_bytes())),
        Huge::new("scenarios of a record", svg(&sound.replace(one_part, &many_parts))),
        Huge::new("nested lists of a record", svg(&format!("# program: onset\n# figure: {}", "[".repeat(1_000_000)))),
        Huge::endless("longer than any figure", "<svg xmlns=\"http://www.w3.org/2000/svg\">"),
    ];
    check(figures, "it.fig", &["verify", "it.fig"]);
}

/// A file that is huge, or says that it is.
struct Huge {
    name: &'static str,
    bytes: Vec<u8>,
    /// How long the file is made; the rest is zeros that take no place on the disk.
    length: u64,
}

impl Huge {
    fn new(name: &'static str, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name, bytes: bytes.into(), length: 0 }
    }

    fn endless(name: &'static str, start: &str) -> Self {
        Self { name, bytes: start.into(), length: 20 << 30 }
    }
}

/// Runs the command on each file: it is a fault to panic, or to need much time, memory or words. Nothing is kept.
#[track_caller]
fn check(files: Vec<Huge>, file: &str, words: &[&str]) {
    let mut tallies = Vec::new();
    for huge in files {
        let desk = TempDir::new().unwrap();
        fs::write(desk.path().join("small.toml"), SMALL).unwrap();
        fs::write(desk.path().join(file), &huge.bytes).unwrap();
        if huge.length > 0 {
            fs::OpenOptions::new().write(true).open(desk.path().join(file)).unwrap().set_len(huge.length).unwrap();
        }
        let mut ran = watch(Command::new(ONSET).current_dir(desk.path()).args(words), desk.path());
        ran.words_are_plain();
        let mut tally = Tally::new(&format!("{} {}", words[0], huge.name));
        tally.add(huge.name.as_bytes(), ran.judged);
        tallies.push(tally);
    }
    report(&tallies);
}

/// A PNG of this size by its header, with these chunks, and one pixel.
fn png(width: u32, height: u32, chunks: &[u8]) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    let words =
        "onset-scenario\0\0\0\0\0# program: onset 0.1.0\n# command: {\"words\":[\"rivals\"],\"figure\":\"rivals\"}\n";
    let words = if chunks.is_empty() { chunk(b"iTXt", words.as_bytes()) } else { chunks.to_vec() };
    let mut pixel = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    pixel.write_all(&[0; 4]).unwrap();
    let pixel = chunk(b"IDAT", &pixel.finish().unwrap());
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &header), words, pixel, chunk(b"IEND", b"")].concat()
}

/// Packed words that unpack to so many bytes.
fn bomb(bytes: usize) -> Vec<u8> {
    let mut packed =
        flate2::write::ZlibEncoder::new(b"onset-scenario\0\x01\0\0\0".to_vec(), flate2::Compression::best());
    packed.write_all(b"# program: onset 0.1.0\n# figure: {}\n").unwrap();
    let part = vec![b'A'; 1 << 20];
    for _ in 0..bytes >> 20 {
        packed.write_all(&part).unwrap();
    }
    chunk(b"iTXt", &packed.finish().unwrap())
}

fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut sum = flate2::Crc::new();
    sum.update(name);
    sum.update(content);
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&length[..], name, content, &sum.sum().to_be_bytes()].concat()
}
