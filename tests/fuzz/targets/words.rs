//! A word of the command line: a change, an axis of a sweep, a slider, an amount.
#![no_main]

use libfuzzer_sys::fuzz_target;
use onset::quantity::{Unit, read_amount};
use onset::scenario::{Override, Slider, builtin, read, render_plain};
use onset::study::sweep::{Axis, Plane};
use onset::variability::read_percent;

fuzz_target!(|word: &str| {
    let _ = (read_amount(word), Unit::parse(word), read_percent(word), Slider::parse(word));
    if let Some(plane) = Axis::parse(word).ok().and_then(|axis| Plane::new(vec![axis]).ok()) {
        let axis = &plane.axes()[0];
        let again = Axis::parse(&axis.text()).expect("an axis is read as it is written");
        assert_eq!((again.count, again.is_log), (axis.count, axis.is_log));
        for corner in plane.corners() {
            assert!(plane.values(corner).iter().all(|value| value.is_finite()));
        }
    }
    let Some(change) = Override::parse(word) else { return };
    let source = builtin::find("single-infusion").expect("it is built in").source();
    for diagnostic in read(&source, &[change]).diagnostics {
        render_plain(&diagnostic, &source);
    }
});
