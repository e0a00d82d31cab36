import { counted } from "../counted.js";
import { isoDay, isoSecond } from "../iso-time.js";
import type { ClassFacts, DealFacts, Field, When, Who } from "./facts.js";

/** The topics of disclosures, in the order they are shown. */
export const DISCLOSURE_TOPICS = ["keys", "consent", "money", "payments", "shares", "offer", "word"] as const;
/** What a disclosure is about. */
export type DisclosureTopic = (typeof DISCLOSURE_TOPICS)[number];

/** Titles of the topics. */
export const DISCLOSURE_TITLES: Readonly<Record<DisclosureTopic, string>> = {
  keys: "Who can do what alone",
  consent: "Who can change what, with whose consent",
  money: "Where money goes",
  payments: "What comes before you",
  shares: "The shares",
  offer: "The offer",
  word: "What nothing on chain checks",
};

/** Something that an investor should know. */
export type Disclosure = Readonly<{
  topic: DisclosureTopic;
  text: string;
  /** Whether the sponsor chose less for investors than the defaults of a deal file. */
  weakened: boolean;
  /** The field of a deal file that says so; empty if the facts are from chain, or if it follows from several fields. */
  field: Field;
}>;

/** A rule: what follows from the facts. */
export type Rule = (facts: DealFacts) => readonly Disclosure[];

/** A disclosure that every deal of its kind has. */
export const disclose = (topic: DisclosureTopic, text: string, field: Field = ""): Disclosure => ({
  topic,
  text,
  weakened: false,
  field,
});

/** A disclosure of a term that the sponsor weakened from the default. */
export const discloseWeakened = (topic: DisclosureTopic, text: string, field: Field = ""): Disclosure => ({
  topic,
  text,
  weakened: true,
  field,
});

/** Somebody, in a sentence. */
export const who = (one: Who): string => (one === "sponsor" ? "the sponsor" : one);

/** A list of words: `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

const DAY = 86_400n;

/** A length of time: `3 days`. */
export function lasting(seconds: bigint): string {
  const [unit, length] = (
    [
      ["day", DAY],
      ["hour", 3_600n],
      ["minute", 60n],
    ] as const
  ).find(([, one]) => seconds > 0n && seconds % one === 0n) ?? ["second", 1n];
  const count = seconds / length;
  return counted(count, unit);
}

/** A deadline: `by 2027-06-30`, with the time of day unless that is midnight UTC, or `within 30 days of ...`. */
export function by(when: When): string {
  if (when.kind === "after") {
    return `within ${lasting(when.seconds)} of the security's creation`;
  }
  return `by ${when.time % DAY === 0n ? isoDay(when.time) : isoSecond(when.time)}`;
}

/** Until when something lasts: `until 2027-06-30`, or `for 30 days from the security's creation`. */
export function until(when: When): string {
  return when.kind === "after"
    ? `for ${lasting(when.seconds)} from the security's creation`
    : `until ${by(when).slice(3)}`;
}

/** When something begins: `from 2027-06-30 on`, or `from 30 days after the security's creation on`. */
export function since(when: When): string {
  return when.kind === "after"
    ? `from ${lasting(when.seconds)} after the security's creation on`
    : `from ${by(when).slice(3)} on`;
}

/** A list of clauses, which may contain commas: `a; b; and c`. */
export function enumerated(clauses: readonly string[]): string {
  return clauses.length < 3 ? listed(clauses) : `${clauses.slice(0, -1).join("; ")}; and ${clauses.at(-1)}`;
}

/** A class by its rank: `class 1 (equity)`. */
export function className({ classes }: DealFacts, rank: number): string {
  const kind: ClassFacts["kind"] | undefined = classes[rank]?.kind;
  return kind === undefined ? `class ${rank}` : `class ${rank} (${kind})`;
}
