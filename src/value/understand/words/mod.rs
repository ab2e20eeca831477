//! What the words of each language mean, one file a language: plain tables, read once.

mod de;
mod en;
mod es;
mod fr;
mod pt;

/// What a list of words is for. A list is phrases parted by commas. Where a phrase stands for a number, `=` and the
/// number follow it; where the place in the list is what counts, `/` parts the spellings of one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// Words for 0, 1, 2 …, by place.
    Small,
    /// Words for 20, 30 … 90, by place.
    Tens,
    /// Other words for numbers below a hundred.
    Whole,
    /// Words for 200, 300 … that are no count of hundreds.
    Hundreds,
    /// Words that make hundreds, thousands and millions of the count before them.
    Hundred,
    Thousand,
    Million,
    /// `and` inside a number.
    And,
    /// `a`, which is one before a hundred only: `a hundred`.
    Article,
    /// Number words that are articles as well, and give way to another number: `una mesa para cuatro`.
    WeakOne,
    /// `point`, between a number and its decimals.
    Point,
    Minus,
    /// `and a half`, after a number.
    AndHalf,
    /// `eineinhalb`.
    OneAndHalf,
    /// Where one of these stands beside a number, the text says no number, or another: `not 4`, `one moment please`,
    /// `two dozen`.
    NoNumber,
    /// Words for digits where digits are told one by one.
    Digit,
    /// `double`, before a digit.
    Repeat,
    /// Words that people say around a number that they tell digit by digit.
    Filler,
    /// `plus`, before an international number.
    Plus,
    /// What a phone number's extension begins with.
    Extension,

    Yes,
    No,
    /// Neither, though a yes or a no is in it: `not sure`.
    Unsure,
    /// Count only when nothing else is said.
    YesAlone,
    NoAlone,

    /// Days near today.
    Near,
    /// `in`, before a length of time; `ago` is not understood.
    Within,
    /// `from now`, after it.
    FromNow,
    /// `a`, before a length of time.
    OneOf,
    Days,
    Weeks,
    Months,
    /// Short and other names of the months, 1 to 12; beginnings of three letters or more are known without.
    Month,
    /// The same for weekdays, 0 for Monday.
    Weekday,
    /// `next`, around a weekday.
    Coming,
    /// Words for the days of a month.
    Ordinal,
    /// The same without the endings that German gives them.
    OrdinalStem,
    /// What is written after a day's number: the `nd` of `2nd`.
    NumberEnding,
    /// Words around and between the parts of a date.
    DateFiller,
    /// Words that make a lone number a day of the month: `el 5`.
    TheDay,

    TimeFiller,
    Minutes,
    /// What follows an hour: `o'clock`.
    Hours,
    /// `past` and `to`, between minutes and an hour.
    Past,
    To,
    /// `menos`, between an hour and the minutes that it lacks.
    Less,
    /// Words for parts of an hour, in minutes.
    Part,
    /// The same, of the hour that the next number ends: German `halb zehn` is 9:30.
    PartBefore,
    /// The same of the hour that the next number begins: British `half nine` is 9:30.
    PartOf,
    Noon,
    Midnight,
    /// Parts of the day.
    Am,
    Pm,
    Morning,
    SmallHours,
    Midday,
    Afternoon,
    Evening,
    Night,

    /// Names and signs of currencies.
    Currency,
    /// Names of their hundredths.
    Cents,
    /// Between an amount and its hundredths, where no currency is named: `doce con cincuenta`.
    MoneyPoint,

    /// The words of a spoken address.
    At,
    Dot,
    Dash,
    Underscore,
    /// What people say before their address.
    EmailLead,
}

/// How numbers below a hundred are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `twenty three`
    TensFirst,
    /// `treinta y tres`
    TensAndUnits,
    /// `soixante-treize`, `quatre-vingt-treize`
    Twenties,
    /// `dreiundzwanzig`
    UnitsFirst,
}

/// A language's words.
pub(super) struct Words {
    pub language: &'static str,
    pub style: Style,
    pub lists: &'static [(Role, &'static str)],
}

/// English first.
pub(super) const ALL: [&Words; 5] = [&en::ENGLISH, &es::SPANISH, &fr::FRENCH, &de::GERMAN, &pt::PORTUGUESE];
