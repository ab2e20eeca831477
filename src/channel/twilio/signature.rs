//! Whether a webhook comes from the holder of the account's token.
//!
//! The signed text is the address, then for each distinct name in byte order and each distinct value of it in byte
//! order, name and value with nothing between. A body that is not a form is covered by its hash in the query.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::address::Address;
use super::form::{Form, is_form};

const HASH_NAME: &str = "bodySHA256";

/// A secret of the account. Prints as `•••`.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    pub fn new(secret: impl Into<String>) -> Token {
        Token(secret.into())
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("•••")
    }
}

/// The parts of a request that its signature covers, as they were on the wire.
#[derive(Debug, Clone, Copy, Default)]
pub struct Signed<'a> {
    pub method: &'a str,
    /// Raw: a URL parser would change what was signed.
    pub path_and_query: &'a str,
    /// The header `X-Twilio-Signature`.
    pub signature: Option<&'a str>,
    /// The header `X-Twilio-Webhooks-Signature-Settings`.
    pub settings: Option<&'a str>,
    pub content_type: Option<&'a str>,
    pub body: &'a [u8],
}

/// Why a request is not believed. For the log; the sender gets a bare 403.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No token is configured for the account.
    NoToken,
    MissingSignature,
    /// Not the base64 of a digest of the algorithm's length.
    MalformedSignature,
    /// The settings header names an algorithm that is neither HMAC-SHA1 nor HMAC-SHA256.
    UnknownAlgorithm,
    /// A body that is neither a form of a POST nor covered by a hash in the query.
    UnsignedBody,
    /// The hash in the query is not the body's.
    BodyHash,
    Mismatch,
}

impl std::error::Error for Refusal {}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Refusal::NoToken => "no auth token is configured for this account",
            Refusal::MissingSignature => "the request has no `X-Twilio-Signature` header",
            Refusal::MalformedSignature => "the `X-Twilio-Signature` header is not a base64 digest",
            Refusal::UnknownAlgorithm => "the signature settings name an unknown algorithm",
            Refusal::UnsignedBody => "the body is neither a form nor covered by `bodySHA256`",
            Refusal::BodyHash => "`bodySHA256` is not the hash of the body",
            Refusal::Mismatch => "the signature does not fit the address, the parameters or the token",
        })
    }
}

/// Checks a request against each base and each token; gives the place of the token that fits.
///
/// `form` is [`Form::of_body`] of the same body. A base is the public scheme and host, with a path where a proxy takes
/// one away: `https://ivr.example.com`.
pub fn verify(signed: &Signed<'_>, form: &Form<'_>, bases: &[String], tokens: &[Token]) -> Result<usize, Refusal> {
    if tokens.is_empty() {
        return Err(Refusal::NoToken);
    }
    let algorithm = Algorithm::named(signed.settings)?;
    let expected = decode(signed.signature, algorithm)?;
    check_body(signed)?;
    let parameters = if form_counts(signed) { in_signing_order(form.iter()) } else { Vec::new() };
    let addresses: Vec<Address<'_>> = bases.iter().map(|base| Address::new(base, signed.path_and_query)).collect();
    let fits = |token: &Token| {
        let candidates = addresses.iter().flat_map(Address::candidates);
        algorithm.fits(token, candidates, &parameters, &expected)
    };
    tokens.iter().position(fits).ok_or(Refusal::Mismatch)
}

/// The signature that the sender would give this address and these form parameters (none for GET and JSON).
pub fn sign(url: &str, form: &Form<'_>, token: &Token) -> String {
    let address = url.split('#').next().unwrap_or_default();
    let keyed = Hmac::<Sha1>::new_from_slice(token.0.as_bytes());
    let signed = keyed.map(|mac| feed(mac, &[address], &in_signing_order(form.iter())).finalize().into_bytes());
    signed.map(|digest| STANDARD.encode(digest)).unwrap_or_default()
}

