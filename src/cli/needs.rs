//! What of a flow only works where messages can be sent through the provider's API.

use crate::program::{Op, Program};
use crate::sim::reaches;
use crate::value::Channel;

/// What becomes of it without an auth token, a line each.
pub fn credentials(program: &Program) -> Vec<String> {
    let flow = &program.flow;
    let texts = [Channel::Sms, Channel::Whatsapp];
    let mut lines = Vec::new();
    if Channel::ALL.into_iter().any(|channel| reaches(program, channel, |op| matches!(op, Op::Send(_)))) {
        lines.push(format!("what flow `{flow}` sends beside its replies is given up"));
    }
    if texts.into_iter().any(|channel| reaches(program, channel, |op| matches!(op, Op::Fetch(_)))) {
        lines.push(format!("a fetch of flow `{flow}` that a text has to wait for fails after `limits.turn`"));
    }
    lines
}
