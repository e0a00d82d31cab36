import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BrowserContext, chromium, type Page } from "playwright-core";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const FINDER = fileURLToPath(new URL("../../../../tools/browser", import.meta.url));
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** A browser with a fresh profile. */
export type Browser = Readonly<{
  /** Opens a page; what goes wrong in it is collected. */
  open(options: OpenOptions): Promise<Watched>;
  close(): Promise<void>;
}>;

/** How a page is opened. */
export type OpenOptions = Readonly<{
  /** The page's own server, to which the path is appended. */
  url: string;
  /** Behind the `#`, from `/` on; the deals if left out. */
  path?: string | undefined;
  /** The only origin besides the page's own that may be asked: the node's. */
  node: string;
  /** In CSS pixels; 1440 if left out. */
  width?: number | undefined;
  /** Light if left out. */
  scheme?: "light" | "dark" | undefined;
  /** Called before the page is loaded, to put something into it such as a wallet. */
  prepare?: ((page: Page) => Promise<void>) | undefined;
}>;

/** A page, and what went wrong in it so far. */
export type Watched = Readonly<{
  page: Page;
  /** Errors in the console, uncaught exceptions, and requests to other origins, in words. Tests expect none. */
  faults: string[];
  /** What axe finds, by rule and element, in words. */
  axe(): Promise<string[]>;
  close(): Promise<void>;
}>;

/** Starts the system's Chromium; it is looked for, or installed, by `tools/browser`. */
export async function startBrowser(
  place: Readonly<{ locale?: string; timezoneId?: string }> = {},
): Promise<Browser> {
  const executablePath = execFileSync(FINDER, { encoding: "utf8" }).trim();
  const profile = await mkdtemp(join(tmpdir(), "securities-page-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: FLAGS,
    locale: "en-US",
    timezoneId: "UTC",
    ...place,
    permissions: ["clipboard-read", "clipboard-write"],
  });
  return {
    open: (options) => open(context, options),
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

async function open(context: BrowserContext, options: OpenOptions): Promise<Watched> {
  const { url, path = "/", node, width = 1440, scheme = "light" } = options;
  const page = await context.newPage();
  const faults: string[] = [];
  const allowed = [url, node, node.replace(/^http/, "ws")].map((one) => new URL(one).origin);
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      faults.push(`console: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => faults.push(`uncaught: ${error.stack ?? error.message}`));
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== "data:" && protocol !== "blob:" && !allowed.includes(origin)) {
      faults.push(`request to ${request.url()}`);
    }
  });
  page.on("websocket", (socket) => {
    if (!allowed.includes(new URL(socket.url()).origin)) {
      faults.push(`socket to ${socket.url()}`);
    }
  });
  await page.setViewportSize({ width, height: Math.round(width < 600 ? width * 2 : width * 0.625) });
  await page.emulateMedia({ colorScheme: scheme });
  await options.prepare?.(page);
  await page.goto(`${url}#${path}`);
  return { page, faults, axe: () => axe(page), close: () => page.close() };
}

/** Runs axe in the page, past the page's own policy, which lets no script in. */
async function axe(page: Page): Promise<string[]> {
  // Colours that are on their way from light to dark are those of neither.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => Number.isFinite(Number(effect?.getComputedTiming().endTime)))
        .map(({ finished }) => finished),
    ).then(() => undefined),
  );
  await page.evaluate(readFileSync(AXE, "utf8"));
  return await page.evaluate(async () => {
    const { axe: runner } = globalThis as unknown as { axe: { run(): Promise<AxeResult> } };
    const { violations } = await runner.run();
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${help}: ${html}: ${failureSummary}`),
    );
  });
}

type AxeResult = Readonly<{
  violations: readonly Readonly<{
    id: string;
    help: string;
    nodes: readonly Readonly<{ html: string; failureSummary: string }>[];
  }>[];
}>;

/** Writes a picture of the whole page, once its fonts are there and nothing moves. */
export async function screenshot(page: Page, path: string, full = true): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path, fullPage: full, animations: "disabled" });
}
