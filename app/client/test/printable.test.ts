import assert from "node:assert/strict";
import { test } from "node:test";
import { csvCell, hiddenCharacter, printable, printableLines } from "@defi-ready/securities";

test("what would hide, or steer a terminal, is written out", () => {
  for (const [text, shown] of [
    ["rents of January", "rents of January"],
    ["Mieten für März, 家賃, 🏠", "Mieten für März, 家賃, 🏠"],
    ["\u001b[2Jgone", "\\u001b[2Jgone"],
    ["\u009b2J", "\\u009b2J"],
    ["a\rb\nc\td\0", "a\\u000db\\u000ac\\u0009d\\u0000"],
    ["1\u202e000\u202c1", "1\\u202e000\\u202c1"],
    ["\u2066\u200f\u061c", "\\u2066\\u200f\\u061c"],
    ["a\u200bb\ufeff", "a\\u200bb\\ufeff"],
    ["half \ud83c of a pair", "half \\ud83c of a pair"],
  ] as const) {
    assert.equal(printable(text), shown);
  }
  assert.equal(printableLines("one\ntwo\u001b[0m\r"), "one\ntwo\\u001b[0m\\u000d");
  assert.equal(hiddenCharacter("a".charCodeAt(0)), undefined);
  assert.match(hiddenCharacter(0x202e) ?? "", /direction/);
});

test("a cell of CSV is never a formula, and numbers remain numbers", () => {
  for (const [text, cell] of [
    ["rents", "rents"],
    ['rents, "all"', '"rents, ""all"""'],
    ["=1+1", '"\'=1+1"'],
    ["=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\""],
    ["+49 30", '"\'+49 30"'],
    ["@SUM(A1)", '"\'@SUM(A1)"'],
    ["-2+3", '"\'-2+3"'],
    ["\uff1d1+1", '"\'\uff1d1+1"'],
    ["\n=1", '"\'\\u000a=1"'],
    ["-20.50", "-20.50"],
    ["\t=1", '"\'\\u0009=1"'],
    [" =1", '" =1"'],
    ["", ""],
  ] as const) {
    assert.equal(csvCell(text), cell);
  }
});
