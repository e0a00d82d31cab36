/** As much of a shell as the pages use: words, quotes, variables, comments, and output into a file. */

/** A command line, read. */
export type CommandLine = Readonly<{
  words: readonly string[];
  /** Where its output goes, if not to the reader. */
  into?: string;
  /** Variables that it sets, if it is nothing else. */
  sets?: readonly (readonly [name: string, value: string])[];
}>;

const PART = /"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"'|&;<>()`]+)/gy;

/** Reads a command line, with variables by name. */
export function readCommandLine(text: string, variables: ReadonlyMap<string, string>): CommandLine {
  const expand = (part: string) =>
    part.replace(/\$(\w+)/g, (_, name: string) => {
      const value = variables.get(name);
      if (value === undefined) {
        throw new Error(`$${name} is not set`);
      }
      return value;
    });
  const words: string[] = [];
  let into: string | undefined;
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const space = /^\s+/.exec(rest)?.[0].length ?? 0;
    if (space > 0) {
      at += space;
      continue;
    }
    if (rest.startsWith("#")) {
      break;
    }
    const redirected = /^>\s*/.exec(rest)?.[0].length ?? 0;
    at += redirected;
    const start = at;
    let word = "";
    for (;;) {
      PART.lastIndex = at;
      const part = PART.exec(text);
      if (part === null) {
        break;
      }
      const [all, double, single, plain] = part;
      word += single ?? expand(double ?? plain ?? "");
      at += all.length;
    }
    if (at === start) {
      throw new Error(`the pages' shell does not know ${rest}`);
    }
    if (redirected > 0) {
      into = word;
    } else {
      words.push(word);
    }
  }
  const sets = words.map((word) => /^([A-Z_]+)=(.*)$/s.exec(word)).filter((set) => set !== null);
  if (sets.length > 0) {
    if (sets.length < words.length) {
      throw new Error(`variables are set by themselves: ${text}`);
    }
    return { words: [], sets: sets.map(([, name = "", value = ""]) => [name, value]) };
  }
  return { words, ...(into === undefined ? {} : { into }) };
}
