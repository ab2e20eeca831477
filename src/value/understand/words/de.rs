use super::{Role, Style, Words};

pub(super) const GERMAN: Words = Words { language: "de", style: Style::UnitsFirst, lists: LISTS };

const LISTS: &[(Role, &str)] = &[
    (
        Role::Small,
        "null, eins/ein/eine, zwei/zwo, drei, vier, fünf, sechs, sieben, acht, neun, zehn, elf, zwölf, dreizehn, \
         vierzehn, fünfzehn, sechzehn, siebzehn, achtzehn, neunzehn",
    ),
    (Role::Tens, "zwanzig, dreißig/dreizig, vierzig, fünfzig, sechzig, siebzig, achtzig, neunzig"),
    (Role::Hundred, "hundert"),
    (Role::Thousand, "tausend"),
    (Role::Million, "million, millionen"),
    (Role::And, "und"),
    (Role::WeakOne, "ein, eine"),
    (Role::Point, "komma, punkt"),
    (Role::Minus, "minus"),
    (Role::AndHalf, "einhalb, und einhalb, und ein halb, ein halb"),
    (Role::OneAndHalf, "eineinhalb, anderthalb, einundeinhalb"),
    (
        Role::NoNumber,
        "halb, halbe, halber, halben, halbes, drittel, viertel, dreiviertel, dutzend, ein paar, ein bisschen, milliarde, milliarden, billion, billionen, \
         nicht, kein, keine, keiner, nein, ein moment, eine sekunde, eine minute bitte, ein augenblick, weder",
    ),
    (Role::Repeat, "doppelt=2, doppel=2, zweimal=2, zweimal die=2, dreimal=3, dreimal die=3"),
    (
        Role::Filler,
        "es, ist, die, der, das, meine, mein, nummer, telefonnummer, handynummer, rufnummer, pin, code, bestellnummer, \
         bestellung, bitte, und, äh, ähm, lautet, dann, tel, unter, also",
    ),
    (Role::Plus, "plus"),
    (Role::Extension, "durchwahl, dw, apparat, nebenstelle, ext, ext., x"),
    (
        Role::Yes,
        "ja, jawohl, jep, jo, jup, joa, klar, na klar, genau, richtig, gerne, gern, natürlich, stimmt, sicher, \
         selbstverständlich, okay, ok, in ordnung, auf jeden fall, absolut, korrekt, passt, einverstanden, \
         das stimmt, so ist es, freilich, aber sicher, alles klar, wahr, kein problem, bestimmt",
    ),
    (
        Role::No,
        "nein, nee, ne, nö, falsch, niemals, auf keinen fall, auf gar keinen fall, nicht, lieber nicht, natürlich nicht, sicher nicht, \
         bestimmt nicht, stimmt nicht, das stimmt nicht, nicht richtig, nicht korrekt, nicht wirklich, nein danke, \
         keinesfalls, keineswegs, gar nicht, überhaupt nicht, nicht einverstanden, nie, nicht wahr, noch nicht, \
         absolut nicht, nicht genau, passt nicht, passt mir nicht, nicht gern, nicht gerne",
    ),
    (
        Role::Unsure,
        "weiß nicht, ich weiß nicht, weiß ich nicht, nicht sicher, ich bin nicht sicher, keine ahnung, vielleicht, \
         ich verstehe nicht, verstehe nicht, nicht verstanden, eventuell, mal sehen, warum nicht, ja oder nein",
    ),
    (Role::YesAlone, "j, doch, warum nicht"),
    (Role::NoAlone, "n"),
    (
        Role::Near,
        "heute=0, heute abend=0, heute nachmittag=0, heute morgen=0, heute früh=0, jetzt=0, morgen=1, morgen früh=1, \
         morgen vormittag=1, morgen nachmittag=1, morgen abend=1, übermorgen=2, gestern=-1, vorgestern=-2",
    ),
    (Role::Within, "in, innerhalb von"),
    (Role::FromNow, "ab heute"),
    (Role::OneOf, "einem, einer, einen, eine"),
    (Role::Days, "tag, tage, tagen"),
    (Role::Weeks, "woche, wochen"),
    (Role::Months, "monat, monate, monaten"),
    (Role::Month, "jänner=1, feber=2, mrz=3, juno=6, julei=7"),
    (Role::Weekday, "mo=0, di=1, mi=2, do=3, fr=4, sa=5, so=6, sonnabend=5"),
    (Role::Coming, "nächsten, nächster, kommenden, diesen, am, am nächsten, am kommenden, den, dieser, kommender, der"),
    (
        Role::OrdinalStem,
        "erst=1, zweit=2, zwot=2, dritt=3, viert=4, fünft=5, sechst=6, siebt=7, siebent=7, acht=8, neunt=9, zehnt=10, \
         elft=11, zwölft=12, dreizehnt=13, vierzehnt=14, fünfzehnt=15, sechzehnt=16, siebzehnt=17, achtzehnt=18, \
         neunzehnt=19, zwanzigst=20, einundzwanzigst=21, zweiundzwanzigst=22, dreiundzwanzigst=23, \
         vierundzwanzigst=24, fünfundzwanzigst=25, sechsundzwanzigst=26, siebenundzwanzigst=27, \
         achtundzwanzigst=28, neunundzwanzigst=29, dreißigst=30, einunddreißigst=31",
    ),
    (
        Role::DateFiller,
        "der, den, am, im, dem, des, vom, bitte, jahr, mein, geburtstag, ist, ich bin, geboren, geburtsdatum, äh, ähm, \
         tag, für",
    ),
    (Role::TheDay, "am, der, den"),
    (Role::TimeFiller, "um, gegen, so um, ab, etwa, circa, ca, ca., es ist, bitte, heute, punkt, genau, äh, ähm, und"),
    (Role::Minutes, "minuten, minute, min"),
    (Role::Hours, "uhr, h"),
    (Role::Past, "nach"),
    (Role::To, "vor"),
    (Role::Part, "viertel=15"),
    (Role::PartBefore, "halb=30, viertel=15, dreiviertel=45, drei viertel=45"),
    (Role::Noon, "mittag, mittags, zwölf uhr mittags, 12 uhr mittags"),
    (Role::Midnight, "mitternacht, mitternachts, zwölf uhr nachts, 12 uhr nachts"),
    (Role::Am, "am, a.m, a.m."),
    (Role::Pm, "pm, p.m, p.m."),
    (Role::Morning, "morgens, vormittags, am morgen, am vormittag, heute morgen, in der früh, früh, frühmorgens"),
    (Role::Midday, "mittags, am mittag"),
    (Role::Afternoon, "nachmittags, am nachmittag, heute nachmittag"),
    (Role::Evening, "abends, am abend, heute abend"),
    (Role::Night, "nachts, in der nacht, heute nacht"),
    (Role::Currency, "€, $, £, eur, euro, euros, dollar, usd, pfund, gbp, franken, fr., sfr, chf, stutz"),
    (Role::Cents, "cent, cents, rappen, penny, pence"),
    (Role::At, "at, ät, äd, klammeraffe, et"),
    (Role::Dot, "punkt, dot"),
    (Role::Dash, "bindestrich, minus, strich, minuszeichen"),
    (Role::Underscore, "unterstrich"),
    (
        Role::EmailLead,
        "meine, mein, email, e-mail, mail, adresse, e-mail-adresse, emailadresse, mailadresse, ist, lautet, die, das, es",
    ),
];
