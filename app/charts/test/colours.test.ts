import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const CSS = ["frame", "pictures", "inks"]
  .map((name) => readFileSync(new URL(`../styles/${name}.css`, import.meta.url), "utf8"))
  .join("\n");
/** Colours of the style sheet by name, for a light and a dark surface. */
const COLOURS = new Map(
  [...CSS.matchAll(/--_([\w-]+): var\(--chart-[\w-]+, light-dark\((#\w{6}), (#\w{6})\)\)/g)].map(
    ([, name = "", light = "", dark = ""]) => [name, [light, dark] as const],
  ),
);
/** What words are written in. */
const OF_TEXT = ["text", "muted", "you", "breach", "holds", "accent"];
/** What only helps the eye along. */
const DECORATION = ["surface", "grid"];

/** Relative luminance as the WCAG define it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

test("contrast is reckoned as the WCAG do", () => {
  assert.equal(contrast("#000000", "#ffffff"), 21);
  assert.ok(Math.abs(contrast("#767676", "#ffffff") - 4.54) < 0.01);
});

test("text has a contrast of 4.5 at least against its surface, and every shape of 3, light and dark", () => {
  const surface = COLOURS.get("surface");
  assert.ok(surface !== undefined && COLOURS.size > 20);
  for (const [name, pair] of COLOURS) {
    if (DECORATION.includes(name)) {
      continue;
    }
    const least = OF_TEXT.includes(name) ? 4.5 : 3;
    for (const [at, colour] of pair.entries()) {
      const found = contrast(colour, surface[at as 0 | 1]);
      assert.ok(found >= least, `${name}, ${at === 0 ? "light" : "dark"}: ${found.toFixed(2)}`);
    }
  }
});

test("every colour that a page may set has a class of the pictures, and the other way round", () => {
  const inks = [...CSS.matchAll(/\.ink-([\w-]+) \{/g)].map(([, name]) => name);
  assert.ok(inks.length > 15);
  assert.deepEqual(
    inks.filter((name) => !COLOURS.has(name ?? "")),
    [],
  );
});
