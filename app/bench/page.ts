import { readFileSync, writeFileSync } from "node:fs";

const PAGE = new URL("../../docs/benchmarks.md", import.meta.url);
/** What `make bench` writes from the bytecode ends where the first of these begins. */
const SECTIONS = ["bundle", "site", "frames", "bot"] as const;

/** Writes a section of docs/benchmarks.md, replacing the old one. */
export function writeSection(name: (typeof SECTIONS)[number], text: string): void {
  const sections = new Map<string, string>();
  let page = readFileSync(PAGE, "utf8");
  for (const one of SECTIONS) {
    const [begin, end] = marks(one);
    const [before, rest] = page.split(begin);
    const [inside, after] = rest?.split(end) ?? [];
    if (before !== undefined && inside !== undefined && after !== undefined) {
      sections.set(one, inside);
      page = `${before.trimEnd()}\n${after}`;
    }
  }
  sections.set(name, `\n${text}`);
  const written = SECTIONS.flatMap((one) => {
    const inside = sections.get(one);
    return inside === undefined ? [] : [marks(one).join(inside)];
  });
  writeFileSync(PAGE, `${[page.trimEnd(), ...written].join("\n\n")}\n`);
  console.log("wrote docs/benchmarks.md");
}

function marks(name: string): [begin: string, end: string] {
  return [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
}
