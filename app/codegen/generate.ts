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
import {
  createFromRoot,
  flattenInstructionDataArgumentsVisitor,
  publicKeyValueNode,
  setInstructionAccountDefaultValuesVisitor,
  unwrapDefinedTypesVisitor,
} from "codama";

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
  // Both ways to create a tranche take these, each by its name, as every other instruction takes its arguments.
  codama.update(unwrapDefinedTypesVisitor(["trancheArgs"]));
  codama.update(flattenInstructionDataArgumentsVisitor());
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
  writeFileSync(join(folder, "events.ts"), eventDecoders(idl));
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

type IdlType = string | { array: [IdlType, number] } | { vec: IdlType } | { defined: { name: string } };

/** The decoders of values that an event may hold, by the IDL's names. */
const SCALARS: Readonly<Record<string, string>> = {
  bool: "getBooleanDecoder",
  i64: "getI64Decoder",
  pubkey: "getAddressDecoder",
  u8: "getU8Decoder",
  u16: "getU16Decoder",
  u32: "getU32Decoder",
  u64: "getU64Decoder",
};

/** Decoders of the program's events by name, which the renderer leaves out, and the bytes that each begins with. */
function eventDecoders(idl: AnchorIdl): string {
  const { events = [], types = [] } = idl as unknown as {
    events?: readonly { name: string; discriminator: readonly number[] }[];
    types?: readonly {
      name: string;
      type: { fields: readonly { name: string; docs?: string[]; type: IdlType }[] };
    }[];
  };
  const [kits, ours] = [new Set(["getStructDecoder"]), new Set<string>()];
  const use = (name: string, from = kits) => {
    from.add(name);
    return name;
  };
  const decoder = (type: IdlType): string => {
    if (type === "string") {
      return `${use("addDecoderSizePrefix")}(${use("getUtf8Decoder")}(), ${use("getU32Decoder")}())`;
    }
    if (typeof type === "string") {
      const scalar = SCALARS[type];
      if (scalar === undefined) {
        throw new Error(`no decoder for ${type}, which an event holds`);
      }
      return `${use(scalar)}()`;
    }
    if ("defined" in type) {
      return `${use(`get${type.defined.name}Decoder`, ours)}()`;
    }
    if ("vec" in type) {
      return `${use("getArrayDecoder")}(${decoder(type.vec)})`;
    }
    const [of, size] = type.array;
    return of === "u8"
      ? `${use("fixDecoderSize")}(${use("getBytesDecoder")}(), ${size})`
      : `${use("getArrayDecoder")}(${decoder(of)}, { size: ${size} })`;
  };
  const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const entries = events.map(({ name, discriminator }) => {
    const fields = types.find((type) => type.name === name)?.type.fields ?? [];
    const rows = fields.map(({ name: field, type }) => `      ["${camel(field)}", ${decoder(type)}],\n`);
    const start = Buffer.from(discriminator).toString("hex");
    return `  ${name}: {\n    start: "${start}",\n    decoder: getStructDecoder([\n${rows.join("")}    ]),\n  },\n`;
  });
  return `import {\n${[...kits]
    .sort()
    .map((name) => `  ${name},\n`)
    .join("")}} from "@solana/kit";
import { ${[...ours].sort().join(", ")} } from "./types/index.js";

/** The program's events by name: the bytes that each begins with, in hexadecimal, and what decodes the rest. */
export const EVENTS = {
${entries.join("")}};
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
