import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import {
  circle,
  importsOf,
  importsOfFile,
  json,
  type Package,
  packageOf,
  packages,
  ROOT,
  resolved,
  sources,
  styleSheets,
} from "./imports.js";

// inputs: .

const ALL = packages();
const OURS = new Map(ALL.map((one) => [one.manifest.name, one]));
const ROOT_TOOLS = Object.keys(
  json<{ devDependencies: Record<string, string> }>("package.json").devDependencies,
);

/** The rule as app/README.md draws it: folder, and the folders that it may import. */
function rule(): Map<string, string[]> {
  const page = readFileSync(join(ROOT, "app/README.md"), "utf8");
  const rows = page.matchAll(/^\| `([\w/]+)` \| [^|]+ \| ([^|]+) \|$/gm);
  return new Map(
    [...rows].map(([, folder = "", may = ""]) => [
      folder,
      [...may.matchAll(/`([\w/]+)`/g)].map(([, one = ""]) => one),
    ]),
  );
}

const RULE = rule();
const isSource = ({ folder }: Package, path: string) =>
  path.startsWith(`${folder}/src/`) || (folder === "app/bench" && !path.endsWith(".test.ts"));
const filesOf = ({ folder }: Package) => sources(folder);
const imported = (path: string) => importsOfFile(path).map((specifier) => ({ path, specifier }));
const isRelative = ({ specifier }: Readonly<{ specifier: string }>) => specifier.startsWith(".");

test("the rule names every package, and allows no circle", () => {
  assert.deepEqual([...RULE.keys()].sort(), ALL.map(({ folder }) => folder).sort());
  assert.equal(circle(RULE), undefined);
});

test("a package imports only what the rule allows", () => {
  for (const one of ALL) {
    const allowed = RULE.get(one.folder) ?? [];
    const others = filesOf(one)
      .filter((path) => isSource(one, path))
      .flatMap(imported)
      .map(({ path, specifier }) => ({ path, other: OURS.get(packageOf(specifier))?.folder }))
      .filter(({ other }) => other !== undefined && other !== one.folder);
    for (const { path, other } of others) {
      assert.ok(allowed.includes(other ?? ""), `${path} imports ${other}`);
    }
  }
});

test("what the rule allows is needed", () => {
  for (const one of ALL) {
    const used = new Set(
      filesOf(one)
        .flatMap(importsOfFile)
        .map((specifier) => OURS.get(packageOf(specifier))?.folder),
    );
    for (const other of RULE.get(one.folder) ?? []) {
      assert.ok(used.has(other), `${one.folder} does not use ${other}`);
    }
  }
});

test("a package declares its imports: for its sources as dependencies, for its tests also as development dependencies", () => {
  for (const one of ALL) {
    const { dependencies = {}, devDependencies = {}, name } = one.manifest;
    const tests = [...Object.keys(dependencies), ...Object.keys(devDependencies), ...ROOT_TOOLS, name];
    for (const { path, specifier } of filesOf(one).flatMap(imported)) {
      const other = packageOf(specifier);
      if (isRelative({ specifier }) || isBuiltin(specifier)) {
        continue;
      }
      const isInstalled = isSource(one, path) && one.manifest.private !== true && !isBundled(one, path);
      const known = isInstalled ? Object.keys(dependencies) : tests;
      assert.ok(known.includes(other), `${path} imports ${other}`);
    }
  }
});

/** Whether a source goes into the built site, with what it imports: only what the package exports imports at run time. */
function isBundled(one: Package, path: string): boolean {
  if (one.manifest.files?.includes("site") !== true) {
    return false;
  }
  const reached = new Set([`${one.folder}/src/index.ts`]);
  for (const file of reached) {
    for (const specifier of importsOfFile(file).filter((other) => other.startsWith("."))) {
      reached.add(resolved(file, specifier));
    }
  }
  return !reached.has(path);
}

test("a project of tsc refers to the packages that its files import: else it may be built before them", () => {
  const projectOf = (path: string): string =>
    existsSync(join(ROOT, path, "tsconfig.json")) ? path : projectOf(dirname(path));
  let checked = 0;
  for (const one of ALL) {
    for (const { path, specifier } of filesOf(one).flatMap(imported)) {
      const other = OURS.get(packageOf(specifier))?.folder;
      const project = projectOf(dirname(path));
      if (other === undefined || other === project) {
        continue;
      }
      const { references = [] } = json<{ references?: { path: string }[] }>(`${project}/tsconfig.json`);
      const known = references.map((reference) => join(project, reference.path));
      assert.ok(
        known.includes(other),
        `${path} imports ${other}, to which ${project}/tsconfig.json does not refer`,
      );
      checked += 1;
    }
  }
  assert.ok(checked > 100, `${checked} imports`);
});

