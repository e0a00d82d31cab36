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
import { writeSection } from "./page.js";

const COUNT = 10_000;
const ROUNDS = 40;
const BUDGET = 16;
/** Frames with less, in milliseconds, draw nothing. */
const LEAST = 0.3;
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

type Trace = Readonly<{ traceEvents: readonly Readonly<{ name: string; tdur?: number }>[] }>;
/** Milliseconds. */
type Frames = Readonly<{ first: number; frames: readonly number[] }>;

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
    const first = (await tab.evaluate(`begin(${COUNT})`)) as number;
    await browser.startTracing(tab, { categories: ["devtools.timeline"] });
    await tab.evaluate(`change(${ROUNDS})`);
    const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as Trace;
    // Processor time of the page's thread, so that other work on the machine counts little.
    const frames = traceEvents.filter(
      ({ name, tdur }) => name === "FireAnimationFrame" && tdur !== undefined,
    );
    return { first, frames: frames.map(({ tdur = 0 }) => tdur / 1_000).filter((one) => one > LEAST) };
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
  { first, frames }: Frames,
  { bytes, gzip }: Readonly<{ bytes: number; gzip: number }>,
): string {
  const [median, most, longest] = [0.5, 0.95, 1].map((part) => percentile(frames, part));
  return `## Pictures

A line of ${grouped(COUNT)} tickets in Chromium without a graphics card, 1,440 pixels wide: its first paint took ${Math.round(first)} ms. Then
${ROUNDS} tickets leave from anywhere in the line and join at its end, one after the other, and the line moves up. Each frame in
which the page does something counts: those with a change, from the accounts to what React draws, and those in which the line
moves. Processor time of the page's thread, on a machine whose load was ${(loadavg()[0] ?? 0).toFixed(1)} on ${cpus().length} cores: \`make bench\` measures it again.

| milliseconds a frame | median | 95 of 100 within | longest | budget |
| --- | ---: | ---: | ---: | ---: |
| ${grouped(frames.length)} frames | ${median} | ${most} | ${longest} | ${BUDGET} |

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
