//! The engine without a server: a flow as a text, a caller as a list of deeds.
//!
//! `cargo run --example embed`

use flowtone::check;
use flowtone::engine::{self, Effect, Event, Input, PromptKind, Session, Start};
use flowtone::template::plain;
use flowtone::value::Channel;

const FLOW: &str = r#"
language en-US
defaults { noinput "Are you there?"  nomatch "One or two, please."  tries 3 -> bye }

on call -> welcome

menu welcome "Tea or coffee?" {
  1 "Tea" -> tea
  2 "Coffee" -> coffee
}
step tea    { say "Tea it is." end }
step coffee { say "Coffee it is." end }
step bye    { say "Goodbye." end }
"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let checked = check::check_one("drinks.flow", FLOW);
    let Some(program) = checked.programs.first() else {
        return Err(format!("the flow has {} problems", checked.problems.len()).into());
    };
    let start = Start {
        session_id: "example".to_owned(),
        seed: 1,
        channel: Channel::Voice,
        caller: "+15550100001".to_owned(),
        called: "+15550100000".to_owned(),
        first: None,
    };
    let deeds =
        [Event::Start(Box::new(start)), Event::Silence, Event::Keys("7".to_owned()), Event::Keys("1".to_owned())];
    let mut session: Option<Session> = None;
    for (second, event) in (0..).zip(deeds) {
        // Time is an input: the same inputs give the same conversation, to the byte.
        let input = Input {
            at_ms: 1_795_428_000_000 + second * 10_000,
            event,
            params: Default::default(),
            contact: Default::default(),
        };
        let step = engine::step(program, session.as_ref(), input)?;
        for effect in &step.effects {
            print_effect(effect);
        }
        session = Some(step.session);
    }
    Ok(())
}

fn print_effect(effect: &Effect) {
    let say = |kind: &PromptKind| match kind {
        PromptKind::Say(speech) => println!("says:  {}", plain(speech)),
        PromptKind::Play(url) => println!("plays: {url}"),
        PromptKind::Pause(ms) => println!("waits: {ms} ms"),
    };
    match effect {
        Effect::Prompt(prompt) => say(&prompt.kind),
        Effect::Gather(gather) => {
            gather.prompts.iter().for_each(|prompt| say(&prompt.kind));
            println!("listens");
        }
        other => println!("does:  {other:?}"),
    }
}
