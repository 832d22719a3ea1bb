//! Answers that break careless programs. All of them were typed by somebody somewhere.

use super::dice::Dice;

/// Texts a client must carry unharmed.
pub const AWKWARD: &[&str] = &[
    // Looks like a number, a date, a truth, nothing.
    "007",
    "1e5",
    "0",
    "3/4",
    "12345678901234567890",
    "1,5",
    "True",
    "None",
    "null",
    "NaN",
    "---",
    "-",
    // Formulas and references to spreadsheets.
    "=1+1",
    "+254700000001",
    "-3",
    "@here",
    "'quoted",
    // Separators, quotes, markup.
    "a,b;c\td|e",
    "say \"yes\"",
    "\"",
    "<b>bold & brave</b>",
    "&amp; &#233;",
    "]]>",
    "100 %",
    "C:\\data\\new",
    // White space.
    " ",
    " leading and trailing ",
    "line one\nline two",
    "tab\there",
    "no-break\u{a0}space",
    "zero\u{200b}width",
    // Beyond the plain.
    "e\u{301} is not é",
    "👩🏾‍⚕️ visited 🏠",
    "🇪🇹",
    "\u{202e}right to left",
    "ﷺ",
    "Z̸a̴l̷g̶o",
    "ß ſ ı İ",
];

/// One of [`AWKWARD`], now and then a very long text instead.
pub fn answer(dice: &mut Dice) -> String {
    if dice.percent(3) {
        return "a long answer, ".repeat(200) + "the end";
    }
    dice.pick(AWKWARD).unwrap_or_default().to_owned()
}
