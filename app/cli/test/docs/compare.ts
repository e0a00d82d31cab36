/** Compares what a page shows with what a command printed. */

/** Signatures and addresses, whole or shortened, are of this run, and so is where the node listens. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/\b[1-9A-HJ-NP-Za-km-z]{80,90}\b/g, "<signature>"],
  [/\b[1-9A-HJ-NP-Za-km-z]{32,44}\b/g, "<address>"],
  [/\b[1-9A-HJ-NP-Za-km-z]{4}\.\.[1-9A-HJ-NP-Za-km-z]{4}\b/g, "<short>"],
  [/127\.0\.0\.1:\d+/g, "<node>"],
];

/** A line as it is compared: without what differs from run to run, nor the width of columns that follows from it. */
function compared(line: string): string {
  const named = NAMES.reduce((text, [pattern, name]) => text.replace(pattern, name), line);
  return named.replace(/\s+/g, " ").trim();
}

/** Lines of a command that say when and under which signature it was sent: the pages leave them out. */
export function withoutSending(output: string): string[] {
  const lines = output.split("\n").filter((line) => !/^sending \w+$/.test(line));
  while (lines.at(-1) === "") {
    lines.pop();
  }
  return lines.map((line) => line.trimEnd());
}

/** Whether lines are what a page shows; `...` on the page stands for any lines, also none. */
export function matches(shown: readonly string[], lines: readonly string[]): boolean {
  const [first, ...rest] = shown;
  if (first === undefined) {
    return lines.length === 0;
  }
  if (first.trim() === "...") {
    return Array.from({ length: lines.length + 1 }).some((_, skip) => matches(rest, lines.slice(skip)));
  }
  const [line, ...others] = lines;
  return line !== undefined && compared(first) === compared(line) && matches(rest, others);
}
