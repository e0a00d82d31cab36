import type { ClassFacts, DealFacts, Field, Who } from "./facts.js";

/** What a point is about, in the order they are shown. */
export const TOPICS = ["keys", "money", "payments", "shares", "offer", "word"] as const;
export type Topic = (typeof TOPICS)[number];

/** Titles of the topics. */
export const TITLES: Readonly<Record<Topic, string>> = {
  keys: "Who can do what alone",
  money: "Where money goes",
  payments: "What comes before you",
  shares: "The shares",
  offer: "The offer",
  word: "What nothing on chain checks",
};

/** Something that an investor should know. */
export type Point = Readonly<{
  topic: Topic;
  text: string;
  /** Whether the sponsor chose less for investors than what a deal has if its file says nothing. */
  weakened: boolean;
  /** What of a deal file says so; empty from chain, or where it follows from several. */
  field: Field;
}>;

/** A rule: what follows from the facts. */
export type Rule = (facts: DealFacts) => readonly Point[];

/** A point that every deal of its kind has. */
export const know = (topic: Topic, text: string, field: Field = ""): Point => ({
  topic,
  text,
  weakened: false,
  field,
});

/** A point where the sponsor weakened what investors have by default. */
export const weak = (topic: Topic, text: string, field: Field = ""): Point => ({
  topic,
  text,
  weakened: true,
  field,
});

/** Somebody, in a sentence. */
export const who = (one: Who): string => (one === "sponsor" ? "the sponsor" : one);

/** Words after each other: `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

/** A class by its rank: `class 1 (equity)`. */
export function className({ classes }: DealFacts, rank: number): string {
  const kind: ClassFacts["kind"] | undefined = classes[rank]?.kind;
  return kind === undefined ? `class ${rank}` : `class ${rank} (${kind})`;
}
