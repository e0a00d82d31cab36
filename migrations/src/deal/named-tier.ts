import type { Field } from "./field.js";
import type { TrancheKind } from "./model.js";
import type { Tier } from "./tier.js";
import { parseYearlyRate } from "./values.js";

/** A tier with its field; `undefined` if it could not be read. */
export type NamedTier = Readonly<{ field: Field; tier: Tier | undefined }>;

/** A tranche as the rules see it; `undefined` where it could not be read. */
export type Shape = Readonly<{
  name: string;
  kind: TrancheKind | undefined;
  hasPar: boolean;
  hasRate: boolean | undefined;
}>;

/** The tranches as the rules see them, by rank. */
export function shapesOf(tranches: Field): readonly Shape[] {
  return tranches.items().map((tranche) => {
    const kind = tranche.get("kind").choice<TrancheKind>();
    const rate = tranche.get(kind === "equity" ? "preferred_return" : "rate");
    const text = rate.text();
    const isRead = text !== undefined || (kind !== "debt" && !rate.given);
    return {
      name: tranche.get("name").text() ?? "",
      kind,
      hasPar: kind !== "equity" || tranche.get("par").given,
      hasRate: isRead ? parseYearlyRate(text ?? "0") > 0 : undefined,
    };
  });
}
