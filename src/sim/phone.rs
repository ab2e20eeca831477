//! Both ends of the line but the flow's: a person with a phone, and the world that answers what the flow asks for.

use std::collections::{BTreeMap, BTreeSet};

use crate::engine::{
    self, Contact, Effect, Event, Gather, Known, Location, Media, Outcome, Send, Session, Start, Step, Texted,
};
use crate::program::Program;
use crate::value::{Channel, Value, fold};

use super::coverage::{Key, passed};
use super::effects::Came;
use super::transcript::Exchange;
use super::turn::{Trouble, take};
use super::world::World;

/// When no test says otherwise it is Monday, the fifth of January 2026, ten o'clock in UTC.
pub(super) const NOW_MS: i64 = 1_767_607_200_000;
/// All chance in tests comes from this.
const SEED: u64 = 1;
pub(super) const CALLER: &str = "+15550100001";
const CALLED: &str = "+15550100000";
/// How sure the recogniser is of all that is spoken.
const CONFIDENCE: f64 = 0.9;
/// The `#` that ends an entry where the wait names no other key.
const FINISH: &str = "#";
/// The recording of whoever speaks to a recorder.
const RECORDING: &str = "RE00000000000000000000000000000001";
/// Conversations woken while time goes by, so that one which wakes for ever comes to an end.
const WAKES: u32 = 200;
/// Answers of the world to one input, so that a flow which dials for ever comes to an end.
const ANSWERS: u32 = 50;

#[derive(Debug, Clone)]
pub(super) struct Phone<'p> {
    program: &'p Program,
    pub now_ms: i64,
    caller: String,
    called: String,
    sessions: BTreeMap<Channel, Session>,
    /// What is kept of each person, by number.
    kept: BTreeMap<String, Contact>,
    /// The channel of the newest input.
    pub channel: Option<Channel>,
    /// The last effect of the newest turn.
    last: Option<Effect>,
    /// Messages beside the reply of which nothing has been heard yet.
    sent: Vec<Send>,
    pub world: World<'p>,
    pub came: Came,
    pub exchanges: Vec<Exchange>,
    pub passed: BTreeSet<Key>,
    /// Outcomes of dials come from [`Phone::dialled`] alone.
    by_hand: bool,
}

impl<'p> Phone<'p> {
    pub fn new(program: &'p Program) -> Self {
        Self {
            program,
            now_ms: NOW_MS,
            caller: CALLER.to_owned(),
            called: CALLED.to_owned(),
            sessions: BTreeMap::new(),
            kept: BTreeMap::new(),
            channel: None,
            last: None,
            sent: Vec::new(),
            world: World::default(),
            came: Came::default(),
            exchanges: Vec::new(),
            passed: BTreeSet::new(),
            by_hand: false,
        }
    }

    /// A phone whose world answers nothing by itself.
    pub fn by_hand(program: &'p Program, now_ms: i64) -> Self {
        Self { by_hand: true, now_ms, ..Self::new(program) }
    }

    /// Forgets what was said so far, and gives the ways that were gone.
    pub fn forget(&mut self) -> BTreeSet<Key> {
        self.exchanges.clear();
        self.came = Came::default();
        std::mem::take(&mut self.passed)
    }

    /// The conversation at hand, ended or not.
    pub fn session(&self) -> Option<&Session> {
        self.sessions.get(&self.channel?)
    }

    /// What comes from here on comes of this deed.
    pub fn begin(&mut self, deed: String) {
        self.came = Came::default();
        self.exchanges.push(Exchange { deed, lines: Vec::new() });
    }

    /// Time goes by: conversations are woken when they want to be, the earliest first. Whether one was.
    pub fn later(&mut self, ms: i64, deed: String) -> Result<bool, Trouble> {
        let until = self.now_ms.saturating_add(ms);
        self.exchanges.push(Exchange { deed, lines: Vec::new() });
        let at = self.channel;
        let mut woken = false;
        for _ in 0..WAKES {
            let wakes = |(channel, session): (&Channel, &Session)| Some((session.wakes_ms(self.program)?, *channel));
            let texts = self.sessions.iter().filter(|(channel, _)| !channel.is_voice());
            let Some((wakes_ms, channel)) = texts.filter_map(wakes).min().filter(|(wakes_ms, _)| *wakes_ms <= until)
            else {
                break;
            };
            if !woken {
                self.came = Came::default();
            }
            woken = true;
            self.now_ms = self.now_ms.max(wakes_ms);
            self.channel = Some(channel);
            self.input(Event::Due)?;
        }
        self.channel = at;
        self.now_ms = self.now_ms.max(until);
        Ok(woken)
    }

