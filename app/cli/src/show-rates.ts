import {
  type Cluster,
  currentRate,
  customPartsOf,
  findReference,
  fixedRate,
  floatingOf,
  printable,
  type SecurityState,
  stepUpsOf,
  yearlyRate,
} from "@defi-ready/securities";
import type { ReferenceRate, Tranche } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { day, percent, short, table, text } from "./format.js";

/** The reference rates of a security's floating tranches, by address; those that do not exist are left out. */
export type References = ReadonlyMap<Address, Account<ReferenceRate>>;

/** Reads the reference rates that tranches of a security follow. */
export async function readReferences(cluster: Cluster, { tranches }: SecurityState): Promise<References> {
  const addresses = tranches.flatMap(({ tranche }) => floatingOf(tranche.data)?.reference ?? []);
  const found = await Promise.all([...new Set(addresses)].map((address) => findReference(cluster, address)));
  return new Map(found.flatMap((one) => (one === undefined ? [] : [[one.address, one] as const])));
}

/** How the rates of floating tranches follow reference rates, for people; empty if none does. */
export function ratesSection({ tranches }: SecurityState, references: References): string {
  const rows = tranches.flatMap(({ tranche: { data } }) => {
    const floating = floatingOf(data);
    if (floating === undefined) {
      return [];
    }
    const { reference, marginPpm, floorPpm, capPpm } = floating;
    const found = references.get(reference);
    const fixed = fixedRate(data);
    return [
      [
        String(data.rank),
        found === undefined ? `${short(reference)} does not exist` : printable(text(found.data.name)),
        found === undefined ? "-" : yearlyRate(found.data.ratePpm),
        yearlyRate(marginPpm),
        yearlyRate(floorPpm),
        capPpm === 0 ? "none" : yearlyRate(capPpm),
        yearlyRate(currentRate(data)),
        fixed === undefined ? "not fixed" : yearlyRate(fixed),
      ],
    ];
  });
  const columns = ["At", "Margin", "Floor", "Cap", "Now", "Next period"].map((right) => ({ right }));
  return rows.length === 0 ? "" : table(["Floating, rank", "Reference", ...columns], rows);
}

/** The dated increases of rates and margins, for people; empty if there are none. */
export function stepUpsSection({ tranches }: SecurityState): string {
  const rows = tranches.flatMap(({ tranche: { data } }) =>
    stepUpsOf(data).map(({ from, addPpm }) => [String(data.rank), day(from), yearlyRate(addPpm)]),
  );
  return rows.length === 0 ? "" : table(["Step-ups, rank", "From", { right: "By" }], rows);
}

/** The parts of custom schedules, for people; empty if there are none. */
export function customSection({ tranches }: SecurityState): string {
  const rows = tranches.flatMap(({ tranche: { data } }) =>
    customPartsOf(data).map(({ on, bps }) => [String(data.rank), day(on), percent(bps)]),
  );
  return rows.length === 0
    ? ""
    : table(["Custom schedule, rank", "Due", { right: "Of the principal issued" }], rows);
}

/** The rate of a tranche, how it floats and how it rises, for programs. */
export function rateObject(data: Tranche, references: References): object {
  const floating = floatingOf(data);
  const found = floating === undefined ? undefined : references.get(floating.reference);
  return {
    ratePpm: data.ratePpm,
    currentRatePpm: currentRate(data),
    nextRatePpm: fixedRate(data) ?? null,
    stepUps: stepUpsOf(data),
    floating:
      floating === undefined
        ? null
        : {
            ...floating,
            name: found === undefined ? null : text(found.data.name),
            referencePpm: found?.data.ratePpm ?? null,
          },
  };
}
