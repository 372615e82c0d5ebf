//! Figures of others that ask for files, for endless work, or for more memory than there is.

use std::time::{Duration, Instant};

use super::commands::Desk;
use super::readme::flowing;

/// A scenario of one arm.
const SCENARIO: &str = "format = 1\nduration = \"1 d\"\n[[arm]]\nname = \"a\"\n[[arm.dose]]\ndrug = \"ketamine\"\n\
    amount = \"0.5 mg/kg\"\nroute = \"iv\"\n";

/// What no message may show.
const SECRET: &str = "the words of another file";

/// A figure of a command in these words, with this scenario in it.
fn figure(words: &[&str], scenario: &str) -> String {
    let lines = scenario.lines().count();
    let made = serde_json::json!({
        "words": words, "figure": "figure", "scenarios": [{ "name": "x", "lines": lines }],
    });
    let made = made.to_string().replace('"', "&quot;");
    let scenario = scenario.replace('"', "&quot;");
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><metadata id=\"onset-scenario\"># program: onset {}\n\
        # command: {made}\n{scenario}</metadata></svg>",
        env!("CARGO_PKG_VERSION")
    )
}

/// A desk with a file that is none of a figure's business.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("secret.toml", format!("{SECRET}\n"));
    desk.write("tmp/keep", "");
    desk
}

/// Looks at a figure that must be refused soon, without a file touched or shown.
#[track_caller]
fn refused(desk: &Desk, name: &str, bytes: impl AsRef<[u8]>) -> String {
    desk.write(name, bytes);
    let before = desk.files();
    let begun = Instant::now();
    let ran = desk.ran(desk.command().env("TMPDIR", desk.path("tmp")).args(["verify", name]));
    assert!(begun.elapsed() < Duration::from_secs(30), "{name}: {:?}", begun.elapsed());
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{name}: {}", ran.err);
    assert!(desk.files() == before, "{name} changed files");
    assert!(!ran.err.contains(SECRET) && !ran.err.contains("root:"), "{name}: {}", ran.err);
    assert!(ran.err.contains("= help:"), "{name}: {}", ran.err);
    // A scenario is shown as it stands, however long its lines are.
    let is_short = ran.err.lines().all(|line| line.chars().count() <= 80);
    assert!(is_short || ran.err.contains("reads no file"), "{name}: {}", ran.err);
    flowing(&ran.err)
}

#[test]
fn a_figure_names_no_file() {
    let desk = desk();
    let population = ["population", "{0}", "--number=2", "--vary=weight=1%"];
    let with = |word: &'static str| [&population[..], &[word]].concat();
    for (name, words, said) in [
        ("subjects", vec!["population", "{0}", "--subjects=secret.toml"], "it was made from secret.toml too"),
        ("system", vec!["population", "{0}", "--subjects=/etc/passwd"], "it was made from passwd too"),
        ("device", vec!["population", "{0}", "--subjects=/dev/zero"], "it was made from zero too"),
        ("observed", vec!["fit", "{0}", "--observed=secret.toml", "--free=f_oral"], "it was made from secret.toml too"),
        ("scenario", vec!["why", "onset", "secret.toml"], "\"secret.toml\", which is no scenario inside the figure"),
        ("built-in", vec!["why", "onset", "single-infusion"], "which is no scenario inside the figure"),
        ("number", vec!["why", "onset", "{7}"], "which is no scenario inside the figure"),
        ("out", with("--out=elsewhere"), "its command holds --out"),
        ("force", with("--force"), "its command holds --force"),
        ("shard", with("--shard=1/2"), "its command holds --shard"),
        ("threads", with("--threads=1024"), "its command holds --threads"),
        ("new", vec!["new", "elsewhere.toml"], "was altered by hand"),
        ("run", vec!["run", "{0}"], "was altered by hand"),
        ("verify", vec!["verify", "secret.toml"], "was altered by hand"),
        ("nothing", vec![], "was altered by hand"),
        ("unknown", vec!["why", "onset", "{0}", "--bogus"], "is no command of this version"),
    ] {
        let found = refused(&desk, &format!("{name}.svg"), figure(&words, SCENARIO));
        assert!(found.contains(said), "{name}: {found}");
    }
}

