//! A fault as it is written.

use serde::{Deserialize, Serialize};

use super::{
    action::Action,
    effect::Effect,
    fault::Fault,
    when::When,
    which::{Credentials, On, Which},
    words::Words,
};

/// A fault as a world file, a case file or the control API has it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FaultTable {
    /// What the requests are for; `export` without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    on: Option<Words>,
    /// Whose they are. Without it those of people who may export, where only exports are meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    credentials: Option<Credentials>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    xmlns: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    format: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answered: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nth: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    next: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    every: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    effect: Option<Effect>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    actions: Vec<Action>,
}

/// What is wrong with a fault whose keys are right.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{0}")]
pub struct BadFault(String);

/// The longest time an answer may be held up: a forgotten fault must not keep a connection for ever.
const LONGEST: i64 = 3_600_000;

impl TryFrom<FaultTable> for Fault {
    type Error = BadFault;

    fn try_from(table: FaultTable) -> Result<Self, BadFault> {
        let bad = |words: String| Err(BadFault(words));
        if table.effect.is_none() && table.actions.is_empty() {
            return bad("a fault needs an `effect` or `actions`".to_owned());
        }
        let flaws = table.actions.iter().map(Action::flaw);
        let flaws = flaws.chain([table.effect.as_ref().and_then(flaw)]);
        if let Some(flaw) = flaws.flatten().next() {
            return bad(flaw);
        }
        let when = when(table.nth, table.next, table.every)?;
        let on = match table.on {
            None => vec![On::Export],
            Some(Words(on)) if on.is_empty() => {
                return bad("`on` names no requests at all".to_owned());
            }
            Some(Words(on)) => on,
        };
        let credentials = table.credentials.unwrap_or_else(|| match table.effect {
            Some(Effect::ShuffledChallenge { .. }) => Credentials::Any,
            _ if on.iter().all(|on| on.is_export()) => Credentials::Accepted,
            _ => Credentials::Any,
        });
        Ok(Self {
            which: Which {
                on,
                credentials,
                xmlns: table.xmlns,
                format: table.format,
                method: table.method,
                answered: table.answered,
            },
            when,
            effect: table.effect,
            actions: table.actions,
        })
    }
}

fn when(nth: Option<u64>, next: Option<u64>, every: Option<u64>) -> Result<When, BadFault> {
    let when = match (nth, next, every) {
        (None, None, None) => When::Next(1),
        (Some(nth), None, None) => When::Nth(nth),
        (None, Some(count), None) => When::Next(count),
        (None, None, Some(step)) => When::Every(step),
        _ => {
            let words = "`nth`, `next` and `every` do not go together; lay two faults";
            return Err(BadFault(words.to_owned()));
        }
    };
    match when {
        When::Nth(0) | When::Next(0) | When::Every(0) => {
            let words = "`nth`, `next` and `every` count from 1; `every = 1` is every request";
            Err(BadFault(words.to_owned()))
        }
        when => Ok(when),
    }
}

/// What is wrong with an effect whose keys are right.
fn flaw(effect: &Effect) -> Option<String> {
    let time = |what, millis: i64| {
        (!(0..=LONGEST).contains(&millis))
            .then(|| format!("{what} is at most 1h, and not negative"))
    };
    match effect {
        Effect::Status { code, .. } if !(200..=599).contains(code) => Some(format!(
            "{code} is no status of an answer; they are 200 to 599"
        )),
        Effect::WrongLength { by: 0 } => {
            Some("a length that is wrong by 0 is right; give `by` another number".to_owned())
        }
        Effect::Drip { bytes: 0, .. } => Some("`bytes` of a drip is 1 or more".to_owned()),
        Effect::Drip { pause, .. } => time("`pause`", pause.millis()),
        Effect::Delay { time: late } => time("`time`", late.millis()),
        Effect::Charset { value } if !is_word(value) => {
            Some(format!("{value:?} is no name of a character set"))
        }
        _ => None,
    }
}

fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_.:+".contains(&b))
}

impl From<Fault> for FaultTable {
    fn from(fault: Fault) -> Self {
        let (mut nth, mut next, mut every) = (None, None, None);
        match fault.when {
            When::Nth(n) => nth = Some(n),
            When::Next(n) => next = Some(n),
            When::Every(n) => every = Some(n),
        }
        Self {
            on: Some(Words(fault.which.on)),
            credentials: Some(fault.which.credentials),
            xmlns: fault.which.xmlns,
            format: fault.which.format,
            method: fault.which.method,
            answered: fault.which.answered,
            nth,
            next,
            every,
            effect: fault.effect,
            actions: fault.actions,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_table_is_a_fault_or_is_refused_in_words(text in r#"(nth|next|every|effect|on|answered) = ("cut"|"drip"|"export"|-?[0-9]{1,20}|\[\]|\{ (cut|drip|delay|status|charset) = \{ (at|bytes|time|code|value) = (-?[0-9]{1,20}|"[a-z0-9%]{0,4}") \} \})\neffect = "cut""#) {
            if let Ok(fault) = toml::from_str::<Fault>(&text) {
                let json = serde_json::to_string(&fault).unwrap();
                prop_assert_eq!(&serde_json::from_str::<Fault>(&json).unwrap(), &fault);
                let again = toml::to_string(&fault).unwrap();
                prop_assert_eq!(toml::from_str::<Fault>(&again).unwrap(), fault);
            }
        }
    }

    #[test]
    fn who_is_meant_follows_from_what_is_meant() {
        for (text, credentials) in [
            ("effect = \"cut\"", Credentials::Accepted),
            (
                "on = [\"form-export\", \"case-export\"]\neffect = \"cut\"",
                Credentials::Accepted,
            ),
            (
                "on = [\"form-export\", \"login\"]\neffect = \"cut\"",
                Credentials::Any,
            ),
            ("on = \"listing\"\neffect = \"cut\"", Credentials::Any),
            ("effect = \"shuffled-challenge\"", Credentials::Any),
            (
                "credentials = \"refused\"\neffect = \"cut\"",
                Credentials::Refused,
            ),
        ] {
            let fault: Fault = toml::from_str(text).unwrap();
            assert_eq!(fault.which.credentials, credentials, "{text}");
        }
    }
}