    /// Who calls and writes from here on.
    pub fn person(&mut self, number: &str) {
        number.clone_into(&mut self.caller);
    }

    /// What is kept of the person of the conversation at hand, or of the one who is about to begin one.
    pub fn kept(&self) -> Option<&Contact> {
        let ongoing = self.session().filter(|session| !session.ended);
        self.kept.get(ongoing.map_or(&self.caller, |session| &session.caller))
    }

    /// What has been kept of the person before.
    pub fn keep(&mut self, name: &str, value: Value) {
        let kept = self.kept.entry(self.caller.clone()).or_default();
        kept.insert(name.to_owned(), Known { value, sensitive: false });
    }

    pub fn call(&mut self, from: Option<&str>, to: Option<&str>) -> Result<(), Trouble> {
        if let Some(from) = from {
            from.clone_into(&mut self.caller);
        }
        if let Some(to) = to {
            to.clone_into(&mut self.called);
        }
        self.channel = Some(Channel::Voice);
        self.sessions.remove(&Channel::Voice);
        self.start(Channel::Voice, None)
    }

    /// A message: to the conversation that is there, or the first one of a new one.
    pub fn message(&mut self, channel: Channel, texted: Texted) -> Result<(), Trouble> {
        self.channel = Some(channel);
        if let Some(event) = carried(self.program, channel, &texted) {
            return if self.session().is_some() { self.input(event) } else { Ok(()) };
        }
        if self.session().is_some_and(|session| !session.ended) {
            return self.input(Event::Texted(texted));
        }
        self.sessions.remove(&channel);
        self.start(channel, Some(texted))
    }

    /// Something other than words, on the messaging channel at hand, or on the one that fits it.
    pub fn send(&mut self, texted: Texted) -> Result<(), Trouble> {
        let channel = self.channel.filter(|channel| !channel.is_voice()).unwrap_or(first_channel(self.program));
        self.message(channel, texted)
    }

    /// Presses keys one after the other. A wait takes as many as it asks for; what is left goes to the next one.
    pub fn press(&mut self, keys: &str) -> Result<(), Trouble> {
        let mut left = keys;
        while !left.is_empty() {
            let (entry, rest) = match self.listening(&format!("`{left}` cannot be pressed"))? {
                Some(gather) if gather.keys => entry(gather, left),
                Some(_) => return Err(Trouble::Unfit(format!("`{left}` is not taken: only speech is"))),
                None => return Err(Trouble::Unfit("keys are not taken while a message is recorded".to_owned())),
            };
            let event = if entry.is_empty() { Event::Silence } else { Event::Keys(entry) };
            self.input(event)?;
            left = rest;
        }
        Ok(())
    }

    /// Speaks to whoever listens: a menu, a question, or a recorder.
    pub fn speak(&mut self, words: &str) -> Result<(), Trouble> {
        let event = match self.listening("nobody listens")? {
            Some(gather) if gather.speech => Event::Speech { text: words.to_owned(), confidence: Some(CONFIDENCE) },
            Some(_) => return Err(Trouble::Unfit("speech is not taken: only keys are".to_owned())),
            None => return self.record(words),
        };
        self.input(event)
    }

    /// The recording is there, and its words are made out, where the flow asks for them.
    fn record(&mut self, words: &str) -> Result<(), Trouble> {
        let transcribes = matches!(&self.last, Some(Effect::Record(record)) if record.transcribe);
        self.input(recorded(words))?;
        let sid = RECORDING.to_owned();
        self.beside(Event::Recording { sid: sid.clone() }, "recording")?;
        if transcribes {
            self.turn(Event::Transcribed { sid, text: Some(words.to_owned()) })?;
        }
        Ok(())
    }

    pub fn silence(&mut self) -> Result<(), Trouble> {
        self.listening("nobody waits")?;
        self.input(Event::Silence)
    }

    pub fn hang_up(&mut self) -> Result<(), Trouble> {
        self.input(Event::HungUp)
    }

    /// How a dial ended, where the world answers nothing by itself.
    pub fn dialled(&mut self, outcome: &str) -> Result<(), Trouble> {
        self.input(Event::Dialled { outcome: outcome.to_owned() })
    }

    /// How a voice verb ended, where the world answers nothing by itself.
    pub fn performed(&mut self, outcome: &str) -> Result<(), Trouble> {
        self.input(Event::Performed { outcome: outcome.to_owned() })
    }

    /// What became of a request, where the world answers nothing by itself.
    pub fn fetched(&mut self, outcome: Outcome) -> Result<(), Trouble> {
        match &self.last {
            Some(Effect::Fetch(request)) => self.input(Event::Fetched { id: request.id, outcome }),
            _ => Err(Trouble::Unfit("nothing was fetched".to_owned())),
        }
    }

