/// The zero of every script that has decimal digits (Unicode 16, general category Nd). The other nine follow it.
const ZEROS: [u32; 76] = [
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0,
    0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620,
    0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x10D40, 0x11066, 0x110F0, 0x11136,
    0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x116D0, 0x116DA, 0x11730, 0x118E0, 0x11950, 0x11BF0,
    0x11C50, 0x11D50, 0x11DA0, 0x11F50, 0x16130, 0x16A60, 0x16AC0, 0x16B50, 0x16D70, 0x1CCF0, 0x1D7CE, 0x1D7D8,
    0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,
];

/// The value of a decimal digit of any script: 3 of `3`, of `٣` and of `३`.
pub fn digit_value(c: char) -> Option<u8> {
    if c.is_ascii() {
        return c.is_ascii_digit().then(|| c as u8 - b'0');
    }
    let code = u32::from(c);
    let zero = ZEROS.get(ZEROS.partition_point(|zero| *zero <= code).checked_sub(1)?)?;
    u8::try_from(code - zero).ok().filter(|value| *value < 10)
}

/// The same character, as ASCII where it is a digit.
pub(super) fn ascii_digit(c: char) -> char {
    digit_value(c).map_or(c, |value| char::from(b'0' + value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_every_digit_that_a_regex_knows() {
        let digit = regex::Regex::new(r"^\d$").unwrap();
        for c in '\0'..=char::MAX {
            assert_eq!(digit_value(c).is_some(), digit.is_match(c.encode_utf8(&mut [0; 4])), "{c:?}");
        }
        assert_eq!(digit_value('٣'), Some(3));
        assert_eq!(digit_value('९'), Some(9));
    }
}
