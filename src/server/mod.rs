//! The two listeners: webhooks in public, health for the operator.

mod accept;
mod admin;
mod authentic;
mod caught;
mod document;
mod shed;
mod slots;
mod webhooks;

use std::collections::BTreeMap;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

pub use accept::{Deadlines, Peer};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::channel::twilio::signature::Token;
use crate::host::Host;

/// How the public listener treats what comes in.
#[derive(Clone)]
pub struct Settings {
    /// What the provider calls; empty where it is not configured, and the request's own host counts. Our action URLs
    /// begin with the path, if any, of the one that was called.
    pub bases: Vec<String>,
    pub tokens: Vec<AccountToken>,
    /// Our numbers to flow names, for `/voice` and `/message`.
    pub numbers: BTreeMap<String, String>,
    /// Unsigned requests from this machine are taken.
    pub dev: bool,
    /// The bearer token that the admin listener asks for, where it asks.
    pub admin_token: Option<String>,
    pub body_max: usize,
    pub body_timeout: Duration,
    /// After so long a turn is answered with the apology; the provider gives up at 15 s.
    pub turn: Duration,
    /// Turns at a time; what is beyond is told at once to go to the fallback.
    pub turns: usize,
    pub drain: Duration,
    pub deadlines: Deadlines,
}

#[derive(Debug, Clone)]
pub struct AccountToken {
    /// `None` where any account may use it.
    pub account: Option<String>,
    pub token: Token,
}

/// A running server, shared by its handlers.
pub struct App {
    pub host: Arc<Host>,
    pub settings: Settings,
    turns: Arc<Semaphore>,
    draining: AtomicBool,
    shed: shed::Shed,
}

impl App {
    pub fn new(host: Arc<Host>, settings: Settings) -> Arc<Self> {
        let turns = Arc::new(Semaphore::new(settings.turns));
        Arc::new(Self { host, settings, turns, draining: AtomicBool::new(false), shed: shed::Shed::default() })
    }

    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Relaxed)
    }
}

/// The routes of the public listener, for tests that call them in process.
pub fn public_router(app: &Arc<App>) -> axum::Router {
    webhooks::router(Arc::clone(app))
}

pub fn admin_router(app: &Arc<App>) -> axum::Router {
    admin::router(Arc::clone(app))
}

/// Serves until `shutdown` is ready, then lets the running requests end within the drain time. The admin listener is
/// there until then, and says that the server is shutting down.
pub async fn run(app: Arc<App>, public: TcpListener, admin: TcpListener, shutdown: impl Future<Output = ()>) {
    let (stop_public, public_stopped) = tokio::sync::watch::channel(false);
    let (stop_admin, admin_stopped) = tokio::sync::watch::channel(false);
    let deadlines = app.settings.deadlines;
    let public = tokio::spawn(accept::run(public, public_router(&app), deadlines, public_stopped));
    let admin = tokio::spawn(accept::run(admin, admin_router(&app), deadlines, admin_stopped));
    shutdown.await;
    app.draining.store(true, Ordering::Relaxed);
    let drained = async {
        // The receivers live in the two tasks; where one has ended there is nobody to tell.
        let _ = stop_public.send(true);
        let _ = public.await;
        let _ = stop_admin.send(true);
        let _ = admin.await;
    };
    if tokio::time::timeout(app.settings.drain, drained).await.is_err() {
        tracing::warn!("some connections did not end within {:?} and were cut", app.settings.drain);
    }
}

/// Binds, or says in plain words why not.
pub async fn bind(address: SocketAddr, setting: &str) -> Result<TcpListener, String> {
    TcpListener::bind(address).await.map_err(|e| match e.kind() {
        std::io::ErrorKind::AddrInUse => {
            format!("{address} is in use by another program; stop it or set `{setting}` to another address")
        }
        _ => format!("cannot listen on {address} (`{setting}`): {e}"),
    })
}