    /// The address of the request that waits for its answer.
    pub fn fetching(&self) -> Option<&str> {
        match &self.last {
            Some(Effect::Fetch(request)) => Some(&request.url),
            _ => None,
        }
    }

    /// Whether the conversation waits for the world, not for the person.
    pub fn waits_for_world(&self) -> bool {
        match &self.last {
            Some(Effect::Dial(_) | Effect::Fetch(_)) => true,
            Some(Effect::Verb(call)) => call.verb.waits(),
            _ => false,
        }
    }

    /// Who listens on the call: `None` is a recorder.
    fn listening(&self, what: &str) -> Result<Option<&Gather>, Trouble> {
        match &self.last {
            Some(Effect::Gather(gather)) => Ok(Some(gather)),
            Some(Effect::Record(_)) => Ok(None),
            _ => Err(Trouble::Unfit(format!("{what}: the call has ended"))),
        }
    }

    fn start(&mut self, channel: Channel, first: Option<Texted>) -> Result<(), Trouble> {
        self.input(Event::Start(Box::new(Start {
            session_id: format!("{SEED:016x}"),
            seed: SEED,
            channel,
            caller: self.caller.clone(),
            called: self.called.clone(),
            first,
        })))
    }

    /// One input of the person, and the world's answers to what the flow asks for then.
    fn input(&mut self, event: Event) -> Result<(), Trouble> {
        let mut next = Some(event);
        for _ in 0..ANSWERS {
            let Some(event) = next.take() else { return Ok(()) };
            let was_over = self.is_over();
            self.turn(event)?;
            self.follow(was_over)?;
            next = self.answer()?;
        }
        Err(Trouble::Unfit(format!("the flow asked for more than {ANSWERS} things without waiting for the person")))
    }

    fn is_over(&self) -> bool {
        self.session().is_some_and(|session| session.ended)
    }

    /// What comes of a turn by itself: what becomes of the messages that it sent, and the end of the call.
    fn follow(&mut self, was_over: bool) -> Result<(), Trouble> {
        for send in std::mem::take(&mut self.sent) {
            for status in self.world.fares(&send.to) {
                self.beside(Event::Fared { status: status.clone() }, &status)?;
            }
            let seed = SEED.saturating_add(1);
            let proceeding = self.session().and_then(|s| engine::proceeding(s, &send, format!("{seed:016x}"), seed));
            if let Some(from) = proceeding.filter(|_| send.to == self.caller) {
                let at = self.channel.replace(send.channel);
                self.sessions.remove(&send.channel);
                let done = self.turn(Event::Proceed(Box::new(from)));
                self.channel = at;
                done?;
            }
        }
        let ends = self.channel == Some(Channel::Voice) && self.is_over() && !was_over;
        if ends {
            let status = self.world.ends();
            self.beside(Event::Over { status: status.clone() }, &status)?;
        }
        Ok(())
    }

    /// Something happened beside the conversation, of which the flow may take notice.
    fn beside(&mut self, event: Event, block: &str) -> Result<(), Trouble> {
        if self.program.lifecycle(block).is_none() {
            return Ok(());
        }
        let last = self.last.take();
        let done = self.turn(event);
        self.last = last;
        done
    }

    fn turn(&mut self, event: Event) -> Result<(), Trouble> {
        let Some(channel) = self.channel else { return Err(Trouble::Unfit("nobody has called yet".to_owned())) };
        let before = self.sessions.get(&channel);
        let person = before.map_or(&self.caller, |session| &session.caller).clone();
        let kept = self.kept.entry(person).or_default();
        let step = take(self.program, before, self.now_ms, event, kept)?;
        for (name, known) in &step.contact {
            match known {
                Some(known) => kept.insert(name.clone(), known.clone()),
                None => kept.remove(name),
            };
        }
        self.passed.extend(passed(self.program, before, &step));
        let tags = before.map_or(0, |session| session.tags.len());
        let heard = self.came.words.len();
        let asked = self.came.asked.len();
        self.came.add(&step, tags);
        if let Some(exchange) = self.exchanges.last_mut() {
            exchange.lines.extend(self.came.words.iter().skip(heard).cloned());
            exchange.lines.extend(self.came.asked.iter().skip(asked).map(|asked| format!("({})", asked.shown())));
            if step.session.ended {
                exchange.lines.push("(the end)".to_owned());
            }
        }
        self.last = step.effects.last().cloned();
        self.sent.extend(sent(&step));
        self.sessions.insert(channel, step.session);
        step.fault.map_or(Ok(()), |fault| Err(Trouble::Fault(fault)))
    }

