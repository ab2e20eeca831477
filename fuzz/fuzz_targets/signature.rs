//! No request is taken but with the signature that its own text gives.
#![no_main]

use flowtone::channel::twilio::form::Form;
use flowtone::channel::twilio::signature::{self, Signed, Token};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|given: (&str, &[u8], &str)| {
    let (path, body, header) = given;
    let content_type = Some("application/x-www-form-urlencoded");
    let Ok(form) = Form::of_body(content_type, body) else { return };
    let bases = ["https://ivr.example.com".to_owned()];
    let tokens = [Token::new("12345678901234567890123456789012")];
    let signed = |signature| Signed { method: "POST", path_and_query: path, signature, settings: None, content_type, body };
    let refused = signature::verify(&signed(Some(header)), &form, &bases, &tokens);
    assert!(refused.is_err(), "nobody guesses a signature");
    // A hash in the query or a mark of a fragment changes what is signed.
    if path.starts_with('/') && !path.contains(['#', '?']) {
        let right = signature::sign(&format!("{}{path}", bases[0]), &form, &tokens[0]);
        assert_eq!(signature::verify(&signed(Some(&right)), &form, &bases, &tokens), Ok(0));
    }
});
