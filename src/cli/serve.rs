use std::io::IsTerminal as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use tracing::warn;

use super::project::Project;
use super::{Exit, needs, out};
use crate::catalog::Catalog;
use crate::config::{Config, Durability as Wanted, Flags, StorePlace};
use crate::diagnostic::render;
use crate::host::{FetchSettings, Host, Loaded, OutboxSettings, Reloader, Sweeper, System};
use crate::server::{self, App, Deadlines, Settings};
use crate::store::memory::Memory;
use crate::store::sled as sled_store;
use crate::store::{Durability, Store};

/// Answer webhooks with the flows of a folder, and follow the folder
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The auth token comes from TWILIO_AUTH_TOKEN or from the project file. FLOWTONE_LOG sets what is \
    logged: error, warn, info (default), debug.\n\nExamples:\n  flowtone serve --dev\n  flowtone serve --config /etc/flowtone.toml"
)]
pub struct Args {
    /// The project file [default: flowtone.toml, where there is one]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The folder of flows [default: flows]
    #[arg(long, value_name = "DIR")]
    flows: Option<String>,
    /// Where to listen for webhooks [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// Take unsigned requests from this machine; for trying flows, never for the public
    #[arg(long)]
    dev: bool,
}

pub fn run(args: &Args) -> Result<Exit, String> {
    let flags = Flags { flows: args.flows.clone(), listen: args.listen.clone(), dev: args.dev, ..Flags::default() };
    let mut project = Project::load(args.config.as_deref(), &flags)?;
    project.resolve()?;
    log_to_stderr();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| format!("the runtime does not start: {e}"))?;
    let exit = runtime.block_on(serve(&project));
    // A turn that hangs must not keep the process: the store is closed by now.
    runtime.shutdown_background();
    exit
}

async fn serve(project: &Project) -> Result<Exit, String> {
    let config = &project.config;
    let public = server::bind(config.listen.public, "listen.public").await?;
    let admin = server::bind(config.listen.admin, "listen.admin").await?;
    let store = open_store(project).await?;
    let catalog = Arc::new(Catalog::new());
    let host = Host::new(Arc::clone(&store), catalog, Arc::new(System), config.limits.turn);
    let host = host.fetching(fetch_settings(config)).retaining(config.limits.retention);
    let host = match host.sending(&outbox_settings(config)) {
        Ok(host) => Arc::new(host),
        Err(problems) => {
            close(&store).await;
            return Err(format!("the settings cannot be used\n  {}", problems.join("\n").replace('\n', "\n  ")));
        }
    };
    let reloader = Reloader::new(Arc::clone(&host), project.path(&config.flows), config.limits.poll)
        .serving(config.numbers.clone());
    let loaded = first_load(&reloader, &config.flows).await;
    let app = App::new(Arc::clone(&host), settings(project));
    if let Err(exit) = loaded {
        close(&store).await;
        return exit;
    }
    announce(&app, config, public.local_addr().ok(), admin.local_addr().ok());
    let work = [
        tokio::spawn(reloader.follow()),
        tokio::spawn(Sweeper::new(Arc::clone(&host)).run()),
        tokio::spawn(Arc::clone(&host).run_late()),
        tokio::spawn(Arc::clone(&host).run_outbox()),
        tokio::spawn(Arc::clone(&host).run_proceeding()),
    ];
    server::run(app, public, admin, first_signal()).await;
    work.iter().for_each(tokio::task::JoinHandle::abort);
    host.rest_outbox(config.limits.drain).await;
    close(&store).await;
    out::note("stopped");
    Ok(Exit::Clean)
}

/// Ready at the first Ctrl-C or SIGTERM; the second one ends the process where it stands, which loses nothing that
/// was acknowledged.
async fn first_signal() {
    signal().await;
    out::note("finishing what runs; once more to quit at once");
    tokio::spawn(async {
        signal().await;
        std::process::exit(130);
    });
}

async fn signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        warn!("signals cannot be heard: end the process to stop the server");
        std::future::pending::<()>().await;
    }
}

async fn open_store(project: &Project) -> Result<Arc<dyn Store>, String> {
    let settings = &project.config.store;
    let StorePlace::Sled(dir) = &settings.place else { return Ok(Arc::new(Memory::new())) };
    let durability = match settings.durability {
        Wanted::Power => Durability::Power,
        Wanted::Process => Durability::Process,
        Wanted::None => Durability::None,
    };
    let options = sled_store::Options { durability, cache: settings.cache };
    let dir = project.path(dir);
    match tokio::task::spawn_blocking(move || sled_store::open(&dir, options)).await {
        Ok(Ok(store)) => Ok(Arc::new(store)),
        Ok(Err(error)) => Err(format!("{error}\n{}", error.help())),
        Err(panic) => Err(format!("the store failed to open: {panic}")),
    }
}

async fn close(store: &Arc<dyn Store>) {
    if let Err(error) = store.close().await {
        out::problem(&format!("the store did not close well: {error}"));
    }
}

