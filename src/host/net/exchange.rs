//! One request and its answer over one connection.

use std::future::poll_fn;
use std::pin::Pin;

use hyper::body::{Body as _, Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{
    ACCEPT, ACCEPT_ENCODING, CONNECTION, CONTENT_ENCODING, HOST, HeaderMap, HeaderName, LOCATION, USER_AGENT,
};
use hyper_util::rt::TokioIo;

use super::Trouble;
use super::connect::Stream;
use super::prepare::Prepared;
use crate::program::Method;

/// For the status line and the headers of an answer.
const HEAD_MAX: usize = 64 * 1024;

pub(super) struct Answered {
    pub code: u16,
    pub headers: HeaderMap,
    /// Empty where it was not asked for.
    pub body: Vec<u8>,
}

impl Answered {
    /// A header, where it is text.
    pub fn header(&self, name: HeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Where a redirect leads.
    pub fn location(&self) -> Option<&str> {
        self.header(LOCATION).filter(|_| matches!(self.code, 301 | 302 | 303 | 307 | 308))
    }
}

/// `wanted` says for which statuses the body is read.
pub(super) async fn exchange(
    stream: Box<dyn Stream>,
    request: &Prepared,
    body_max: usize,
    wanted: fn(u16) -> bool,
) -> Result<Answered, Trouble> {
    let broken = |error: hyper::Error| Trouble::Broken(format!("the connection broke: {error}"));
    let handshake = http1::Builder::new().max_buf_size(HEAD_MAX).handshake::<_, String>(TokioIo::new(stream));
    let (mut sender, connection) = handshake.await.map_err(broken)?;
    let sent = written(request)?;
    let answered = async {
        let (head, body) = sender.send_request(sent).await.map_err(broken)?.into_parts();
        let code = head.status.as_u16();
        let body = match wanted(code) && request.method != Method::Head {
            true => read_body(&head.headers, body, body_max).await?,
            false => Vec::new(),
        };
        Ok(Answered { code, headers: head.headers, body })
    };
    tokio::pin!(answered, connection);
    tokio::select! {
        biased;
        done = answered.as_mut() => done,
        // The server has closed; what it sent before is still to be read.
        _ = connection => answered.await,
    }
}

fn written(request: &Prepared) -> Result<hyper::Request<String>, Trouble> {
    let mut sent = hyper::Request::builder()
        .method(request.method.name())
        .uri(&request.url.target)
        .header(HOST, request.url.authority())
        .header(CONNECTION, "close")
        .header(ACCEPT_ENCODING, "identity");
    if let Some(headers) = sent.headers_mut() {
        for (name, value) in &request.headers {
            headers.append(name.clone(), value.clone());
        }
        let ours =
            [(ACCEPT, "application/json, text/*;q=0.5"), (USER_AGENT, concat!("flowtone/", env!("CARGO_PKG_VERSION")))];
        for (name, value) in ours {
            headers.entry(name).or_insert(hyper::header::HeaderValue::from_static(value));
        }
    }
    let body = request.body.clone().unwrap_or_default();
    sent.body(body).map_err(|error| Trouble::Final(format!("the request cannot be written: {error}")))
}

async fn read_body(headers: &HeaderMap, mut body: Incoming, max: usize) -> Result<Vec<u8>, Trouble> {
    let header = |name| headers.get(name).and_then(|value: &hyper::header::HeaderValue| value.to_str().ok());
    // Nothing is unpacked here: a small answer could become one of any size.
    if header(CONTENT_ENCODING).is_some_and(|coding| !coding.trim().eq_ignore_ascii_case("identity")) {
        return Err(Trouble::Final("the answer is compressed, though this was not asked for".to_owned()));
    }
    let too_long = || Trouble::Final(format!("the answer is longer than {max} bytes"));
    if body.size_hint().lower() > max as u64 {
        return Err(too_long());
    }
    let mut bytes = Vec::new();
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        let frame = frame.map_err(|error| Trouble::Broken(format!("the answer broke off: {error}")))?;
        let data: Bytes = frame.into_data().unwrap_or_default();
        if bytes.len() + data.len() > max {
            return Err(too_long());
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes)
}
