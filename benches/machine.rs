//! What the times were taken on.

use std::env::consts::{ARCH, OS};
use std::fs;

/// Threads that can run at once.
pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Whether populations run on the wider vectors of x86-64.
pub(crate) fn has_avx2() -> bool {
    #[cfg(target_arch = "x86_64")]
    let has = std::arch::is_x86_feature_detected!("avx2");
    #[cfg(not(target_arch = "x86_64"))]
    let has = false;
    has
}

/// Program, processor, its threads and instructions.
pub(crate) fn describe() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let name = name.map_or("processor not known", |(_, name)| name.trim());
    let vectors = match (has_avx2(), ARCH) {
        (true, _) => "AVX2",
        (false, "x86_64") => "SSE2",
        _ => "vectors of the build",
    };
    let threads = match cores() {
        1 => "1 thread".to_owned(),
        many => format!("{many} threads"),
    };
    format!("onset {}, {name}, {threads}, {vectors}, {OS} on {ARCH}", env!("CARGO_PKG_VERSION"))
}
