//! Which world, which server, and where.

use std::{
    collections::BTreeSet,
    net::{IpAddr, Ipv4Addr},
    path::Path,
    sync::Arc,
};

use super::{error::StartError, running::FakeHq};
use crate::{
    hq::{Hq, Settings},
    journal::bounds::Asked,
    quirks::Profile,
    server::Listening,
    tls::Identity,
    world::{clock::Pace, generate::shape::Shape, space::ProjectSpace},
    world_file::{Overrides, World},
};

/// A fake HQ in the making; see [`FakeHq::builder`].
///
/// Worlds add up: their project spaces stand side by side. Without any, it is the default world, with
/// the project space `demo`. Clocks are frozen unless said otherwise.
///
/// ```
/// use fakehq::{FakeHq, quirks::Profile};
///
/// let hq = FakeHq::builder()
///     .world_text(
///         r#"
///         [[space]]
///         [space.invent]
///         project_space = "clinic"
///         people = { web_users = [{ username = "jane@example.org", password = "secret" }] }
///         [[space.invent.form]]
///         name = "Visit"
///         xmlns = "http://example.org/visit"
///         count = 3
///         "#,
///     )
///     .profile(Profile::Hq2013)
///     .quirk("empty-export", "not-found")
///     .seed(42)
///     .start_blocking()?;
/// assert_eq!(hq.space("clinic")?.exports()[0].title, "Visit");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct FakeHqBuilder {
    worlds: Vec<Source>,
    overrides: Overrides,
    listening: Listening,
    own_certificate: bool,
}

/// Where project spaces come from.
#[derive(Debug)]
enum Source {
    Named(String),
    Text(String),
    Shape(Box<Shape>),
    Space(Box<ProjectSpace>),
}

impl Default for FakeHqBuilder {
    fn default() -> Self {
        Self {
            worlds: Vec::new(),
            overrides: Overrides::default(),
            listening: Listening::on(IpAddr::V4(Ipv4Addr::LOCALHOST), 0),
            own_certificate: false,
        }
    }
}

impl FakeHqBuilder {
    /// A world that comes with fakehq, by name: `default`, `empty`.
    #[must_use]
    pub fn world(self, name: impl Into<String>) -> Self {
        self.from(Source::Named(name.into()))
    }

    /// The world of a file, as `fakehq serve --world FILE` takes it.
    #[must_use]
    pub fn world_file(self, file: impl AsRef<Path>) -> Self {
        self.world(file.as_ref().to_string_lossy())
    }

    /// The world of a text, written like a world file. Files it names are relative to the working
    /// folder.
    #[must_use]
    pub fn world_text(self, text: impl Into<String>) -> Self {
        self.from(Source::Text(text.into()))
    }

    /// A project space invented after a shape.
    #[must_use]
    pub fn invent(self, shape: Shape) -> Self {
        self.from(Source::Shape(Box::new(shape)))
    }

    /// A project space as it is: profile, quirks, seed and clock are its own.
    #[must_use]
    pub fn space(self, space: ProjectSpace) -> Self {
        self.from(Source::Space(Box::new(space)))
    }

    /// Which server to be; goes before what a world says.
    #[must_use]
    pub fn profile(mut self, profile: Profile) -> Self {
        self.overrides.profile = Some(profile);
        self
    }

    /// Overrides one edge behaviour; `fakehq quirks` lists them. A wrong name is an error of the
    /// start.
    #[must_use]
    pub fn quirk(mut self, id: &str, choice: &str) -> Self {
        self.overrides.quirks.push(format!("{id}={choice}"));
        self
    }

    /// Makes all that is invented; goes before what a world says.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.overrides.seed = Some(seed);
        self
    }

    /// Whether clocks run with real time. They are frozen otherwise, and move when told and by one
    /// second with each form.
    #[must_use]
    pub fn clock(mut self, pace: Pace) -> Self {
        self.overrides.pace = pace;
        self
    }

    /// The address to listen on; 127.0.0.1 otherwise.
    #[must_use]
    pub fn host(mut self, host: IpAddr) -> Self {
        self.listening.host = host;
        self
    }

    /// The port to listen on; any free one otherwise, which is what tests want.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.listening.port = port;
        self
    }

    /// The name that addresses carry, in place of the one by which a client reached the server:
    /// `www.commcarehq.org`. The client must be told where that is.
    #[must_use]
    pub fn hostname(mut self, name: impl Into<String>) -> Self {
        self.listening.hostname = Some(name.into());
        self
    }

    /// Speaks HTTPS with a certificate made for it; [`FakeHq::trust`] is what clients must trust.
    #[must_use]
    pub fn tls(mut self) -> Self {
        self.own_certificate = true;
        self
    }

    /// Speaks HTTPS with this certificate.
    #[must_use]
    pub fn identity(mut self, identity: Identity) -> Self {
        self.listening.tls = Some(identity);
        self
    }

    /// Makes the world and starts the server; it answers when this returns.
    ///
    /// # Errors
    /// When the world or a quirk makes no sense, or the port cannot be had.
    pub async fn start(self) -> Result<FakeHq, StartError> {
        let (hq, listening) = self.built()?;
        FakeHq::with(hq, listening).await
    }

    /// As [`Self::start`], for tests without a runtime.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub fn start_blocking(self) -> Result<FakeHq, StartError> {
        let (hq, listening) = self.built()?;
        FakeHq::with_blocking(hq, listening)
    }

    fn from(mut self, source: Source) -> Self {
        self.worlds.push(source);
        self
    }

    fn built(mut self) -> Result<(Arc<Hq>, Listening), StartError> {
        if self.worlds.is_empty() {
            self = self.world("default");
        }
        let overrides = &self.overrides;
        let mut spaces = Vec::new();
        // Of several worlds, the first that says something has it.
        let mut journal = Asked::default();
        // Stands in for spaces that do not exist: that of the first world that has one.
        let mut strays = None;
        for source in self.worlds {
            let world = match source {
                Source::Named(name) => World::named_or_from_file(&name, overrides)?,
                Source::Text(text) => World::parse(&text, "the world text", overrides)?,
                Source::Shape(shape) => World::invented(*shape, overrides)?,
                Source::Space(space) => {
                    spaces.push(*space);
                    continue;
                }
            };
            spaces.extend(world.spaces);
            journal = journal.or(world.journal);
            strays.get_or_insert(world.strays);
        }
        let mut names = BTreeSet::new();
        if let Some(twice) = spaces.iter().find(|space| !names.insert(&space.name)) {
            return Err(StartError::SpaceTwice(twice.name.clone()));
        }
        let strays = match strays {
            Some(strays) => strays,
            None => World::named_or_from_file("empty", overrides)?.strays,
        };
        let mut listening = self.listening;
        if self.own_certificate && listening.tls.is_none() {
            let name = listening.hostname.as_deref();
            listening.tls = Some(Identity::own(name, listening.host)?);
        }
        let settings = Settings {
            journal: journal.bounds(),
            ..Settings::default()
        };
        Ok((Hq::with_settings(spaces, strays, settings), listening))
    }
}
