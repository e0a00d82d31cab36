import { bitsOf, type TransferRuleSet } from "../client.js";
import type { CategoryMove, Moment, TransferTerms, Windows } from "./model.js";

/** How many categories moves distinguish. */
const CATEGORIES = 8;

/** The rules that a deal file has for the transfers of a class, without those that depend on who applies it and when. */
export function ruleSetOf(
  terms: TransferTerms,
): Omit<TransferRuleSet, "retained" | "moves"> &
  Readonly<{ moves: Readonly<{ always: Uint8Array; later: Uint8Array }> | null }> {
  const { moves, after, windows, refusedCountries, senderQualified, insiderLockDays } = terms;
  const { dailyShares, maxHolders, maxShares } = terms;
  return {
    window: windowOf(windows),
    needs: bitsOf(after),
    moves:
      moves.length === 0
        ? null
        : {
            always: masksOf(moves.filter(({ from }) => from === null)),
            later: masksOf(moves.filter(({ from }) => from !== null)),
          },
    refusedCountries: [...refusedCountries],
    senderQualified,
    insiderLockDays,
    dailyShares,
    maxHolders,
    maxShares,
  };
}

/** From when more moves are allowed; `null` if none are. */
export const laterFrom = ({ moves }: TransferTerms): Moment | null =>
  moves.find(({ from }) => from !== null)?.from ?? null;

function windowOf(windows: Windows): TransferRuleSet["window"] {
  switch (windows.kind) {
    case "always":
      return { __kind: "Always" };
    case "never":
      return { __kind: "Never" };
    case "periodic":
      return { __kind: "Periodic", months: windows.months, anchor: windows.from, days: windows.openDays };
    case "custom":
      return { __kind: "Custom", ranges: [...windows.ranges] };
  }
}

/** For each sender's category, the receivers' categories, one bit each. */
const masksOf = (moves: readonly CategoryMove[]): Uint8Array =>
  Uint8Array.from({ length: CATEGORIES }, (_, category) =>
    bitsOf(moves.filter(({ by }) => by === category).flatMap(({ to }) => to)),
  );
