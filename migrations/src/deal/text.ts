import { hiddenCharacter } from "../client.js";

/** A fault in a text file, with its place. */
export type TextFault = Readonly<{ line: number; column?: number; message: string }>;

const BOM = "\uFEFF";
/** Controls that lay out the lines of a file. */
const LAYOUT = "\t\n\r";
const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;

/**
 * Reads the bytes of a text file: UTF-8, with or without a byte order mark, with lines that end in LF or CRLF.
 *
 * @returns The text without its mark, or why it cannot be trusted to read as it looks, with the place.
 */
export function readText(bytes: Uint8Array): string | TextFault {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return { line: 1, message: "is UTF-16: save it as UTF-8" };
  }
  const wrong = firstInvalid(bytes);
  if (wrong !== undefined) {
    return {
      ...placeOf(new TextDecoder().decode(bytes.subarray(0, wrong))),
      message: `is not UTF-8: the byte 0x${bytes[wrong]?.toString(16).padStart(2, "0")} begins no character there. Save the file as UTF-8`,
    };
  }
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const rest = text.startsWith(BOM) ? text.slice(BOM.length) : text;
  return hiddenIn(rest) ?? rest;
}

/** The first character of a text whose effect is not visible. */
export function hiddenIn(text: string): TextFault | undefined {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const lonely = code === CARRIAGE_RETURN && text.charCodeAt(at + 1) !== LINE_FEED;
    const what = lonely
      ? "a carriage return without a line feed"
      : LAYOUT.includes(text.charAt(at))
        ? undefined
        : hiddenCharacter(code);
    if (what !== undefined) {
      const name = code.toString(16).toUpperCase().padStart(4, "0");
      return { ...placeOf(text.slice(0, at)), message: `has ${what} (U+${name}): take it out` };
    }
  }
  return undefined;
}

/** The place right after a text. */
function placeOf(before: string): Readonly<{ line: number; column: number }> {
  const start = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: before.length - start + 1 };
}

/** Where the first character begins that is not UTF-8. */
function firstInvalid(bytes: Uint8Array): number | undefined {
  if (decodes(bytes, bytes.length)) {
    return undefined;
  }
  let [good, bad] = [0, bytes.length + 1];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    [good, bad] = middle <= bytes.length && decodes(bytes, middle, true) ? [middle, bad] : [good, middle];
  }
  // The wrong byte may be the second of a character, or one that is missing: the character is wrong from its first.
  while (!decodes(bytes, good)) {
    good -= 1;
  }
  return good;
}

/** Whether the first bytes are UTF-8; if they are only begun, a character may be cut off at the end. */
function decodes(bytes: Uint8Array, length: number, isBegun = false): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, length), { stream: isBegun });
    return true;
  } catch {
    return false;
  }
}
