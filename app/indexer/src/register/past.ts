import type { EventName } from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import type { Database } from "../database/open.js";
import { addressIn, type Happening, structuralHistory } from "../statement/happenings.js";
import { movementsOf, offeringsOf } from "../statement/movements.js";

/** Events that are read at once. */
const PAGE = 5_000;
const MOVING: readonly EventName[] = [
  "AccountFrozen",
  "PointsTaken",
  "SharesConverted",
  "SharesMoved",
  "SharesReassigned",
  "SharesUnwrapped",
  "SharesWrapped",
  "TicketSettled",
  "WarrantsExercised",
];
/** Those that move shares between an owner's record and the wrapper's. */
const WRAPPING: readonly EventName[] = ["SharesUnwrapped", "SharesWrapped"];

/** The shares of every owner by class, and each class's wrapper. */
type PastShares = Readonly<{
  shares: ReadonlyMap<string, ReadonlyMap<string, bigint>>;
  wrappers: ReadonlyMap<string, Address>;
}>;

/** The shares of every owner, by class, as every movement up to a slot left them. */
export async function sharesAt(
  database: Database,
  { security, tranches, slot }: Readonly<{ security: Address; tranches: readonly Address[]; slot: bigint }>,
): Promise<PastShares> {
  const offerings = offeringsOf(await structuralHistory(database, { security, slot }));
  const balances = new Map<string, Map<string, bigint>>(tranches.map((one) => [one, new Map()]));
  const move = (tranche: string, owner: string, shares: bigint) => {
    const own = balances.get(tranche);
    own?.set(owner, (own.get(owner) ?? 0n) + shares);
  };
  let last = { signature: "", ordinal: -1n };
  for (;;) {
    const rows = await database
      .selectFrom("events")
      .select(["signature", "ordinal", "slot", "place", "time", "name", "data", "security"])
      .where("name", "in", MOVING)
      .where("slot", "<=", slot)
      .where(({ eb, or }) => or([eb("security", "=", security), eb("security", "is", null)]))
      .where(({ eb, refTuple, tuple }) =>
        eb(refTuple("signature", "ordinal"), ">", tuple(last.signature, last.ordinal)),
      )
      .orderBy("signature")
      .orderBy("ordinal")
      .limit(PAGE)
      .execute();
    for (const row of rows) {
      const data = JSON.parse(row.data) as Record<string, unknown>;
      // Up to which slot alone is asked here: a time that nobody told changes nothing.
      const happening: Happening = { ...row, name: row.name as EventName, time: row.time ?? 0n, data };
      if (happening.name === "SharesMoved" || happening.name === "SharesReassigned") {
        const [from, to] = [addressIn(data, "from"), addressIn(data, "to")];
        const shares = BigInt(String(data.amount ?? data.shares));
        move(addressIn(data, "tranche"), from, -shares);
        move(addressIn(data, "tranche"), to, shares);
        continue;
      }
      const owner = addressIn(data, "owner");
      for (const { tranche, shares } of movementsOf([happening], { owner, offerings })) {
        move(tranche, owner, shares);
        const wrapper = offerings.wrappers.get(tranche);
        if (WRAPPING.includes(happening.name) && wrapper !== undefined) {
          move(tranche, wrapper, -shares);
        }
      }
    }
    const [end] = rows.slice(-1);
    if (end === undefined || rows.length < PAGE) {
      return { shares: balances, wrappers: offerings.wrappers };
    }
    last = end;
  }
}
