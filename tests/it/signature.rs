//! Signatures against the vectors of two vendor SDKs, and against every small change of a valid request.

use std::collections::{BTreeMap, BTreeSet};

use flowtone::channel::twilio::explain;
use flowtone::channel::twilio::form::Form;
use flowtone::channel::twilio::signature::{Refusal, Signed, Token, body_sha256, sign, verify};
use proptest::prelude::*;
use serde_json::Value;

const VECTORS: &str = include_str!("../protocol/signature-vectors.json");

fn vectors() -> Vec<Value> {
    let file: Value = serde_json::from_str(VECTORS).expect("the vectors are JSON");
    assert_eq!(file["format"], "signature-vectors/1", "a format this test knows");
    file["vectors"].as_array().expect("a list of vectors").clone()
}

/// The base is scheme and authority; the rest stands for the request target.
fn split(url: &str) -> (String, &str) {
    let authority = url.find("://").expect("a scheme") + 3;
    let end = url[authority..].find(['/', '?', '#']).map_or(url.len(), |at| authority + at);
    (url[..end].to_owned(), &url[end..])
}

fn header<'a>(vector: &'a Value, name: &str) -> Option<&'a str> {
    vector["headers"][name].as_str()
}

fn verdict(vector: &Value) -> Result<usize, Refusal> {
    let (base, path_and_query) = split(vector["url"].as_str().expect("an address"));
    let body = vector["form_body"].as_str().or(vector["body"].as_str()).unwrap_or_default();
    let content_type = header(vector, "Content-Type");
    let signed = Signed {
        method: vector["method"].as_str().expect("a method"),
        path_and_query,
        signature: header(vector, "X-Twilio-Signature"),
        settings: header(vector, "X-Twilio-Webhooks-Signature-Settings"),
        content_type,
        body: body.as_bytes(),
    };
    let form = Form::of_body(content_type, body.as_bytes()).expect("a bounded form");
    let token = Token::new(vector["auth_token"].as_str().expect("a token"));
    verify(&signed, &form, &[base], &[token])
}

#[test]
fn every_vector_gets_its_verdict() {
    let vectors = vectors();
    let wrong: Vec<String> = vectors
        .iter()
        .filter(|vector| verdict(vector).is_ok() != (vector["valid"] == true))
        .map(|vector| format!("{} {} gave {:?}: {}", vector["id"], vector["name"], verdict(vector), vector["why"]))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(vectors.len(), 175);
}

const TOKEN: &str = "b9e3c1d2a4f54e0c8a7766554433221f";
const BASE: &str = "https://ivr.example.com";

fn check(
    method: &str,
    path_and_query: &str,
    content_type: &str,
    body: &[u8],
    signature: &str,
) -> Result<usize, Refusal> {
    let content_type = Some(content_type).filter(|text| !text.is_empty());
    let signed = Signed { method, path_and_query, signature: Some(signature), settings: None, content_type, body };
    let form = Form::of_body(content_type, body).expect("a bounded form");
    verify(&signed, &form, &[BASE.to_owned()], &[Token::new("another"), Token::new(TOKEN)])
}

fn signed_form(path_and_query: &str, body: &[u8]) -> String {
    sign(&format!("{BASE}{path_and_query}"), &Form::parse(body).expect("a bounded form"), &Token::new(TOKEN))
}

const FORM: &str = "application/x-www-form-urlencoded; charset=UTF-8";

#[test]
fn says_which_token_fits() {
    let signature = signed_form("/voice", b"Digits=1");
    assert_eq!(check("POST", "/voice", FORM, b"Digits=1", &signature), Ok(1));
    assert_eq!(format!("{:?}", Token::new(TOKEN)), "•••");
}

#[test]
fn a_signature_does_not_carry_over_to_another_kind_of_body() {
    let json = br#"{"event":"delivered"}"#;
    let address = format!("/events?bodySHA256={}", body_sha256(json));
    let signature = signed_form(&address, b"");
    assert_eq!(check("POST", &address, "application/json", json, &signature), Ok(1));
    assert_eq!(check("POST", &address, FORM, b"", &signature), Err(Refusal::BodyHash));
    assert_eq!(check("POST", &address, FORM, b"&&", &signature), Err(Refusal::BodyHash));
    assert_eq!(check("POST", &address, "application/json", b"{}", &signature), Err(Refusal::BodyHash));

    let signature = signed_form("/voice", b"");
    assert_eq!(check("POST", "/voice", FORM, b"", &signature), Ok(1));
    assert_eq!(check("POST", "/voice", "application/json", b"{}", &signature), Err(Refusal::UnsignedBody));
    assert_eq!(check("POST", "/voice", "", b"Digits=1", &signature), Err(Refusal::UnsignedBody));
    assert_eq!(check("GET", "/voice", FORM, b"Digits=1", &signature), Err(Refusal::UnsignedBody));
}