/// The value of `bodySHA256` in the address of a request with this body.
pub fn body_sha256(body: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(body).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Algorithm {
    Sha1,
    Sha256,
}

impl Algorithm {
    /// The first `algorithm=` with a value counts, letter case does not.
    pub(super) fn named(settings: Option<&str>) -> Result<Algorithm, Refusal> {
        let parts = settings.unwrap_or_default().split(',').filter_map(|part| part.split_once('='));
        let mut named = parts.filter(|(key, value)| key.trim() == "algorithm" && !value.trim().is_empty());
        match named.next().map(|(_, value)| value.trim()) {
            None => Ok(Algorithm::Sha1),
            Some(name) if name.eq_ignore_ascii_case("HMAC_SHA1") => Ok(Algorithm::Sha1),
            Some(name) if name.eq_ignore_ascii_case("HMAC_SHA256") => Ok(Algorithm::Sha256),
            Some(_) => Err(Refusal::UnknownAlgorithm),
        }
    }

    /// Whether one of the addresses, each given in parts, fits. Takes no less time for a near miss.
    fn fits<'a, const N: usize>(
        self,
        token: &Token,
        candidates: impl Iterator<Item = [&'a str; N]>,
        parameters: &[(&[u8], &[u8])],
        expected: &[u8],
    ) -> bool {
        let key = token.0.as_bytes();
        match self {
            Algorithm::Sha1 => any_fits(Hmac::<Sha1>::new_from_slice(key), candidates, parameters, expected),
            Algorithm::Sha256 => any_fits(Hmac::<Sha256>::new_from_slice(key), candidates, parameters, expected),
        }
    }

    fn digest_len(self) -> usize {
        match self {
            Algorithm::Sha1 => 20,
            Algorithm::Sha256 => 32,
        }
    }
}

/// Distinct pairs, sorted by their bytes.
fn in_signing_order<'a>(pairs: impl Iterator<Item = (&'a [u8], &'a [u8])>) -> Vec<(&'a [u8], &'a [u8])> {
    let mut pairs: Vec<_> = pairs.collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Whether this address and these parameters, in any order, have this signature.
pub(super) fn fits(
    address: &str,
    pairs: &[(Vec<u8>, Vec<u8>)],
    token: &Token,
    algorithm: Algorithm,
    expected: &[u8],
) -> bool {
    let parameters = in_signing_order(pairs.iter().map(|(name, value)| (&**name, &**value)));
    algorithm.fits(token, [[address]].into_iter(), &parameters, expected)
}

pub(super) fn decode(header: Option<&str>, algorithm: Algorithm) -> Result<Vec<u8>, Refusal> {
    let text = header.filter(|text| !text.is_empty()).ok_or(Refusal::MissingSignature)?;
    let bytes = STANDARD.decode(text).map_err(|_| Refusal::MalformedSignature)?;
    if bytes.len() == algorithm.digest_len() { Ok(bytes) } else { Err(Refusal::MalformedSignature) }
}

/// A form is signed pair by pair, any other body by its hash, and a hash that is there must always fit: otherwise the
/// signature of one kind of request could be carried over to a body of the other kind.
fn check_body(signed: &Signed<'_>) -> Result<(), Refusal> {
    let hash = Address::new("", signed.path_and_query).query().split('&').find_map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (name == HASH_NAME).then_some(value)
    });
    match hash {
        Some(hash) if bool::from(hash.as_bytes().ct_eq(body_sha256(signed.body).as_bytes())) => Ok(()),
        Some(_) => Err(Refusal::BodyHash),
        None if signed.body.is_empty() || form_counts(signed) => Ok(()),
        None => Err(Refusal::UnsignedBody),
    }
}

fn form_counts(signed: &Signed<'_>) -> bool {
    !signed.method.eq_ignore_ascii_case("GET") && is_form(signed.content_type)
}

fn any_fits<'a, M: Mac + Clone, E, const N: usize>(
    keyed: Result<M, E>,
    mut candidates: impl Iterator<Item = [&'a str; N]>,
    parameters: &[(&[u8], &[u8])],
    expected: &[u8],
) -> bool {
    let Ok(keyed) = keyed else { return false };
    candidates.any(|parts| feed(keyed.clone(), &parts, parameters).verify_slice(expected).is_ok())
}

fn feed<M: Mac>(mut mac: M, address: &[&str], parameters: &[(&[u8], &[u8])]) -> M {
    for part in address {
        mac.update(part.as_bytes());
    }
    for (name, value) in parameters {
        mac.update(name);
        mac.update(value);
    }
    mac
}
