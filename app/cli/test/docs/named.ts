/** Commands that a page names without running them: in its prose and its tables. */

import type { Command } from "commander";

/** Words of a command line, up to the first that is no name of a command. */
function found(program: Command, words: readonly string[]): Command | undefined {
  let command = program;
  for (const word of words) {
    if (!/^[a-z][a-z-]*$/.test(word) || command.commands.length === 0) {
      return command;
    }
    const next = command.commands.find((child) => child.name() === word || child.aliases().includes(word));
    if (next === undefined) {
      return undefined;
    }
    command = next;
  }
  return command;
}

function optionsOf(command: Command | null): string[] {
  return command === null
    ? []
    : [
        ...command.options.flatMap(({ long, short }) => [long ?? "", short ?? ""]),
        ...optionsOf(command.parent),
      ];
}

/** What a page names that the command line does not have: commands, and options of them. */
export function unknownCommands(program: Command, text: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, "");
  const spans = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span = ""]) => span);
  const groups = program.commands.map((command) => command.name());
  return spans.filter((span) => {
    const words = span.replace(/^(?:npx )?securities /, "").split(/\s+/);
    const isNamed = span !== words.join(" ") || (words.length > 1 && groups.includes(words[0] ?? ""));
    if (!isNamed) {
      return false;
    }
    const start = words.findIndex((word) => groups.includes(word));
    const command = found(program, start < 0 ? words : words.slice(start));
    const options = [...span.matchAll(/(?<![\w-])--[a-z-]+/g)].map(([option]) => option);
    const known = command === undefined ? [] : optionsOf(command);
    return command === undefined || start < 0 || options.some((option) => !known.includes(option));
  });
}
