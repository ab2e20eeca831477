//! What differs between a request and what was signed: the usual causes are tried one by one, then in pairs.

mod addresses;
mod parameters;
mod suspect;

use suspect::{Pairs, Suspect};

use super::address::Address;
use super::form::Form;
use super::signature::{Algorithm, Refusal, Signed, Token, body_sha256, decode, fits, verify};

const UNSIGNED: &str = "a form needs POST and `Content-Type: application/x-www-form-urlencoded`; other bodies need the \
    hash in the query";
const UNEXPLAINED: &str = "none of the usual changes on the way explains it: either the auth token is another \
    account's, or the address set at the provider is none of the ones tried here";
/// Changes of address and parameters at once are tried up to here: about a second's work.
const BOTH_MAX: usize = 100_000;

/// Sentences on why [`verify`] refuses the request, the likeliest first; none where it does not. No secret is in them.
pub fn explain(signed: &Signed<'_>, form: &Form<'_>, bases: &[String], tokens: &[Token]) -> Vec<String> {
    let Err(refusal) = verify(signed, form, bases, tokens) else { return Vec::new() };
    match refusal {
        Refusal::Mismatch => mismatch(signed, form, bases, tokens),
        Refusal::MalformedSignature => vec![refusal.to_string(), malformed(signed.signature.unwrap_or_default())],
        Refusal::BodyHash => {
            let hash = body_sha256(signed.body);
            vec![refusal.to_string(), format!("this body's hash is `{hash}`: the body changed after it was signed")]
        }
        Refusal::UnsignedBody => vec![refusal.to_string(), UNSIGNED.to_owned()],
        Refusal::NoToken | Refusal::MissingSignature | Refusal::UnknownAlgorithm => vec![refusal.to_string()],
    }
}

fn malformed(header: &str) -> String {
    let is_url_safe = header.contains(['-', '_']);
    match header.trim().len() {
        28 | 44 if header.trim() != header => "there is white space around it: something rewrote the header".to_owned(),
        28 | 44 if is_url_safe => "it is in the URL-safe alphabet (`-`, `_`); the provider uses `+` and `/`".to_owned(),
        27 | 43 => "its last `=` is missing: something trimmed the header".to_owned(),
        40 | 64 => "it looks like hex digits; the provider writes base64".to_owned(),
        44 => "it is as long as an HMAC-SHA256, and no signature settings header names that".to_owned(),
        length => format!("it has {length} characters; a signature has 28, or 44 with HMAC-SHA256"),
    }
}

fn mismatch(signed: &Signed<'_>, form: &Form<'_>, bases: &[String], tokens: &[Token]) -> Vec<String> {
    let Ok(algorithm) = Algorithm::named(signed.settings) else { return Vec::new() };
    let Ok(expected) = decode(signed.signature, algorithm) else { return Vec::new() };
    let addresses: Vec<Address<'_>> = bases.iter().map(|base| Address::new(base, signed.path_and_query)).collect();
    let fits =
        |address: &str, pairs: &Pairs| tokens.iter().any(|token| fits(address, pairs, token, algorithm, &expected));
    let asis: Vec<String> =
        addresses.iter().flat_map(|address| address.candidates().map(|parts| parts.concat())).collect();
    let other_addresses: Vec<Suspect<String>> = addresses.iter().flat_map(addresses::suspects).collect();
    let is_get = signed.method.eq_ignore_ascii_case("GET");
    let pairs: Pairs = if is_get { Pairs::new() } else { form.iter().map(|(n, v)| (n.to_vec(), v.to_vec())).collect() };
    let other_pairs = parameters::suspects(&pairs, addresses.first().map_or("", Address::query));

    let mut found: Vec<String> = Vec::new();
    let by_address = other_addresses.iter().filter(|suspect| fits(&suspect.signed, &pairs));
    found.extend(by_address.map(|suspect| sentence(&[&suspect.when])));
    let by_pairs = other_pairs.iter().filter(|suspect| asis.iter().any(|address| fits(address, &suspect.signed)));
    found.extend(by_pairs.map(|suspect| sentence(&[&suspect.when])));
    if found.is_empty() {
        let both = other_addresses.iter().flat_map(|address| other_pairs.iter().map(move |pairs| (address, pairs)));
        let mut both = both.take(BOTH_MAX).filter(|(address, pairs)| fits(&address.signed, &pairs.signed));
        found.extend(both.next().map(|(address, pairs)| sentence(&[&address.when, &pairs.when])));
    }
    found.dedup();
    if found.is_empty() {
        found.push(UNEXPLAINED.to_owned());
        found.extend(asis.iter().map(|address| format!("tried: {address}")));
    }
    found
}

fn sentence(whens: &[&str]) -> String {
    format!("the signature fits {}", whens.join(", and "))
}
