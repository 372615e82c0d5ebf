//! A scenario drawn again on every save.
#![cfg(unix)]

use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::commands::Desk;

/// A program that watches a file; it is stopped at the end of a test, however that goes.
struct Watch<'a> {
    child: Child,
    desk: &'a Desk,
}

/// Longest that a test waits for anything. Far more than it takes: other tests may keep the machine busy.
const PATIENCE: Duration = Duration::from_secs(30);

impl<'a> Watch<'a> {
    fn new(desk: &'a Desk, words: &[&str]) -> Self {
        let mut command = desk.command();
        let log = |name: &str| Stdio::from(fs::File::create(desk.path(name)).unwrap());
        command.args([&["watch"], words].concat()).stdout(log("out.txt")).stderr(log("err.txt"));
        Self { child: command.spawn().unwrap(), desk }
    }

    /// Waits until something is so; gives how long it took.
    #[track_caller]
    fn until(&self, what: &str, is_so: impl Fn() -> bool) -> Duration {
        let start = Instant::now();
        while !is_so() {
            let (out, err) = (self.desk.read("out.txt"), self.desk.read("err.txt"));
            assert!(start.elapsed() < PATIENCE, "{what} is not so after {PATIENCE:?}:\n{out}\n{err}");
            thread::sleep(Duration::from_millis(5));
        }
        start.elapsed()
    }

    /// Waits until it has drawn, or said what is wrong, so many times.
    #[track_caller]
    fn rounds(&self, count: usize) -> Duration {
        self.until(&format!("round {count}"), || {
            self.desk.read("out.txt").matches("Watching my.toml;").count() >= count
        })
    }

    /// Stops it as Ctrl-C does; gives its exit code.
    fn stop(mut self) -> Option<i32> {
        let stopped = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap();
        assert!(stopped.success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        // It has ended already where a test went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn scenario(weight: u32) -> String {
    format!("format = 1\nextends = \"single-infusion\"\n[subject]\nweight = \"{weight} kg\"\n")
}

fn drawn(desk: &Desk, weight: u32) -> bool {
    let manifest = fs::read_to_string(desk.path("output/my/manifest.json")).unwrap_or_default();
    manifest.contains(&format!("weight = \\\"{weight} kg\\\""))
}

#[test]
fn every_save_is_drawn_and_a_broken_one_is_survived() {
    let desk = Desk::new();
    desk.write("my.toml", scenario(70));
    let watch = Watch::new(&desk, &["my.toml"]);
    let first = watch.rounds(1);
    assert!(drawn(&desk, 70));
    desk.write("my.toml", scenario(80));
    let again = watch.until("the drawing of 80 kg", || drawn(&desk, 80));
    // Drawing itself is most of it, which the first round did as well; other tests may slow down either.
    assert!(again < 3 * first + Duration::from_millis(300), "{again:?} after the save, {first:?} at the start");
    watch.rounds(2);
    desk.write("my.toml", scenario(80).replace("weight", "wieght"));
    watch.rounds(3);
    assert!(desk.read("err.txt").contains("did you mean \"weight\"?"));
    assert!(drawn(&desk, 80), "the last good figures stay");
    // An editor that writes a new file and puts it in the place of the old one, or takes the old one away first.
    desk.write("new.toml", scenario(90));
    fs::rename(desk.path("new.toml"), desk.path("my.toml")).unwrap();
    watch.until("the drawing of 90 kg", || drawn(&desk, 90));
    fs::remove_file(desk.path("my.toml")).unwrap();
    thread::sleep(Duration::from_millis(200));
    for weight in 91..100 {
        desk.write("my.toml", scenario(weight));
    }
    watch.until("the drawing of the last of many saves", || drawn(&desk, 99));
    assert_eq!(watch.stop(), Some(0));
    assert!(desk.files().keys().all(|name| !name.ends_with(".part")));
}

#[test]
fn what_it_builds_on_is_watched_and_changed_figures_are_kept() {
    let desk = Desk::new();
    desk.write("base.toml", scenario(70));
    desk.write("my.toml", "format = 1\nextends = \"base.toml\"\n");
    let watch = Watch::new(&desk, &["my.toml", "--no-figure"]);
    watch.rounds(1);
    desk.write("base.toml", scenario(75));
    watch.until("the drawing of 75 kg", || drawn(&desk, 75));
    watch.rounds(2);
    desk.write("output/my/metrics.csv", "mine");
    desk.write("base.toml", scenario(85));
    watch.rounds(3);
    assert!(desk.read("err.txt").contains("metrics.csv"), "{}", desk.read("err.txt"));
    assert_eq!(desk.read("output/my/metrics.csv"), "mine");
    assert!(!drawn(&desk, 85));
    assert_eq!(watch.stop(), Some(0));
}

#[test]
fn only_a_file_can_be_watched() {
    let desk = Desk::new();
    assert!(desk.bad(2, &["watch", "single-infusion"]).contains("onset new"));
    assert!(desk.bad(2, &["watch", "my.toml"]).contains("no file"));
    desk.write("my.toml", scenario(70));
    desk.bad(2, &["watch", "my.toml", "--out", "-"]);
}
