use super::{Role, Style, Words};

pub(super) const ENGLISH: Words = Words { language: "en", style: Style::TensFirst, lists: LISTS };

const LISTS: &[(Role, &str)] = &[
    (
        Role::Small,
        "zero/nought/naught, one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, \
         fourteen, fifteen, sixteen, seventeen, eighteen, nineteen",
    ),
    (Role::Tens, "twenty, thirty, forty/fourty, fifty, sixty, seventy, eighty, ninety"),
    (Role::Hundred, "hundred, hundreds"),
    (Role::Thousand, "thousand, thousands, k"),
    (Role::Million, "million, millions"),
    (Role::And, "and"),
    (Role::Article, "a"),
    (Role::Point, "point, dot"),
    (Role::Minus, "minus, negative"),
    (Role::AndHalf, "and a half"),
    (
        Role::NoNumber,
        "half, third, thirds, quarter, quarters, fourths, fifths, dozen, dozens, billion, billions, trillion, trillions, \
         not, no, none, don't, one moment, one second, one sec, one minute please, just one minute, one more time, \
         no one, another one, this one, that one",
    ),
    (Role::Digit, "oh=0, o=0"),
    (Role::Repeat, "double=2, triple=3, treble=3"),
    (
        Role::Filler,
        "it, it's, its, is, my, the, number, order, code, pin, please, um, uh, and, area, phone, telephone, cell, mobile, \
         tel, call me, call, me, at, on, you can, reach me, i'm",
    ),
    (Role::Plus, "plus"),
    (Role::Extension, "ext, ext., extension, x"),
    (
        Role::Yes,
        "yes, yeah, yep, yup, yea, yah, ya, aye, ok, okay, okey, sure, correct, right, true, absolutely, definitely, \
         certainly, of course, affirmative, please do, go ahead, that's right, that's correct, that's it, exactly, \
         indeed, fine, sounds good, no problem, not a problem, no worries, \
         i agree, agreed, for sure, you bet, uh huh, uh-huh, mhm, mm hmm, \u{1F44D}, \u{1F44C}, \u{2705}, \u{2714}",
    ),
    (
        Role::No,
        "no, nope, nah, never, wrong, incorrect, false, not really, negative, don't, do not, not, no thanks, no thank \
         you, not at all, of course not, certainly not, absolutely not, definitely not, that's wrong, not right, \
         that's not right, not correct, that's not correct, not okay, not true, isn't right, isn't correct, i'm not, \
         i won't, i wouldn't, no way, not now, not today, not yet, not me, nay, uh uh, \u{1F44E}, \u{274C}, \u{2716}",
    ),
    (
        Role::Unsure,
        "not sure, i'm not sure, i don't know, don't know, do not know, no idea, maybe, perhaps, not certain, \
         i don't understand, don't understand, not yes, not no, never mind, nevermind, why not, yes or no",
    ),
    (Role::YesAlone, "y, k, i do, i am, i would, i will, why not"),
    (Role::NoAlone, "n"),
    (
        Role::Near,
        "today=0, tonight=0, this evening=0, this afternoon=0, this morning=0, now=0, tomorrow=1, tomorrow morning=1, \
         tomorrow afternoon=1, tomorrow evening=1, tmrw=1, day after tomorrow=2, the day after tomorrow=2, \
         yesterday=-1, the day before yesterday=-2",
    ),
    (Role::Within, "in, within"),
    (Role::FromNow, "from now, from today"),
    (Role::OneOf, "a, an"),
    (Role::Days, "day, days"),
    (Role::Weeks, "week, weeks"),
    (Role::Months, "month, months"),
    (Role::Weekday, "tues=1, weds=2, thur=3, thurs=3"),
    (Role::Coming, "next, this, coming, this coming, on, the, by"),
    (
        Role::Ordinal,
        "first=1, second=2, third=3, fourth=4, fifth=5, sixth=6, seventh=7, eighth=8, ninth=9, tenth=10, \
         eleventh=11, twelfth=12, thirteenth=13, fourteenth=14, fifteenth=15, sixteenth=16, seventeenth=17, \
         eighteenth=18, nineteenth=19, twentieth=20, thirtieth=30",
    ),
    (Role::NumberEnding, "st, nd, rd, th"),
    (
        Role::DateFiller,
        "of, the, on, in, for, it's, it is, is, my, birthday, date, please, i was born, born, day, by, year, um, uh",
    ),
    (Role::TheDay, "the"),
    (Role::TimeFiller, "at, around, about, by, it's, it is, please, the, maybe, um, uh, today, exactly, sharp"),
    (Role::Minutes, "minutes, minute, mins, min"),
    (Role::Hours, "o'clock, oclock, o clock, hours, hrs, h"),
    (Role::Past, "past, after"),
    (Role::To, "to, till, before, of"),
    (Role::Part, "quarter=15, a quarter=15, half=30"),
    (Role::PartOf, "half=30"),
    (Role::Noon, "noon, midday, noontime"),
    (Role::Midnight, "midnight"),
    (Role::Am, "am, a.m, a.m., a m"),
    (Role::Pm, "pm, p.m, p.m., p m"),
    (Role::Morning, "in the morning, this morning, morning"),
    (Role::Afternoon, "in the afternoon, this afternoon, afternoon"),
    (Role::Evening, "in the evening, this evening, evening, tonight"),
    (Role::Night, "at night, in the night, night"),
    (
        Role::Currency,
        "$, €, £, ¥, ₹, ₣, us$, a$, c$, ca$, r$, mx$, dollar, dollars, buck, bucks, usd, us dollars, euro, euros, \
         eur, pound, pounds, quid, gbp, peso, pesos, mxn, real, reais, brl, franc, francs, chf, cad, aud, nzd, \
         canadian dollars, rupee, rupees, inr, yen, jpy, rand, zar",
    ),
    (Role::Cents, "cent, cents, ¢, penny, pennies, pence, p"),
    (Role::At, "at, at sign"),
    (Role::Dot, "dot, point, period"),
    (Role::Dash, "dash, hyphen, minus"),
    (Role::Underscore, "underscore, under score"),
    (
        Role::EmailLead,
        "my, email, e-mail, mail, address, email address, e-mail address, is, it's, it, that's, that, the",
    ),
];
