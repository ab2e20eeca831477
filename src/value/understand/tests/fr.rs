use super::check;

#[test]
fn numbers() {
    check(
        "fr-FR",
        "
        number: zéro => 0
        number: vingt et un => 21
        number: vingt-deux => 22
        number: soixante-dix => 70
        number: soixante et onze => 71
        number: soixante-dix-sept => 77
        number: quatre-vingts => 80
        number: quatre vingt un => 81
        number: quatre-vingt-dix => 90
        number: quatre-vingt-dix-neuf => 99
        number: septante-deux => 72
        number: huitante => 80
        number: nonante-neuf => 99
        number: cent => 100
        number: deux cent trois => 203
        number: deux cents => 200
        number: mille neuf cent quatre-vingts => 1980
        number: dix-neuf cent quatre-vingt => 1980
        number: deux millions trois cent mille => 2300000
        number: trois virgule cinq => 3.5
        number: moins cinq => -5
        number: deux et demi => 2.5
        number: 2 mille => 2000
        number: 1 234,5 => 1234.5
        number: environ vingt personnes => 20
        number: une table pour quatre => 4
        number: un instant => none
        number: deux ou trois => none
        number: pas quatre => none
        number: un peu => none
        number: une douzaine => none
        number: un milliard => none
        digits: un deux trois quatre => 1234
        digits: zéro six douze trente-quatre cinquante-six soixante-dix-huit => 0612345678
        digits: double cinq zéro sept => 5507
        digits: mon code est un neuf huit zéro => 1980
        money: douze euros cinquante => 12.5
        money: 12€50 => 12.5
        money: 1 234,50 € => 1234.5
        money: vingt euros et cinq centimes => 20.05
        money: cinquante centimes => 0.5
        money: deux cents euros => 200
        money: un euro vingt => 1.2
        ",
    );
}

#[test]
fn yes_and_no() {
    check(
        "fr-FR",
        "
        yesno: oui => yes
        yesno: bien sûr => yes
        yesno: bien sur => yes
        yesno: d'accord => yes
        yesno: pas de problème => yes
        yesno: c’est ça => yes
        yesno: non merci => no
        yesno: pas du tout => no
        yesno: bien sûr que non => no
        yesno: pas d'accord => no
        yesno: si si => yes
        yesno: oui et non => none
        yesno: je ne sais pas => none
        yesno: peut-être => none
        ",
    );
}

#[test]
fn dates() {
    check(
        "fr-FR",
        "
        date: 02/11/1980 => 1980-11-02
        date: 2 novembre 1980 => 1980-11-02
        date: le 1er mars => 2027-03-01
        date: le premier mars 2027 => 2027-03-01
        date: le deux novembre mille neuf cent quatre-vingts => 1980-11-02
        date: le deux novembre quatre-vingt => 1980-11-02
        date: 14 août => 2027-08-14
        date: 14 aout => 2027-08-14
        date: 7 sept. 2027 => 2027-09-07
        date: le sept mars => 2027-03-07
        date: 24 déc. 2026 => 2026-12-24
        date: aujourd’hui => 2026-11-23
        date: demain => 2026-11-24
        date: demain matin => 2026-11-24
        date: après-demain => 2026-11-25
        date: vendredi prochain => 2026-11-27
        date: lundi => 2026-11-30
        date: lundi 30 novembre => 2026-11-30
        date: le 30 => 2026-11-30
        date: dans trois jours => 2026-11-26
        date: dans une semaine => 2026-11-30
        date: 31 novembre => none
        date: mardi 30 novembre => none
        ",
    );
}

#[test]
fn times() {
    check(
        "fr-FR",
        "
        time: 9h30 => 09:30
        time: 9 h => 09:00
        time: 9h05 => 09:05
        time: neuf heures => 09:00
        time: neuf heures et demie => 09:30
        time: neuf heures et quart => 09:15
        time: dix heures moins le quart => 09:45
        time: dix heures moins dix => 09:50
        time: vingt heures trente => 20:30
        time: vingt et une heures => 21:00
        time: midi => 12:00
        time: à midi et demi => 12:30
        time: minuit moins le quart => 23:45
        time: à neuf heures du soir => 21:00
        time: 3 heures de l'après-midi => 15:00
        time: 8 heures du matin s'il vous plaît => 08:00
        time: ce soir à huit heures => 20:00
        time: 21:30 => 21:30
        time: bientôt => none
        time: dans 20 minutes => none
        ",
    );
}

#[test]
fn addresses() {
    check(
        "fr-FR",
        "
        phone: 06 12 34 56 78 => +33612345678
        phone: zéro six, douze, trente-quatre, cinquante-six, soixante-dix-huit => +33612345678
        phone: +33 6 12 34 56 78 => +33612345678
        phone: +33 (0)6 12 34 56 78 => +33612345678
        phone: 0033612345678 => +33612345678
        phone: 01 23 45 67 89 poste 12 => +33123456789
        phone: 612345678 => none
        email: anne point lee arobase exemple point fr => anne.lee@exemple.fr
        email: mon adresse est anne arobase exemple point fr => anne@exemple.fr
        email: anne tiret bas lee arobase exemple point fr => anne_lee@exemple.fr
        email: jean tiret marc arobase exemple point fr => jean-marc@exemple.fr
        ",
    );
    check(
        "fr-CA",
        "
        phone: 514 555-0100 => +15145550100
        money: vingt-cinq cents => 0.25
        ",
    );
}
