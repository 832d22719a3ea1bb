//! The verdicts of the digest vectors (fixtures/vectors, ex5) over sockets, under every profile.

use fakehq::quirks::Profile;
use serde_json::Value;

use crate::support::{Answer, Ask, EXPORT, Fake, JANE, NURSE, get, md5};

/// The parts of credentials, each to be changed on its own.
#[derive(Clone)]
struct Credentials {
    name: String,
    password: String,
    nonce: String,
    uri: String,
    count: u32,
    /// Names of fields that are left out.
    without: Vec<&'static str>,
    qop: &'static str,
    algorithm: &'static str,
    quoted: bool,
}

impl Credentials {
    fn of(challenge: &Answer, target: &str) -> Self {
        let told = challenge.field("WWW-Authenticate").unwrap();
        let nonce = told.split("nonce=\"").nth(1).unwrap();
        Self {
            name: JANE.0.to_owned(),
            password: JANE.1.to_owned(),
            nonce: nonce.split('"').next().unwrap().to_owned(),
            uri: target.to_owned(),
            count: 1,
            without: Vec::new(),
            qop: "auth",
            algorithm: "MD5",
            quoted: false,
        }
    }

    fn line(&self) -> String {
        let Self {
            name,
            nonce,
            uri,
            count,
            qop,
            ..
        } = self;
        let ha1 = md5(format!("{name}:DJANGO:{}", self.password));
        let ha2 = md5(format!("GET:{uri}"));
        let old = self.without.contains(&"qop");
        let response = if old {
            md5(format!("{ha1}:{nonce}:{ha2}"))
        } else {
            md5(format!("{ha1}:{nonce}:{count:08x}:c0ffee:auth:{ha2}"))
        };
        let count = format!("{count:08x}");
        let bare = |name, value: &str| match self.quoted {
            true => format!("{name}=\"{value}\""),
            false => format!("{name}={value}"),
        };
        let quoted = |name, value: &str| format!("{name}=\"{value}\"");
        let fields = [
            ("username", quoted("username", name)),
            ("realm", quoted("realm", "DJANGO")),
            ("nonce", quoted("nonce", nonce)),
            ("uri", quoted("uri", uri)),
            ("cnonce", quoted("cnonce", "c0ffee")),
            ("nc", bare("nc", &count)),
            ("qop", bare("qop", qop)),
            ("response", quoted("response", &response)),
            ("opaque", quoted("opaque", "0123456789ABCDEF")),
            ("algorithm", bare("algorithm", self.algorithm)),
        ];
        let kept = fields
            .iter()
            .filter(|(name, _)| !self.without.contains(name));
        let kept: Vec<_> = kept.map(|(_, field)| field.as_str()).collect();
        format!("Authorization: Digest {}", kept.join(", "))
    }
}

