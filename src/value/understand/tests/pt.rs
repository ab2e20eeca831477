use super::check;

#[test]
fn numbers() {
    check(
        "pt-BR",
        "
        number: zero => 0
        number: quatorze => 14
        number: catorze => 14
        number: dezesseis => 16
        number: dezasseis => 16
        number: vinte e três => 23
        number: vinte e tres => 23
        number: cento e vinte e três => 123
        number: duzentas e cinco => 205
        number: mil novecentos e oitenta => 1980
        number: dois mil e vinte e seis => 2026
        number: um milhão e duzentos mil => 1200000
        number: três vírgula cinco => 3.5
        number: menos cinco => -5
        number: dois e meio => 2.5
        number: 2 mil => 2000
        number: 1.234,5 => 1234.5
        number: uma mesa para quatro => 4
        number: umas vinte pessoas => 20
        number: um momento => none
        number: dois ou três => none
        number: não => none
        number: um pouco => none
        number: uma dúzia => none
        number: meio milhão => none
        digits: um dois três quatro => 1234
        digits: nove meia zero meia => 9606
        digits: doze trinta e quatro => 1234
        digits: meu código é um nove oito zero => 1980
        digits: cento e vinte e três => 123
        money: 5 reais e 20 centavos => 5.2
        money: R$ 1.234,00 => 1234
        money: R$12,50 => 12.5
        money: doze e cinquenta => 12.5
        money: doze reais e cinquenta => 12.5
        money: vinte e cinco reais => 25
        money: cinquenta centavos => 0.5
        money: um real => 1
        money: cem euros => 100
        money: 2 reais e meio => none
        ",
    );
}

#[test]
fn yes_and_no() {
    check(
        "pt-BR",
        "
        yesno: sim => yes
        yesno: é => yes
        yesno: isso mesmo => yes
        yesno: com certeza => yes
        yesno: claro que sim => yes
        yesno: sem problema => yes
        yesno: não, obrigado => no
        yesno: nao => no
        yesno: claro que não => no
        yesno: de jeito nenhum => no
        yesno: sim, pode ser no sábado => yes
        yesno: num quero => no
        yesno: quero falar com um atendente => none
        yesno: sim e não => none
        yesno: não sei => none
        yesno: pois não => none
        yesno: talvez => none
        ",
    );
}

#[test]
fn dates() {
    check(
        "pt-BR",
        "
        date: 02/11/1980 => 1980-11-02
        date: 2 de novembro de 1980 => 1980-11-02
        date: dois de novembro de mil novecentos e oitenta => 1980-11-02
        date: primeiro de março => 2027-03-01
        date: 1º de março de 2027 => 2027-03-01
        date: vinte e cinco de dezembro => 2026-12-25
        date: 25 de dez => 2026-12-25
        date: hoje => 2026-11-23
        date: amanhã => 2026-11-24
        date: amanha => 2026-11-24
        date: amanhã de manhã => 2026-11-24
        date: depois de amanhã => 2026-11-25
        date: sexta-feira => 2026-11-27
        date: na próxima sexta => 2026-11-27
        date: sexta que vem => 2026-11-27
        date: segunda => 2026-11-30
        date: sabado => 2026-11-28
        date: segunda-feira, 30 de novembro => 2026-11-30
        date: dia 30 => 2026-11-30
        date: daqui a três dias => 2026-11-26
        date: em uma semana => 2026-11-30
        date: 31 de novembro => none
        date: terça, 30 de novembro => none
        date: logo => none
        ",
    );
}

#[test]
fn times() {
    check(
        "pt-BR",
        "
        time: nove horas => 09:00
        time: nove e meia => 09:30
        time: às nove e quinze => 09:15
        time: quinze para as dez => 09:45
        time: dez para as nove => 08:50
        time: dez menos um quarto => 09:45
        time: nove e um quarto => 09:15
        time: 21h30 => 21:30
        time: às 21h => 21:00
        time: vinte e uma e trinta => 21:30
        time: vinte e duas horas => 22:00
        time: nove da noite => 21:00
        time: três da tarde => 15:00
        time: duas da madrugada => 02:00
        time: oito e meia da manhã => 08:30
        time: meio-dia => 12:00
        time: meio-dia e meia => 12:30
        time: à meia-noite => 00:00
        time: meia noite e quinze => 00:15
        time: uma hora => 01:00
        time: em 20 minutos => none
        time: mais tarde => none
        ",
    );
}

#[test]
fn addresses() {
    check(
        "pt-BR",
        "
        phone: (11) 98765-4321 => +5511987654321
        phone: 11 3456-7890 => +551134567890
        phone: 0 11 98765-4321 => +5511987654321
        phone: 55 11 98765 4321 => +5511987654321
        phone: onze, nove oito sete meia cinco, quatro três dois um => +5511987654321
        phone: 98765-4321 => none
        email: ana ponto lima arroba exemplo ponto com ponto br => ana.lima@exemplo.com.br
        email: meu e-mail é ana arroba exemplo ponto pt => ana@exemplo.pt
        email: ana sublinhado lima arroba exemplo ponto pt => ana_lima@exemplo.pt
        email: ana traço lima arroba exemplo ponto pt => ana-lima@exemplo.pt
        ",
    );
    check(
        "pt-PT",
        "
        phone: 912 345 678 => +351912345678
        phone: 00351 912 345 678 => +351912345678
        money: doze euros e cinquenta cêntimos => 12.5
        ",
    );
}
