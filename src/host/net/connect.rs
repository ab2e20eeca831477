//! Connections: names are resolved here, each address is judged, and the one that was judged is connected to.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
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

/// Names looked up at once. The system's resolver takes a thread each and cannot be told to stop; the store needs
/// threads of the same pool.
const LOOKUPS: usize = 64;

/// A connection, with or without TLS.
pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

pub(super) struct Connector {
    allow: Vec<Network>,
    /// `None` where this build's cryptography has no protocol in common with anybody.
    tls: Option<TlsConnector>,
    lookups: Arc<Semaphore>,
}

impl Connector {
    pub fn new(allow: Vec<Network>) -> Connector {
        let mut roots = RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        Self::trusting(roots, allow)
    }

    fn trusting(roots: RootCertStore, allow: Vec<Network>) -> Connector {
        let builder = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()));
        let config = builder.with_safe_default_protocol_versions().ok();
        let config = config.map(|config| config.with_root_certificates(roots).with_no_client_auth());
        let tls = config.map(|config| TlsConnector::from(Arc::new(config)));
        Connector { allow, tls, lookups: Arc::new(Semaphore::new(LOOKUPS)) }
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
            Host::Name(name) => self.look_up(name.clone(), url.port).await?,
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

    async fn look_up(&self, name: String, port: u16) -> Result<Vec<SocketAddr>, Trouble> {
        let not_found = |why: String| Trouble::Broken(format!("the host's name is not found: {why}"));
        let lookups = Arc::clone(&self.lookups);
        let permit = lookups.acquire_owned().await.map_err(|error| not_found(error.to_string()))?;
        let found = tokio::task::spawn_blocking(move || {
            let found = (name.as_str(), port).to_socket_addrs().map(Iterator::collect);
            // Kept to the end of the look-up, also where nobody waits for it any more.
            drop(permit);
            found
        });
        match found.await {
            Ok(Ok(addresses)) => Ok(addresses),
            Ok(Err(error)) => Err(not_found(error.to_string())),
            Err(panic) => Err(not_found(panic.to_string())),
        }
    }

    /// What the operator has opened is open; all else has to be of the public network.
    fn judge(&self, address: SocketAddr) -> Result<(), &'static str> {
        if self.allow.iter().any(|network| network.covers(address)) {
            return Ok(());
        }
        blocked(address.ip()).map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;
    use tokio_rustls::rustls::ServerConfig;
    use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

    use super::*;

    /// Good for `localhost`, and trusted by nobody but these tests.
    const CERTIFICATE: &[u8] = include_bytes!("../../../tests/tls/localhost.crt.der");
    const KEY: &[u8] = include_bytes!("../../../tests/tls/localhost.key.der");

    /// A server that says hello over TLS to whoever trusts it.
    async fn server() -> SocketAddr {
        let key = PrivateKeyDer::try_from(KEY).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![CertificateDer::from(CERTIFICATE)], key)
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let acceptor = TlsAcceptor::from(Arc::new(config));
            while let Ok((stream, _)) = listener.accept().await {
                if let Ok(mut stream) = acceptor.accept(stream).await {
                    let _ = stream.write_all(b"hello").await;
                    let _ = stream.shutdown().await;
                }
            }
        });
        address
    }

    async fn hear(connector: &Connector, url: &str) -> Result<String, String> {
        match connector.connect(&Url::parse(url).unwrap()).await {
            Ok(mut stream) => {
                let mut heard = String::new();
                stream.read_to_string(&mut heard).await.map_err(|error| error.to_string())?;
                Ok(heard)
            }
            Err(Trouble::Final(why)) => Err(format!("final: {why}")),
            Err(Trouble::Broken(why)) => Err(format!("broken: {why}")),
        }
    }

    #[tokio::test]
    async fn a_certificate_has_to_hold_for_the_name() {
        let address = server().await;
        let allow = vec![Network::parse("127.0.0.1").unwrap()];
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from(CERTIFICATE)).unwrap();
        let trusting = Connector::trusting(roots, allow.clone());
        let by_name = format!("https://localhost:{}/", address.port());
        assert_eq!(hear(&trusting, &by_name).await, Ok("hello".to_owned()));
        let by_number = hear(&trusting, &format!("https://{address}/")).await.unwrap_err();
        assert!(by_number.starts_with("final: TLS:"), "{by_number}");
        let stranger = hear(&Connector::new(allow), &by_name).await.unwrap_err();
        assert!(stranger.starts_with("final: TLS:"), "{stranger}");
    }
}