    /// What the world outside answers to the newest turn, where it asks for something.
    fn answer(&mut self) -> Result<Option<Event>, Trouble> {
        match &self.last {
            _ if self.by_hand => Ok(None),
            Some(Effect::Dial(_)) => {
                let dialled = self.came.asked.iter().rfind(|asked| asked.what == "dial");
                let numbers = dialled.map(|asked| asked.words.clone()).unwrap_or_default();
                let (outcome, lasts_ms) = self.world.dialled(&numbers);
                self.now_ms = self.now_ms.saturating_add(lasts_ms);
                Ok(Some(Event::Dialled { outcome }))
            }
            Some(Effect::Verb(call)) if call.verb.waits() => {
                let (outcome, lasts_ms) = self.world.performed(call.verb, call.target.as_deref().unwrap_or_default());
                self.now_ms = self.now_ms.saturating_add(lasts_ms);
                Ok(Some(Event::Performed { outcome }))
            }
            Some(Effect::Fetch(request)) => match self.world.fetched(&request.url) {
                Some(outcome) => Ok(Some(Event::Fetched { id: request.id, outcome })),
                None => Err(Trouble::Unanswered(request.url.clone())),
            },
            _ => Ok(None),
        }
    }
}

fn sent(step: &Step) -> impl Iterator<Item = Send> + '_ {
    step.effects.iter().filter_map(|effect| match effect {
        Effect::Send(send) => Some((**send).clone()),
        _ => None,
    })
}

/// The keys that one wait takes, and those that are left.
fn entry<'k>(gather: &Gather, keys: &'k str) -> (String, &'k str) {
    let finish = gather.finish.as_deref().unwrap_or(FINISH);
    let most = gather.num_digits.map_or(usize::MAX, |most| most as usize);
    let mut entry = String::new();
    let mut chars = keys.chars();
    while entry.chars().count() < most {
        match chars.next() {
            Some(key) if finish.contains(key) => break,
            Some(key) => entry.push(key),
            None => break,
        }
    }
    (entry, chars.as_str())
}

/// A recording that takes as long as its words take to say.
fn recorded(words: &str) -> Event {
    let spoken = u32::try_from(words.split_whitespace().count()).unwrap_or(u32::MAX);
    Event::Recorded {
        url: "https://api.example.com/recordings/RE00000000000000000000000000000001".to_owned(),
        duration_s: (spoken / 2).clamp(1, 120),
        sid: RECORDING.to_owned(),
    }
}

/// Where something other than words begins a conversation: on WhatsApp, where the flow takes that.
pub(super) fn first_channel(program: &Program) -> Channel {
    let is_sms_alone = program.entry(Channel::Whatsapp).is_none() && program.entry(Channel::Sms).is_some();
    if is_sms_alone { Channel::Sms } else { Channel::Whatsapp }
}

/// STOP and START of an SMS: the carrier takes them, and tells of them where the flow wants to know.
fn carried(program: &Program, channel: Channel, texted: &Texted) -> Option<Event> {
    let (event, block) = match fold(&texted.text).as_str() {
        "stop" => (Event::OptedOut, "opt_out"),
        "start" => (Event::OptedIn, "opt_in"),
        _ => return None,
    };
    (channel == Channel::Sms && program.lifecycle(block).is_some()).then_some(event)
}

pub(super) fn words(text: &str) -> Texted {
    Texted { text: text.to_owned(), ..Texted::default() }
}

/// A tapped button sends its label as words and its payload beside them; in a test they are the same.
pub(super) fn tapped(button: &str) -> Texted {
    Texted { text: button.to_owned(), button: Some(button.to_owned()), ..Texted::default() }
}

pub(super) fn media(url: &str) -> Texted {
    Texted {
        media: vec![Media { url: url.to_owned(), content_type: content_type(url).to_owned() }],
        ..Texted::default()
    }
}

pub(super) fn location(latitude: &str, longitude: &str, label: Option<&str>) -> Texted {
    let location = Location {
        latitude: latitude.to_owned(),
        longitude: longitude.to_owned(),
        label: label.map(str::to_owned),
        address: None,
    };
    Texted { location: Some(location), ..Texted::default() }
}

fn content_type(url: &str) -> &'static str {
    match url.rsplit('.').next().unwrap_or_default() {
        "png" => "image/png",
        "gif" => "image/gif",
        "pdf" => "application/pdf",
        "mp3" => "audio/mpeg",
        "ogg" => "audio/ogg",
        "mp4" => "video/mp4",
        _ => "image/jpeg",
    }
}
