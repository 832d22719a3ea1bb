//! A plausible answer for each kind of question.

use jiff::{SignedDuration, Timestamp};

use super::awkward;
use super::dice::Dice;
use super::names::Script;
use super::question::{Kind, Question};

/// What an answer may depend on beside its question.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// Scripts to write in.
    pub scripts: &'a [Script],
    /// When the form was filled in.
    pub now: Timestamp,
}

/// Answers a plain question; groups and repeats have no answer of their own.
pub fn answer(question: &Question, setting: Setting<'_>, dice: &mut Dice) -> String {
    let [low, high] = question.range.unwrap_or([0, 99]).map(i64::from);
    match question.kind {
        Kind::Remark => script(setting, dice).remark(dice).to_owned(),
        Kind::PersonName => script(setting, dice).full_name(dice),
        Kind::Village => script(setting, dice).village(dice).to_owned(),
        Kind::Awkward => awkward::answer(dice),
        Kind::Integer => dice.between(low, high).to_string(),
        Kind::Decimal => tenths(dice.between(low * 10, high * 10)),
        Kind::Date => past(setting.now, dice).strftime("%Y-%m-%d").to_string(),
        Kind::Time => past(setting.now, dice)
            .strftime("%H:%M:%S.000+03")
            .to_string(),
        Kind::DateTime => past(setting.now, dice)
            .strftime("%Y-%m-%dT%H:%M:%S.000Z")
            .to_string(),
        Kind::Select => {
            let choices = choices(question);
            dice.pick(&choices).unwrap_or_default().to_owned()
        }
        Kind::MultiSelect => {
            let mut chosen = choices(question);
            chosen.retain(|_| dice.percent(50));
            chosen.join(" ")
        }
        Kind::Gps => gps(dice),
        Kind::Phone => format!("+2547{:08}", dice.below(100_000_000)),
        Kind::Image => format!("{}.jpg", 1_380_000_000_000 + dice.below(10_000_000_000)),
        Kind::Empty | Kind::Group | Kind::Repeat => String::new(),
    }
}

fn script(setting: Setting<'_>, dice: &mut Dice) -> Script {
    let index = dice.below(setting.scripts.len() as u64);
    let index = usize::try_from(index).unwrap_or(0);
    setting.scripts.get(index).copied().unwrap_or(Script::Latin)
}

fn choices(question: &Question) -> Vec<&str> {
    if question.choices.is_empty() {
        vec!["yes", "no"]
    } else {
        question.choices.iter().map(String::as_str).collect()
    }
}

/// Somewhere within the three years before.
fn past(now: Timestamp, dice: &mut Dice) -> Timestamp {
    let seconds = dice.between(0, 3 * 365 * 86_400);
    now.checked_sub(SignedDuration::from_secs(seconds))
        .unwrap_or(now)
}

fn tenths(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}.{}", number.abs() / 10, number.abs() % 10)
}

/// Latitude, longitude, altitude in metres and accuracy in metres, as phones write them.
fn gps(dice: &mut Dice) -> String {
    let degrees = |dice: &mut Dice, most: i64| {
        let millionths = dice.between(-most * 1_000_000, most * 1_000_000);
        let sign = if millionths < 0 { "-" } else { "" };
        format!(
            "{sign}{}.{:06}",
            millionths.abs() / 1_000_000,
            millionths.abs() % 1_000_000
        )
    };
    let latitude = degrees(dice, 60);
    let longitude = degrees(dice, 180);
    let altitude = tenths(dice.between(-500, 30_000));
    format!(
        "{latitude} {longitude} {altitude} {}",
        tenths(dice.between(30, 500))
    )
}
