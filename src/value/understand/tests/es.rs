use super::check;

#[test]
fn numbers() {
    check(
        "es-ES",
        "
        number: cero => 0
        number: dieciséis => 16
        number: dieciseis => 16
        number: veintitrés => 23
        number: treinta y uno => 31
        number: treintaiuno => 31
        number: ciento veintitrés => 123
        number: doscientas cinco => 205
        number: mil novecientos ochenta => 1980
        number: dos mil veintiséis => 2026
        number: un millón doscientos mil => 1200000
        number: tres coma cinco => 3.5
        number: menos cinco => -5
        number: dos y medio => 2.5
        number: 2 mil => 2000
        number: 1.234,5 => 1234.5
        number: una mesa para cuatro => 4
        number: somos cinco, por favor => 5
        number: un momento, por favor => none
        number: dos o tres => none
        number: no => none
        number: un par => none
        number: una docena => none
        number: medio millón => none
        number: twelve => 12
        digits: uno dos tres cuatro => 1234
        digits: doble cinco cero siete => 5507
        digits: doce treinta y cuatro => 1234
        digits: mi pin es uno nueve ocho cero => 1980
        digits: veintidós => 22
        money: doce euros con cincuenta => 12.5
        money: doce con cincuenta => 12.5
        money: veinte euros y diez céntimos => 20.1
        money: 12,50 € => 12.5
        money: cincuenta centimos => 0.5
        money: mil doscientos euros => 1200
        money: un euro => 1
        money: twelve dollars and 50 cents => 12.5
        number: two kids => 2
        number: 5k => 5000
        ",
    );
    check(
        "es-MX",
        "
        number: 1,234.5 => 1234.5
        number: tres punto cinco => 3.5
        money: $1,200 pesos => 1200
        money: veinte pesos cincuenta centavos => 20.5
        ",
    );
}

#[test]
fn yes_and_no() {
    check(
        "es-ES",
        "
        yesno: sí => yes
        yesno: Si, por favor => yes
        yesno: claro que sí => yes
        yesno: vale => yes
        yesno: no hay problema => yes
        yesno: no, gracias => no
        yesno: claro que no => no
        yesno: por supuesto que no => no
        yesno: sí y no => none
        yesno: no sé => none
        yesno: no estoy seguro => none
        yesno: dos => no
        ",
    );
}

#[test]
fn dates() {
    check(
        "es-ES",
        "
        date: 2/11/1980 => 1980-11-02
        date: 2 de noviembre de 1980 => 1980-11-02
        date: dos de noviembre de mil novecientos ochenta => 1980-11-02
        date: el primero de marzo => 2027-03-01
        date: el 1º de marzo de 2027 => 2027-03-01
        date: treinta y uno de diciembre => 2026-12-31
        date: el 25 de dic => 2026-12-25
        date: 3 de setiembre del 2027 => 2027-09-03
        date: veinticinco del doce de mil novecientos ochenta y cinco => 1985-12-25
        date: 25 del 12 del 85 => 1985-12-25
        date: viernes 27 => 2026-11-27
        date: primero => none
        date: hoy => 2026-11-23
        date: mañana => 2026-11-24
        date: manana => 2026-11-24
        date: mañana por la tarde => 2026-11-24
        date: pasado mañana => 2026-11-25
        date: el próximo viernes => 2026-11-27
        date: el viernes que viene => 2026-11-27
        date: sabado => 2026-11-28
        date: el lunes 30 de noviembre => 2026-11-30
        date: el 30 => 2026-11-30
        date: el día cinco => 2026-12-05
        date: dentro de tres días => 2026-11-26
        date: en una semana => 2026-11-30
        date: 31 de noviembre => none
        date: martes 30 de noviembre => none
        date: noviembre => none
        date: nunca => none
        ",
    );
}

#[test]
fn times() {
    check(
        "es-ES",
        "
        time: las nueve => 09:00
        time: a las nueve y media => 09:30
        time: las nueve y cuarto => 09:15
        time: las diez menos cuarto => 09:45
        time: las diez menos diez => 09:50
        time: la una y cinco => 01:05
        time: cuarto para las diez => 09:45
        time: faltan diez para las nueve => 08:50
        time: las nueve treinta => 09:30
        time: las nueve de la noche => 21:00
        time: las 9 y media de la mañana => 09:30
        time: a las 5 de la tarde => 17:00
        time: las doce de la noche => 00:00
        time: las dos de la madrugada => 02:00
        time: 21:30 => 21:30
        time: 9h30 => 09:30
        time: las veintiuna horas => 21:00
        time: mediodía => 12:00
        time: a medianoche => 00:00
        time: las nueve y media p. m. => 21:30
        time: en 20 minutos => none
        time: las doce de la mañana => none
        time: luego => none
        ",
    );
}

#[test]
fn addresses() {
    check(
        "es-ES",
        "
        phone: 612 345 678 => +34612345678
        phone: 0034 612 345 678 => +34612345678
        phone: 34 612 345 678 => +34612345678
        phone: más cuatro nueve tres cero uno dos tres cuatro cinco seis siete => +49301234567
        phone: seis uno dos tres cuatro cinco seis siete ocho => +34612345678
        phone: seis doce treinta y cuatro cincuenta y seis setenta y ocho => +34612345678
        phone: 612 345 678 extensión 4 => +34612345678
        phone: 12345 => none
        email: ana punto ruiz arroba ejemplo punto es => ana.ruiz@ejemplo.es
        email: mi correo es ana arroba ejemplo punto com => ana@ejemplo.com
        email: ana guión bajo ruiz arroba ejemplo punto com => ana_ruiz@ejemplo.com
        email: ana guion ruiz arroba ejemplo punto com => ana-ruiz@ejemplo.com
        email: ana ejemplo => none
        ",
    );
    check(
        "es-MX",
        "
        phone: 55 1234 5678 => +525512345678
        phone: 5512345678 => +525512345678
        ",
    );
}
