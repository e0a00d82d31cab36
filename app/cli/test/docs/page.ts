/**
 * A page of the documentation as a list of steps. What a reader types stands in blocks of `console`: after `$ ` a command,
 * continued on the next line after a backslash, and then what it prints; a line `...` stands for any lines. A command
 * without output below it is run, and its output is not compared.
 *
 * HTML comments, which a reader does not see, say what else happens:
 *
 *     <!-- stage: NAME -->        the next part of the story, by `stories.ts`
 *     <!-- later: 31d -->         time passes: days, hours (h) or minutes (m)
 *     <!-- as: NAME -->           whose key file the commands use from here on
 *     <!-- exits: 1 -->           how the last command of the next block ends
 *     <!-- not run: REASON -->    the next block is not run
 *     <!-- from: FILE -->         the next block, of a language, is quoted from a file
 */

/** A command as it stands on a page. */
export type Shown = Readonly<{
  kind: "command";
  /** Of the first line of the command, from 1. */
  line: number;
  text: string;
  /** The lines that the page shows as its output. */
  output: readonly string[];
  /** Line numbers of that output, from 1: the first, and the one after the last. */
  outputLines: readonly [number, number];
  exits: number;
}>;

/** What happens on a page, in order. */
export type Step =
  | Shown
  | Readonly<{ kind: "stage" | "as"; line: number; name: string }>
  | Readonly<{ kind: "later"; line: number; seconds: bigint }>
  | Readonly<{ kind: "not run"; line: number; reason: string; commands: readonly string[] }>;

const SECONDS = { d: 86_400n, h: 3_600n, m: 60n } as const;

/** What a shell understands, whatever a page calls it. */
const SHELLS = ["console", "sh", "bash", "shell", "zsh"];
/** The first words of commands that must not stand in a block which no test reads. */
const COMMANDS = /^ {4}(?:\$ |npx |securities |make |npm |cargo |anchor |solana |tools\/|[A-Z_]+=\S+ \w)/;

/** Reads a page. */
export function stepsOf(text: string, name: string): Step[] {
  const lines = text.split("\n");
  const steps: Step[] = [];
  let told: Remark[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    const at = { name: `${name}:${index + 1}`, line: index + 1 };
    const remark = remarkOf(line, at);
    const [, fence] = /^```(\S*)/.exec(line) ?? [];
    if (remark !== undefined) {
      const step = stepOf(remark, at);
      told = step === undefined ? [...told, remark] : told;
      steps.push(...(step === undefined ? [] : [step]));
    } else if (fence !== undefined) {
      const end = lines.indexOf("```", index + 1);
      if (end < 0) {
        throw new Error(`${at.name}: the block has no end`);
      }
      steps.push(...blockOf(fence, { lines, end, told, at }));
      [told, index] = [[], end];
    } else if (COMMANDS.test(line)) {
      throw new Error(`${at.name}: write commands in a block of console, after "$ "`);
    }
  }
  return steps;
}

type Place = Readonly<{ name: string; line: number }>;
type Remark = Readonly<{ word: string; value: string }>;

/** What a line tells the test, if it does. */
function remarkOf(line: string, at: Place): Remark | undefined {
  const [, word, value = ""] = /^<!-- (stage|later|as|exits|not run): (.+) -->$/.exec(line) ?? [];
  if (word === undefined && /^<!-- (?!(?:from|example): |\w+: (?:begin|end) -->$)/.test(line)) {
    throw new Error(`${at.name}: there is no such remark`);
  }
  return word === undefined ? undefined : { word, value };
}

/** The step that a remark is by itself; of a remark on the next block there is none. */
function stepOf({ word, value }: Remark, at: Place): Step | undefined {
  if (word === "stage" || word === "as") {
    return { kind: word, line: at.line, name: value };
  }
  return word === "later" ? { kind: word, line: at.line, seconds: durationOf(value, at.name) } : undefined;
}

/** The steps of a block. */
function blockOf(
  language: string,
  {
    lines,
    end,
    told,
    at,
  }: Readonly<{ lines: readonly string[]; end: number; told: readonly Remark[]; at: Place }>,
): Step[] {
  if (!SHELLS.includes(language)) {
    if (told.length > 0) {
      throw new Error(`${at.name}: what is not run, or exits otherwise, is a block of console`);
    }
    return [];
  }
  if (language !== "console") {
    throw new Error(`${at.name}: write commands in a block of console, after "$ "`);
  }
  const value = (wanted: string) => told.find(({ word }) => word === wanted)?.value;
  const shown = commandsOf(lines, { from: at.line, end, exits: Number(value("exits") ?? 0) });
  const reason = value("not run");
  const commands = shown.map(({ text }) => text);
  return reason === undefined ? shown : [{ kind: "not run", line: at.line, reason, commands }];
}

function commandsOf(
  lines: readonly string[],
  { from, end, exits }: Readonly<{ from: number; end: number; exits: number }>,
): Shown[] {
  const shown: Shown[] = [];
  let index = from;
  while (index < end) {
    const first = index;
    let text = (lines[index] ?? "").replace(/^\$ /, "");
    if (text === lines[index]) {
      throw new Error(`a block of console begins with a command, not with ${text}`);
    }
    index += 1;
    while (text.endsWith("\\") && index < end) {
      text = `${text.slice(0, -1)}${(lines[index] ?? "").trim()}`;
      index += 1;
    }
    const start = index;
    while (index < end && !(lines[index] ?? "").startsWith("$ ")) {
      index += 1;
    }
    const isLast = index >= end;
    shown.push({
      kind: "command",
      line: first + 1,
      text,
      output: lines.slice(start, index),
      outputLines: [start + 1, index + 1],
      exits: isLast ? exits : 0,
    });
  }
  return shown;
}

/** Reads a duration such as `31d`. */
function durationOf(text: string, at: string): bigint {
  const [, count, unit] = /^(\d+)([dhm])$/.exec(text) ?? [];
  if (count === undefined) {
    throw new Error(`${at}: a duration is like 31d, 2h or 5m`);
  }
  return BigInt(count) * SECONDS[unit as keyof typeof SECONDS];
}
