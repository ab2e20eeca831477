//! Health and version, for the operator's tools.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use subtle::ConstantTimeEq as _;

use super::App;

/// A store that does not answer a probe within this is not ready.
const PROBE: Duration = Duration::from_secs(3);

pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/readyz", get(ready))
        .route("/version", get(version))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), authorised))
        // Says nothing but that the process lives, so anyone may ask.
        .route("/healthz", get(|| async { "ok\n" }))
        .with_state(app)
}

/// Asks for the bearer token where one is set, as it is where the listener is not on loopback.
async fn authorised(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let Some(wanted) = &app.settings.admin_token else { return next.run(request).await };
    let given = request.headers().get(header::AUTHORIZATION).and_then(|v| v.to_str().ok());
    let given = given.and_then(|v| v.strip_prefix("Bearer ")).unwrap_or("");
    if bool::from(given.as_bytes().ct_eq(wanted.as_bytes())) {
        return next.run(request).await;
    }
    (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")]).into_response()
}

/// 200 where a call could be served now with the flows as they are in the folder; else 503 with the reasons.
async fn ready(State(app): State<Arc<App>>) -> (StatusCode, Json<Value>) {
    let mut reasons = Vec::new();
    if app.is_draining() {
        reasons.push("the server is shutting down".to_owned());
    }
    let catalog = app.host.catalog();
    if catalog.all().is_empty() {
        reasons.push("no flow is loaded".to_owned());
    }
    let trouble = catalog.trouble();
    if !trouble.is_empty() {
        reasons.push("the newest flows are not live, the last good ones are".to_owned());
    }
    reasons.extend(catalog.unserved(&app.settings.numbers));
    match tokio::time::timeout(PROBE, app.host.store().probe()).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => reasons.push(format!("the store cannot be written: {error}")),
        Err(_) => reasons.push(format!("the store did not answer within {PROBE:?}")),
    }
    let status = if reasons.is_empty() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let flows: Vec<Value> = catalog
        .all()
        .iter()
        .map(|program| json!({ "name": program.flow, "version": program.digest.short(), "title": program.title }))
        .collect();
    (status, Json(json!({ "ready": reasons.is_empty(), "reasons": reasons, "problems": trouble, "flows": flows })))
}

async fn version() -> Json<Value> {
    Json(json!({ "version": env!("CARGO_PKG_VERSION"), "edition": crate::check::EDITION }))
}
