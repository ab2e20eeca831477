//! Twilio: webhook signatures, webhooks decoded to inputs, effects written as TwiML.

mod address;
pub mod api;
mod explain;
mod field;
pub mod form;
mod params;
pub mod request;
pub mod signature;
pub mod status;
pub mod twiml;

pub use explain::explain;
pub use field::Malformed;
pub use form::Form;
pub use request::{Happened, Inbound};
pub use signature::{Refusal, Signed, Token};