#[test]
fn a_scenario_inside_a_figure_builds_on_no_file() {
    let desk = desk();
    let secret = desk.path("secret.toml");
    for (number, base) in
        ["secret.toml", "./secret.toml", "../secret.toml", secret.to_str().unwrap(), "/etc/passwd", "/dev/zero"]
            .iter()
            .enumerate()
    {
        let scenario = format!("format = 1\nextends = \"{base}\"\n");
        for words in [
            &["population", "{0}", "--number=2", "--vary=weight=1%"][..],
            &["why", "onset", "{0}"],
            &["sweep", "{0}", "subject.weight=50kg..90kg:3"],
            &["sensitivity", "{0}", "--metric=onset"],
            &["guesses", "{0}"],
            &["diff", "{0}", "{0}"],
        ] {
            let found = refused(&desk, &format!("{}-{number}.svg", words[0]), figure(words, &scenario));
            assert!(found.contains("a scenario that is carried inside another file reads no files"), "{base}: {found}");
        }
    }
    // The same in a figure of a plain run.
    desk.good(&["figure", "single-infusion", "--out", "a.svg"]);
    let svg = desk.read("a.svg");
    let base = svg.replacen("format = 1\n", "format = 1\nextends = &quot;secret.toml&quot;\n", 1);
    let first = svg.lines().position(|line| line.starts_with("# figure: ")).unwrap();
    let record = svg.lines().nth(first).unwrap();
    let at = record.find("&quot;lines&quot;:").unwrap() + "&quot;lines&quot;:".len();
    let lines: usize = record[at..].chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap();
    let longer = record.replacen(&format!(":{lines}"), &format!(":{}", lines + 1), 1);
    let found = refused(&desk, "run.svg", base.replacen(record, &longer, 1));
    assert!(found.contains("a scenario that is carried inside another file reads no files"), "{found}");
}

#[test]
fn a_figure_asks_for_no_more_than_a_bound() {
    let desk = desk();
    let grid = SCENARIO.replacen("[[arm]]", "[grid]\npoints = 300000\n[[arm]]", 1);
    let (head, arm) = SCENARIO.split_at(SCENARIO.find("[[arm]]").unwrap());
    let many = |count: usize, arm: &str| -> String {
        (0..count).map(|number| arm.replace("\"a\"", &format!("\"a{number}\""))).collect()
    };
    let arms = format!("{head}[grid]\npoints = 4900\n{}", many(20, arm));
    let often = format!("{arm}every = \"10 min\"\ncount = 8000\n");
    let doses = format!("{}{}", head.replace("1 d", "8 wk"), many(3, &often));
    let weight = "subject.weight=50kg..90kg:";
    for (name, words, scenario, said) in [
        (
            "subjects",
            vec!["population", "{0}", "--number=1000000000", "--vary=weight=1%", "--keep=both"],
            SCENARIO,
            "it asks for 1,000,000,000 runs of an arm (one for each subject, draw or point); verify does at most 40,000",
        ),
        ("draws", vec!["guesses", "{0}", "--number=100000"], arms.as_str(), "it asks for 2,000,000 runs"),
        (
            "points",
            vec!["sweep", "{0}", &format!("{weight}300"), "parameters.k_protein=0.5x..2x:300"],
            arms.as_str(),
            "runs",
        ),
        (
            "rows",
            vec![
                "sensitivity",
                "{0}",
                "--metric=onset",
                "--method=sobol",
                "--samples=65536",
                "--vary=k_protein",
                "--vary=weight",
            ],
            SCENARIO,
            "it asks for 262,144 runs",
        ),
        ("times", vec!["why", "onset", "{0}"], grid.as_str(), "it asks for 300,0"),
        ("distributions", vec!["population", "{0}", "--number=2", "--vary=weight=1%"], arms.as_str(), "distributions"),
        ("doses", vec!["why", "onset", "{0}"], doses.as_str(), "it asks for 24,000 doses"),
    ] {
        let found = refused(&desk, &format!("{name}.svg"), figure(&words, scenario));
        assert!(found.contains(said) && found.contains("verify does at most"), "{name}: {found}");
        assert!(found.contains("run the command itself, and compare"), "{name}: {found}");
    }
}

