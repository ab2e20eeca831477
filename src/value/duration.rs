/// Milliseconds of each unit, longest first.
const UNITS: [(&str, i64); 5] = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

/// Reads `500ms`, `5s`, `2m`, `1h`, `3d` and joined forms such as `1h30m`, in milliseconds.
/// Units must become shorter from left to right.
pub fn parse_duration(text: &str) -> Option<i64> {
    let mut rest = text;
    let mut total: i64 = 0;
    let mut units = UNITS.iter().peekable();
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let count: i64 = rest.get(..digits)?.parse().ok()?;
        rest = rest.get(digits..)?;
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let name = rest.get(..letters)?;
        rest = rest.get(letters..)?;
        let (_, ms) = units.find(|(unit, _)| *unit == name)?;
        total = total.checked_add(count.checked_mul(*ms)?)?;
    }
    Some(total)
}

/// Writes milliseconds as the language writes them: `1h30m`, `-5s`, `0s`.
pub fn show_duration(ms: i64) -> String {
    if ms == 0 {
        return "0s".to_owned();
    }
    let mut out = String::new();
    if ms < 0 {
        out.push('-');
    }
    let mut rest = ms.unsigned_abs();
    for (name, unit) in UNITS {
        let unit = unit.unsigned_abs();
        let count = rest / unit;
        if count > 0 {
            out.push_str(&count.to_string());
            out.push_str(name);
            rest %= unit;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes() {
        for (text, ms) in [("500ms", 500), ("5s", 5_000), ("1h30m", 5_400_000), ("3d", 259_200_000), ("1m1ms", 60_001)]
        {
            assert_eq!(parse_duration(text), Some(ms), "{text}");
            assert_eq!(show_duration(ms), text);
        }
        assert_eq!(show_duration(0), "0s");
        assert_eq!(show_duration(-90_000), "-1m30s");
    }

    #[test]
    fn refuses_what_is_no_length_of_time() {
        for text in ["", "5", "s", "5x", "5s5s", "5s1h", "1.5s", "-5s", "99999999999999999999s", "9999999999999d"] {
            assert_eq!(parse_duration(text), None, "{text}");
        }
    }
}
