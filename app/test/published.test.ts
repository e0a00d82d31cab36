import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { json, type Package, packages, ROOT } from "./imports.js";

// inputs: .

const run = promisify(execFile);
const PUBLISHED = packages().filter(({ manifest }) => manifest.private !== true);

type Locked = Readonly<{ version?: string; link?: boolean; dev?: boolean; resolved?: string }>;
type Lockfile = Readonly<{ packages: Readonly<Record<string, Locked>> }>;

/** The versions of each npm package that a lockfile has. */
function versions({ packages: locked }: Lockfile): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [path, { version, link }] of Object.entries(locked)) {
    const [, name] = /.*node_modules\/(.+)$/.exec(path) ?? [];
    if (name !== undefined && version !== undefined && link !== true) {
      found.set(name, [...(found.get(name) ?? []), version]);
    }
  }
  return found;
}

test("of kit and its parts the lockfile has one copy each, and nothing of the code generator's", () => {
  const found = versions(json<Lockfile>("package-lock.json"));
  const solana = [...found].filter(([name]) => name.startsWith("@solana"));
  assert.ok(solana.length > 20);
  assert.deepEqual(
    solana.filter(([, all]) => all.length > 1),
    [],
  );
  assert.deepEqual(
    [...found.keys()].filter((name) => name.includes("codama")),
    [],
  );
});

test("copies in a lockfile are seen", () => {
  const lockfile = {
    packages: {
      "node_modules/@solana/errors": { version: "1.0.0" },
      "node_modules/a/node_modules/@solana/errors": { version: "2.0.0" },
      "node_modules/ours": { version: "1.0.0", link: true },
    },
  };
  assert.deepEqual([...versions(lockfile)], [["@solana/errors", ["1.0.0", "2.0.0"]]]);
});

test("lockfiles name no machine", () => {
  for (const path of ["package-lock.json", "app/codegen/package-lock.json"]) {
    const hosts = Object.values(json<Lockfile>(path).packages)
      .map(({ resolved }) => resolved)
      .filter((resolved) => resolved?.includes("://"));
    assert.deepEqual(hosts, [], path);
  }
});

for (const one of PUBLISHED) {
  test(`${one.manifest.name} is published with its exports, types and instructions`, async () => {
    const packed = await pack(one);
    assert.ok(packed.includes("README.md"));
    for (const path of entries(one)) {
      assert.ok(packed.includes(path), path);
    }
    const strays = packed.filter((path) => /(^|\/)(test|src)\/|tsbuildinfo|\.test\./.test(path));
    assert.deepEqual(strays, []);
  });

  test(`${one.manifest.name} has a short introduction`, () => {
    const text = readFileSync(join(ROOT, one.folder, "README.md"), "utf8");
    assert.match(text, new RegExp(`^# ${one.manifest.name}\\n`));
    assert.ok(text.split("\n").length <= 40);
  });
}

/** What `npm pack` would take, without building it again. */
async function pack({ folder }: Package): Promise<string[]> {
  const args = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const { stdout } = await run("npm", args, { cwd: join(ROOT, folder) });
  const answer = JSON.parse(stdout) as Pack[] | Record<string, Pack>;
  const [packed] = Object.values(answer);
  return packed?.files.map(({ path }) => path) ?? [];
}

type Pack = Readonly<{ files: readonly Readonly<{ path: string }>[] }>;

/** Every file that a package's exports and commands name, but for those that only `prepack` copies. */
function entries({ folder, manifest }: Package): string[] {
  const named = [manifest.exports, manifest.bin]
    .flatMap((one) => paths(one))
    .map((path) => path.replace(/^\.\//, ""));
  assert.ok(named.length > 0);
  return named.filter((path) => path !== "dist/idl.json" || existsSync(join(ROOT, folder, path)));
}

function paths(of: unknown): string[] {
  return typeof of === "string" ? [of] : Object.values(of ?? {}).flatMap(paths);
}
