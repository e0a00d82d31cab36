/**
 * Measures the picture of a line of ten thousand tickets in Chromium: the first paint, then updates and the frames in which
 * the line moves. Writes its section of docs/benchmarks.md with `--write`.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import type { Frames } from "./frames-page.js";
import { writeSection } from "./page.js";

const COUNT = 10_000;
const ROUNDS = 40;
const BUDGET = 16;
/** What a browser without a screen needs on a server. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const FINDER = new URL("../../tools/browser", import.meta.url).pathname;
const HERE = new URL(".", import.meta.url).pathname;

const folder = mkdtempSync(join(tmpdir(), "securities-frames-"));
try {
  const frames = await measured();
  const text = section(frames, await sizeOfCharts());
  console.log(text);
  if (process.argv.includes("--write")) {
    writeSection("frames", text);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measured(): Promise<Frames> {
  const options = { bundle: true, minify: true, jsx: "automatic", target: "es2022", write: true } as const;
  const define = { "process.env.NODE_ENV": '"production"' };
  const entryPoints = [join(HERE, "frames-page.tsx"), join(HERE, "../charts/charts.css")];
  await build({
    ...options,
    entryPoints,
    define,
    format: "iife",
    outdir: folder,
    entryNames: "[name]",
    logLevel: "silent",
  });
  const page = join(folder, "index.html");
  writeFileSync(
    page,
    '<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="charts.css"><body><script src="frames-page.js"></script>',
  );
  const executablePath = execFileSync(FINDER, { encoding: "utf8" }).trim();
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  try {
    const tab = await browser.newPage({ viewport: { width: 1_440, height: 900 } });
    await tab.goto(`file://${page}`);
    return (await tab.evaluate(`measure({ count: ${COUNT}, rounds: ${ROUNDS} })`)) as Frames;
  } finally {
    await browser.close();
  }
}

/** What the pictures add to a page that has React and reads accounts already. */
async function sizeOfCharts(): Promise<Readonly<{ bytes: number; gzip: number }>> {
  const sizeOf = async (external: string[]) => {
    const { outputFiles } = await build({
      stdin: { contents: 'export * from "@defi-ready/securities-charts";', resolveDir: HERE },
      ...{ bundle: true, minify: true, write: false, format: "esm", platform: "browser", target: "es2022" },
      define: { "process.env.NODE_ENV": '"production"' },
      external,
      logLevel: "silent",
    });
    return outputFiles[0]?.contents ?? new Uint8Array();
  };
  const code = await sizeOf([
    "react",
    "react/*",
    "@defi-ready/securities",
    "@defi-ready/securities/*",
    "@solana/*",
  ]);
  return { bytes: code.length, gzip: gzipSync(code, { level: 9 }).length };
}

function section(
  { first, updates, work }: Frames,
  { bytes, gzip }: Readonly<{ bytes: number; gzip: number }>,
): string {
  const rows = [
    ["an update, from the accounts to what React has drawn", updates],
    ["a frame while the line moves, all work of the page", work],
  ] as const;
  return `## Pictures

A line of ${grouped(COUNT)} tickets in Chromium without a graphics card, 1,440 pixels wide: its first paint took ${Math.round(first)} ms. Then
${ROUNDS} tickets leave from anywhere in the line and join at its end, one after the other, and the line moves up. Of a machine of
${cpus().length} cores, whose load was ${(loadavg()[0] ?? 0).toFixed(1)}: \`make bench\` measures them again.

| milliseconds | median | 95 of 100 within | longest | budget |
| --- | ---: | ---: | ---: | ---: |
${rows.map(([what, all]) => `| ${what} | ${percentile(all, 0.5)} | ${percentile(all, 0.95)} | ${percentile(all, 1)} | ${BUDGET} |`).join("\n")}

All pictures together add ${grouped(bytes)} bytes to a page that has React and the client, ${grouped(gzip)} compressed with gzip.
`;
}

function percentile(all: readonly number[], part: number): string {
  const sorted = [...all].sort((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? 0).toFixed(1);
}

function grouped(number: number): string {
  return number.toLocaleString("en-US");
}
