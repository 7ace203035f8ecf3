//! Figures to set against a target: one line each, below divan's tables.
//!
//! Comes in: what is measured, and what it is measured against. Goes out: a line on the standard
//! output. Both sides take turns in short batches, so that whatever else the machine does at the
//! time falls on both; what is printed are medians over all rounds.

#![allow(dead_code)]

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How often both sides take their turn.
const ROUNDS: usize = 301;

/// How long one turn takes, roughly.
const TURN: Duration = Duration::from_micros(500);

/// Whether figures are to be printed: under `cargo bench` without further arguments, and neither
/// where a benchmark is picked out nor where each is only tried once.
pub fn wanted() -> bool {
    std::env::args().skip(1).eq(["--bench"])
}

/// Prints how long one thing takes as a multiple of the other.
pub fn ratio<A, B>(name: &str, limit: f64, ours: impl Fn() -> A, theirs: impl Fn() -> B) {
    let pairs = rounds(&ours, &theirs);
    let ratio = median(pairs.iter().map(|(ours, theirs)| ours / theirs));
    let (ours, theirs) = medians(&pairs);
    println!("{name}: {ratio:.2} (at most {limit}), {ours:.0} ns against {theirs:.0} ns");
}

/// Prints how much longer one thing takes than the other.
pub fn beyond<A, B>(name: &str, limit: Duration, ours: impl Fn() -> A, theirs: impl Fn() -> B) {
    let pairs = rounds(&ours, &theirs);
    let beyond = median(pairs.iter().map(|(ours, theirs)| ours - theirs));
    let (ours, theirs) = medians(&pairs);
    let limit = limit.as_nanos();
    println!("{name}: {beyond:.0} ns (at most {limit} ns), {ours:.0} ns against {theirs:.0} ns");
}

/// Prints how long something takes that is too slow for batches.
pub fn time<A>(name: &str, limit: Duration, ours: impl Fn() -> A) {
    let times = (0..ROUNDS / 3).map(|_| batch(1, &ours) / 1e6);
    let limit = limit.as_millis();
    println!("{name}: {:.1} ms (at most {limit} ms)", median(times));
}

/// How long one run of something takes in milliseconds: the median of a few runs.
pub fn median_of<A>(runs: usize, run: impl Fn() -> A) -> f64 {
    median((0..runs).map(|_| batch(1, &run) / 1e6))
}

/// The time of one run of each side in nanoseconds, round by round.
fn rounds<A, B>(ours: &impl Fn() -> A, theirs: &impl Fn() -> B) -> Vec<(f64, f64)> {
    let (many_ours, many_theirs) = (runs_per_turn(ours), runs_per_turn(theirs));
    let pair = |round: usize| match round % 2 {
        0 => (batch(many_ours, ours), batch(many_theirs, theirs)),
        _ => {
            let theirs = batch(many_theirs, theirs);
            (batch(many_ours, ours), theirs)
        }
    };
    (0..ROUNDS).map(pair).collect()
}

fn runs_per_turn<T>(run: &impl Fn() -> T) -> u32 {
    let mut runs = 1;
    loop {
        let taken = batch(runs, run) * f64::from(runs);
        if taken >= TURN.as_nanos() as f64 || runs > 1 << 20 {
            return runs;
        }
        runs *= 2;
    }
}

/// Nanoseconds per run.
fn batch<T>(runs: u32, run: &impl Fn() -> T) -> f64 {
    let begin = Instant::now();
    for _ in 0..runs {
        drop(black_box(run()));
    }
    begin.elapsed().as_nanos() as f64 / f64::from(runs)
}

fn medians(pairs: &[(f64, f64)]) -> (f64, f64) {
    let ours = median(pairs.iter().map(|pair| pair.0));
    (ours, median(pairs.iter().map(|pair| pair.1)))
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
