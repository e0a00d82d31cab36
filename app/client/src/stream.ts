import type { Payout } from "./generated/index.js";

/**
 * The part of a payout's stream that is released by a Unix time, and the part that is left, in base units: linear from
 * its last release to its end, rounded down, as the program releases it.
 */
export function releasedOf(
  { streaming, streamFrom, streamUntil }: Pick<Payout, "streaming" | "streamFrom" | "streamUntil">,
  now: bigint,
): Readonly<{ released: bigint; left: bigint }> {
  if (now >= streamUntil) {
    return { released: streaming, left: 0n };
  }
  const released = now <= streamFrom ? 0n : (streaming * (now - streamFrom)) / (streamUntil - streamFrom);
  return { released, left: streaming - released };
}
