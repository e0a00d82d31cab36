/** What a page refers to: files, their headings, and sources that it quotes. */

import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/** The address of a heading, as it is in a link. */
function anchorOf(heading: string): string {
  const plain = heading.replace(/`/g, "").replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
  return plain
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replace(/ /g, "-");
}

/** Links of a page that lead nowhere. */
export function brokenLinks(root: string, page: string, text: string): string[] {
  const prose = text.replace(/```[\s\S]*?```/g, "").replace(/`[^`\n]*`/g, "");
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) {
      return false;
    }
    const [path = "", anchor] = link.split("#");
    const file = path === "" ? page : normalize(join(dirname(page), path));
    if (!existsSync(join(root, file))) {
      return true;
    }
    if (anchor === undefined || !file.endsWith(".md")) {
      return false;
    }
    const headings = readFileSync(join(root, file), "utf8").matchAll(/^#+ (.*)$/gm);
    return ![...headings].some(([, heading = ""]) => anchorOf(heading) === anchor);
  });
}

/** What the TypeScript on a page imports of our packages: package and name, types aside. */
export function importsOf(text: string): (readonly [from: string, name: string])[] {
  const blocks = [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, block = ""]) => block);
  const imports = blocks.flatMap((block) => [
    ...block.matchAll(/^import \{([^}]*)\} from "(@defi-ready\/[^"]+)";$/gm),
  ]);
  return imports.flatMap(([, names = "", from = ""]) =>
    names
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "" && !name.startsWith("type "))
      .map((name) => [from, name] as const),
  );
}

/** Blocks of a page that are not in the file that `<!-- from: FILE -->` before them names, whatever their indentation. */
export function wrongQuotes(root: string, text: string): string[] {
  const quotes = text.matchAll(/^<!-- from: (\S+) -->\n\n```\w+\n([\s\S]*?)^```$/gm);
  const flat = (lines: string) => lines.split("\n").map((line) => line.trim());
  return [...quotes]
    .filter(([, path = "", quote = ""]) => {
      const source = flat(readFileSync(join(root, path), "utf8")).join("\n");
      return !source.includes(flat(quote).join("\n").trim());
    })
    .map(([, path = "", quote = ""]) => `${path} has no\n${quote}`);
}
