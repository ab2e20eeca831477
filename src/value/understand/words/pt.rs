use super::{Role, Style, Words};

pub(super) const PORTUGUESE: Words = Words { language: "pt", style: Style::TensAndUnits, lists: LISTS };

const LISTS: &[(Role, &str)] = &[
    (
        Role::Small,
        "zero, um/uma, dois/duas, três, quatro, cinco, seis, sete, oito, nove, dez, onze, doze, treze, \
         quatorze/catorze, quinze, dezesseis/dezasseis, dezessete/dezassete, dezoito, dezenove/dezanove",
    ),
    (Role::Tens, "vinte, trinta, quarenta, cinquenta/cinqüenta, sessenta, setenta, oitenta, noventa"),
    (
        Role::Hundreds,
        "cem=100, cento=100, duzentos=200, duzentas=200, trezentos=300, trezentas=300, quatrocentos=400, \
         quatrocentas=400, quinhentos=500, quinhentas=500, seiscentos=600, seiscentas=600, setecentos=700, \
         setecentas=700, oitocentos=800, oitocentas=800, novecentos=900, novecentas=900",
    ),
    (Role::Thousand, "mil"),
    (Role::Million, "milhão, milhões"),
    (Role::And, "e"),
    (Role::WeakOne, "um, uma"),
    (Role::Point, "vírgula, ponto"),
    (Role::Minus, "menos"),
    (Role::AndHalf, "e meio, e meia"),
    (
        Role::NoNumber,
        "meio, meia, metade, terço, terços, um quarto, quartos, dúzia, dúzias, um par, um pouco, bilhão, bilhões, bilião, biliões, \
         não, nenhum, nenhuma, nem, um momento, um momentinho, um segundo, um minuto por favor, um minutinho, \
         mais uma vez",
    ),
    (Role::Digit, "meia=6"),
    (Role::Repeat, "duplo=2, dobro=2, triplo=3"),
    (
        Role::Filler,
        "é, o, a, meu, minha, número, telefone, celular, telemóvel, código, pin, senha, pedido, por favor, e, hum, \
         então, tel, ligue, para, no",
    ),
    (Role::Plus, "mais, sinal de mais"),
    (Role::Extension, "ramal, extensão, ext, ext., x"),
    (
        Role::Yes,
        "sim, claro, com certeza, certo, isso, isso mesmo, correto, correcto, pode ser, exato, exatamente, \
         claro que sim, é isso, perfeito, está bem, tá bom, tá, ok, okay, beleza, de acordo, positivo, \
         com prazer, sem problema, verdade, é verdade, uhum, sem dúvida, aham, tudo bem",
    ),
    (
        Role::No,
        "não, nunca, errado, de jeito nenhum, negativo, não obrigado, não obrigada, claro que não, nem pensar, \
         de maneira nenhuma, de modo nenhum, jamais, incorreto, incorrecto, falso, não é isso, não está certo, \
         não está correto, não é verdade, não quero, num quero, ainda não, agora não, melhor não, com certeza não, não está bem",
    ),
    (
        Role::Unsure,
        "não sei, pois não, não tenho certeza, não tenho a certeza, não entendi, não entendo, talvez, sei lá, \
         não lembro, quem sabe, por que não, porque não, sim ou não",
    ),
    (Role::YesAlone, "s, é, quero, por que não, porque não"),
    (Role::NoAlone, "n"),
    (
        Role::Near,
        "hoje=0, hoje à noite=0, hoje à tarde=0, esta noite=0, agora=0, amanhã=1, amanhã de manhã=1, \
         amanhã à tarde=1, amanhã à noite=1, depois de amanhã=2, ontem=-1, anteontem=-2",
    ),
    (Role::Within, "em, dentro de, daqui a, daqui"),
    (Role::FromNow, "a partir de hoje"),
    (Role::OneOf, "um, uma"),
    (Role::Days, "dia, dias"),
    (Role::Weeks, "semana, semanas"),
    (Role::Months, "mês, meses"),
    (Role::Coming, "próxima, próximo, na, no, na próxima, no próximo, esta, este, que vem, a, o, para, feira"),
    (Role::Ordinal, "primeiro=1, primeira=1"),
    (Role::NumberEnding, "o, a"),
    (
        Role::DateFiller,
        "de, do, em, dia, no, o, a, na, feira, é, meu, aniversário, por favor, ano, nasci, para, data, mês",
    ),
    (Role::TheDay, "dia, no dia, o dia"),
    (
        Role::TimeFiller,
        "à, às, as, a, o, ao, são, é, lá pelas, pelas, por volta das, umas, por favor, em ponto, hoje, \
         da, para, faltam, uns",
    ),
    (Role::Minutes, "minutos, minuto, min"),
    (Role::Hours, "horas, hora, h, hrs"),
    (Role::To, "para, para as, para a, pra, pras, pra as"),
    (Role::Less, "menos"),
    (Role::Part, "um quarto=15, quarto=15, meia=30"),
    (Role::Noon, "meio-dia, meio dia"),
    (Role::Midnight, "meia-noite, meia noite"),
    (Role::Am, "am, a.m, a.m."),
    (Role::Pm, "pm, p.m, p.m."),
    (Role::Morning, "da manhã, de manhã, pela manhã"),
    (Role::SmallHours, "da madrugada, de madrugada"),
    (Role::Afternoon, "da tarde, de tarde, à tarde, hoje à tarde"),
    (Role::Night, "da noite, de noite, à noite, hoje à noite"),
    (
        Role::Currency,
        "€, $, £, r$, us$, real, reais, brl, euro, euros, eur, dólar, dólares, usd, libra, libras, conto, contos, pila, \
         kwanza, kwanzas, metical, meticais",
    ),
    (Role::Cents, "centavo, centavos, cêntimo, cêntimos, cent, cents"),
    (Role::MoneyPoint, "e, com"),
    (Role::At, "arroba, at"),
    (Role::Dot, "ponto"),
    (Role::Dash, "hífen, traço, menos, hifen"),
    (Role::Underscore, "sublinhado, underline, underscore, traço baixo"),
    (
        Role::EmailLead,
        "meu, o, a, email, e-mail, mail, correio, endereço, é, correio eletrónico, endereço de email, endereço de e-mail",
    ),
];
