import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const SOURCES = fileURLToPath(new URL("../src/", import.meta.url));

/** A parameter as the source writes it; an object that is taken apart is called `options`. */
type Parameter = Readonly<{ name: string; type: string }>;

/** A function as its declaration shows it to callers. */
export type Signature = Readonly<{
  name: string;
  isAsync: boolean;
  parameters: readonly Parameter[];
  returns: string;
}>;

/** All of the client's own sources in one text. */
export function clientSources(): string {
  return readdirSync(SOURCES, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.includes("generated"))
    .map((path) => readFileSync(`${SOURCES}${path}`, "utf8"))
    .join("\n");
}

/** The values that the client exports, types left out. */
export function exportedNames(): string[] {
  const index = readFileSync(`${SOURCES}index.ts`, "utf8");
  const others = [...index.matchAll(/^export \* from "\.\/(.*)\.js";$/gm)].map(([, path = ""]) =>
    readFileSync(`${SOURCES}${path}.ts`, "utf8"),
  );
  const all = [index, ...others].join("\n");
  return [...all.matchAll(/export \{([^}]*)\}|^export function (\w+)/gm)]
    .flatMap(([, names = "", name = ""]) => [...names.split(","), name])
    .map((name) => name.trim())
    .filter((name) => name !== "" && !name.startsWith("type "));
}

/** A function's signature; `undefined` for a name that is no function's. */
export function signatureOf(source: string, name: string): Signature | undefined {
  const start = new RegExp(
    `^export (?:(async )?function\\*? ${name}|const ${name} = (async )?)(?:<[^>(]*>)?\\(`,
    "m",
  ).exec(source);
  if (start === null) {
    return undefined;
  }
  const from = start.index + start[0].length;
  const end = endOf(source, from, (rest) => rest.startsWith(")"));
  const bodyAt = endOf(source, end + 1, (rest) => /^( \{|\s=>)/.test(rest));
  return {
    name,
    isAsync: start[1] !== undefined || start[2] !== undefined,
    parameters: split(source.slice(from, end)).map(parameterOf),
    returns: source.slice(end + 1, bodyAt).replace(/^:\s*/, ""),
  };
}

function parameterOf(text: string): Parameter {
  const colon = endOf(text, 0, (rest) => /^\??:/.test(rest));
  const name = text.slice(0, colon).trim();
  // A default without a type is a number or a text.
  const type = colon < text.length ? text.slice(colon).replace(/^\??:\s*|\s=\s[\s\S]*$/g, "") : "number";
  return { name: name.startsWith("{") ? "options" : name, type };
}

/** The parts of a list of parameters. */
function split(list: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at < list.length; ) {
    const comma = endOf(list, at, (rest) => rest.startsWith(","));
    parts.push(list.slice(at, comma).trim());
    at = comma + 1;
  }
  return parts.filter((part) => part !== "");
}

/** Where something comes first that is in no brackets of its own, comments and arrows passed over. */
function endOf(text: string, from: number, isEnd: (rest: string) => boolean): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const rest = text.slice(at, at + 400);
    const passed = /^(\/\*[\s\S]*?\*\/|\/\/.*|=>)/.exec(text.slice(at))?.[0].length ?? 0;
    if (depth === 0 && isEnd(rest)) {
      return at;
    }
    if (passed > 0) {
      at += passed - 1;
    } else if (/[([{<]/.test(text[at] ?? "")) {
      depth += 1;
    } else if (/[)\]}>]/.test(text[at] ?? "")) {
      depth -= 1;
    }
  }
  return text.length;
}
