use super::{Role, Style, Words};

pub(super) const FRENCH: Words = Words { language: "fr", style: Style::Twenties, lists: LISTS };

const LISTS: &[(Role, &str)] = &[
    (
        Role::Small,
        "zéro, un/une, deux, trois, quatre, cinq, six, sept, huit, neuf, dix, onze, douze, treize, quatorze, quinze, \
         seize",
    ),
    (Role::Tens, "vingt/vingts, trente, quarante, cinquante, soixante, septante, huitante/octante, nonante"),
    (Role::Hundred, "cent, cents"),
    (Role::Thousand, "mille, milles, mil"),
    (Role::Million, "million, millions"),
    (Role::And, "et"),
    (Role::WeakOne, "un, une"),
    (Role::Point, "virgule, point"),
    (Role::Minus, "moins"),
    (Role::AndHalf, "et demi, et demie"),
    (
        Role::NoNumber,
        "demi, demie, moitié, tiers, quart, quarts, douzaine, douzaines, dizaine, dizaines, un peu, une paire, milliard, milliards, billion, billions, \
         pas, non, aucun, aucune, un instant, un moment, une seconde, un seconde, une minute s'il vous plaît, \
         une fois de plus, ni",
    ),
    (Role::Repeat, "double=2, triple=3"),
    (
        Role::Filler,
        "c'est, est, le, la, mon, ma, numéro, téléphone, portable, code, pin, commande, s'il vous plaît, svp, et, euh, \
         de, du, alors, tél, appelez, moi, au, voici, puis",
    ),
    (Role::Plus, "plus"),
    (Role::Extension, "poste, ext, ext., extension, x"),
    (
        Role::Yes,
        "oui, ouais, ouaip, d'accord, bien sûr, exact, exactement, correct, c'est correct, tout à fait, volontiers, \
         absolument, certainement, évidemment, parfait, c'est ça, c'est bon, ça marche, ok, okay, vrai, c'est vrai, \
         pas de problème, pas de souci, aucun problème, avec plaisir, je veux bien, entendu, \
         effectivement, en effet, mais oui, affirmatif",
    ),
    (
        Role::No,
        "non, nan, pas du tout, jamais, incorrect, pas, pas vraiment, non merci, faux, c'est faux, absolument pas, \
         certainement pas, bien sûr que non, surtout pas, pas question, pas correct, pas exact, c'est pas ça, \
         ce n'est pas ça, pas d'accord, négatif, aucunement, pas maintenant, pas encore, pas vrai, mais non",
    ),
    (
        Role::Unsure,
        "je ne sais pas, je sais pas, sais pas, pas sûr, pas sûre, aucune idée, peut-être, je ne comprends pas, \
         comprends pas, pas compris, pas certain, pas certaine, pourquoi pas, oui ou non",
    ),
    (Role::YesAlone, "o, si, si si, mais si, pourquoi pas"),
    (Role::NoAlone, "n"),
    (
        Role::Near,
        "aujourd'hui=0, ce soir=0, cet après-midi=0, ce matin=0, maintenant=0, demain=1, demain matin=1, \
         demain après-midi=1, demain soir=1, après-demain=2, hier=-1, avant-hier=-2",
    ),
    (Role::Within, "dans, d'ici"),
    (Role::FromNow, "à partir d'aujourd'hui"),
    (Role::OneOf, "un, une"),
    (Role::Days, "jour, jours"),
    (Role::Weeks, "semaine, semaines"),
    (Role::Months, "mois"),
    (Role::Coming, "prochain, ce, le, le prochain, qui vient, suivant, pour"),
    (Role::Ordinal, "premier=1, première=1"),
    (Role::NumberEnding, "er, e, ème, ere"),
    (
        Role::DateFiller,
        "le, de, du, en, au, c'est, pour, mon, anniversaire, s'il vous plaît, l'année, né, née, je suis, jour, euh, l'an",
    ),
    (Role::TheDay, "le"),
    (Role::TimeFiller, "à, vers, c'est, il est, pour, s'il vous plaît, pile, environ, aujourd'hui, euh, précises, les"),
    (Role::Minutes, "minutes, minute, min"),
    (Role::Hours, "heures, heure, h, hrs"),
    (Role::Less, "moins, moins le"),
    (Role::Part, "quart=15, un quart=15, le quart=15, demie=30, demi=30, trois quarts=45"),
    (Role::Noon, "midi"),
    (Role::Midnight, "minuit"),
    (Role::Am, "am, a.m, a.m."),
    (Role::Pm, "pm, p.m, p.m."),
    (Role::Morning, "du matin, le matin, ce matin, matin"),
    (Role::Afternoon, "de l'après-midi, l'après-midi, cet après-midi, après-midi, de l'aprem"),
    (Role::Evening, "du soir, le soir, ce soir, soir"),
    (Role::Night, "de la nuit, la nuit"),
    (
        Role::Currency,
        "€, $, £, ₣, fr., euro, euros, eur, dollar, dollars, usd, cad, piastre, piastres, franc, francs, chf, livre, \
         livres, gbp, balles, livres sterling",
    ),
    (Role::Cents, "centime, centimes, cent, cents, sou, sous, pence, penny"),
    (Role::At, "arobase, arrobase, arobas, at, chez"),
    (Role::Dot, "point"),
    (Role::Dash, "tiret, trait d'union, moins, tiret du six"),
    (Role::Underscore, "tiret bas, underscore, souligné, tiret du huit"),
    (
        Role::EmailLead,
        "mon, adresse, email, e-mail, mail, courriel, adresse email, adresse e-mail, adresse mail, c'est, est, l'adresse, \
         le",
    ),
];
