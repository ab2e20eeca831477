use super::language::primary;

struct Names {
    language: &'static str,
    months: [&'static str; 12],
    /// Monday first.
    weekdays: [&'static str; 7],
}

/// English first: other languages fall back to it.
const NAMES: [Names; 5] = [
    Names {
        language: "en",
        months: [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    },
    Names {
        language: "es",
        months: [
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ],
        weekdays: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    },
    Names {
        language: "fr",
        months: [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ],
        weekdays: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    },
    Names {
        language: "de",
        months: [
            "Januar",
            "Februar",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "September",
            "Oktober",
            "November",
            "Dezember",
        ],
        weekdays: ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    },
    Names {
        language: "pt",
        months: [
            "janeiro",
            "fevereiro",
            "março",
            "abril",
            "maio",
            "junho",
            "julho",
            "agosto",
            "setembro",
            "outubro",
            "novembro",
            "dezembro",
        ],
        weekdays: ["segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado", "domingo"],
    },
];

fn names(tag: &str) -> &'static Names {
    let language = primary(tag);
    let [english, ..] = &NAMES;
    NAMES.iter().find(|names| names.language == language).unwrap_or(english)
}

/// The months' names in a language, in English where it is not known.
pub fn months(tag: &str) -> &'static [&'static str; 12] {
    &names(tag).months
}

/// The weekdays' names in a language, Monday first, in English where it is not known.
pub fn weekdays(tag: &str) -> &'static [&'static str; 7] {
    &names(tag).weekdays
}

/// A weekday's place in [`weekdays`].
pub fn weekday_index(day: jiff::civil::Weekday) -> usize {
    usize::try_from(day.to_monday_zero_offset()).unwrap_or_default()
}
