/** Characters whose effect is not visible, or more than themselves: from, to, and what they are. */
const HIDDEN: readonly (readonly [from: number, to: number, what: string])[] = [
  [0x00, 0x00, "a NUL character"],
  [0x01, 0x1f, "a control character"],
  [0x7f, 0x9f, "a control character"],
  [0xad, 0xad, "a character without width"],
  [0x61c, 0x61c, "a character that turns the direction of writing"],
  [0x180e, 0x180e, "a character without width"],
  // Joiners, U+200C and U+200D, belong to words of some languages and to signs.
  [0x200b, 0x200b, "a character without width"],
  [0x200e, 0x200f, "a character that turns the direction of writing"],
  [0x2028, 0x2029, "a line separator that most editors do not show"],
  [0x202a, 0x202e, "a character that turns the direction of writing"],
  [0x2060, 0x2064, "a character without width"],
  [0x2066, 0x2069, "a character that turns the direction of writing"],
  [0x206a, 0x206f, "a control character"],
  [0xfeff, 0xfeff, "a character without width"],
  [0xfff9, 0xfffb, "a control character"],
];
/** Characters with which spreadsheets begin formulas. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
/** What begins like a formula, and is a number. */
const NUMBER = /^-\d[\d,_]*(\.\d+)?$/;
const ALONE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/**
 * What a character is that people would not see, or that does more to a terminal or a page than to show itself.
 *
 * @param code A UTF-16 code unit.
 * @returns Words for it; `undefined` for every other character.
 */
export function hiddenCharacter(code: number): string | undefined {
  return HIDDEN.find(([from, to]) => from <= code && code <= to)?.[2];
}

/**
 * A text that somebody else wrote, on chain or in a file, as it can be shown anywhere: in one line, in the order in
 * which it was written, without effect on a terminal. Characters that would hide are written as in JSON, `\u202e`.
 */
export function printable(text: string): string {
  return escaped(text, "");
}

/** As {@link printable}, for a text of several lines, which may end as those of CSV do, with a carriage return. */
export function printableLines(text: string): string {
  return escaped(text, "\n");
}

/**
 * A text as a cell of a CSV file: printable, in quotes where it needs them, and never a formula to a spreadsheet, which a
 * text is taken for that begins with `=`, `+`, `-` or `@`: an apostrophe goes before it. Numbers remain numbers.
 */
export function csvCell(text: string): string {
  const shown = FORMULA.test(text) && !NUMBER.test(text) ? `'${printable(text)}` : printable(text);
  return /[",;']|^\s|\s$/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}

function escaped(text: string, kept: string): string {
  const pieces = Array.from({ length: text.length }, (_, at) => {
    const one = text.charAt(at);
    const isEnd = one === kept || (one === "\r" && kept !== "" && text.charAt(at + 1) === kept);
    return !isEnd && hiddenCharacter(one.charCodeAt(0)) !== undefined ? codeOf(one) : one;
  });
  return pieces.join("").replace(ALONE, codeOf);
}

function codeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