test("packages import each other by what they export, never by their files", () => {
  for (const one of ALL) {
    for (const { path, specifier } of filesOf(one).flatMap(imported)) {
      const other = OURS.get(packageOf(specifier));
      if (isRelative({ specifier })) {
        assert.ok(resolved(path, specifier).startsWith(`${one.folder}/`), `${path} imports ${specifier}`);
      } else if (other !== undefined) {
        // Bundlers take the address of a file that is imported with `?url`.
        const entry = `.${specifier.replace(/\?url$/, "").slice(other.manifest.name.length)}`;
        assert.ok(entry in (other.manifest.exports ?? {}), `${path} imports ${specifier}`);
      }
    }
  }
});

test("no files of a package import each other in a circle", () => {
  for (const one of ALL) {
    const graph = new Map(
      filesOf(one).map((path) => [
        path,
        imported(path)
          .filter(isRelative)
          .map(({ specifier }) => resolved(path, specifier)),
      ]),
    );
    assert.ok(graph.size > 1);
    assert.equal(circle(graph), undefined);
  }
});

test("the client takes nothing of Node's", () => {
  const client = ALL.find(({ folder }) => folder === "app/client");
  assert.ok(client !== undefined);
  for (const path of filesOf(client).filter((file) => isSource(client, file))) {
    assert.deepEqual(importsOfFile(path).filter(isBuiltin), [], path);
    const code = readFileSync(join(ROOT, path), "utf8").replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*|"[^"\n]*"/g, "");
    // `Buffer` and `process` are of Node; `Buffer.from` of a variable called `data` would pass the types of neither.
    assert.doesNotMatch(code, /\b(Buffer|process|__dirname|require)\b/, path);
  }
});

test("the command line loads history and demo for the commands that need them alone: they are half of its start", () => {
  const reached = new Set(["app/cli/src/main.ts"]);
  const loaded = new Set<string>();
  for (const path of reached) {
    for (const specifier of importsAtStart(readFileSync(join(ROOT, path), "utf8"))) {
      if (isRelative({ specifier })) {
        reached.add(resolved(path, specifier));
      } else {
        loaded.add(packageOf(specifier));
      }
    }
  }
  assert.ok(reached.size > 50, `${reached.size} files are loaded`);
  assert.ok(loaded.has("@defi-ready/securities"));
  for (const name of ["@defi-ready/securities-indexer", "@defi-ready/securities-demo", "react-dom"]) {
    assert.ok(!loaded.has(name), name);
  }
});

/** What a source imports as soon as it is loaded itself. */
function importsAtStart(source: string): string[] {
  const later = /\bimport\(\s*"[^"]+"\s*\)|^(?:import|export) type\s[^"';]*?\sfrom "[^"]+"/gm;
  return importsOf(source.replace(later, ""));
}

test("imports of every form, and circles, are seen", () => {
  const source = [
    'import { a } from "one";',
    'import type {\n  B,\n  C,\n} from "./two.js";',
    'export * from "three/sub";',
    'import "four";',
    'const five = await import("five");',
    'const text = "from six";',
  ].join("\n");
  assert.deepEqual(importsOf(source), ["one", "./two.js", "three/sub", "four", "five"]);
  assert.deepEqual(["@a/b/c", "d/e", "f"].map(packageOf), ["@a/b", "d", "f"]);
  assert.equal(resolved("a/b/c.ts", "../d.js"), "a/d.ts");
  const graph = new Map([
    ["a", ["b"]],
    ["b", ["c", "d"]],
    ["c", []],
    ["d", ["b"]],
  ]);
  assert.deepEqual(circle(graph), ["b", "d", "b"]);
  graph.set("d", ["c"]);
  assert.equal(circle(graph), undefined);
});

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith("node:") || builtinModules.includes(specifier);
}

test("no source and no style sheet is longer than 400 lines, and every exported item says what it is", () => {
  const all = ALL.flatMap(filesOf);
  assert.ok(all.length > 300, `${all.length} sources`);
  const sheets = ALL.flatMap(({ folder }) => styleSheets(folder));
  assert.ok(sheets.length > 15, `${sheets.length} style sheets`);
  const declared =
    /^export (?:declare )?(?:async )?(?:abstract )?(?:function\*?|const|let|class|type|interface|enum) (\w+)/;
  const silent: string[] = [];
  for (const path of [...all, ...sheets]) {
    const lines = readFileSync(join(ROOT, path), "utf8").split("\n");
    assert.ok(lines.length <= 401, `${path} has ${lines.length - 1} lines`);
    lines.forEach((line, at) => {
      const [, name] = declared.exec(line) ?? [];
      const before = lines[at - 1] ?? "";
      // An overload is documented once.
      if (name !== undefined && !before.endsWith("*/") && !before.includes(`function ${name}`)) {
        silent.push(`${path}: ${name}`);
      }
    });
  }
  assert.deepEqual(silent, []);
});