#[test]
fn without_tokens_nobody_gets_in() {
    let signature = signed_form("/voice", b"");
    let signed = Signed { method: "GET", path_and_query: "/voice", signature: Some(&signature), ..Signed::default() };
    assert_eq!(verify(&signed, &Form::default(), &[BASE.to_owned()], &[]), Err(Refusal::NoToken));
    assert_eq!(verify(&signed, &Form::default(), &[], &[Token::new(TOKEN)]), Err(Refusal::Mismatch));
}

#[test]
fn a_path_that_a_proxy_takes_away_belongs_to_the_base() {
    let signature = sign("https://example.com/ivr/voice", &Form::default(), &Token::new(TOKEN));
    let signed = Signed { method: "GET", path_and_query: "/voice", signature: Some(&signature), ..Signed::default() };
    let bases = [BASE.to_owned(), "https://example.com/ivr/".to_owned()];
    assert_eq!(verify(&signed, &Form::default(), &bases, &[Token::new(TOKEN)]), Ok(0));
}

/// What the sender hashes, written down a second time and simply: the reference for the property below.
fn hashed(path_and_query: &str, body: &[u8]) -> Vec<u8> {
    let mut pairs: BTreeMap<Vec<u8>, BTreeSet<Vec<u8>>> = BTreeMap::new();
    for (name, value) in Form::parse(body).expect("a bounded form").iter() {
        pairs.entry(name.to_vec()).or_default().insert(value.to_vec());
    }
    let mut text = path_and_query.split('#').next().unwrap_or_default().as_bytes().to_vec();
    for (name, values) in pairs {
        for value in values {
            text.extend([&*name, &*value].concat());
        }
    }
    text
}

fn mutated(bytes: &[u8], at: prop::sample::Index, how: u8, byte: u8) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    let place = at.index(bytes.len());
    match how % 3 {
        0 => changed[place] ^= byte.max(1),
        1 => changed.insert(place, byte),
        _ => drop(changed.remove(place)),
    }
    changed
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn every_change_of_what_is_signed_is_refused(
        pairs in prop::collection::btree_map("[A-Za-z]{1,8}", "[A-Za-z0-9%+é]{0,12}", 1..6),
        target in "/[a-z]{1,8}(\\?[a-z]=[a-z0-9]{0,4})?",
        (part, at, how, byte) in (0..3_u8, any::<prop::sample::Index>(), any::<u8>(), any::<u8>()),
    ) {
        let encoded: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let body = encoded.join("&").into_bytes();
        let signature = signed_form(&target, &body);
        prop_assert_eq!(check("POST", &target, FORM, &body, &signature), Ok(1));

        let (mut other_target, mut other_body, mut other_signature) = (target.clone(), body.clone(), signature.clone());
        let change = |bytes: &[u8]| mutated(bytes, at, how, byte);
        match part {
            0 => other_target = String::from_utf8_lossy(&change(target.as_bytes())).into_owned(),
            1 => other_body = change(&body),
            _ => other_signature = String::from_utf8_lossy(&change(signature.as_bytes())).into_owned(),
        }
        let same = hashed(&other_target, &other_body) == hashed(&target, &body) && other_signature == signature;
        let verdict = check("POST", &other_target, FORM, &other_body, &other_signature);
        let shown = String::from_utf8_lossy(&other_body);
        prop_assert_eq!(verdict.is_ok(), same, "{} {:?} {}", other_target, shown, other_signature);
    }

    #[test]
    fn no_header_or_address_panics(
        (target, base) in ("\\PC{0,40}", "\\PC{0,40}"),
        (header, settings) in ("\\PC{0,40}", "\\PC{0,40}"),
    ) {
        let signed = Signed {
            method: "POST",
            path_and_query: &target,
            signature: Some(&header),
            settings: Some(&settings),
            content_type: Some(FORM),
            body: b"a=1",
        };
        let form = Form::parse(b"a=1").expect("a form");
        prop_assert!(verify(&signed, &form, std::slice::from_ref(&base), &[Token::new(TOKEN)]).is_err());
        prop_assert!(!explain(&signed, &form, &[base], &[Token::new(TOKEN)]).is_empty());
    }
}