/// Loads the flows, or falls back to what was live before. Nothing to serve at all ends the command.
async fn first_load(reloader: &Reloader, dir: &str) -> Result<(), Result<Exit, String>> {
    let why = match reloader.look().await {
        Loaded::Live(_, prepared) => {
            if !prepared.problems.is_empty() {
                out::note(render::terminal(&prepared.problems, &prepared.sources, true).trim_end());
            }
            return Ok(());
        }
        Loaded::Unchanged => return Ok(()),
        Loaded::Broken(problems, sources) => {
            out::note(render::terminal(&problems, &sources, true).trim_end());
            format!("the flows in `{dir}` have mistakes: {}", render::summary(&problems))
        }
        Loaded::Failed(why) => why,
    };
    let kept = reloader.fall_back().await;
    if kept.is_empty() {
        return Err(Err(format!("{why}; there is nothing to serve (`flowtone new DIR` begins a project)")));
    }
    let names: Vec<String> = kept.iter().map(|p| format!("{} ({})", p.flow, p.digest.short())).collect();
    out::problem(&format!("{why}; serving the last good versions: {}", names.join(", ")));
    Ok(())
}

fn settings(project: &Project) -> Settings {
    let config = &project.config;
    let limits = &config.limits;
    let number = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    Settings {
        bases: config.public_urls.clone(),
        tokens: project.tokens(),
        numbers: config.numbers.clone(),
        admin_token: config.listen.admin_token.as_ref().and_then(|s| s.expose()).map(str::to_owned),
        dev: config.dev,
        body_max: number(limits.body),
        body_timeout: limits.body_timeout,
        turn: limits.turn,
        turns: number(limits.turns),
        drain: limits.drain,
        deadlines: Deadlines { header: limits.header_timeout, connections: number(limits.connections) },
    }
}

fn fetch_settings(config: &Config) -> FetchSettings {
    FetchSettings {
        grace: config.limits.grace,
        body_max: usize::try_from(config.limits.fetch_body).unwrap_or(usize::MAX),
        allow: config.fetch_allow.clone(),
    }
}

fn outbox_settings(config: &Config) -> OutboxSettings {
    OutboxSettings {
        endpoints: config.endpoints.clone(),
        accounts: config.accounts.clone(),
        public_url: config.public_urls.first().cloned(),
    }
}

/// What listens where, which flows are served and what is watched: a line each.
fn announce(app: &App, config: &Config, public: Option<SocketAddr>, admin: Option<SocketAddr>) {
    let address = |a: Option<SocketAddr>| a.map_or_else(String::new, |a| format!("http://{a}"));
    out::note(&format!("webhooks  {}", address(public)));
    out::note(&format!("health    {}/readyz", address(admin)));
    for program in app.host.catalog().all() {
        let doors = doors(&program);
        let title = program.title.as_deref().unwrap_or("");
        out::note(&format!("flow      {} {}  {doors}  {title}", program.flow, program.digest.short()));
    }
    out::note(&format!("watching  {}", config.flows));
    for endpoint in &config.endpoints {
        let takes = if endpoint.events.is_empty() { "every event".to_owned() } else { endpoint.events.join(" ") };
        let signed = if endpoint.secrets.is_empty() { "  UNSIGNED: set its `secret`" } else { "" };
        out::note(&format!("endpoint  {}  {takes}{signed}", endpoint.name));
    }
    let store = match &config.store.place {
        StorePlace::Sled(dir) => format!("{dir} (durability {})", config.store.durability.name()),
        StorePlace::Memory => "memory: everything is gone when the server stops".to_owned(),
    };
    out::note(&format!("store     {store}"));
    if app.settings.dev {
        out::note("--dev     UNSIGNED requests from this machine are taken; never serve the public like this");
    } else if app.settings.tokens.is_empty() {
        out::note("warning   no auth token: every webhook is refused; set TWILIO_AUTH_TOKEN, or try flows with --dev");
    }
    for line in app.host.catalog().unserved(&config.numbers) {
        out::note(&format!("warning   {line}"));
    }
    if app.settings.tokens.is_empty() {
        let programs = app.host.catalog().all();
        let without = programs.iter().flat_map(|program| needs::credentials(program));
        without.for_each(|what| out::note(&format!("warning   no auth token: {what}")));
    }
    if app.settings.bases.is_empty() && !app.settings.dev {
        out::note("note      no `public_url`: signatures are checked against the Host that each request names");
    }
}

fn doors(program: &crate::program::Program) -> String {
    let entries = &program.entries;
    let mut doors = Vec::new();
    if entries.call.is_some() {
        doors.push(format!("/voice/{}", program.flow));
    }
    if entries.sms.is_some() || entries.whatsapp.is_some() {
        doors.push(format!("/message/{}", program.flow));
    }
    doors.join(" ")
}

/// Logs go to stderr: lines for a person at a terminal, JSON for a collector. FLOWTONE_LOG sets how much.
fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("FLOWTONE_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    if std::io::stderr().is_terminal() {
        builder.compact().init();
    } else {
        builder.json().flatten_event(true).init();
    }
}
