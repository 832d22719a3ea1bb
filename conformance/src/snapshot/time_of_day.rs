//! The time behind a day: `T08:34:46.123Z`, ` 8:34 AM`, `_083446`.

/// How many bytes at the beginning of a text, right behind a day, are a time of day with fraction
/// and zone.
pub(super) fn at_start(text: &str) -> Option<usize> {
    let marks = [", ", " at ", "T", " ", "_", ":", "-"];
    marks.into_iter().find_map(|mark| {
        let behind = text.strip_prefix(mark)?;
        let time = with_marks(behind).or_else(|| compact(behind, mark))?;
        Some(mark.len() + finished(behind, time))
    })
}

/// How many bytes of a text that begins with digits, right behind the digits of a day, are its time:
/// `083446` in `20261126083446`.
pub(super) fn run_on(text: &str) -> Option<usize> {
    let digits = digits(text);
    let is_time = matches!(digits, 4 | 6 | 9) && is_possible(text.get(..digits.min(6))?);
    is_time.then(|| finished(text, digits))
}

/// `08:34:46`, `8:34`, `08-34-46`, `08.34.46`.
fn with_marks(text: &str) -> Option<usize> {
    let hour = digits(text);
    if !matches!(hour, 1 | 2) {
        return None;
    }
    let mark = text[hour..].chars().next()?;
    if !matches!(mark, ':' | '-' | '.') {
        return None;
    }
    let part = |at: usize| {
        let behind = text.get(at..)?.strip_prefix(mark)?;
        (digits(behind) == 2 && is_below_60(&behind[..2])).then_some(at + 3)
    };
    let is_hour = text[..hour].parse::<u8>().is_ok_and(|hour| hour < 24);
    let minute = part(hour).filter(|_| is_hour)?;
    match (part(minute), mark) {
        (Some(second), _) => Some(second),
        (None, ':') => Some(minute),
        // Two numbers with a hyphen or a point may be anything.
        (None, _) => None,
    }
}

/// `083446`, and `0834` where no blank makes it a number of its own.
fn compact(text: &str, mark: &str) -> Option<usize> {
    let digits = digits(text);
    let fits = digits == 6 || digits == 4 && matches!(mark, "T" | "_" | "-");
    (fits && is_possible(&text[..digits])).then_some(digits)
}

/// Whether digits are hour and minute, or hour, minute and second.
fn is_possible(text: &str) -> bool {
    let is_hour = text.get(..2).is_some_and(|hour| hour < "24");
    let mut parts = text.as_bytes().chunks(2).skip(1);
    is_hour && parts.all(|part| part < b"60".as_slice())
}

fn is_below_60(text: &str) -> bool {
    text < "60"
}

/// The end of a time that ends at `end`, with what may follow it.
fn finished(text: &str, mut end: usize) -> usize {
    if let Some(fraction) = text[end..].strip_prefix(['.', ',']).map(digits)
        && fraction > 0
    {
        end += 1 + fraction;
    }
    let halves = [" AM", " PM", "AM", "PM", " am", " pm", "am", "pm"];
    let half = halves
        .into_iter()
        .find(|half| text[end..].starts_with(half));
    end += half.map_or(0, str::len);
    end + zone(&text[end..])
}

/// The length of a zone at the beginning of a text: `Z`, ` UTC`, `+05:30`, ` GMT+0000`.
fn zone(text: &str) -> usize {
    let names = ["Z", " UTC", " GMT", "UTC", "GMT"];
    let name = names.into_iter().find(|name| text.starts_with(name));
    let name = name.map_or(0, str::len);
    let rest = &text[name..];
    let blank = usize::from(name == 0 && rest.starts_with(' '));
    let Some(offset) = rest[blank..].strip_prefix(['+', '-']) else {
        return name;
    };
    let length = match digits(offset) {
        4 => 4,
        2 if offset[2..].strip_prefix(':').map(digits) == Some(2) => 5,
        _ => return name,
    };
    name + blank + 1 + length
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}
