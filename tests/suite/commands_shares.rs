//! `onset population --shard` and `onset merge`: shares put together are one run, byte for byte, or not put together.

use super::commands::{Desk, assert_narrow};
use super::commands_population::{SHORT, TABLETS, VARY, desk, files};

/// Runs every share into a folder of its own; gives the folders.
#[track_caller]
fn shares(desk: &Desk, words: &[&str], of: u64) -> Vec<String> {
    let folder = |number: u64| format!("{of}-{number}");
    for number in 1..=of {
        // The number of threads is no matter, so that machines need not be alike.
        let (share, threads) = (format!("{number}/{of}"), (1 + number % 2).to_string());
        let place = ["--shard", &share, "--threads", &threads, "--out", &folder(number)];
        assert_narrow(&desk.good(&[words, &place].concat()));
    }
    (1..=of).map(folder).collect()
}

/// Puts shares together into `out`, which must become what stands in `whole`.
#[track_caller]
fn assert_one_run(desk: &Desk, folders: &[String], whole: &[(String, Vec<u8>)]) {
    let words: Vec<&str> = ["merge"].into_iter().chain(folders.iter().map(String::as_str)).collect();
    assert_narrow(&desk.good(&[&words[..], &["--out", "out"]].concat()));
    let merged = files(desk, "out");
    let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&merged), names(whole));
    for ((name, merged), (_, whole)) in merged.iter().zip(whole) {
        assert!(merged == whole, "{name} of {folders:?}");
    }
}

#[test]
fn shares_put_together_in_any_order_are_one_run() {
    let desk = desk();
    let layer = "[population.uncertainty]\nvary = [{ name = \"k_protein\", cv = \"20 %\" }]\n";
    desk.write("both.toml", [SHORT, TABLETS, layer].concat());
    let words = ["population", "both.toml", "-n", "23", "--seed", "7", "--keep", "both"];
    let words = [&words[..], &VARY].concat();
    desk.good(&[&words[..], &["--out", "whole"]].concat());
    let whole = files(&desk, "whole");
    assert_eq!(whole.len(), 10, "tables, figure and manifest");
    // More shares than subjects leave some with none.
    for of in [1, 3, 8, 30] {
        let mut folders = shares(&desk, &words, of);
        assert!(desk.path(&format!("{}/share.json", folders[0])).is_file());
        assert!(!desk.path(&format!("{}/bands.csv", folders[0])).exists());
        assert_one_run(&desk, &folders, &whole);
        folders.reverse();
        folders.rotate_left(of as usize / 3);
        assert_one_run(&desk, &folders, &whole);
    }
}

#[test]
fn shares_of_the_built_in_adults_are_one_run() {
    let desk = desk();
    let words = ["population", "two.toml", "-n", "11", "--seed", "3"];
    desk.good(&[&words[..], &["--out", "whole"]].concat());
    let folders = shares(&desk, &words, 3);
    assert_one_run(&desk, &folders, &files(&desk, "whole"));
}

#[test]
fn shares_of_a_table_are_one_run() {
    let desk = desk();
    let rows: String = (0..19).map(|i| format!("{},{}\n", 50 + 2 * i, 60 + i)).collect();
    desk.write("own.csv", format!("weight [kg],ketamine_cl [L/h]\n{rows}"));
    let words = ["population", "two.toml", "--subjects", "own.csv", "--no-figure"];
    desk.good(&[&words[..], &["--out", "whole"]].concat());
    let whole = files(&desk, "whole");
    let folders = shares(&desk, &words, 4);
    assert_one_run(&desk, &folders, &whole);
    desk.write("own.csv", format!("weight [kg],ketamine_cl [L/h]\n{rows}70,80\n"));
    let message = desk.bad(1, &["merge", "4-1", "4-2", "4-3", "4-4", "--out", "out", "--force"]);
    assert!(message.contains("was changed since"), "{message}");
}

#[test]
fn shares_that_do_not_belong_together_are_told_apart() {
    let desk = desk();
    let share = |scenario: &str, seed: &str, share: &str, folder: &str| {
        let words =
            ["population", scenario, "-n", "4", "--seed", seed, "--no-figure", "--shard", share, "--out", folder];
        desk.good(&[&words[..], &VARY].concat());
    };
    share("one.toml", "1", "1/2", "a");
    share("one.toml", "1", "2/2", "b");
    share("one.toml", "2", "2/2", "other-seed");
    share("two.toml", "1", "2/2", "other-scenario");
    share("one.toml", "1", "3/3", "other-cut");
    desk.write("c/notes.txt", "mine\n");
    let cases: &[(&[&str], i32, &str)] = &[
        (&["a"], 1, "share 2 of 2 is missing"),
        (&["a", "b", "a"], 1, "are both share 1"),
        (&["a", "other-seed"], 1, "different populations"),
        (&["a", "other-scenario"], 1, "different populations"),
        (&["a", "other-cut"], 1, "2 shares and 3"),
        (&["a", "c"], 1, "c holds no share"),
        (&["a", "nowhere"], 4, "nowhere"),
        (&[], 2, "FOLDER"),
    ];
    for (folders, code, told) in cases {
        let message = desk.bad(*code, &[&["merge"], *folders, &["--out", "out"]].concat());
        assert_narrow(&message);
        assert!(message.contains(told), "{folders:?}\n{message}");
    }
    assert!(desk.bad(1, &["merge", "a", "b", "--out", "a"]).contains("a is one of the shares"));
    for share in ["0/2", "3/2", "1", "1/0", "a/b", "1/100001"] {
        let words = ["population", "two.toml", "-n", "4", "--vary", "weight=15%", "--shard", share];
        assert!(desk.bad(2, &words).contains("K/N"), "{share}");
    }
}

#[test]
fn altered_shares_are_found_out() {
    let desk = desk();
    let words = ["population", "one.toml", "-n", "4", "--no-figure"];
    let words = [&words[..], &VARY].concat();
    let fresh = || shares(&desk, &[&words[..], &["--force"]].concat(), 2);
    let merge = ["merge", "2-1", "2-2", "--out", "out"];
    let changed = |name: &str, change: &dyn Fn(String) -> String, told: &str| {
        fresh();
        desk.write(name, change(desk.read(name)));
        let message = desk.bad(1, &merge);
        assert!(message.contains(told), "{message}");
    };
    changed("2-2/subjects.csv", &|csv| csv + "5,ketamine\n", "2-2/subjects.csv was changed");
    changed("2-1/share.json", &|json| json.replace("\"failed\": 0", "\"failed\": 1"), "2-1/share.json was changed");
    changed("2-1/share.json", &|_| "{}\n".to_owned(), "2-1 is no share");
    changed("2-1/share.json", &|json| json.replace("\"version\": \"", "\"version\": \"9"), "2-1 is no share");
    changed("2-1/manifest.json", &|json| json.replace("subjects.csv", "other.csv"), "2-1 has no subjects.csv");
    changed("one.toml", &|toml| toml.replace("2 d", "3 d"), "was changed since");
    desk.write("one.toml", SHORT);
    fresh();
    desk.good(&merge);
}
