import assert from "node:assert/strict";
import { programErrorName } from "@defi-ready/securities/error-texts";
import { refusalOf } from "@defi-ready/securities-projection";
import { readEngine } from "@defi-ready/securities-projection/node";
import { address } from "@solana/kit";
import { measureWords } from "../../../src/client.js";
import {
  type Deal,
  DealError,
  formatProblem,
  type Problem,
  parseDeal,
  problemsAt,
  type Structure,
  structureOf,
} from "../../../src/index.js";
import { PERSON } from "../deal-text.js";
import { changeDraft } from "./change.js";
import { type Draft, NOW, structureOfDraft } from "./draft.js";
import { drawStructure } from "./draw.js";
import { fileOf } from "./file.js";
import { Random } from "./random.js";

const SPONSOR = address(PERSON);

/**
 * What the check refuses and the program takes: terms that say nothing there, of which their author expects something. Each
 * by the words of its message.
 */
const STRICTER: readonly RegExp[] = [
  /divides principal between debts, and the deal has/,
  /repays juniors beside seniors while every subordination test holds, and there is none/,
  /is of the interest of debts, and the deal has none/,
  /belongs to a debt tranche only/,
  /needs capital to be calculated on/,
  // Which holidays a tranche keeps depends on its first due date, and a step-up takes effect with a due date.
  /needs a first_due: which holidays due dates meet depends on it/,
  /says nothing without percent_a_year/,
  /is no business day: name the day that the due date moves to/,
];

/** What a deal file says that is wrong, of a deal created {@link NOW}; and the deal if nothing is. */
function checked(text: string): Readonly<{ deal?: Deal; problems: readonly Problem[] }> {
  try {
    const deal = parseDeal("deal.yaml", text);
    const problems = problemsAt(deal, NOW);
    return problems.length === 0 ? { deal, problems } : { problems };
  } catch (error) {
    if (error instanceof DealError) {
      return { problems: error.problems };
    }
    throw error;
  }
}

const show = (value: unknown) =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? String(one) : one));

const engine = readEngine();

/** The number with which the program refuses a structure; 0: it takes it. */
const numberOf = (structure: Structure): number =>
  refusalOf(engine, { __kind: "Terms", terms: { createdAt: NOW, ...structure } })?.code ?? 0;

/**
 * A structure as a text, without what a deal file does not say: the holidays that no due date meets, and how days are
 * counted where nothing bears interest.
 */
const comparable = ({ tranches, rules, measures }: Structure) => {
  const same = tranches.map(({ terms, transfers, ...one }) => ({
    ...one,
    transfers: Object.entries(transfers).sort(([one], [other]) => (one < other ? -1 : 1)),
    terms: {
      ...terms,
      dayCount: terms.ratePpm === 0 ? 0 : terms.dayCount,
      businessDays: { ...terms.businessDays, holidays: [] },
    },
  }));
  return show({ tranches: same, rules, measures });
};

function draw(seed: number): Draft {
  const random = new Random(seed);
  const draft = drawStructure(random);
  for (let changes = random.one(0, 1, 1, 1, 2, 3); changes > 0; changes -= 1) {
    changeDraft(draft, random);
  }
  return draft;
}

/** How often each refusal was seen, each kind of tier in structures that are taken, and what else a structure may be. */
export type Seen = Map<string, number>;

/**
 * Asks the check of a deal file and the program about the structure of a seed.
 *
 * @returns How they differ, if they do: the kind of difference, and all that is to be said of it.
 */
export function compare(seed: number, seen: Seen): Readonly<{ kind: string; words: string }> | undefined {
  const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  const draft = draw(seed);
  const text = fileOf(draft);
  const structure = structureOfDraft(draft);
  const { deal, problems } = checked(text);
  if (deal === undefined) {
    const number = numberOf(structure);
    count(number === 0 ? "stricter" : nameOf(number));
    assert.ok(
      problems.every(({ line, column, message }) => line && column && message),
      text,
    );
    const unexplained = number === 0 ? problems.filter(({ message }) => !isStricter(message)) : [];
    return unexplained.length === 0
      ? undefined
      : {
          kind: unexplained.map(({ message }) => message.replaceAll(/"[^"]*"|\d+/g, "…")).join("\n"),
          words: `the program takes what the check refuses:\n${unexplained.map(formatProblem).join("\n")}`,
        };
  }
  const asRead = structureOf(deal, { sponsor: SPONSOR, createdAt: NOW });
  const number = numberOf(asRead);
  if (number > 0) {
    const kind = `the program refuses with ${nameOf(number)} what the check takes`;
    return { kind, words: `${kind}:\n${text}` };
  }
  count("taken");
  for (const { __kind } of draft.tiers) {
    count(__kind);
  }
  for (const word of measureWords(draft.measures.kinds)) {
    count(word);
  }
  if (draft.classes.some(({ frozen }) => frozen)) {
    count("frozen form");
  }
  const kind = "it is another one once it is read";
  return comparable(asRead) === comparable(structure)
    ? undefined
    : { kind, words: `${kind}:\n${comparable(asRead)}\n${comparable(structure)}` };
}

const nameOf = (number: number) => programErrorName(number) ?? String(number);
const isStricter = (message: string) => STRICTER.some((words) => words.test(message));
