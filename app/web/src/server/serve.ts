import { readdir, readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { headersOf, pageFor, type Reach } from "./policy.js";

/** The built site, which `make page` writes. */
export const SITE = fileURLToPath(new URL("../../site/", import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};
/** What the server is called by whoever means it. */
const NAMES = ["127.0.0.1", "localhost"];
const HTTP_PORT = 80;
const INDEX = "/index.html";
/** Files whose names hold a hash of what is in them never change. */
const HASHED = /^\/assets\//;

/** A running server of the page. */
export type PageServer = Readonly<{ url: string; close(): Promise<void> }>;

type File = Readonly<{ body: Buffer; type: string }>;

/**
 * Serves the built page on the loopback interface, with the headers that keep it to what it may reach.
 *
 * @throws {Error} If the site is not built, or the port is taken.
 */
export async function servePage(
  options: Readonly<{
    /** 0 takes a free one. */
    port: number;
    reach: Reach;
    /** The folder of the site; the built one if left out. */
    site?: string | undefined;
  }>,
): Promise<PageServer> {
  const { port, reach, site = SITE } = options;
  const files = await load(site, reach);
  const headers = headersOf(reach);
  const server = createServer((request, response) => respond(request, response, { files, headers }));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve());
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** All files of the site, by their paths: nothing else can be asked for. */
async function load(site: string, reach: Reach): Promise<ReadonlyMap<string, File>> {
  const entries = await readdir(site, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = new Map(
    await Promise.all(
      paths.map(async (path) => {
        const body = await readFile(path);
        const type = TYPES[extname(path)] ?? "application/octet-stream";
        return [`/${relative(site, path).split(sep).join("/")}`, { body, type }] as const;
      }),
    ),
  );
  const index = files.get(INDEX);
  if (index === undefined) {
    throw new Error(`there is no page at ${site}: build it with \`make page\``);
  }
  files.set(INDEX, { ...index, body: Buffer.from(pageFor(index.body.toString("utf8"), reach)) });
  return files;
}

/**
 * Whether a request names this server. A page of somebody else whose name suddenly leads here is of another origin by
 * its name alone, and would read what is served, such as an RPC URL with its key.
 */
function isMeant({ headers: { host = "" }, socket: { localPort } }: IncomingMessage): boolean {
  return NAMES.some((name) => host === `${name}:${localPort}` || (localPort === HTTP_PORT && host === name));
}

function respond(
  request: IncomingMessage,
  response: ServerResponse,
  {
    files,
    headers,
  }: Readonly<{ files: ReadonlyMap<string, File>; headers: Readonly<Record<string, string>> }>,
): void {
  if (!isMeant(request)) {
    response.writeHead(421, { ...headers, "content-type": "text/plain; charset=utf-8" });
    response.end("this server answers to its own address alone\n");
    return;
  }
  const [path = "/"] = (request.url ?? "/").split("?");
  const file = files.get(path === "/" ? INDEX : path);
  const isRead = request.method === "GET" || request.method === "HEAD";
  if (!isRead || file === undefined) {
    response.writeHead(isRead ? 404 : 405, { ...headers, "content-type": "text/plain; charset=utf-8" });
    response.end(isRead ? "there is nothing here\n" : "only reading is possible here\n");
    return;
  }
  const caching = HASHED.test(path) ? "public, max-age=31536000, immutable" : "no-cache";
  response.writeHead(200, { ...headers, "content-type": file.type, "cache-control": caching });
  response.end(request.method === "HEAD" ? undefined : file.body);
}
