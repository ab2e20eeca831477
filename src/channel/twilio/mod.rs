//! Twilio: webhook signatures, webhooks decoded to inputs, effects written as TwiML.
