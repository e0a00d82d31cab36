import { gzipSync } from "node:zlib";
import { build, type Metafile } from "esbuild";

/** What a page needs to show a book and take a deposit. */
export const PAGE = ["connect", "readBook", "listTickets", "previewTicket", "deposit"] as const;

/** The most that a page may download for it at once, compressed, in bytes. */
export const BUDGET = 50_000;

/** Means everything in the client. */
export const WHOLE = "*";

/** A bundle for browsers, minified. */
export type Bundle = Readonly<{
  /** What a page loads at once. */
  bytes: number;
  /** Compressed with gzip, each file by itself. */
  gzip: number;
  /** The modules that it loads only once it needs them, such as the words of refusals. */
  later: readonly string[];
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
    outdir: "bundle",
    platform: "browser",
    splitting: true,
    target: "es2022",
    write: false,
  });
  const isAtOnce = loadedAtOnce(metafile);
  const code = outputFiles.flatMap(({ path, contents }) => (isAtOnce(path) ? contents : []));
  const used = Object.entries(metafile.outputs).flatMap(([path, { inputs }]) =>
    Object.entries(inputs).flatMap(([module, { bytesInOutput }]) =>
      bytesInOutput > 0 ? { module, isLater: !isAtOnce(path) } : [],
    ),
  );
  return {
    bytes: sum(code.map(({ length }) => length)),
    gzip: sum(code.map((file) => gzipSync(file, { level: 9 }).length)),
    later: used.flatMap(({ module, isLater }) => (isLater ? module : [])),
    packages: packagesOf(used.map(({ module }) => module)),
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** Tells the files that the first one imports, and those that they import, from those that code asks for later. */
function loadedAtOnce({ outputs }: Metafile): (file: string) => boolean {
  const files = new Set(Object.keys(outputs).filter((path) => outputs[path]?.entryPoint === "<stdin>"));
  for (const file of files) {
    for (const { path, kind } of outputs[file]?.imports ?? []) {
      if (kind === "import-statement") {
        files.add(path);
      }
    }
  }
  return (file) => [...files].some((one) => file.endsWith(one));
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
