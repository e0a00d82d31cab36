import { Argument, Command, type Option } from "commander";
import { type Place, SHELLS, type Shell, scriptFor } from "./completion-scripts.js";
import { examples } from "./context.js";
import { streamsOf } from "./streams.js";

/** `completion`: a script by which a shell completes command lines. */
export function completionCommand(): Command {
  const command = new Command("completion")
    .description(
      "Print a script by which your shell completes command lines: load it in its start file, or save it where the shell looks for such scripts.",
    )
    .addArgument(new Argument("<shell>", "your shell").choices(SHELLS));
  examples(
    command,
    "completion bash >> ~/.bashrc",
    'completion zsh > "$' + '{fpath[1]}/_securities"',
    "completion fish > ~/.config/fish/completions/securities.fish",
  );
  return command.action((shell: Shell) => {
    const program = rootOf(command);
    streamsOf(command).out(scriptFor(shell, program.name(), placesOf(program)));
  });
}

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}

/** Every command with what may follow it. */
function placesOf(command: Command, path = ""): Place[] {
  const visible = command
    .createHelp()
    .visibleCommands(command)
    .filter((one) => one.name() !== "help");
  const [first] = command.registeredArguments;
  const options = command.createHelp().visibleOptions(command);
  return [
    {
      path,
      words: [
        ...visible.map((one) => ({ word: one.name(), meaning: firstSentence(one.description()) })),
        ...(first?.argChoices ?? []).map((word) => ({ word, meaning: first?.description ?? "" })),
      ],
      options: options.flatMap((option) =>
        namesOf(option).map((word) => ({ word, meaning: firstSentence(option.description) })),
      ),
      valued: options
        .filter((option) => option.required || option.optional)
        .map((option) => ({ names: namesOf(option), choices: option.argChoices ?? [] })),
    },
    ...visible.flatMap((one) => placesOf(one, `${path}/${one.name()}`)),
  ];
}

function namesOf({ short, long }: Option): string[] {
  return [short, long].filter((name) => name !== undefined);
}

function firstSentence(text: string): string {
  return text.split(/(?<=[.:;])\s/)[0]?.replace(/[.:;]$/, "") ?? "";
}
