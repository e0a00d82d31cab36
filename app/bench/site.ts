import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { SITE } from "@defi-ready/securities-web";

/** The most that the first load may be, compressed, in bytes. */
export const SITE_BUDGET = 300_000;

/** What a browser loads before it shows the deals, or a deal. */
export type Weight = Readonly<{
  /** Bytes as they are, and compressed; faces of letters are compressed already. */
  bytes: number;
  gzip: number;
  /** The files, from the site's folder. */
  files: readonly string[];
}>;

const IMPORTED = /(?:from|import)\s*\(?["']\.\/([\w.-]+\.js)["']/g;
const LINKED = /(?:src|href)="\.\/(assets\/[\w.-]+)"/g;
const FACES = /url\(\.\/([\w.-]+\.woff2)\)/g;

/**
 * The weight of the first load: the page, its style and its faces, and its scripts with what they import at once; with
 * the parts that are loaded for a place, by the beginnings of their names, such as `deal-page`.
 */
export function firstLoad(parts: readonly string[] = []): Weight {
  const html = readFileSync(join(SITE, "index.html"), "utf8");
  const files = new Set(["index.html", ...[...html.matchAll(LINKED)].map(([, path = ""]) => path)]);
  const names = readdirSync(join(SITE, "assets"));
  for (const part of parts) {
    const found = names.find((name) => name.startsWith(`${part}-`) && name.endsWith(".js"));
    if (found === undefined) {
      throw new Error(`the site has no part ${part}`);
    }
    files.add(`assets/${found}`);
  }
  for (const file of files) {
    const more = file.endsWith(".js")
      ? staticImports(read(file))
      : file.endsWith(".css")
        ? faces(read(file))
        : [];
    for (const name of more) {
      files.add(`assets/${name}`);
    }
  }
  const sizes = [...files].map((file) => {
    const body = readFileSync(join(SITE, file));
    return { bytes: body.length, gzip: file.endsWith(".woff2") ? body.length : gzipSync(body).length };
  });
  return {
    bytes: sizes.reduce((sum, one) => sum + one.bytes, 0),
    gzip: sizes.reduce((sum, one) => sum + one.gzip, 0),
    files: [...files],
  };
}

const read = (file: string) => readFileSync(join(SITE, file), "utf8");

/** What a script imports at once; what it imports with a call is loaded later. */
function staticImports(code: string): string[] {
  return [...code.matchAll(IMPORTED)].filter(([all]) => !all.includes("(")).map(([, name = ""]) => name);
}

const faces = (style: string) => [...style.matchAll(FACES)].map(([, name = ""]) => name);
