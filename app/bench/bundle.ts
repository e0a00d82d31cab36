import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** What a page needs to show a book and take a deposit. */
export const PAGE = ["connect", "readBook", "listTickets", "previewTicket", "deposit"] as const;

/** The most that a page may download for it, compressed, in bytes. */
export const BUDGET = 52_000;

/** Means everything in the client. */
export const WHOLE = "*";

/** A bundle for browsers, minified. */
export type Bundle = Readonly<{
  bytes: number;
  /** Compressed with gzip. */
  gzip: number;
  /** The folders that each npm package in it comes from: more than one are copies. */
  packages: ReadonlyMap<string, ReadonlySet<string>>;
}>;

/**
 * Bundles what a page imports from the client, as it is built in `app/client/dist`. Fails on anything from Node.
 *
 * @param names The imports; `"*"` for all of it.
 */
export async function bundle(names: typeof WHOLE | readonly string[]): Promise<Bundle> {
  const what = names === WHOLE ? names : `{ ${names.join(", ")} }`;
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `export ${what} from "@defi-ready/securities";`,
      resolveDir: new URL(".", import.meta.url).pathname,
    },
    bundle: true,
    define: { "process.env.NODE_ENV": '"production"' },
    format: "esm",
    logLevel: "silent",
    metafile: true,
    minify: true,
    platform: "browser",
    target: "es2022",
    write: false,
  });
  const code = outputFiles[0]?.contents ?? new Uint8Array();
  const [output] = Object.values(metafile.outputs);
  const used = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return {
    bytes: code.length,
    gzip: gzipSync(code, { level: 9 }).length,
    packages: packagesOf(used.map(([path]) => path)),
  };
}

/** The folders of each package that files come from. */
export function packagesOf(files: readonly string[]): Map<string, Set<string>> {
  const packages = new Map<string, Set<string>>();
  for (const file of files) {
    const [, folder, name] = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(file) ?? [];
    if (folder !== undefined && name !== undefined) {
      packages.set(name, (packages.get(name) ?? new Set()).add(folder));
    }
  }
  return packages;
}
