//! The programs, each made to fetch one address.
#![allow(clippy::print_stdout)]

use std::{fs, process::Command, sync::LazyLock};

/// A program that fetches addresses with a digest login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Program {
    Curl,
    Wget,
    Requests,
    Urllib,
}

/// What a program was told and got.
#[derive(Debug)]
pub(crate) struct Fetched {
    /// Whether it called the whole a success.
    pub(crate) success: bool,
    /// The status it saw last.
    pub(crate) status: u16,
    /// The token as it came out of the program's own output or headers.
    pub(crate) token: Option<String>,
    pub(crate) body: Vec<u8>,
}

/// What to fetch.
pub(crate) struct Ask<'a> {
    pub(crate) url: &'a str,
    pub(crate) password: &'a str,
    pub(crate) follow: bool,
}

pub(crate) const USER: &str = "user@example.org";

impl Program {
    /// Those that are on this machine; names the others.
    pub(crate) fn present() -> &'static [Self] {
        static PRESENT: LazyLock<Vec<Program>> = LazyLock::new(|| {
            let all = [
                Program::Curl,
                Program::Wget,
                Program::Requests,
                Program::Urllib,
            ];
            all.into_iter()
                .filter(|program| program.is_there())
                .collect()
        });
        &PRESENT
    }

    fn is_there(self) -> bool {
        let (program, arguments): (_, &[_]) = match self {
            Self::Curl => ("curl", &["--version"]),
            Self::Wget => ("wget", &["--version"]),
            Self::Requests => ("python3", &["-c", "import requests"]),
            Self::Urllib => ("python3", &["-c", "import urllib.request"]),
        };
        let output = Command::new(program).args(arguments).output();
        let there = output.is_ok_and(|output| output.status.success());
        if !there {
            println!("skipped: {self:?} (not on this machine)");
        }
        there
    }

    pub(crate) fn fetch(self, ask: &Ask<'_>) -> Fetched {
        match self {
            Self::Curl => curl(ask),
            Self::Wget => wget(ask),
            Self::Requests | Self::Urllib => python(self, ask),
        }
    }
}

fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    for name in ["http_proxy", "https_proxy", "all_proxy"] {
        command.env_remove(name).env_remove(name.to_uppercase());
    }
    command
}

/// As published: the token is looked for in what `-v` prints, letter case counts.
fn curl(ask: &Ask<'_>) -> Fetched {
    let folder = tempfile::tempdir().unwrap();
    let body = folder.path().join("body");
    let user = format!("{USER}:{}", ask.password);
    let mut curl = command("curl");
    curl.args([
        "-q",
        "-v",
        "--digest",
        "-u",
        &user,
        "-w",
        "%{http_code}",
        "-o",
    ]);
    curl.arg(&body)
        .args(ask.follow.then_some("-L"))
        .arg(ask.url);
    let output = curl.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let token = said
        .lines()
        .find_map(|line| line.strip_prefix("< X-CommCareHQ-Export-Token: "));
    let status = String::from_utf8_lossy(&output.stdout);
    Fetched {
        success: output.status.success(),
        status: status.parse().unwrap(),
        token: token.map(|token| token.trim_end().to_owned()),
        body: fs::read(&body).unwrap_or_default(),
    }
}

fn wget(ask: &Ask<'_>) -> Fetched {
    let folder = tempfile::tempdir().unwrap();
    let body = folder.path().join("body");
    let mut wget = command("wget");
    wget.args([
        "--no-config",
        "-S",
        "--tries=1",
        "--http-user",
        USER,
        "--http-password",
    ]);
    wget.arg(ask.password)
        .args((!ask.follow).then_some("--max-redirect=0"));
    wget.arg("-O").arg(&body).arg(ask.url);
    let output = wget.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let mut lines = said.lines();
    let token = lines.find_map(|line| line.strip_prefix("  X-CommCareHQ-Export-Token: "));
    let status = said
        .lines()
        .rev()
        .find_map(|line| line.strip_prefix("  HTTP/1.1 "));
    let status = status.unwrap_or_else(|| panic!("no status: {said}"));
    Fetched {
        success: output.status.success(),
        status: status[..3].parse().unwrap(),
        token: token.map(str::to_owned),
        body: fs::read(&body).unwrap_or_default(),
    }
}

const PYTHON: &str = r#"
import sys
program, url, user, password, follow, out = sys.argv[1:]
follow = follow == 'true'
if program == 'Requests':
    import requests
    from requests.auth import HTTPDigestAuth
    session = requests.Session()
    session.trust_env = False
    answer = session.get(url, auth=HTTPDigestAuth(user, password), allow_redirects=follow)
    status, headers, body = answer.status_code, answer.headers, answer.content
    fine = answer.ok
else:
    import urllib.request, urllib.error
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, url.split('/a/')[0], user, password)
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *arguments):
            return None
    handlers = [urllib.request.ProxyHandler({}), urllib.request.HTTPDigestAuthHandler(passwords)]
    opener = urllib.request.build_opener(*handlers, *([] if follow else [Stay]))
    try:
        answer, fine = opener.open(url), True
    except urllib.error.HTTPError as error:
        answer, fine = error, False
    status, headers, body = answer.status if fine else answer.code, answer.headers, answer.read()
open(out, 'wb').write(body)
print(status, headers.get('X-CommCareHQ-Export-Token', '-'), fine)
"#;

fn python(program: Program, ask: &Ask<'_>) -> Fetched {
    let folder = tempfile::tempdir().unwrap();
    let body = folder.path().join("body");
    let mut python = command("python3");
    python.args([
        "-c",
        PYTHON,
        &format!("{program:?}"),
        ask.url,
        USER,
        ask.password,
    ]);
    python.arg(ask.follow.to_string()).arg(&body);
    let output = python.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{errors}");
    let said = String::from_utf8(output.stdout).unwrap();
    let [status, token, fine] = said.split_whitespace().collect::<Vec<_>>()[..] else {
        panic!("{said:?}");
    };
    Fetched {
        success: fine == "True",
        status: status.parse().unwrap(),
        token: (token != "-").then(|| token.to_owned()),
        body: fs::read(&body).unwrap_or_default(),
    }
}
