//! Contestants take turns.

/// A contestant: its name, and one round of it in any unit.
pub(crate) type Contestant<'a> = (&'a str, Box<dyn FnMut() -> f64 + 'a>);

/// Lets all play, round after round, and prints the median of each and of its ratios to the first.
pub(crate) fn play(title: &str, unit: &str, rounds: usize, mut contestants: Vec<Contestant<'_>>) {
    println!("\n{title}, {rounds} rounds");
    let mut scores: Vec<Vec<f64>> = vec![Vec::new(); contestants.len()];
    for (_, round) in &mut contestants {
        round(); // Warm.
    }
    for _ in 0..rounds {
        for ((_, round), scores) in contestants.iter_mut().zip(&mut scores) {
            scores.push(round());
        }
    }
    let floor = scores[0].clone();
    for ((name, _), scores) in contestants.iter().zip(&scores) {
        let mut ratios: Vec<_> = scores.iter().zip(&floor).map(|(a, b)| a / b).collect();
        let [low, middle, high] = quartiles(&mut ratios);
        let [_, median, _] = quartiles(&mut scores.clone());
        println!(
            "  {name:44} {median:10.2} {unit:10} {middle:5.2} ({low:.2}-{high:.2}) of the first"
        );
    }
}

/// The quarter, the half and the three quarters of some figures.
pub(crate) fn quartiles(figures: &mut [f64]) -> [f64; 3] {
    figures.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| figures[(figures.len() - 1) * quarter / 4])
}
