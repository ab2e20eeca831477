//! `wait`: asleep until a message or the time.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{Duration, WaitArm};

use super::checker::Checker;
use super::settings::MESSAGING_MIN_MS;

const ARMS: [&str; 2] = ["message", "timeout"];

impl<'a> Checker<'a> {
    pub fn check_wait(&mut self, at: Span, duration: Option<Duration>, arms: &'a [WaitArm]) {
        if let Some(length) = duration.filter(|length| length.millis < MESSAGING_MIN_MS) {
            self.report(
                Diagnostic::error(
                    Code::F0507,
                    "this `wait` is too short",
                    length.span,
                    "people need a minute at least to answer a message",
                )
                .with_help("write a minute or more, as in `wait 30m { message -> NODE  timeout -> NODE }`"),
            );
        }
        let mut seen = Vec::new();
        for arm in arms {
            self.check_word(&arm.event, &ARMS, "a `wait` ends with");
            if ARMS.contains(&arm.event.text.as_str()) {
                self.once(&mut seen, arm.event.text.clone(), arm.event.span);
            }
            if arm.event.text == "timeout" && duration.is_none() {
                self.report(
                    Diagnostic::error(
                        Code::F0505,
                        "this `wait` has no time",
                        arm.event.span,
                        "nothing says when this is taken",
                    )
                    .with_label(at.head(), "without a time it lasts until a message comes or the session expires")
                    .with_help("write the time, as in `wait 24h { … }`, or leave `timeout` out"),
                );
            }
            self.action(&arm.action);
        }
    }
}
