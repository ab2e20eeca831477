use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use super::slots::{Slot, Slots};

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower_service::Service as _;
use tracing::warn;

/// What a request that is still being sent gets to be whole once the server stops.
const HALF_SENT: Duration = Duration::from_secs(1);

/// Who a connection came from.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// What keeps slow or idle clients from holding the listener.
#[derive(Debug, Clone, Copy)]
pub struct Deadlines {
    /// From the connection, or the request before, to the last byte of the headers.
    pub header: Duration,
    /// Connections at a time; beyond that the longest-idle one makes way.
    pub connections: usize,
}

/// Accepts until told to stop, then waits for the running requests to be answered.
pub async fn run(listener: TcpListener, router: Router, deadlines: Deadlines, mut stopped: watch::Receiver<bool>) {
    let slots = Slots::new(deadlines.connections);
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            () = stop(&mut stopped) => break,
            Some(_) = connections.join_next(), if !connections.is_empty() => continue,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => match slots.take() {
                Some(slot) => {
                    connections.spawn(serve(stream, Peer(peer), slot, router.clone(), deadlines, stopped.clone()));
                }
                None => warn!("every connection has a turn running: a new one was closed at once"),
            },
            Err(error) => {
                // Out of file descriptors, mostly: those that wait longest make way, and accepting at once would spin.
                slots.make_room();
                warn!("a connection could not be accepted, some idle ones make way: {error}");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

async fn stop(stopped: &mut watch::Receiver<bool>) {
    // An error means that the sender is gone, which is a stop too.
    let _ = stopped.wait_for(|stop| *stop).await;
}

async fn serve(
    stream: TcpStream,
    peer: Peer,
    slot: Arc<Slot>,
    router: Router,
    deadlines: Deadlines,
    mut stopped: watch::Receiver<bool>,
) {
    // Replies are one small write each; waiting to fill a packet would only delay them.
    let _ = stream.set_nodelay(true);
    let place = Arc::clone(&slot);
    let service = service_fn(move |request: Request<Incoming>| {
        let mut router = router.clone();
        let place = Arc::clone(&place);
        async move {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(peer);
            request.extensions_mut().insert(place);
            Ok::<_, Infallible>(router.call(request).await.unwrap_or_else(|never| match never {}))
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(deadlines.header)
        .serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    // A client that breaks off or speaks something else than HTTP is its own trouble: nothing to log.
    tokio::select! {
        _ = connection.as_mut() => return,
        () = slot.evicted() => return,
        () = stop(&mut stopped) => connection.as_mut().graceful_shutdown(),
    }
    // Draining: a turn that runs is answered, and an idle connection is closed by hyper at once. What is half sent has
    // been promised nothing, and must not hold up the end.
    while tokio::time::timeout(HALF_SENT, connection.as_mut()).await.is_err() && slot.is_working() {}
}
