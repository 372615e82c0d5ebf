//! The share of the improvement that expectancy brings is separated from the share of the drug.

use super::commands::Desk;

#[test]
fn the_parts_of_drug_and_expectancy_add_up() {
    let desk = Desk::new();
    let said = desk.good(&["run", "expectancy", "--out", "out"]);
    assert!(said.contains("by expectancy, 24 h") && said.contains("by expectancy, end"), "{said}");
    let metrics = desk.metrics("out");
    for time in ["24h", "end"] {
        let all = |arm: &str| metrics.get(arm, &format!("improvement_{time}")).unwrap();
        let part = |arm: &str| metrics.get(arm, &format!("expectancy_{time}"));
        let placebo = "placebo with expectancy";
        assert!((part(placebo).unwrap() - all(placebo)).abs() < 1e-9, "nothing but expectancy");
        assert_eq!(part("ketamine, no expectancy"), None);
        // The drug does the same whether anything is expected of it or not.
        let both = "ketamine with expectancy";
        let drug = all(both) - part(both).unwrap();
        assert!((drug - all("ketamine, no expectancy")).abs() < 1e-5, "{drug}");
        assert!(part(both).unwrap() < part(placebo).unwrap(), "what is relieved cannot be relieved twice");
    }
    let figure = desk.read("out/figure.svg");
    for band in ["placebo-with-expectancy-expectancy", "ketamine-with-expectancy-expectancy"] {
        assert!(figure.contains(band), "{band}");
    }
    assert!(!figure.contains("ketamine-no-expectancy-expectancy"));
    assert!(figure.contains("the part that is expectancy"));
}

#[test]
fn without_expectancy_nothing_is_said_of_it() {
    let desk = Desk::new();
    let said = desk.good(&["run", "expectancy", "--without", "expectancy", "--out", "out"]);
    assert!(!said.contains("by expectancy") && !desk.read("out/figure.svg").contains("Shaded"), "{said}");
}
