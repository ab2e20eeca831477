//! How receivers know that an event is ours: the Standard Webhooks' symmetric signature.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// A secret of an endpoint. Prints as `•••`.
#[derive(Clone)]
pub(super) struct Key(Vec<u8>);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("•••")
    }
}

impl Key {
    /// `whsec_` and the base64 of 24 to 64 bytes.
    pub fn parse(text: &str) -> Result<Key, &'static str> {
        let encoded = text.trim().strip_prefix("whsec_").ok_or("it does not begin with `whsec_`")?;
        let bytes = STANDARD.decode(encoded).map_err(|_| "what follows `whsec_` is not base64")?;
        if (24..=64).contains(&bytes.len()) { Ok(Key(bytes)) } else { Err("its key is not 24 to 64 bytes long") }
    }

    /// As the header `webhook-signature` has it.
    pub fn sign(&self, id: &str, at_s: i64, body: &str) -> String {
        let keyed = Hmac::<Sha256>::new_from_slice(&self.0);
        let digest = keyed.map(|mac| mac.chain_update(format!("{id}.{at_s}.{body}")).finalize().into_bytes());
        format!("v1,{}", digest.map(|digest| STANDARD.encode(digest)).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification.
    #[test]
    fn the_published_example_holds() {
        let key = Key::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signed = key.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}");
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_key_looks_like_itself() {
        assert!(Key::parse("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap_err().contains("whsec_"));
        assert!(Key::parse("whsec_???").unwrap_err().contains("base64"));
        assert!(Key::parse("whsec_c2hvcnQ=").unwrap_err().contains("24"));
        assert_eq!(format!("{:?}", Key::parse(&format!("whsec_{}\n", "QUJD".repeat(8))).unwrap()), "•••");
    }
}
