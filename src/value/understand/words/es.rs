use super::{Role, Style, Words};

pub(super) const SPANISH: Words = Words { language: "es", style: Style::TensAndUnits, lists: LISTS };

const LISTS: &[(Role, &str)] = &[
    (
        Role::Small,
        "cero, uno/un/una, dos, tres, cuatro, cinco, seis, siete, ocho, nueve, diez, once, doce, trece, catorce, \
         quince, dieciséis, diecisiete, dieciocho, diecinueve",
    ),
    (Role::Tens, "veinte, treinta, cuarenta, cincuenta, sesenta, setenta, ochenta, noventa"),
    (
        Role::Whole,
        "veintiuno=21, veintiún=21, veintiuna=21, veintidós=22, veintitrés=23, veinticuatro=24, veinticinco=25, \
         veintiséis=26, veintisiete=27, veintiocho=28, veintinueve=29",
    ),
    (
        Role::Hundreds,
        "cien=100, ciento=100, doscientos=200, doscientas=200, trescientos=300, trescientas=300, cuatrocientos=400, \
         cuatrocientas=400, quinientos=500, quinientas=500, seiscientos=600, seiscientas=600, setecientos=700, \
         setecientas=700, ochocientos=800, ochocientas=800, novecientos=900, novecientas=900",
    ),
    (Role::Thousand, "mil, miles"),
    (Role::Million, "millón, millones"),
    (Role::And, "y, i"),
    (Role::WeakOne, "un, una"),
    (Role::Point, "coma, punto"),
    (Role::Minus, "menos"),
    (Role::AndHalf, "y medio, y media"),
    (
        Role::NoNumber,
        "medio, media, mitad, tercio, tercios, un cuarto, cuartos, docena, docenas, un par, un poco, billón, billones, \
         no, ninguno, ninguna, un momento, un segundo, un momentito, un minuto por favor, una vez más, ni",
    ),
    (Role::Repeat, "doble=2, triple=3"),
    (
        Role::Filler,
        "es, el, la, mi, número, teléfono, celular, móvil, código, pin, clave, pedido, orden, por favor, y, eh, este, \
         con, pues, tel, llámeme al, llámame al, al, soy",
    ),
    (Role::Plus, "más, signo más"),
    (Role::Extension, "ext, ext., extensión, interno, anexo, x"),
    (
        Role::Yes,
        "sí, claro, vale, correcto, correcta, por supuesto, de acuerdo, cierto, exacto, exactamente, así es, eso es, \
         desde luego, ok, okay, está bien, muy bien, dale, sale, órale, sin duda, perfecto, afirmativo, \
         simón, sip, no hay problema, sin problema, claro que sí, adelante, verdad, es verdad",
    ),
    (
        Role::No,
        "no, nunca, incorrecto, incorrecta, para nada, tampoco, nop, no gracias, jamás, en absoluto, claro que no, \
         por supuesto que no, desde luego que no, de ninguna manera, ni hablar, negativo, qué va, no es correcto, \
         no está bien, no es cierto, falso, mejor no, todavía no, ahora no, no es verdad, no es así",
    ),
    (
        Role::Unsure,
        "no sé, no lo sé, no estoy seguro, no estoy segura, no entiendo, ni idea, quizás, quizá, tal vez, a lo mejor, \
         no me acuerdo, no recuerdo, cómo no, por qué no, sí o no",
    ),
    (Role::YesAlone, "s, cómo no, por qué no, bueno"),
    (Role::NoAlone, "n"),
    (
        Role::Near,
        "hoy=0, esta noche=0, esta tarde=0, hoy mismo=0, ahora=0, mañana=1, mañana por la mañana=1, \
         mañana por la tarde=1, mañana por la noche=1, pasado mañana=2, pasado=2, ayer=-1, anteayer=-2, antier=-2",
    ),
    (Role::Within, "en, dentro de"),
    (Role::FromNow, "a partir de hoy, a partir de ahora"),
    (Role::OneOf, "un, una"),
    (Role::Days, "día, días"),
    (Role::Weeks, "semana, semanas"),
    (Role::Months, "mes, meses"),
    (Role::Month, "setiembre=9, set=9"),
    (Role::Coming, "próximo, este, el, el próximo, que viene, próxima, siguiente, para el, el día"),
    (Role::Ordinal, "primero=1, primer=1, primera=1"),
    (Role::NumberEnding, "o, a, er, ero, ro, .o"),
    (
        Role::DateFiller,
        "de, del, el, día, en, para, es, mi, cumpleaños, por favor, año, nací, nacido, fecha, eh, la, mes",
    ),
    (Role::TheDay, "el, el día, día"),
    (
        Role::TimeFiller,
        "a, las, la, a las, a la, sobre, hacia, como, son, es, el, al, por favor, en punto, de, hoy, \
         eh, para, faltan",
    ),
    (Role::Minutes, "minutos, minuto, min"),
    (Role::Hours, "horas, hora, h, hrs"),
    (Role::To, "para, para las, para la"),
    (Role::Less, "menos"),
    (Role::Part, "cuarto=15, un cuarto=15, media=30"),
    (Role::Noon, "mediodía, medio día"),
    (Role::Midnight, "medianoche, media noche"),
    (Role::Am, "am, a.m, a.m., a m"),
    (Role::Pm, "pm, p.m, p.m., p m"),
    (Role::Morning, "de la mañana, por la mañana, en la mañana"),
    (Role::SmallHours, "de la madrugada, de madrugada"),
    (Role::Midday, "del mediodía, del medio día"),
    (Role::Afternoon, "de la tarde, por la tarde, en la tarde, esta tarde"),
    (Role::Night, "de la noche, por la noche, en la noche, esta noche"),
    (
        Role::Currency,
        "$, €, £, us$, mx$, r$, euro, euros, eur, dólar, dólares, usd, peso, pesos, mxn, libra, libras, sol, \
         soles, pavos, balboa, balboas, quetzal, quetzales, lempira, lempiras, colón, colones, varos",
    ),
    (Role::Cents, "céntimo, céntimos, centavo, centavos, cent, cents, penique, peniques, ctvs"),
    (Role::MoneyPoint, "con"),
    (Role::At, "arroba, arrobas, at"),
    (Role::Dot, "punto"),
    (Role::Dash, "guión, guion, guión medio, guion medio, menos"),
    (Role::Underscore, "guión bajo, guion bajo, subrayado, barra baja"),
    (
        Role::EmailLead,
        "mi, correo, correo electrónico, email, e-mail, mail, dirección, electrónico, es, el, la, de, sería",
    ),
];
