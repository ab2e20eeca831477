//! Bytes in, bytes out: what providers send and what they are answered. Pure functions; a second provider is a
//! second folder beside `twilio`.

pub mod twilio;
