//! Contestants take turns.

use crate::processor_time::processor_time;

/// A contestant: its name, and one round of it in any unit.
pub(crate) type Contestant<'a> = (&'a str, Box<dyn FnMut() -> f64 + 'a>);

/// Lets all play, round after round, and prints the median of each and of its ratios to the first: by
/// the clock, and by processor time of clients and server together, which a busy machine stretches less.
pub(crate) fn play(title: &str, unit: &str, rounds: usize, mut contestants: Vec<Contestant<'_>>) {
    println!("\n{title}, {rounds} rounds");
    let mut scores: Vec<Vec<f64>> = vec![Vec::new(); contestants.len()];
    let mut costs = scores.clone();
    for (_, round) in &mut contestants {
        round(); // Warm.
    }
    for _ in 0..rounds {
        for (at, (_, round)) in contestants.iter_mut().enumerate() {
            let before = processor_time();
            scores[at].push(round());
            costs[at].push(processor_time() - before);
        }
    }
    for (at, (name, _)) in contestants.iter().enumerate() {
        let [low, middle, high] = ratios(&scores[at], &scores[0]);
        let [_, cost, _] = ratios(&costs[at], &costs[0]);
        let [_, median, _] = quartiles(&mut scores[at].clone());
        println!(
            "  {name:40} {median:10.2} {unit:8} {middle:5.2} ({low:.2}-{high:.2}) of the first, \
             processor time {cost:.2}"
        );
    }
}

fn ratios(figures: &[f64], floor: &[f64]) -> [f64; 3] {
    let mut ratios: Vec<_> = figures.iter().zip(floor).map(|(a, b)| a / b).collect();
    quartiles(&mut ratios)
}

/// The quarter, the half and the three quarters of some figures.
pub(crate) fn quartiles(figures: &mut [f64]) -> [f64; 3] {
    figures.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| figures[(figures.len() - 1) * quarter / 4])
}
