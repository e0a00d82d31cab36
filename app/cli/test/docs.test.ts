/**
 * Every command that the documentation shows is run, in the order of its page, on a chain of the page's own, and prints
 * what the page says that it prints. `UPDATE_DOCS=1` writes into the pages what was printed instead.
 */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { runCommandLine } from "@defi-ready/securities-cli";
import { buildProgram } from "../src/program.js";
import { matches, withoutSending } from "./docs/compare.js";
import { brokenLinks, importsOf, wrongQuotes } from "./docs/links.js";
import { unknownCommands } from "./docs/named.js";
import { type Shown, type Step, stepsOf } from "./docs/page.js";
import { readCommandLine } from "./docs/shell.js";
import { STAGES, Story } from "./docs/stories.js";

// inputs: .

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const UPDATES = process.env.UPDATE_DOCS === "1";
/** The pages: README and reference, and the read-me files of packages. */
const PAGES = [
  "README.md",
  ...readdirSync(join(ROOT, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`)
    .sort(),
  ...readdirSync(join(ROOT, "app"))
    .map((name) => `app/${name}/README.md`)
    .filter((page) => existsSync(join(ROOT, page)))
    .sort(),
  "app/README.md",
  "migrations/README.md",
];
/** The one page to play, if not all. */
const ONLY = process.env.DOCS;
/** Why a command is not run here. Each is said on the page too, where a reader does not see it. */
const REASONS = [
  "builds the program: CI runs it as a step of its own",
  "runs until it is stopped: bot-service.test.ts and bot-run.test.ts do",
  "is a step of CI of its own",
  "needs Anchor's command line: migrations/test/command.test.ts calls what it calls",
  "starts a server: app/validator/test/command.test.ts does",
  "needs a history: app/cli/test/history.test.ts makes one",
  "serves until it is stopped: app/cli/test/page.test.ts does",
  "plays a whole deal: app/demo/test/demo.test.ts does",
  "needs a deal at its end: app/cli/test/wind-down.test.ts plays one to nothing",
  "needs a deal whose sponsor draws nothing: app/cli/test/budgets.test.ts makes one",
];

/** Words that are read in ten minutes. */
const TEN_MINUTES = 2_000;
/** Columns of the pages' terminal. */
const WIDTH = "120";
const SOMEBODY = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";

/** What a page shows and what was printed instead. */
type Difference = Readonly<{ shown: Shown; lines: readonly string[] }>;

for (const name of PAGES.filter((page) => ONLY === undefined || page.includes(ONLY))) {
  const text = readFileSync(join(ROOT, name), "utf8");
  const steps = stepsOf(text, name);
  if (steps.length > 0) {
    test(`${name} does what it says`, async (context) => {
      for (const step of steps) {
        if (step.kind === "not run") {
          assert.ok(REASONS.includes(step.reason), `${name}:${step.line}: no such reason: ${step.reason}`);
          context.diagnostic(`not run here: it ${step.reason}: ${step.commands.join("; ")}`);
        }
      }
      if (steps.some(({ kind }) => kind === "command")) {
        const differences = await played(name, steps);
        if (UPDATES) {
          writeFileSync(join(ROOT, name), updated(text, differences));
        } else {
          const told = differences.map(({ shown, lines }) =>
            [`${name}:${shown.line}: $ ${shown.text}`, "prints", ...lines, "and not", ...shown.output].join(
              "\n",
            ),
          );
          assert.deepEqual(told, []);
        }
      }
    });
  }
}

test("links lead somewhere, and what is quoted from a source is in it", () => {
  const texts = PAGES.map((page) => [page, readFileSync(join(ROOT, page), "utf8")] as const);
  const broken = texts.flatMap(([page, text]) =>
    brokenLinks(ROOT, page, text).map((link) => `${page}: ${link}`),
  );
  assert.deepEqual(broken, []);
  const wrong = texts.flatMap(([page, text]) => wrongQuotes(ROOT, text).map((quote) => `${page}: ${quote}`));
  assert.deepEqual(wrong, []);
  const quoted = texts.filter(([, text]) => text.includes("<!-- from: "));
  assert.ok(quoted.length > 0);
});

test("TypeScript on a page imports what there is", async () => {
  const imports = PAGES.flatMap((page) => importsOf(readFileSync(join(ROOT, page), "utf8")));
  assert.ok(imports.length > 20);
  for (const [from, name] of imports) {
    const exported = (await import(from)) as object;
    assert.ok(name in exported, `${from} exports ${name}`);
  }
});

test("commands that a page names without running them are there, with their options", () => {
  const program = buildProgram();
  const unknown = PAGES.flatMap((page) =>
    unknownCommands(program, readFileSync(join(ROOT, page), "utf8")).map((span) => `${page}: ${span}`),
  );
  assert.deepEqual(unknown, []);
  const wrong = "`book sell BOOK`, `securities nothing`, `book show BOOK --all`, `book show BOOK`, `book`";
  assert.deepEqual(unknownCommands(program, wrong), [
    "book sell BOOK",
    "securities nothing",
    "book show BOOK --all",
  ]);
});

test("a page for a reader takes ten minutes at most", () => {
  for (const page of PAGES.filter((name) => name.startsWith("docs/for-"))) {
    const prose = readFileSync(join(ROOT, page), "utf8").replace(/```[\s\S]*?```|<!--.*-->/g, "");
    const words = prose.split(/\s+/).length;
    assert.ok(words <= TEN_MINUTES, `${page} has ${words} words`);
  }
});

test("a page that is wrong is seen", () => {
  assert.ok(matches(["a  b", "...", "9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"], ["a b", "c", SOMEBODY]));
  for (const lines of [["a"], ["a", "b", "c"], ["a", "c"], []]) {
    assert.equal(matches(["a", "b"], lines), false, lines.join());
  }
  const links = "[a](nowhere.md) [b](program.md#nothing) [c](program.md#keys) [d](#here)\n# Here";
  assert.deepEqual(brokenLinks(ROOT, "docs/client.md", links), ["nowhere.md", "program.md#nothing", "#here"]);
  assert.equal(wrongQuotes(ROOT, "<!-- from: Cargo.toml -->\n\n```toml\n[nothing]\n```\n").length, 1);
  const wrong = [
    "```sh\nsecurities show\n```",
    "    securities show X",
    "```console\nsecurities show\n```",
    "```console\n$ securities show\n",
    "<!-- not ran: because -->",
    "<!-- later: soon -->",
    "<!-- exits: 1 -->\n```yaml\na: 1\n```",
  ];
  for (const text of wrong) {
    assert.throws(() => stepsOf(text, "page"), Error, text);
  }
  for (const text of ["a | b", "a && b", "$NOBODY", "A=1 b"]) {
    assert.throws(() => readCommandLine(text, new Map()), Error, text);
  }
  const { words, into } = readCommandLine(`a "b c" 'd $e' $F > g # h`, new Map([["F", "f"]]));
  assert.deepEqual([words, into], [["a", "b c", "d $e", "f"], "g"]);
});

