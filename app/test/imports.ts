import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** What is generated is not judged. */
const SKIPPED = ["node_modules", "dist", "generated"];

/** A package of the workspace. */
export type Package = Readonly<{
  /** From the repository's root. */
  folder: string;
  manifest: Manifest;
}>;

type Manifest = Readonly<{
  name: string;
  private?: boolean;
  exports?: Readonly<Record<string, unknown>>;
  bin?: Readonly<Record<string, string>>;
  files?: readonly string[];
  dependencies?: Readonly<Record<string, string>>;
  devDependencies?: Readonly<Record<string, string>>;
}>;

/** The packages of the workspace. */
export function packages(): Package[] {
  const { workspaces } = json<{ workspaces: readonly string[] }>("package.json");
  return workspaces.map((folder) => ({ folder, manifest: json<Manifest>(join(folder, "package.json")) }));
}

/** A file of the repository, as JSON. */
export function json<T>(path: string): T {
  return JSON.parse(readFileSync(join(ROOT, path), "utf8")) as T;
}

/** The TypeScript files below a folder, from the repository's root; without those in folders of the skipped names. */
export function sources(folder: string, skipped: readonly string[] = SKIPPED): string[] {
  return files(folder, /\.tsx?$/, skipped);
}

/** The style sheets below a folder, but those that are built. */
export const styleSheets = (folder: string): string[] => files(folder, /\.css$/, [...SKIPPED, "site"]);

/** The files below a folder whose names fit, from the repository's root; without those in folders of the skipped names. */
function files(folder: string, name: RegExp, skipped: readonly string[]): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((path) => !path.split(sep).some((part) => skipped.includes(part)))
    .sort();
}

/** What a source imports or exports from elsewhere, types included. */
export function importsOf(source: string): string[] {
  const found = source.matchAll(/^(?:import|export)\s(?:[^"';]*?\sfrom\s)?"([^"]+)"|\bimport\("([^"]+)"\)/gm);
  return [...found].map(([, named, called]) => named ?? called ?? "");
}

/** What a file imports. */
export function importsOfFile(path: string): string[] {
  return importsOf(readFileSync(join(ROOT, path), "utf8"));
}

/** Where a relative import leads: the path of a TypeScript file. */
export function resolved(from: string, specifier: string): string {
  const path = normalize(join(dirname(from), specifier));
  const component = path.replace(/\.js$/, ".tsx");
  return existsSync(join(ROOT, component)) ? component : path.replace(/\.js$/, ".ts");
}

/** The name of the package in an import. */
export function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** A circle in a graph, as the nodes on the way round; `undefined` if there is none. */
export function circle(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const visit = (node: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(node)) {
      return [...way.slice(way.indexOf(node)), node];
    }
    if (done.has(node)) {
      return undefined;
    }
    for (const next of graph.get(node) ?? []) {
      const found = visit(next, [...way, node]);
      if (found !== undefined) {
        return found;
      }
    }
    done.add(node);
    return undefined;
  };
  for (const node of graph.keys()) {
    const found = visit(node, []);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
