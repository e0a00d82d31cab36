import type { Address } from "@solana/kit";
import type { ChainState } from "../chain/state.js";
import type { MintState } from "../chain/token.js";
import { counted } from "../client.js";
import type { AssetTerms, Deal } from "../deal/model.js";
import type { PlanItem } from "./item.js";
import type { Refusals } from "./refusal-list.js";

/** The mints that books to be opened take: the settlement mint, and others. */
export function checkBookMints(
  refusals: Refusals,
  deal: Deal,
  state: ChainState,
  items: readonly PlanItem[],
): void {
  for (const { part, action, field, index, inner } of items) {
    const book = deal.books[index];
    if (action !== "create" || book === undefined) {
      continue;
    }
    const accepts = `books[${index}].accepts_freeze_authority`;
    const asset = book.assets[inner];
    if (part === "book" && !book.acceptsFreeze) {
      const { settlementMint } = state.addresses;
      refuseFreezing(refusals, accepts, settlementMint, state.settlementMint.value);
    } else if (part === "asset" && asset !== undefined) {
      const { decimals } = deal.settlementMint;
      const mint = checkAsset(refusals, asset, { field, decimals, state });
      if (!book.acceptsFreeze) {
        refuseFreezing(refusals, accepts, asset.mint, mint);
      }
    }
  }
}

function refuseFreezing(
  refusals: Refusals,
  field: string,
  mint: Address,
  state: MintState | undefined,
): void {
  if (state?.freezeAuthority !== undefined) {
    refusals.add(
      field,
      `the mint ${mint} has a freeze authority, ${state.freezeAuthority}, who can stop its payments: set this to true to accept that`,
    );
  }
}

/** The mints that distributions come in: the security gets a vault for each. */
export function checkPayoutMints(
  refusals: Refusals,
  { addresses, otherMints }: ChainState,
  items: readonly PlanItem[],
): void {
  for (const { part, action, field, index } of items) {
    const mint = addresses.otherVaults[index]?.mint;
    // The mints that books take are checked with their books.
    if (part !== "vault" || action !== "create" || mint === undefined || field.startsWith("books")) {
      continue;
    }
    if (mint === addresses.settlementMint) {
      refusals.add(field, "is the settlement mint, which every security has a vault for: leave it out");
    } else {
      checkPlain(refusals, field, { mint, found: otherMints[index] });
    }
  }
}

/** Whether there is a mint, without extensions that could take money from a vault. */
function checkPlain(
  refusals: Refusals,
  field: string,
  { mint, found }: Readonly<{ mint: Address; found: ChainState["otherMints"][number] | undefined }>,
): void {
  if (found?.value === undefined) {
    const what = found?.exists === true ? "is an account, but not a mint" : "is not on this cluster";
    refusals.add(field, `${mint} ${what}: give the mint's address on the cluster of --url`);
  } else if (found.value.refused.length > 0) {
    refusals.add(
      field,
      `the mint ${mint} has ${found.value.refused.join(", ")}, which the program does not accept: use a plain mint`,
    );
  }
}

/** Whether a mint can be an asset, given the decimals of the settlement mint; returns the mint if there is one. */
function checkAsset(
  refusals: Refusals,
  { mint, adapter, source }: AssetTerms,
  { field, decimals, state: chain }: Readonly<{ field: string; decimals: number; state: ChainState }>,
): MintState | undefined {
  const { addresses, otherMints, pools } = chain;
  const found = otherMints[addresses.otherVaults.findIndex((one) => one.mint === mint)];
  const state = found?.value;
  const at = `${field}.mint`;
  if (mint === addresses.settlementMint) {
    refusals.add(at, "is the settlement mint, which every book takes: leave it out");
  } else {
    checkPlain(refusals, at, { mint, found });
  }
  if (adapter === "one-to-one" && state !== undefined && state.decimals !== decimals) {
    refusals.add(
      `${field}.adapter`,
      `one-to-one needs the ${counted(decimals, "decimal")} of the settlement mint, and ${mint} has ${state.decimals}`,
    );
  }
  if (source !== null && pools.get(source) !== mint) {
    refusals.add(`${field}.source`, `${source} is not the stake pool of ${mint} on this cluster`);
  }
  return state;
}
