import type { Payout } from "./generated/index.js";

/**
 * What of a payout's stream comes out up to a time, and what stays: a straight line from when it was last released to
 * its end, rounded down, as the program releases it.
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