/// Plays one case; the status of the answer.
async fn play(hq: &Fake, case: &str) -> u16 {
    let target = match case {
        "comma inside quoted user name or uri" => format!("{EXPORT}&format=json&x=1,2"),
        "credentials fine, view answers 404 or 302" => format!("{EXPORT}&previous_export=abc"),
        _ => format!("{EXPORT}&format=json"),
    };
    let ask = get(target);
    let challenge = hq.ask(&ask).await;
    assert_eq!(challenge.status, 401);
    let right = Credentials::of(&challenge, &ask.target);
    let sent = async |credentials: &Credentials| {
        let ask: Ask = ask.clone().line(credentials.line());
        hq.ask(&ask).await.status
    };
    let with = |change: fn(&mut Credentials)| {
        let mut changed = right.clone();
        change(&mut changed);
        changed
    };
    let credentials = match case {
        "nc 1 on a fresh nonce" | "qop, nc, algorithm without quotes" => {
            let quoted = with(|c| c.quoted = true);
            assert_eq!(sent(&quoted).await, 200);
            with(|c| c.count = 2)
        }
        "same nc again (replay)" => {
            assert_eq!(sent(&right).await, 200);
            right.clone()
        }
        "nc 5 after nc 1" => {
            assert_eq!(sent(&right).await, 200);
            with(|c| c.count = 5)
        }
        "nc 3 after nc 5" => {
            assert_eq!(sent(&with(|c| c.count = 5)).await, 200);
            with(|c| c.count = 3)
        }
        "nonce first used 301 s after issue" => {
            later(hq, 301);
            right.clone()
        }
        "nonce first used 299 s after issue" => {
            later(hq, 299);
            right.clone()
        }
        "nonce not signed with the server's secret" => {
            with(|c| c.nonce = "1388912402.0:0F14:206cccb2f3b60513d9d6650c8d80b552".to_owned())
        }
        "wrong password" => with(|c| c.password = "battery staple".to_owned()),
        "user name in another letter case" => with(|c| c.name = "Jane@Example.org".to_owned()),
        "field opaque missing" => with(|c| c.without = vec!["opaque"]),
        "no qop, nc, cnonce (RFC 2069 style)" => with(|c| c.without = vec!["qop", "nc", "cnonce"]),
        "qop auth-int" => with(|c| c.qop = "auth-int"),
        "algorithm field missing" => with(|c| c.without = vec!["algorithm"]),
        "algorithm md5 in lower case" => with(|c| c.algorithm = "md5"),
        "algorithm MD5-sess or SHA-256" => {
            assert_eq!(sent(&with(|c| c.algorithm = "SHA-256")).await, 401);
            with(|c| c.algorithm = "MD5-sess")
        }
        "uri names another path" => with(|c| c.uri = c.uri.replace("export/", "exports/")),
        "uri is an absolute URL with the right path" => {
            with(|c| c.uri = format!("https://www.example.org{}", c.uri))
        }
        "uri path percent-encoded differently but equal once decoded" => {
            with(|c| c.uri = c.uri.replace("reports", "%72eports"))
        }
        "credentials fine, view answers 403" => with(|c| {
            (c.name, c.password) = (NURSE.0.to_owned(), NURSE.1.to_owned());
        }),
        "comma inside quoted user name or uri" | "credentials fine, view answers 404 or 302" => {
            right.clone()
        }
        "Authorization: Basic" => {
            let basic = "Authorization: Basic amFuZUBleGFtcGxlLm9yZzpjb3JyZWN0IEhvcnNlIDc=";
            return hq.ask(&ask.line(basic)).await.status;
        }
        unknown => panic!("no request is written for the case {unknown:?}"),
    };
    sent(&credentials).await
}

fn later(hq: &Fake, seconds: i64) {
    let island = hq.hq.island("demo").unwrap();
    let mut space = island.space();
    let then = space.now() + jiff::SignedDuration::from_secs(seconds);
    space.clock.set(then);
}

#[tokio::test]
async fn every_verdict_holds_under_every_profile() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../fixtures/vectors/ex5-digest-vectors.json"
    );
    let vectors: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let verdicts = vectors["verdicts"].as_array().unwrap();
    assert_eq!(verdicts.len(), 23);
    for profile in Profile::ALL {
        for verdict in verdicts {
            let hq = Fake::demo(profile).await;
            let case = verdict["case"].as_str().unwrap();
            let wanted = match &verdict["result"] {
                // What the view says of a token that was never issued.
                Value::String(passed) if passed == "passed through" => 404,
                status => status.as_u64().unwrap(),
            };
            assert_eq!(
                u64::from(play(&hq, case).await),
                wanted,
                "{profile}: {case}"
            );
        }
    }
}

#[tokio::test]
async fn the_challenge_and_its_body_are_those_of_the_vectors() {
    for profile in Profile::ALL {
        let answer = Fake::demo(profile).await.ask(&get(EXPORT)).await;
        assert_eq!(answer.text(), "Authorization Required");
        assert_eq!(answer.field("Content-Type"), Some("text/plain"));
        let told = answer.field("WWW-Authenticate").unwrap();
        let names: Vec<_> = told
            .strip_prefix("Digest ")
            .unwrap()
            .split(", ")
            .map(|field| field.split("=\"").next().unwrap())
            .collect();
        let order = ["nonce", "realm", "algorithm", "opaque", "qop", "stale"];
        assert_eq!(names, order);
        assert!(
            told.contains("realm=\"DJANGO\", algorithm=\"MD5\"")
                && told.ends_with("stale=\"false\"")
        );
    }
}