#[test]
fn a_record_asks_for_nothing_that_the_command_line_refuses() {
    let desk = desk();
    desk.good(&["figure", "single-infusion", "--out", "a.svg", "--out", "a.png"]);
    let svg = desk.read("a.svg");
    let record = |from: &str, to: &str| {
        let (from, to) = (from.replace('"', "&quot;"), to.replace('"', "&quot;"));
        assert!(svg.contains(&from), "{from}");
        svg.replacen(&from, &to, 1)
    };
    for (name, bytes) in [
        ("width", record("\"outlined\":false", "\"outlined\":false,\"width\":4000000000")),
        ("narrow", record("\"outlined\":false", "\"outlined\":false,\"width\":0")),
        ("rtol", record("\"rtol\":1e-7", "\"rtol\":1e-300")),
        ("negative", record("\"rtol\":1e-7", "\"rtol\":-1")),
    ] {
        let found = refused(&desk, &format!("{name}.svg"), bytes);
        assert!(found.contains("altered by hand"), "{name}: {found}");
    }
    let nested = svg.replacen("# figure: {", &format!("# figure: {}", "[".repeat(1 << 20)), 1);
    assert!(refused(&desk, "nested.svg", nested).contains("altered by hand"));
}

/// A part of a PNG. No checksum is looked at before the size is.
fn part(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&length[..], kind, content, &[0; 4]].concat()
}

#[test]
fn a_picture_is_not_unpacked_for_what_its_head_claims() {
    let desk = desk();
    desk.good(&["figure", "single-infusion", "--out", "a.png"]);
    let whole = std::fs::read(desk.path("a.png")).unwrap();
    // Width and height stand behind the signature, a length and a kind.
    let mut wide = whole.clone();
    wide[16..24].copy_from_slice(&[0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0]);
    desk.write("wide.png", &wide);
    let ran = desk.onset(&["verify", "wide.png"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(flowing(&ran.out).contains("100000 by 100000 px instead of 1920 by 1080"), "{ran:?}");
    // Packed words are none of this program, and stay packed: these would be 1 GB.
    let head = part(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
    let mut words = b"onset-scenario\0\x01\0\0\0".to_vec();
    words.extend([0x78, 0x9c]);
    words.extend(vec![0xed; 1 << 20]);
    let bomb = [&b"\x89PNG\r\n\x1a\n"[..], &head, &part(b"iTXt", &words), &part(b"IEND", b"")].concat();
    assert!(refused(&desk, "bomb.png", bomb).contains("carries nothing"));
}

#[test]
#[cfg(unix)]
fn ctrl_c_ends_it_and_nothing_stays() {
    use std::os::unix::process::ExitStatusExt;
    let desk = desk();
    let words = ["population", "{0}", "--number=40000", "--vary=weight=1%"];
    desk.write("long.svg", figure(&words, &SCENARIO.replace("1 d", "300 d")));
    let before = desk.files();
    let mut running = desk.command().env("TMPDIR", desk.path("tmp")).args(["verify", "long.svg"]).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(700));
    assert_eq!(running.try_wait().unwrap(), None, "it has ended by itself");
    let kill = std::process::Command::new("kill").args(["-INT", &running.id().to_string()]).status().unwrap();
    assert!(kill.success());
    let begun = Instant::now();
    let ended = running.wait().unwrap();
    assert!(begun.elapsed() < Duration::from_secs(5));
    assert_eq!(ended.signal(), Some(2), "{ended:?}");
    assert!(desk.files() == before);
}
