/** A word that may come next, and what it means. */
type Word = Readonly<{ word: string; meaning: string }>;

/** An option that takes a value. */
type Valued = Readonly<{
  /** Its names, such as `-u` and `--url`. */
  names: readonly string[];
  /** Its values; empty if they are files or anything else. */
  choices: readonly string[];
}>;

/** A place in the tree of commands. */
export type Place = Readonly<{
  /** The words that lead there, such as `/book/show`; empty for the program itself. */
  path: string;
  /** Subcommands, and values of the first argument. */
  words: readonly Word[];
  options: readonly Word[];
  valued: readonly Valued[];
}>;

/** The shells for which there is a script. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** A shell for which there is a script. */
export type Shell = (typeof SHELLS)[number];

/** The script by which a shell completes a program's command lines. */
export function scriptFor(shell: Shell, name: string, places: readonly Place[]): string {
  const [root] = places;
  const everywhere: Place = root ?? { path: "", words: [], options: [], valued: [] };
  const make = { bash, zsh, fish }[shell];
  return make(name, places, everywhere);
}

const paths = (places: readonly Place[]) => places.map(({ path }) => path).filter((path) => path !== "");

/** Lines of a `case` that says which options take a value, at each place and everywhere. */
function valuedCases(places: readonly Place[], line: (pattern: string, one: Valued) => string): string[] {
  return places.flatMap(({ path, valued }) =>
    valued.map((one) => {
      const pattern = one.names.map((name) => (path === "" ? `*" ${name}"` : `"${path} ${name}"`)).join("|");
      return line(pattern, one);
    }),
  );
}

/** Shared by bash and zsh: the words before the one that is typed lead to a place. */
function walk(places: readonly Place[], words: string, from: number, end: string): string {
  return `  local at="" word i
  for ((i = ${from}; i < ${end}; i++)); do
    word="\${${words}[i]}"
    case "$at $word" in
${valuedCases(places, (pattern) => `      ${pattern}) i=$((i + 1)); continue ;;`).join("\n")}
    esac
    case "$at/$word" in
      ${paths(places).join("|")}) at="$at/$word" ;;
    esac
  done`;
}

function bash(name: string, places: readonly Place[], everywhere: Place): string {
  const list = (words: readonly Word[]) => words.map(({ word }) => word).join(" ");
  const choices = valuedCases(
    places,
    (pattern, one) => `    ${pattern}) COMPREPLY=($(compgen ${valuesOf(one)} -- "$cur")); return ;;`,
  );
  return `# Completes command lines of ${name} in bash.
_${name}() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" words options
${walk(places, "COMP_WORDS", 1, "COMP_CWORD")}
  case "$at \${COMP_WORDS[COMP_CWORD - 1]}" in
${choices.join("\n")}
  esac
  case "$at" in
${places.map(({ path, words, options }) => `    "${path}") words="${list(words)}" options="${list(options)}" ;;`).join("\n")}
  esac
  if [[ $cur == -* ]]; then
    COMPREPLY=($(compgen -W "$options ${list(everywhere.options)}" -- "$cur"))
  else
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
    # Arguments may be files.
    [[ -z $words ]] && COMPREPLY=($(compgen -f -- "$cur"))
  fi
}
complete -o filenames -F _${name} ${name}
`;
}

const valuesOf = ({ choices }: Valued) => (choices.length === 0 ? "-f" : `-W "${choices.join(" ")}"`);

function zsh(name: string, places: readonly Place[], everywhere: Place): string {
  const list = (words: readonly Word[]) =>
    words.map(({ word, meaning }) => quoted(`${word.replaceAll(":", "\\:")}:${meaning}`)).join(" ");
  const choices = valuedCases(places, (pattern, one) => {
    const offer = one.choices.length === 0 ? "_files" : `compadd -- ${one.choices.join(" ")}`;
    return `    ${pattern}) ${offer}; return ;;`;
  });
  return `#compdef ${name}
# Completes command lines of ${name} in zsh.
_${name}() {
${walk(places, "words", 2, "CURRENT")}
  case "$at \${words[CURRENT - 1]}" in
${choices.join("\n")}
  esac
  local -a next options everywhere
  everywhere=(${list(everywhere.options)})
  case "$at" in
${places.map(({ path, words, options }) => `    "${path}") next=(${list(words)}) options=(${list(options)}) ;;`).join("\n")}
  esac
  if [[ \${words[CURRENT]} == -* ]]; then
    options+=("\${everywhere[@]}")
    _describe option options
  elif (( \${#next} )); then
    _describe command next
  else
    _files
  fi
}
if [[ $funcstack[1] == _${name} ]]; then _${name} "$@"; else compdef _${name} ${name}; fi
`;
}

function fish(name: string, places: readonly Place[], everywhere: Place): string {
  const at = (path: string) => `-n ${quoted(`test (__${name}_at) = "${path}"`)}`;
  const optionOf = ({ word, meaning }: Word) =>
    `${word.startsWith("--") ? `-l ${word.slice(2)}` : `-s ${word.slice(1)}`} -d ${quoted(meaning)}`;
  const takes = ({ valued }: Place, word: string) => {
    const found = [...valued, ...everywhere.valued].find(({ names }) => names.includes(word));
    return found === undefined
      ? ""
      : found.choices.length === 0
        ? " -r"
        : ` -x -a ${quoted(found.choices.join(" "))}`;
  };
  const lines = places.flatMap((place) => [
    ...place.words.map(({ word, meaning }) => `${at(place.path)} -f -a ${word} -d ${quoted(meaning)}`),
    ...place.options.map(
      (one) => `${place.path === "" ? "" : `${at(place.path)} `}${optionOf(one)}${takes(place, one.word)}`,
    ),
  ]);
  return `# Completes command lines of ${name} in fish.
function __${name}_at
    set -l at ""
    set -l skip 0
    for word in (commandline -opc)[2..-1]
        if test $skip = 1
            set skip 0
            continue
        end
        switch "$at $word"
${valuedCases(places, (pattern) => `            case ${fishPattern(pattern)}\n                set skip 1`).join("\n")}
        end
        switch "$at/$word"
            case ${paths(places).join(" ")}
                set at "$at/$word"
        end
    end
    echo -n $at
end
${lines.map((line) => `complete -c ${name} ${line}`).join("\n")}
`;
}

/** Patterns of bash as those of fish. */
const fishPattern = (pattern: string) =>
  pattern
    .split("|")
    .map((one) => quoted(one.replaceAll('"', "")))
    .join(" ");

/** A text in single quotes, for zsh and fish. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "’")}'`;
}
