import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { DealError, formatProblem, loadDeal } from "../src/index.js";
import { dealFolder, edited, GOOD_DEAL } from "./support/deal-text.js";

const folder = dealFolder();

function problemsOfBytes(bytes: Uint8Array): readonly string[] {
  const path = join(folder, "deal.yaml");
  writeFileSync(path, bytes);
  try {
    loadDeal(path);
    return [];
  } catch (error) {
    assert.ok(error instanceof DealError);
    return error.problems.map((problem) => formatProblem({ ...problem, file: "deal.yaml" }));
  }
}

/** The good deal with a byte sequence in place of a name's second letter, at line 12, column 10. */
function named(...bytes: readonly number[]): Uint8Array {
  const [before = "", after = ""] = GOOD_DEAL.split("ame: Senior\n");
  const name = [Buffer.from("ame: S"), Buffer.from(bytes), Buffer.from("nior\n")];
  return Buffer.concat([Buffer.from(before), ...name, Buffer.from(after)]);
}

const utf8 = (text: string) => Buffer.from(text, "utf8");

describe("a deal file that is not UTF-8 is refused with its place", () => {
  const wrong = (byte: string) =>
    `deal.yaml:12:12: is not UTF-8: the byte 0x${byte} begins no character there. Save the file as UTF-8`;

  it("a letter of Windows-1252", () => {
    assert.deepEqual(problemsOfBytes(named(0xe9)), [wrong("e9")]);
    assert.deepEqual(problemsOfBytes(named(0x93)), [wrong("93")]);
    assert.deepEqual(problemsOfBytes(named(0xfc)), [wrong("fc")]);
  });

  it("an overlong form, half of a pair, a character that is cut off", () => {
    assert.deepEqual(problemsOfBytes(named(0xc0, 0xaf)), [wrong("c0")]);
    assert.deepEqual(problemsOfBytes(named(0xed, 0xa0, 0x80)), [wrong("ed")]);
    assert.deepEqual(problemsOfBytes(named(0xe2, 0x82)), [wrong("e2")]);
  });

  it("at the very end of the file", () => {
    const lines = GOOD_DEAL.split("\n").length;
    const problems = problemsOfBytes(Buffer.concat([utf8(GOOD_DEAL), Buffer.from([0xf0, 0x9f])]));
    assert.deepEqual(problems, [
      `deal.yaml:${lines}:1: is not UTF-8: the byte 0xf0 begins no character there. Save the file as UTF-8`,
    ]);
  });

  it("UTF-16, of either order", () => {
    const little = Buffer.from(`\uFEFF${GOOD_DEAL}`, "utf16le");
    assert.deepEqual(problemsOfBytes(little), ["deal.yaml:1: is UTF-16: save it as UTF-8"]);
    assert.deepEqual(problemsOfBytes(Buffer.from(little).swap16()), [
      "deal.yaml:1: is UTF-16: save it as UTF-8",
    ]);
  });
});

describe("what a deal file hides is refused with its place", () => {
  it("characters that do not show, also in comments", () => {
    for (const [hidden, what] of [
      ["\0", "a NUL character (U+0000)"],
      ["\u001b", "a control character (U+001B)"],
      ["\u0085", "a control character (U+0085)"],
      ["\r", "a carriage return without a line feed (U+000D)"],
      ["\u202e", "a character that turns the direction of writing (U+202E)"],
      ["\u200b", "a character without width (U+200B)"],
      ["\ufeff", "a character without width (U+FEFF)"],
      ["\u2028", "a line separator that most editors do not show (U+2028)"],
    ]) {
      const text = edited(["id: 7\n", `id: 7 # seven${hidden}x\n`]);
      assert.deepEqual(problemsOfBytes(utf8(text)), [`deal.yaml:2:14: has ${what}: take it out`], what);
    }
  });
});

describe("a deal file reads the same", () => {
  it("with a byte order mark, and with the line ends of Windows", () => {
    assert.deepEqual(problemsOfBytes(utf8(`\uFEFF${GOOD_DEAL}`)), []);
    assert.deepEqual(problemsOfBytes(utf8(GOOD_DEAL.replaceAll("\n", "\r\n"))), []);
  });

  it("with letters of any script in its names", () => {
    const path = join(folder, "deal.yaml");
    for (const symbol of ["Sé第一", "ক\u200dষ", "שטר"]) {
      writeFileSync(path, edited(["symbol: SEN", `symbol: ${symbol}`]));
      assert.equal(loadDeal(path).tranches[0]?.symbol, symbol);
    }
  });

  it("but a file of payments in another encoding is refused too", () => {
    const csv = "period_start,period_end,amount,note\n2025-01-01,2025-02-01,100,Caf";
    writeFileSync(join(folder, "cafe.csv"), Buffer.concat([utf8(csv), Buffer.from([0xe9, 0x0a])]));
    const problems = problemsOfBytes(utf8(edited(["books:", "payments: cafe.csv\nbooks:"])));
    assert.deepEqual(
      problems.map((line) => line.replace(folder, "")),
      ["deal.yaml:2:30: is not UTF-8: the byte 0xe9 begins no character there. Save the file as UTF-8"],
    );
  });
});
