import { purposeOf, tierKindOf } from "@defi-ready/securities";
import type { TierState, TrancheKind } from "@defi-ready/securities/program";

/** A class, as pictures call and colour it. */
export type ClassLabel = Readonly<{ name: string; kind: TrancheKind }>;

/**
 * The names of classes without the words that all of them begin with: "Senior" of "Harbour Credit I Senior", as long as
 * every name keeps a word.
 */
export function shortNames(names: readonly string[]): readonly string[] {
  const words = names.map((name) => name.split(" "));
  const [first = []] = words;
  let common = 0;
  while (names.length > 1 && words.every((one) => one.length > common + 1 && one[common] === first[common])) {
    common += 1;
  }
  return words.map((one) => one.slice(common).join(" "));
}

/** What a tier is called in a picture, in full and in a word or two; with the short names of classes. */
export function tierName(
  tier: TierState,
  names: readonly string[],
): Readonly<{ name: string; short: string }> {
  const of = names[tier.rank] ?? `class ${tier.rank}`;
  const kind = tierKindOf(tier);
  switch (kind) {
    case "fee":
    case "annual fee":
      return { name: kind, short: "fee" };
    case "expense":
      return { name: "expenses", short: "expenses" };
    case "reserve": {
      const purpose = purposeOf(tier);
      return { name: purpose === "all" ? "reserve" : `reserve for ${purpose}`, short: "reserve" };
    }
    case "sweep":
      return { name: `all principal, ${of}`, short: "principal" };
    case "cover":
      return { name: `refills the cover, ${of}`, short: "cover" };
    case "residual":
      return { name: `all that is left, ${of}`, short: "the rest" };
    case "collateral test":
    case "interest test":
      return { name: kind, short: "test" };
    case undefined:
      return { name: "a tier that this client does not know", short: "tier" };
    default:
      return { name: `${kind}, ${of}`, short: kind };
  }
}
