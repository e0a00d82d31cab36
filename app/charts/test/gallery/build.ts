import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Browser, chromium } from "playwright-core";
import { playedDeal } from "../support/played.js";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const FINDER = fileURLToPath(new URL("../../../../tools/browser", import.meta.url));
/** What a browser without a screen needs on a server. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Gallery</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' file:; style-src 'self' file:">
<link rel="stylesheet" href="gallery.css"><link rel="stylesheet" href="charts.css"></head>
<body><div id="root"></div><script src="main.js"></script></body>
</html>
`;

/** Plays deals, and builds the page that draws them; returns its address. */
export async function buildGallery(
  options: Readonly<{ out: string; deals: readonly string[] }>,
): Promise<string> {
  const { out, deals } = options;
  const played: [string, unknown][] = [];
  for (const name of deals) {
    played.push([name, await playedDeal(name)]);
  }
  // Amounts are written as texts with an n behind them.
  const data = JSON.stringify(Object.fromEntries(played), (_, value) =>
    typeof value === "bigint" ? `${value}n` : value,
  );
  mkdirSync(out, { recursive: true });
  await build({
    entryPoints: [join(HERE, "main.tsx"), join(HERE, "../../charts.css"), join(HERE, "gallery.css")],
    bundle: true,
    entryNames: "[name]",
    banner: { js: `globalThis.PLAYED=${JSON.stringify(data)};` },
    define: { "process.env.NODE_ENV": '"production"' },
    format: "iife",
    jsx: "automatic",
    logLevel: "error",
    outdir: out,
    target: "es2022",
  });
  writeFileSync(join(out, "index.html"), PAGE);
  return `file://${join(out, "index.html")}`;
}

/** Starts the system's Chromium; `tools/browser` finds or installs it. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = execFileSync(FINDER, { encoding: "utf8" }).trim();
  return await chromium.launch({ executablePath, args: FLAGS });
}