/// Signs one request and explains another, which is what a change on the way comes to.
fn explained(signed_address: &str, signed_body: &str, base: &str, target: &str, body: &str) -> String {
    let token = Token::new(TOKEN);
    let signature = sign(signed_address, &Form::parse(signed_body.as_bytes()).expect("a form"), &token);
    let signed = Signed {
        method: "POST",
        path_and_query: target,
        signature: Some(&signature),
        content_type: Some(FORM),
        body: body.as_bytes(),
        settings: None,
    };
    let form = Form::parse(body.as_bytes()).expect("a form");
    explain(&signed, &form, &[base.to_owned()], &[token]).join("\n")
}

#[test]
fn the_usual_causes_are_named() {
    let at = |address: &str, target: &str| explained(address, "a=1", BASE, target, "a=1");
    let of = |signed: &str, seen: &str| explained("https://ivr.example.com/v", signed, BASE, "/v", seen);
    let cases = [
        (explained("https://ivr.example.com/v", "a=1", "http://ivr.example.com", "/v", "a=1"), "with `https://`"),
        (at("https://ivr.example.com:8443/v", "/v"), "with port 8443"),
        (at("https://ivr.example.com/v/", "/v"), "with a slash at the end of the path"),
        (at("https://ivr.example.com/v", "/v/"), "without the slash at the end of the path"),
        (at("https://ivr.example.com/v", "/v?x=1"), "without the query"),
        (at("https://ivr.example.com/v?b=1&a=2", "/v?a=2&b=1"), "with the query in another order"),
        (at("https://ivr.example.com/v?q=it's", "/v?q=it%27s"), "with `'` for `%27`"),
        (at("https://ivr.example.com/v?q=a%20b", "/v?q=a+b"), "with `%20` for `+`"),
        (at("https://ivr.example.com/a%2fb", "/a%2Fb"), "with the percent escapes in lower case"),
        (explained("https://ivr.example.com/v", "a=1", "https://ivr.example.com/x", "/v", "a=1"), "without `/x`"),
        (of("Body=hi+&From=1", "Body=hi&From=1"), "with white space around the value of `Body`"),
        (of("From=1&ToCity=", "From=1"), "with an empty parameter `ToCity`"),
        (of("From=1", "From=1&Extra=2"), "without the parameter `Extra`"),
        (of("", "From=1&Extra=2"), "without any parameters"),
        (of("Body=%2B1", "Body=+1"), "with `+` where there is a space"),
        (
            explained("https://ivr.example.com:8443/v", "a=1&b=", BASE, "/v", "a=1"),
            "tried: https://ivr.example.com:443/v",
        ),
        (explained("https://ivr.example.com:8443/v", "a=+1", BASE, "/v", "a=1"), "with port 8443"),
        (explained("https://elsewhere.example/v", "a=1", BASE, "/v", "a=1"), "none of the usual changes"),
    ];
    for (explanation, expected) in cases {
        assert!(explanation.contains(expected), "expected {expected}, got:\n{explanation}");
        assert!(!explanation.contains(TOKEN));
    }
    assert_eq!(of("a=1", "a=1"), "");
}

#[test]
fn a_header_that_is_no_signature_is_described() {
    let cases = [
        ("499fe40cd55f76ffe1e887110fbaf03cf8ae5d01", "hex"),
        ("SZ/kDNVfdv/h6IcRD7rwPPiuXQE", "its last `=` is missing"),
        ("SZ/kDNVfdv/h6IcRD7rwPPiuXQE= ", "white space"),
        ("SZ_kDNVfdv_h6IcRD7rwPPiuXQE=", "URL-safe"),
        ("Di/rE2Qb64s0bxq6Sa4oAWfS2hEqRK19liIPEvu494Q=", "HMAC-SHA256"),
        ("x", "it has 1 characters"),
    ];
    for (header, expected) in cases {
        let signed = Signed { method: "GET", path_and_query: "/", signature: Some(header), ..Signed::default() };
        let why = explain(&signed, &Form::default(), &[BASE.to_owned()], &[Token::new(TOKEN)]).join("\n");
        assert!(why.contains(expected), "{header}: {why}");
    }
}
