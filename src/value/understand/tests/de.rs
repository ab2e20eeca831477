use super::check;

#[test]
fn numbers() {
    check(
        "de-DE",
        "
        number: null => 0
        number: eins => 1
        number: einundzwanzig => 21
        number: ein und zwanzig => 21
        number: dreißig => 30
        number: dreissig => 30
        number: fünfundfünfzig => 55
        number: fuenfundfuenfzig => 55
        number: funfundfunfzig => 55
        number: hundert => 100
        number: zweihundertfünf => 205
        number: zweihundertundfünf => 205
        number: einundzwanzigtausenddreihundert => 21300
        number: neunzehnhundertachtzig => 1980
        number: eine Million zweihunderttausend => 1200000
        number: drei Komma fünf => 3.5
        number: drei Komma eins vier => 3.14
        number: minus fünf => -5
        number: zweieinhalb => 2.5
        number: anderthalb => 1.5
        number: eineinhalb => 1.5
        number: 2 tausend => 2000
        number: 1.234,5 => 1234.5
        number: etwa zwanzig Leute => 20
        number: einen Tisch für vier => 4
        number: einen Moment bitte => none
        number: eine Sekunde => none
        number: zwei oder drei => none
        number: nicht vier => none
        number: ein paar => none
        number: ein Dutzend => none
        number: eine halbe Million => none
        digits: eins zwei drei vier => 1234
        digits: null eins sieben sechs => 0176
        digits: doppel fünf null sieben => 5507
        digits: zwölf vierunddreißig => 1234
        digits: meine PIN ist eins neun acht null => 1980
        digits: zwo zwo => 22
        digits: hundertdreiundzwanzig => 123
        money: zwölf Euro fünfzig => 12.5
        money: zwölf Euro und fünfzig Cent => 12.5
        money: 12,50 € => 12.5
        money: 1.234,00 Euro => 1234
        money: fünfzig Cent => 0.5
        money: ein Euro zwanzig => 1.2
        money: zwölf Komma fünf Euro => 12.5
        money: zehn Franken => 10
        ",
    );
}

#[test]
fn yes_and_no() {
    check(
        "de-DE",
        "
        yesno: ja bitte => yes
        yesno: Ja, gerne! => yes
        yesno: natürlich => yes
        yesno: natuerlich => yes
        yesno: na klar => yes
        yesno: kein Problem => yes
        yesno: nein danke => no
        yesno: natürlich nicht => no
        yesno: das stimmt nicht => no
        yesno: nö => no
        yesno: ja nein => none
        yesno: ich weiß nicht => none
        yesno: vielleicht => none
        ",
    );
}

#[test]
fn dates() {
    check(
        "de-DE",
        "
        date: 2.11.1980 => 1980-11-02
        date: 02.11.80 => 1980-11-02
        date: 24.12. => 2026-12-24
        date: 2. November 1980 => 1980-11-02
        date: zweiter November neunzehnhundertachtzig => 1980-11-02
        date: am zweiten elften neunzehnhundertachtzig => 1980-11-02
        date: der einunddreißigste Dezember => 2026-12-31
        date: 2. März zweitausendsiebenundzwanzig => 2027-03-02
        date: 3. Jänner => 2027-01-03
        date: 5. Maerz => 2027-03-05
        date: heute => 2026-11-23
        date: morgen => 2026-11-24
        date: morgen früh => 2026-11-24
        date: übermorgen => 2026-11-25
        date: uebermorgen => 2026-11-25
        date: nächsten Freitag => 2026-11-27
        date: am Montag => 2026-11-30
        date: Sonnabend => 2026-11-28
        date: Montag, den 30. November => 2026-11-30
        date: am 30. => 2026-11-30
        date: in drei Tagen => 2026-11-26
        date: in einer Woche => 2026-11-30
        date: 31. November => none
        date: Dienstag, 30. November => none
        date: bald => none
        date: so => none
        date: So, 29. November => 2026-11-29
        ",
    );
}

#[test]
fn times() {
    check(
        "de-DE",
        "
        time: 9 Uhr => 09:00
        time: um neun => 09:00
        time: 9.30 Uhr => 09:30
        time: 9:30 => 09:30
        time: neun Uhr dreißig => 09:30
        time: 9 Uhr 5 => 09:05
        time: halb zehn => 09:30
        time: halb eins => 12:30
        time: Viertel nach neun => 09:15
        time: Viertel vor zehn => 09:45
        time: viertel zehn => 09:15
        time: dreiviertel zehn => 09:45
        time: fünf vor halb zehn => 09:25
        time: fünf nach halb zehn => 09:35
        time: zehn vor neun => 08:50
        time: zwanzig Uhr fünfzehn => 20:15
        time: um 9 Uhr abends => 21:00
        time: heute Abend um acht => 20:00
        time: 3 Uhr nachts => 03:00
        time: 12 Uhr nachts => 00:00
        time: mittags => 12:00
        time: um 12 Uhr mittags => 12:00
        time: Mitternacht => 00:00
        time: in 20 Minuten => none
        time: später => none
        ",
    );
}

#[test]
fn addresses() {
    check(
        "de-DE",
        "
        phone: 030 1234567 => +49301234567
        phone: 0176 / 123 456 78 => +4917612345678
        phone: +49 (0)30 1234567 => +49301234567
        phone: 0049 30 1234567 => +49301234567
        phone: null drei null eins zwei drei vier fünf sechs sieben => +49301234567
        phone: plus vier neun drei null eins zwei drei vier fünf sechs sieben => +49301234567
        phone: 030 1234567 Durchwahl 12 => +49301234567
        phone: 1234567 => none
        email: anna Punkt lee at beispiel Punkt de => anna.lee@beispiel.de
        email: anna ät beispiel punkt de => anna@beispiel.de
        email: meine E-Mail-Adresse ist anna at beispiel Punkt de => anna@beispiel.de
        email: anna Unterstrich lee at beispiel Punkt de => anna_lee@beispiel.de
        email: anna minus lee Klammeraffe beispiel Punkt de => anna-lee@beispiel.de
        ",
    );
    check("de-CH", "number: 1'234.5 => 1234.5");
    check("de-AT", "phone: 0664 1234567 => +436641234567");
}
