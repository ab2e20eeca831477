use super::wording::{Clock, Currency, Table};

pub(super) const BRAZILIAN: Table = Table {
    language: "pt",
    yes: "sim",
    no: "não",
    decimal_mark: ',',
    group_mark: '.',
    date: "{day} de {month} de {year}",
    day: "{day} de {month}",
    clock: Clock::Full { minutes: "{hour}h{minute}", hour: "{hour}h" },
    at: ("à", "às"),
    today: "hoje",
    tomorrow: "amanhã",
    yesterday: "ontem",
    on_weekday: "{weekday}",
    on_date: "{weekday}, {date},",
    ordinals: ["primeiro", "segundo", "terceiro", "quarto", "quinto", "sexto", "sétimo", "oitavo", "nono", "décimo"],
    ordinal_mark: |_| "º",
    and: |_| "e",
    ending_in: "com final",
    money: "{symbol} {amount}",
    currencies: &[
        Currency { code: "BRL", unit: ("real", "reais"), cent: ("centavo", "centavos") },
        Currency { code: "EUR", unit: ("euro", "euros"), cent: ("cêntimo", "cêntimos") },
        Currency { code: "USD", unit: ("dólar", "dólares"), cent: ("centavo", "centavos") },
        Currency { code: "GBP", unit: ("libra", "libras"), cent: ("pêni", "pence") },
    ],
    press: "Para {label}, tecle {key}.",
    star: "asterisco",
    pound: "cerquilha",
    trouble: "Desculpe, algo deu errado.",
    apology_call: "Desculpe, algo deu errado. Por favor, ligue mais tarde.",
    apology_message: "Desculpe, algo deu errado. Por favor, tente mais tarde.",
    goodbye: "Até logo.",
};

pub(super) const EUROPEAN: Table = Table {
    clock: Clock::Full { minutes: "{hour}:{minute}", hour: "{hour}:00" },
    money: "{amount} {symbol}",
    press: "Para {label}, marque {key}.",
    pound: "cardinal",
    apology_call: "Pedimos desculpa, ocorreu um erro. Por favor, ligue mais tarde.",
    apology_message: "Pedimos desculpa, ocorreu um erro. Por favor, tente mais tarde.",
    ..BRAZILIAN
};
