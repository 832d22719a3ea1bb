//! `fakehq serve`

use std::{
    io::{Read as _, Write as _},
    net::{IpAddr, Ipv4Addr},
    num::NonZeroUsize,
    path::PathBuf,
};

use clap::{Args, ValueEnum, builder::BoolishValueParser};
use fakehq::{
    file_format::Format,
    hq::{Hq, Settings, by_name::MOST_MADE},
    http::call::address,
    journal::bounds::Asked,
    server::{Control, Server},
    world::{clock::Pace, people::Standing, space::ProjectSpace},
    world_file::World,
};
use serde_json::json;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::{Failure, choices::Choices, output::write_whole, request_log, tls::TlsFlags};

/// An address to listen on; `localhost` is the usual one.
fn host(word: &str) -> Result<IpAddr, String> {
    match word {
        "localhost" => Ok(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        word => word.parse().map_err(|_| {
            "give an address of this machine, such as 127.0.0.1, ::1 or 0.0.0.0, or localhost"
                .to_owned()
        }),
    }
}

/// Start a fake HQ. Without arguments it invents a project space `demo`.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Port to listen on; 0 takes any free one.
    #[arg(long, env = "FAKEHQ_PORT", default_value_t = 8700)]
    port: u16,
    /// Address to listen on.
    #[arg(long, env = "FAKEHQ_HOST", default_value = "127.0.0.1", value_parser = host)]
    host: IpAddr,
    /// Write the port to this file once the server listens.
    #[arg(long, env = "FAKEHQ_PORT_FILE", value_name = "FILE")]
    port_file: Option<PathBuf>,
    /// A world file, or the name of a world that comes with fakehq: default, empty.
    #[arg(
        long,
        env = "FAKEHQ_WORLD",
        value_name = "FILE|NAME",
        default_value = "default"
    )]
    world: String,
    #[command(flatten)]
    choices: Choices,
    #[command(flatten)]
    tls: TlsFlags,
    /// How many MiB of finished exports are kept for the next one who asks for the same; 0 keeps none.
    #[arg(long, env = "FAKEHQ_CACHE", value_name = "MIB", default_value_t = 64)]
    cache: usize,
    /// Whether the virtual clock runs with real time or moves only when told.
    #[arg(long, env = "FAKEHQ_CLOCK", default_value = "run")]
    clock: ClockWord,
    /// Whether there is a control API.
    #[arg(long, env = "FAKEHQ_CONTROL", default_value = "on")]
    control: Switch,
    /// A port of its own for the control API, which is then nowhere else; 0 takes any free one.
    #[arg(long, env = "FAKEHQ_CONTROL_PORT", value_name = "PORT")]
    control_port: Option<u16>,
    /// How many project spaces are made by name at most, as `demo--empty` is.
    #[arg(long, env = "FAKEHQ_MADE_SPACES", value_name = "N", default_value_t = MOST_MADE)]
    made_spaces: usize,
    /// How many requests each project space's journal keeps, whatever the world file says; 1000 where
    /// neither does.
    #[arg(long, env = "FAKEHQ_JOURNAL_ENTRIES", value_name = "N")]
    journal_entries: Option<NonZeroUsize>,
    /// About how many bytes each journal keeps, whatever the world file says; 4 MiB where neither does.
    #[arg(long, env = "FAKEHQ_JOURNAL_BYTES", value_name = "BYTES")]
    journal_bytes: Option<NonZeroUsize>,
    /// What is printed at the start and of each request: words for people, or JSON lines.
    #[arg(long, env = "FAKEHQ_LOG", default_value = "human")]
    log: Log,
    /// End when standard input ends, so that no server outlives the program that started it.
    #[arg(long, env = "FAKEHQ_EXIT_WITH_STDIN", value_parser = BoolishValueParser::new())]
    exit_with_stdin: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Switch {
    On,
    Off,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ClockWord {
    Run,
    Frozen,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Log {
    Human,
    Json,
}

impl Serve {
    pub(super) fn run(self) -> Result<(), Failure> {
        let world = self.world()?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|error| Failure::Work(format!("cannot start: {error}")))?;
        runtime.block_on(self.serve(world))
    }

    fn world(&self) -> Result<World, Failure> {
        let overrides = self.choices.overrides(match self.clock {
            ClockWord::Run => Pace::Running,
            ClockWord::Frozen => Pace::Frozen,
        });
        World::named_or_from_file(&self.world, &overrides)
            .map_err(|error| Failure::Usage(error.to_string()))
    }

    fn control(&self) -> Result<Control, Failure> {
        match (self.control, self.control_port) {
            (Switch::On, None) => Ok(Control::Here),
            (Switch::On, Some(port)) => Ok(Control::Port(port)),
            (Switch::Off, None) => Ok(Control::Off),
            (Switch::Off, Some(_)) => Err(Failure::Usage(
                "--control off and --control-port exclude each other; leave one of them out"
                    .to_owned(),
            )),
        }
    }

    async fn serve(self, world: World) -> Result<(), Failure> {
        // Signals first: whoever reads the port may send one at once.
        let mut end = EndAskedFor::listen(self.exit_with_stdin)?;
        let flags = Asked {
            entries: self.journal_entries,
            bytes: self.journal_bytes,
        };
        let settings = Settings {
            most_made: self.made_spaces,
            journal: flags.or(world.journal).bounds(),
        };
        let hq = Hq::with_settings(world.spaces, world.strays, settings);
        hq.finished.keep_within(self.cache.saturating_mul(1 << 20));
        hq.watch(request_log::printer(self.log));
        // Held until the first lines are out: no request is printed before the server says it is ready.
        let mut out = std::io::stdout().lock();
        let mut listening = self.tls.listening(self.host, self.port)?;
        listening.control = self.control()?;
        let server = Server::listen(&hq, listening)
            .await
            .map_err(|error| Failure::Work(error.to_string()))?;
        if let Some(file) = &self.port_file {
            write_whole(file, format!("{}\n", server.address().port()).as_bytes())?;
        }
        let first = match self.log {
            Log::Human => banner(&hq, &server, &self.world, &self.tls),
            Log::Json => ready(&hq, &server) + "\n",
        };
        // Whoever started the server may have closed its output; that is no reason to end.
        let _ = out.write_all(first.as_bytes()).and_then(|()| out.flush());
        drop(out);
        end.asked().await;
        tokio::select! {
            () = server.stop() => Ok(()),
            code = end.asked_again() => {
                // Not by returning: whoever returns waits for exports that are still being made.
                std::process::exit(code)
            }
        }
    }
}

/// Ctrl-C, SIGTERM, and where wanted the end of standard input.
struct EndAskedFor {
    interrupt: Signal,
    terminate: Signal,
    stdin_closed: tokio::sync::mpsc::Receiver<()>,
    /// Held where nobody looks at standard input, so that it never ends.
    _open: Option<tokio::sync::mpsc::Sender<()>>,
}

impl EndAskedFor {
    fn listen(with_stdin: bool) -> Result<Self, Failure> {
        let listen = |kind| {
            signal(kind)
                .map_err(|error| Failure::Work(format!("cannot listen for signals: {error}")))
        };
        let (closed, stdin_closed) = tokio::sync::mpsc::channel::<()>(1);
        let open = if with_stdin {
            // A thread of its own: a blocked read must not hold up the end of the program.
            std::thread::spawn(move || {
                let mut byte = [0; 512];
                while matches!(std::io::stdin().read(&mut byte), Ok(1..)) {}
                drop(closed);
            });
            None
        } else {
            Some(closed)
        };
        Ok(Self {
            interrupt: listen(SignalKind::interrupt())?,
            terminate: listen(SignalKind::terminate())?,
            stdin_closed,
            _open: open,
        })
    }

    /// Resolves when the end is asked for: answers under way are finished first.
    async fn asked(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            _ = self.stdin_closed.recv() => {}
        }
    }

    /// Resolves at the next signal, with the exit code that shells know it by.
    async fn asked_again(&mut self) -> i32 {
        tokio::select! {
            _ = self.interrupt.recv() => 130,
            _ = self.terminate.recv() => 143,
        }
    }
}

