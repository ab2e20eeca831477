//! Connections: names are resolved here, each address is judged, and the one that was judged is connected to.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto};

use super::Trouble;
use crate::address::{Host, Url, blocked};
use crate::config::Network;

/// For one address; a name may have several, and the second may be the one that answers.
const CONNECT: Duration = Duration::from_secs(5);

/// Of a name's addresses, so many are tried.
const ADDRESSES: usize = 4;

/// A connection, with or without TLS.
pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

pub(super) struct Connector {
    allow: Vec<Network>,
    /// `None` where this build's cryptography has no protocol in common with anybody.
    tls: Option<TlsConnector>,
}

impl Connector {
    pub fn new(allow: Vec<Network>) -> Connector {
        let mut roots = RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        let builder = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()));
        let config = builder.with_safe_default_protocol_versions().ok();
        let config = config.map(|config| config.with_root_certificates(roots).with_no_client_auth());
        Connector { allow, tls: config.map(|config| TlsConnector::from(Arc::new(config))) }
    }

    pub async fn connect(&self, url: &Url) -> Result<Box<dyn Stream>, Trouble> {
        let stream = self.tcp(url).await?;
        // Requests are one small write: waiting to fill a packet would only delay them.
        let _ = stream.set_nodelay(true);
        if !url.https {
            return Ok(Box::new(stream));
        }
        let Some(tls) = &self.tls else { return Err(Trouble::Final("TLS is not available".to_owned())) };
        let name = match &url.host {
            Host::Ip(ip) => ServerName::from(*ip),
            Host::Name(name) => ServerName::try_from(name.clone())
                .map_err(|_| Trouble::Final("the host's name cannot have a certificate".to_owned()))?,
        };
        match tls.connect(name, stream).await {
            Ok(stream) => Ok(Box::new(stream)),
            // A certificate that does not hold comes as `InvalidData`: another try would not change it.
            Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(Trouble::Final(format!("TLS: {error}"))),
            Err(error) => Err(Trouble::Broken(format!("TLS: {error}"))),
        }
    }

    async fn tcp(&self, url: &Url) -> Result<TcpStream, Trouble> {
        let addresses: Vec<SocketAddr> = match &url.host {
            Host::Ip(ip) => vec![SocketAddr::new(*ip, url.port)],
            Host::Name(name) => match lookup_host((name.as_str(), url.port)).await {
                Ok(found) => found.collect(),
                Err(error) => return Err(Trouble::Broken(format!("the host's name is not found: {error}"))),
            },
        };
        let judged: Vec<_> = addresses.iter().map(|address| (address, self.judge(*address))).collect();
        let mut why = match judged.iter().find_map(|(_, verdict)| verdict.err()) {
            Some(what) if judged.iter().all(|(_, verdict)| verdict.is_err()) => {
                return Err(Trouble::Final(format!("its address is {what}")));
            }
            _ => "the host's name has no address".to_owned(),
        };
        let open = judged.into_iter().filter(|(_, verdict)| verdict.is_ok()).map(|(address, _)| *address);
        for address in open.take(ADDRESSES) {
            match tokio::time::timeout(CONNECT, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(error)) => why = format!("no connection: {error}"),
                Err(_) => why = format!("no connection within {CONNECT:?}"),
            }
        }
        Err(Trouble::Broken(why))
    }

    /// What the operator has opened is open; all else has to be of the public network.
    fn judge(&self, address: SocketAddr) -> Result<(), &'static str> {
        if self.allow.iter().any(|network| network.covers(address)) {
            return Ok(());
        }
        blocked(address.ip()).map_or(Ok(()), Err)
    }
}
