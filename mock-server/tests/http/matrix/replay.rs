//! One request of the matrix, played against a server.

use fakehq::quirks::{Choices, Profile};

use super::{data::Request, scene::scene, seen::Seen};
use crate::{
    login,
    support::{Answer, Ask, Fake, JANE, NURSE, OUTSIDER, SUPERUSER, VIEWER, X, get, space},
};

/// What is answered under these choices.
pub(super) async fn answered(request: &Request, choices: Choices) -> Seen {
    let scene = scene(&request.state, choices);
    let filled = |text: &str| {
        text.replace("{X}", X)
            .replace("{T}", &scene.token)
            .replace("{F}", &scene.foreign)
    };
    let mut target = match request.path.strip_prefix('/') {
        Some(_) => request.path.clone(),
        None => format!("/a/demo/{}", request.path),
    };
    if !request.query.is_empty() {
        target += &format!("?{}", filled(&request.query));
    }
    let mut strays = space("strays", Profile::Documented);
    strays.choices = choices;
    let hq = Fake::with_strays([scene.space], strays).await;
    let method = ["GET", "HEAD", "POST", "PUT"]
        .into_iter()
        .find(|known| *known == request.method)
        .unwrap();
    let mut ask = get(target).by(method);
    if !request.body.is_empty() {
        ask = ask.body(filled(&request.body));
    }
    let answer = sent(&hq, &request.who, ask).await;
    Seen::of(&answer, &request.column)
}

async fn sent(hq: &Fake, who: &str, ask: Ask) -> Answer {
    let in_capitals = JANE.0.to_uppercase();
    match who {
        "nobody" => hq.ask(&ask).await,
        "jane" => digest(hq, JANE, ask).await,
        "jane in capitals" => digest(hq, (&in_capitals, JANE.1), ask).await,
        "jane, wrong password" => digest(hq, (JANE.0, "wrong"), ask).await,
        "jane, the same header twice" => {
            let ask = ask.clone().answering(&hq.ask(&ask).await, JANE);
            hq.ask(&ask).await;
            hq.ask(&ask).await
        }
        "jane, the next count" => {
            let challenge = hq.ask(&ask).await;
            hq.ask(&ask.clone().answering(&challenge, JANE)).await;
            hq.ask(&ask.counting(&challenge, JANE, 2)).await
        }
        "jane, asking twice" => {
            digest(hq, JANE, ask.clone()).await;
            digest(hq, JANE, ask).await
        }
        "viewer" => digest(hq, VIEWER, ask).await,
        "outsider" => digest(hq, OUTSIDER, ask).await,
        "superuser" => digest(hq, SUPERUSER, ask).await,
        "nurse" => digest(hq, NURSE, ask).await,
        // user names and passwords of the scene, in base64
        "jane, basic" => {
            hq.ask(&ask.line(format!("Authorization: Basic {}", base64(JANE))))
                .await
        }
        "nurse, basic" => {
            hq.ask(&ask.line(format!("Authorization: Basic {}", base64(NURSE))))
                .await
        }
        "jane, API key" => hq.ask(&ask.line(api_key(JANE.0, JANE.0))).await,
        "jane, a wrong API key" => hq.ask(&ask.line(api_key(JANE.0, NURSE.0))).await,
        "nurse, API key" => hq.ask(&ask.line(api_key(NURSE.0, NURSE.0))).await,
        "viewer, API key" => hq.ask(&ask.line(api_key(VIEWER.0, VIEWER.0))).await,
        "jane, session" => session(hq, JANE, ask).await,
        "viewer, session" => session(hq, VIEWER, ask).await,
        "outsider, session" => session(hq, OUTSIDER, ask).await,
        "nurse, session" => session(hq, NURSE, ask).await,
        other => panic!("nobody is called {other:?}"),
    }
}

/// The login of one person with the key of another, or of the same.
fn api_key(username: &str, of: &str) -> String {
    format!("Authorization: ApiKey {username}:key of {of}")
}

async fn digest(hq: &Fake, who: (&str, &str), ask: Ask) -> Answer {
    let challenge = hq.ask(&ask).await;
    // What is decided before the login needs no credentials, and a plan has no challenge.
    if challenge.field("WWW-Authenticate").is_none() {
        return challenge;
    }
    hq.ask(&ask.answering(&challenge, who)).await
}

async fn session(hq: &Fake, who: (&str, &str), ask: Ask) -> Answer {
    let cookie = login::session(hq, who).await;
    hq.ask(&ask.line(cookie)).await
}

fn base64((name, password): (&str, &str)) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let plain = format!("{name}:{password}");
    let mut text = String::new();
    for three in plain.as_bytes().chunks(3) {
        let mut bits = [0; 4];
        bits[1..=three.len()].copy_from_slice(three);
        let bits = u32::from_be_bytes(bits);
        for at in 0..4_usize {
            let letter = LETTERS[(bits >> (18 - 6 * at)) as usize & 63];
            text.push(if at <= three.len() {
                char::from(letter)
            } else {
                '='
            });
        }
    }
    text
}