/// One JSON line that says the server is ready, and how to use it.
fn ready(hq: &Hq, server: &Server) -> String {
    let spaces: Vec<_> = hq
        .islands()
        .iter()
        .map(|island| {
            let space = island.space();
            let user = space.people.web_users.first();
            json!({
                "name": space.name,
                "username": user.map(|user| &user.username),
                "password": user.map(|user| &user.password),
            })
        })
        .collect();
    json!({
        "event": "ready",
        "base_url": server.base_url(),
        "host": server.address().ip().to_string(),
        "port": server.address().port(),
        "http_port": server.plain_address().map(|address| address.port()),
        "control_url": server.control_url(),
        "spaces": spaces,
    })
    .to_string()
}

/// What a person wants to know first.
fn banner(hq: &Hq, server: &Server, world: &str, tls: &TlsFlags) -> String {
    let base_url = server.base_url();
    let mut text = format!(
        "fakehq {}, a fake CommCare HQ, at {base_url} (world: {world})\n",
        env!("CARGO_PKG_VERSION")
    );
    if let Some(plain) = server.plain_address() {
        text += &format!("plain HTTP at http://{plain} leads there\n");
    }
    let curl = tls.curl_words(server.address());
    for island in hq.islands() {
        text.push_str(&space_lines(&island.space(), &base_url, &curl));
    }
    if let Some(control) = server.control_url() {
        text += &format!("\nwhat it knows and what was asked of it: {control}\n");
    }
    text.push_str("\nCtrl-C ends it.\n");
    text
}

fn space_lines(space: &ProjectSpace, base_url: &str, curl: &str) -> String {
    let mut text = format!(
        "\nproject space {}: {} submissions\n  exports   {}\n",
        space.name,
        space.forms.len(),
        address::listing(base_url, &space.name, space.choices.listing_address),
    );
    for laid in space.faults.laid() {
        text += &format!("  fault     {}\n", laid.fault.in_full());
    }
    let mut users = space.people.web_users.iter();
    let Some(user) = users.find(|user| user.standing == Standing::Exporter) else {
        return text;
    };
    text += &format!(
        "  user      {}\n  password  {}\n",
        user.username, user.password
    );
    if let Some((xmlns, _)) = space.forms.forms().next() {
        let export = address::form_export(base_url, &space.name, xmlns, Some(Format::Csv));
        text += &format!(
            "  try       curl {curl}--digest -u '{}:{}' -o data.zip '{export}'\n",
            user.username, user.password
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        serve: Serve,
    }

    #[test]
    fn hosts_are_addresses_or_localhost() {
        for (word, address) in [
            ("localhost", "127.0.0.1"),
            ("0.0.0.0", "0.0.0.0"),
            ("::1", "::1"),
        ] {
            let line = Line::try_parse_from(["serve", "--host", word]);
            let line = line.unwrap_or_else(|error| panic!("{word}: {error}"));
            assert_eq!(line.serve.host.to_string(), address);
        }
        let refused = Line::try_parse_from(["serve", "--host", "hq.example.org"]);
        let refused = refused.map(|_| ()).unwrap_err().to_string();
        assert!(refused.contains("or localhost"), "{refused}");
    }
}
