/**
 * Generates `src/generated/` of the client from the IDL. `--check` writes nothing and fails when what is there differs.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type AnchorIdl, rootNodeFromAnchor } from "@codama/nodes-from-anchor";
import { renderVisitor } from "@codama/renderers-js";
import { type Address, getProgramDerivedAddress } from "@solana/kit";
import { createFromRoot, publicKeyValueNode, setInstructionAccountDefaultValuesVisitor } from "codama";

const CLIENT = fileURLToPath(new URL("../client/", import.meta.url));
const IDL = new URL("../idl/securities.json", import.meta.url);
const GENERATED = "src/generated";

/** Edits to what the renderer writes; each must find its text, so that a new renderer cannot pass by unseen. */
type Edit = Readonly<{ file: RegExp; find: RegExp; replace: string }>;

const EDITS: readonly Edit[] = [
  // Its return type does not fit what kit 8's `extendClient` gives; inferred, it does.
  {
    file: /^programs\/securities\.ts$/,
    find: /(client: T,\s*\)): Omit<T, "securities"> & \{ securities: SecuritiesPlugin \} =>/,
    replace: "$1 =>",
  },
  // The messages are the program's own words to its users: keep them in production bundles too.
  {
    file: /^errors\/.*\.ts$/,
    find: /if \(process\.env\["NODE_ENV"\] !== ["']production["']\) \{\s*return \((\w+) as [^)]*\)(\[code\];)\s*\}\s*return ["']Error message not available[^"']*["'];/,
    replace: "return $1$2",
  },
  {
    file: /^errors\/.*\.ts$/,
    find: /let (\w+): (Record<\w+, string>) \| undefined;\s*if \(process\.env\["NODE_ENV"\] !== ["']production["']\) \{\s*\w+ = (\{[\s\S]*?\n {2}\};)\s*\}/,
    replace: "const $1: $2 = $3",
  },
];

async function generate(into: string): Promise<void> {
  const idl = JSON.parse(readFileSync(IDL, "utf8"), withoutSeeds) as AnchorIdl;
  const codama = createFromRoot(rootNodeFromAnchor(idl));
  codama.update(
    setInstructionAccountDefaultValuesVisitor(await eventAccounts(codama.getRoot().program.publicKey)),
  );
  await codama.accept(
    renderVisitor(into, {
      generatedFolder: GENERATED,
      syncPackageJson: false,
      kitImportStrategy: "rootOnly",
    }),
  );
  const folder = join(into, GENERATED);
  const files = list(folder);
  for (const edit of EDITS) {
    apply(edit, folder, files);
  }
  for (const file of files) {
    addExtensions(join(folder, file));
  }
  writeFileSync(join(folder, "errors/texts.ts"), errorTexts(idl));
}

/**
 * The names and messages of the program's errors by number. The renderer has the names as constants only, and the
 * messages by name: in runs of numbers that follow each other, all of it is much shorter in a page's bundle.
 */
function errorTexts({ errors = [] }: AnchorIdl): string {
  const runs: [first: number, texts: string[]][] = [];
  for (const { code, name, msg = "" } of [...errors].sort((a, b) => a.code - b.code)) {
    const text = `    ${JSON.stringify(`${name} ${msg}`)},\n`;
    const last = runs.at(-1);
    if (last !== undefined && last[0] + last[1].length === code) {
      last[1].push(text);
    } else {
      runs.push([code, [text]]);
    }
  }
  const entries = runs.map(([first, texts]) => `  ${first}: [\n${texts.join("")}  ],\n`);
  return `/** The program's errors, each its name and its message: runs of numbers, each by its first. */
const RUNS: Readonly<Record<number, readonly string[]>> = {
${entries.join("")}};

function textOf(code: number): string {
  for (const first in RUNS) {
    const text = RUNS[first]?.[code - Number(first)];
    if (text !== undefined) {
      return text;
    }
  }
  return "";
}

/** The name of one of the program's errors. */
export function programErrorName(code: number): string | undefined {
  return /^\\w+/.exec(textOf(code))?.[0];
}

/** The program's message for one of its error numbers. */
export function programErrorMessage(code: number): string | undefined {
  return / (.*)/.exec(textOf(code))?.[1];
}
`;
}

/**
 * The renderer mistakes a seed in an account's data (`book.next_ticket`) for the account: addresses are derived in
 * the client's `addresses.ts` instead.
 */
function withoutSeeds(key: string, value: unknown): unknown {
  return key === "pda" ? undefined : value;
}

/** The two accounts of events by self-CPI, which the IDL leaves open, are the same in every instruction. */
async function eventAccounts(program: string) {
  const seeds = { programAddress: program as Address, seeds: ["__event_authority"] };
  const [authority] = await getProgramDerivedAddress(seeds);
  return [
    { account: "eventAuthority", defaultValue: publicKeyValueNode(authority) },
    { account: "program", defaultValue: publicKeyValueNode(program) },
  ];
}

function apply({ file, find, replace }: Edit, folder: string, files: readonly string[]): void {
  let found = false;
  for (const path of files.filter((one) => file.test(one)).map((one) => join(folder, one))) {
    const before = readFileSync(path, "utf8");
    if (find.test(before)) {
      found = true;
      writeFileSync(path, before.replace(find, replace));
    }
  }
  if (!found) {
    throw new Error(`the renderer no longer writes what this edit replaces: ${find} in ${file}`);
  }
}

/** Node's module loader wants whole paths. */
function addExtensions(path: string): void {
  const before = readFileSync(path, "utf8");
  const after = before.replaceAll(/(from\s+["'])(\.{1,2}(?:\/[^"']*)?)(["'])/g, (_, start, target, end) => {
    const isFolder = statSync(join(dirname(path), target), { throwIfNoEntry: false })?.isDirectory() === true;
    return `${start}${target}${isFolder ? "/index.js" : ".js"}${end}`;
  });
  writeFileSync(path, after);
}

function list(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

function differences(expected: string, found: string): string[] {
  const [here, there] = [list(expected), list(found)];
  const read = (folder: string, file: string, files: readonly string[]) =>
    files.includes(file) ? readFileSync(join(folder, file), "utf8") : undefined;
  return [...new Set([...here, ...there])]
    .sort()
    .filter((file) => read(expected, file, here) !== read(found, file, there));
}

/** Generates aside, so that what is there stays whole whatever goes wrong, and hands the result over. */
async function generateAside(use: (generated: string) => void): Promise<void> {
  const temporary = mkdtempSync(join(tmpdir(), "securities-codegen-"));
  try {
    await generate(temporary);
    use(join(temporary, GENERATED));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function check(generated: string): void {
  const differing = differences(generated, join(CLIENT, GENERATED));
  if (differing.length > 0) {
    const names = differing.map((file) => `  ${GENERATED}/${file}`).join("\n");
    process.stderr.write(`not what the IDL gives; run \`npm run generate -w app\`:\n${names}\n`);
    process.exitCode = 1;
  } else {
    process.stdout.write(`${GENERATED} is up to date\n`);
  }
}

function replace(generated: string): void {
  rmSync(join(CLIENT, GENERATED), { recursive: true, force: true });
  cpSync(generated, join(CLIENT, GENERATED), { recursive: true });
  process.stdout.write(`${GENERATED} written\n`);
}

await generateAside(process.argv.includes("--check") ? check : replace);
