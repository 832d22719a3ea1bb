//! Whole numbers as text.

/// Appends a decimal number. Every child row holds some, and formatting machinery costs more than
/// the rest of the row.
pub(super) fn write_int(out: &mut Vec<u8>, number: i64) {
    if number < 0 {
        out.push(b'-');
    }
    let mut rest = number.unsigned_abs();
    let mut digits = [0; 20];
    let mut from = digits.len();
    loop {
        from -= 1;
        digits[from] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_numbers() {
        for number in [0, 7, -10, 999, 1000, i64::MAX, i64::MIN] {
            let mut out = Vec::new();
            write_int(&mut out, number);
            assert_eq!(out, number.to_string().as_bytes());
        }
    }
}
