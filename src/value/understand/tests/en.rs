use super::check;

#[test]
fn numbers() {
    check(
        "en-US",
        "
        number: twenty-three => 23
        number: two hundred and five => 205
        number: two hundred five => 205
        number: a thousand => 1000
        number: nine hundred ninety nine million nine hundred ninety nine thousand nine hundred ninety nine => 999999999
        number: three point five => 3.5
        number: three point one four => 3.14
        number: minus five => -5
        number: negative two point five => -2.5
        number: -5 => -5
        number: 2 thousand => 2000
        number: 2.5 million => 2500000
        number: 5k => 5000
        number: 1,234.5 => 1234.5
        number: two and a half => 2.5
        number: about 20 people => 20
        number: it's forty two, please => 42
        number: twelve hundred => 1200
        number: ٤٢ => 42
        number: to => none
        number: for => none
        number: too late => none
        number: two or three => none
        number: one moment please => none
        number: not four => none
        number: 10-15 => none
        number: hundred five => none
        number: $20 => none
        number: two dozen => none
        number: half a million => none
        number: two thirds => none
        number: two billion => none
        number: one and a half => 1.5
        number: about .5 => 0.5
        digits: one two three four => 1234
        digits: double five oh seven => 5507
        digits: twelve thirty four => 1234
        digits: my pin is one nine eight oh => 1980
        digits: 12 34-56 => 123456
        digits: one hundred twenty three => 123
        digits: four four to six => none
        digits: order number 4 5 6 please => 456
        money: twelve dollars fifty => 12.5
        money: twelve dollars and fifty cents => 12.5
        money: $1,234.50 => 1234.5
        money: 50p => 0.5
        money: a dollar fifty => 1.5
        money: about twenty bucks => 20
        money: USD 7 => 7
        money: $5 and 20 cents => 5.2
        money: minus five dollars => -5
        money: I'd pay five pounds ten => 5.1
        money: five dollars or six dollars => none
        money: $.50 => 0.5
        money: half a million dollars => none
        money: twelve fifty => none
        money: twelve dollars five => none
        ",
    );
}

#[test]
fn yes_and_no() {
    check(
        "en-GB",
        "
        yesno: yes please => yes
        yesno: Yeah! => yes
        yesno: of course => yes
        yesno: no problem => yes
        yesno: why not => yes
        yesno: 👍🏽 => yes
        yesno: one => yes
        yesno: no thanks => no
        yesno: of course not => no
        yesno: that's not right => no
        yesno: absolutely not => no
        yesno: 👎 => no
        yesno: yes no => none
        yesno: yeah, no => none
        yesno: I don't know => none
        yesno: I'm not sure => none
        yesno: three => none
        yesno: I would like to speak to somebody => none
        yesno: never mind => none
        ",
    );
}

#[test]
fn dates() {
    check(
        "en-US",
        "
        date: 11/02/1980 => 1980-11-02
        date: 11-02-1980 => 1980-11-02
        date: 11 2 1980 => 1980-11-02
        date: 11021980 => 1980-11-02
        date: 110280 => 1980-11-02
        date: November 2nd => 2027-11-02
        date: November 2nd, 1980. => 1980-11-02
        date: November 2,1980 => 1980-11-02
        date: Nov 2 '80 => 1980-11-02
        date: the second of November nineteen eighty => 1980-11-02
        date: November second nineteen eighty => 1980-11-02
        date: November twenty first two thousand and five => 2005-11-21
        date: May twenty nineteen eighty => 1980-05-20
        date: March third twenty oh five => 2005-03-03
        date: I was born on the thirty first of december nineteen ninety nine => 1999-12-31
        date: December twenty fifth => 2026-12-25
        date: today => 2026-11-23
        date: tomorrow please => 2026-11-24
        date: the day after tomorrow => 2026-11-25
        date: next Friday => 2026-11-27
        date: on Monday => 2026-11-30
        date: Tues. => 2026-11-24
        date: in 3 days => 2026-11-26
        date: in a week => 2026-11-30
        date: two weeks from today => 2026-12-07
        date: in one month => 2026-12-23
        date: the 30th => 2026-11-30
        date: Friday, November 27 => 2026-11-27
        date: Friday the 27th => 2026-11-27
        date: second => none
        date: one second => none
        date: first => none
        date: Friday, November 28 => none
        date: February 30th => none
        date: 13/32/2026 => none
        date: November nineteen eighty => none
        date: next week => none
        date: 3 days => none
        date: 99999999 => none
        ",
    );
    check(
        "en-GB",
        "
        date: 11/02/1980 => 1980-02-11
        date: 11021980 => 1980-02-11
        date: 2nd of November 1980 => 1980-11-02
        date: 19801102 => 1980-11-02
        ",
    );
}

#[test]
fn times() {
    check(
        "en-US",
        "
        time: 9 => 09:00
        time: 9:30 => 09:30
        time: 9.30 => 09:30
        time: 9:30pm => 21:30
        time: 9 p.m. => 21:00
        time: half past nine => 09:30
        time: half nine => 09:30
        time: quarter to ten => 09:45
        time: a quarter past four in the afternoon => 16:15
        time: ten to one => 12:50
        time: quarter to midnight => 23:45
        time: nine oh five => 09:05
        time: nine thirty => 09:30
        time: twenty one thirty => 21:30
        time: tonight at nine => 21:00
        time: 2 at night => 02:00
        time: 12 at night => 00:00
        time: oh nine thirty => 09:30
        time: noon => 12:00
        time: midnight => 00:00
        time: 12 noon => 12:00
        time: half past noon => 12:30
        time: nine o'clock in the morning => 09:00
        time: around five p m => 17:00
        time: 1530 => 15:30
        time: nine five => none
        time: in 20 minutes => none
        time: 20 minutes => none
        time: 13 am => none
        time: nine am pm => none
        time: nine pm tonight => 21:00
        time: nine am tonight => none
        ",
    );
}

#[test]
fn addresses() {
    check(
        "en-US",
        "
        phone: (212) 555-0100 => +12125550100
        phone: my number is two one two five five five oh one double oh => +12125550100
        phone: 212-555-0100 ext. 12 => +12125550100
        phone: 212 555 0100 x5 => +12125550100
        phone: call me at 212.555.0100 => +12125550100
        phone: 011 44 20 7946 0000 => +442079460000
        phone: plus four four two zero seven nine four six zero zero zero zero => +442079460000
        phone: +44 (0)20 7946 0000 => +442079460000
        phone: area code two one two five five five oh one hundred => +12125550100
        phone: 020 7946 0000 => none
        phone: 212 555 0100 or 212 555 0101 => none
        email: ann dot lee at example dot com => ann.lee@example.com
        email: My email is ann at example dot com. => ann@example.com
        email: it's j o h n underscore 5 at mail dot example dot org => john_5@mail.example.org
        email: mail at example dot com => mail@example.com
        email: my email address is Ann.Lee@Example.com => Ann.Lee@example.com
        email: ann @ example.com => ann@example.com
        email: ann minus lee at my dash host dot co dot uk => ann-lee@my-host.co.uk
        email: ann@example dot com => ann@example.com
        email: ann at example => none
        ",
    );
    check(
        "en-GB",
        "
        phone: 020 7946 0000 => +442079460000
        phone: 07700 900123 => +447700900123
        phone: oh seven seven double oh nine double oh one two three => +447700900123
        phone: 44 7700 900123 => +447700900123
        phone: 0044 7700 900123 => +447700900123
        phone: 7700 900123 => none
        ",
    );
}
