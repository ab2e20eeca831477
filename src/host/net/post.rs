//! Requests of the server's own. Redirects are not followed: whoever moves says so to the operator.

use std::time::Duration;

use hyper::header::{HeaderName, HeaderValue, RETRY_AFTER};

use super::exchange::exchange;
use super::prepare::Prepared;
use super::{Client, Trouble};
use crate::address::Url;
use crate::program::Method;

pub(in crate::host) struct Post<'a> {
    pub url: &'a Url,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
    pub timeout: Duration,
    /// Whether the answer's body is read.
    pub reads: bool,
}

/// The answer, whatever its status.
pub(in crate::host) struct Posted {
    pub code: u16,
    pub retry_after: Option<String>,
    pub body: Vec<u8>,
}

impl Client {
    /// One try. The reason why there is no answer holds no header and no path.
    pub(in crate::host) async fn post(&self, post: Post<'_>) -> Result<Posted, String> {
        let mut headers = Vec::new();
        for (name, value) in post.headers {
            let mut value = HeaderValue::try_from(value).map_err(|_| format!("the header `{name}` cannot be sent"))?;
            value.set_sensitive(true);
            headers.push((HeaderName::from_static(name), value));
        }
        let request = Prepared { method: Method::Post, url: post.url.clone(), headers, body: Some(post.body) };
        let answered = async {
            let stream = self.connector.connect(post.url).await?;
            let wanted = if post.reads { |_| true } else { |_| false };
            exchange(stream, &request, self.body_max, wanted).await
        };
        match tokio::time::timeout(post.timeout, answered).await {
            Ok(Ok(answered)) => {
                let retry_after = answered.header(RETRY_AFTER).map(str::to_owned);
                Ok(Posted { code: answered.code, retry_after, body: answered.body })
            }
            Ok(Err(Trouble::Final(why) | Trouble::Broken(why))) => Err(why),
            Err(_) => Err(format!("no answer within {:?}", post.timeout)),
        }
    }
}
