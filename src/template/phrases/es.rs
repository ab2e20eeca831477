use super::wording::{Clock, Currency, Table};

pub(super) const SPANISH: Table = Table {
    language: "es",
    yes: "sí",
    no: "no",
    decimal_mark: ',',
    group_mark: '.',
    date: "{day} de {month} de {year}",
    day: "{day} de {month}",
    clock: Clock::Full { minutes: "{hour}:{minute}", hour: "{hour}:00" },
    at: ("a la", "a las"),
    today: "hoy",
    tomorrow: "mañana",
    yesterday: "ayer",
    on_weekday: "el {weekday}",
    on_date: "el {weekday} {date}",
    ordinals: ["primero", "segundo", "tercero", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno", "décimo"],
    ordinal_mark: |_| ".º",
    and,
    ending_in: "terminado en",
    money: "{amount} {symbol}",
    currencies: &[
        Currency { code: "USD", unit: ("dólar", "dólares"), cent: ("centavo", "centavos") },
        Currency { code: "EUR", unit: ("euro", "euros"), cent: ("céntimo", "céntimos") },
        Currency { code: "MXN", unit: ("peso", "pesos"), cent: ("centavo", "centavos") },
        Currency { code: "GBP", unit: ("libra", "libras"), cent: ("penique", "peniques") },
    ],
    press: "Para {label}, marque {key}.",
    star: "asterisco",
    pound: "almohadilla",
    trouble: "Lo sentimos, ha ocurrido un error.",
    apology_call: "Lo sentimos, ha ocurrido un error. Por favor, llame más tarde.",
    apology_message: "Lo sentimos, ha ocurrido un error. Por favor, inténtelo más tarde.",
    goodbye: "Adiós.",
};

/// Mexico and its neighbours, who write numbers as the United States do.
pub(super) const MEXICAN: Table =
    Table { decimal_mark: '.', group_mark: ',', money: "{symbol}{amount}", pound: "numeral", ..SPANISH };

/// `y`, but `e` before the sound of an i.
fn and(next: &str) -> &'static str {
    let next = next.to_lowercase();
    let i = next.starts_with(['i', 'í']) || (next.starts_with("hi") && !next.starts_with("hie"));
    if i { "e" } else { "y" }
}