/** Plays a page, and says where it differs. */
async function played(name: string, steps: readonly Step[]): Promise<Difference[]> {
  const story = await Story.start();
  const [home, folder] = [process.env.HOME, process.cwd()];
  process.env.HOME = story.folder;
  process.env.COLUMNS = WIDTH;
  process.chdir(story.folder);
  const differences: Difference[] = [];
  let keyFile = "sponsor.json";
  try {
    for (const step of steps) {
      const at = `${name}:${step.line}`;
      if (step.kind === "stage") {
        const stage = STAGES[step.name];
        assert.ok(stage, `${at}: there is no stage ${step.name}`);
        await stage(story);
      } else if (step.kind === "later") {
        await story.node.pass(step.seconds);
      } else if (step.kind === "as") {
        keyFile = `${step.name}.json`;
      } else if (step.kind === "command") {
        const { code, output } = await run(story, keyFile, step.text).catch((error: unknown) => {
          throw new Error(`${at}: $ ${step.text}: ${String(error)}`);
        });
        assert.equal(code, step.exits, `${at}: $ ${step.text}\n${output}`);
        const lines = withoutSending(output);
        if (step.output.length > 0 && !matches(step.output, lines)) {
          differences.push({ shown: step, lines });
        }
      }
    }
  } finally {
    process.env.HOME = home;
    process.chdir(folder);
    await story.close();
  }
  return differences;
}

async function run(
  story: Story,
  keyFile: string,
  text: string,
): Promise<Readonly<{ code: number; output: string }>> {
  const { words, into, sets = [] } = readCommandLine(text, story.variables);
  for (const [name, value] of sets) {
    story.variables.set(name, value);
  }
  const [command, ...args] = words[0] === "npx" ? words.slice(1) : words;
  if (command === undefined) {
    return { code: 0, output: "" };
  }
  if (command === "cp") {
    const [from = "", to = ""] = args.filter((arg) => arg !== "-r");
    cpSync(join(story.folder, from), join(story.folder, to), { recursive: true, dereference: true });
    return { code: 0, output: "" };
  }
  if (command === "sha256sum") {
    const hashOf = (file: string) =>
      createHash("sha256")
        .update(readFileSync(join(story.folder, file)))
        .digest("hex");
    return { code: 0, output: args.map((file) => `${hashOf(file)}  ${file}\n`).join("") };
  }
  assert.equal(command, "securities", `nobody runs ${command} here: say why on the page`);
  let [output, written] = ["", ""];
  const code = await runCommandLine(["--url", story.node.url, "--keypair", keyFile, ...args], {
    out: (more) => {
      if (into === undefined) {
        output += more;
      } else {
        written += more;
      }
    },
    err: (more) => {
      output += more;
    },
    // A person at a terminal, who means it.
    ask: (question) => {
      output += `${question}y\n`;
      return Promise.resolve("y");
    },
  });
  if (into !== undefined) {
    writeFileSync(join(story.folder, into), written);
  }
  return { code, output };
}

/** A page with what was printed. */
function updated(text: string, differences: readonly Difference[]): string {
  const lines = text.split("\n");
  for (const { shown, lines: printed } of [...differences].reverse()) {
    const [from, to] = shown.outputLines;
    lines.splice(from - 1, to - from, ...printed);
  }
  return lines.join("\n");
}
