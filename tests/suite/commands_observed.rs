//! `onset figure --observed`: measured values over the curves.

use super::commands::Desk;
use super::readme::flowing;

#[test]
fn measured_values_stand_over_the_curves_with_their_source() {
    let desk = Desk::new();
    desk.write(
        "mood.csv",
        "\u{feff}time [d],improvement [%],sd [%],arm\r\n1,50,12,ketamine 0.5 mg/kg iv over 40 min\r\n7,20,8,ketamine 0.5 mg/kg iv over 40 min\r\n",
    );
    let figure = ["figure", "single-infusion", "--observed", "mood.csv", "--source", "a trial, 2006", "--out", "a.svg"];
    let said = flowing(&desk.good(&figure));
    assert!(said.contains("Observed: 2 points from 20 to 50"), "{said}");
    let svg = desk.read("a.svg");
    assert!(
        svg.contains("id=\"points-observed-1-1\"")
            && svg.contains("Points: observed, a trial, 2006, bars: standard deviation."),
        "caption"
    );
    assert!(desk.read("a.csv").contains("50"), "the data drawn");
    assert!(desk.good(&["verify", "a.svg"]).contains("identical"));

    // Other units are converted: the same places on the page.
    desk.write("hours.csv", "time [h],improvement [%],sd [%]\n24,50,12\n168,20,8\n");
    desk.good(&["figure", "single-infusion", "--observed", "hours.csv", "--source", "a trial, 2006", "--out", "b.svg"]);
    let points =
        |svg: &str| svg.split("id=\"points-observed-1-1\"").nth(1).unwrap().split("</g>").next().unwrap().to_owned();
    assert_eq!(points(&svg), points(&desk.read("b.svg")));
}

#[test]
fn tables_that_are_wrong_are_told_where() {
    let desk = Desk::new();
    for (table, code, words) in [
        ("time [h],improvement [kg]\n1,2\n", 1, "line 1: the unit \"kg\""),
        ("time [h],improvement [%]\n1,NaN\n", 1, "line 2: \"improvement\" is \"NaN\""),
        ("time [h],improvement [%]\n1,2,5\n", 1, "line 2: 3 fields"),
        ("time [h],bdnf [1]\n1,2\n", 2, "no curve of bdnf"),
        ("time [h],improvement [%],arm\n1,2,ketamin\n", 1, "no arm of the scenario is called \"ketamin\""),
    ] {
        desk.write("data.csv", table);
        let said = desk.bad(code, &["figure", "single-infusion", "--observed", "data.csv", "--out", "a.svg"]);
        assert!(said.contains(words) && said.contains("= help:"), "{said}");
    }
}
