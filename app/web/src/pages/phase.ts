import { LOCK_GRACE, type Phase } from "@defi-ready/securities";

/** How a phase looks. */
export function phaseTone(phase: Phase): "good" | "warn" | "wrong" | "plain" {
  return phase === "building" || phase === "offering"
    ? "good"
    : phase === "due"
      ? "warn"
      : phase === "refunding"
        ? "wrong"
        : "plain";
}

/** Seconds until a phase ends by itself; `undefined` where time ends nothing. */
export function timeLeft({
  phase,
  endsAt,
  book,
  now,
}: Readonly<{
  phase: Phase;
  /** The book's deadline. */
  endsAt: bigint;
  book: Readonly<{ opensAt: bigint }>;
  now: bigint;
}>): bigint | undefined {
  switch (phase) {
    case "draft":
      return book.opensAt - now;
    case "building":
    case "offering":
      return endsAt - now;
    case "due":
      return endsAt + LOCK_GRACE - now;
    case "settling":
    case "refunding":
      return undefined;
  }
}
