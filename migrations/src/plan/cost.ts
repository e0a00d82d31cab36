import type { Address } from "@solana/kit";
import type { ChainState, WrapperState } from "../chain/state.js";
import {
  getBookSize,
  getDisclosureCalendarSize,
  getGovernanceSize,
  getHolderSize,
  getReportedRateSize,
  getSecuritySize,
  getSourceSize,
  getTrancheSize,
  getWarrantSeriesSize,
  getWaterfallSize,
  getWrapperSize,
  lineSize,
  TOKEN_2022_PROGRAM,
} from "../client.js";
import type { BookTerms, TrancheTerms, WrappedTerms } from "../deal/model.js";
import { byteLength } from "../deal/values.js";

/** The cost of a signature, lamports. The client offers no priority fee. */
export const FEE = 5_000n;
/** Bytes of a token account and of a mint without extensions. */
const TOKEN_ACCOUNT_BYTES = 165n;
/** Bytes of a plain mint. */
export const MINT_BYTES = 82n;
/** A Token-2022 associated token account says that its owner cannot change. */
const IMMUTABLE_OWNER_BYTES = 5n;
/** A share mint before its record: base, kind, transfer hook and pointer to the record. */
const SHARE_MINT_BYTES = 302n;
/** A mint of units of Token-2022 before its record: base, kind, and pointer to the record. */
const UNIT_MINT_BYTES = 234n;
/** Type and length, two keys, three texts with their lengths, and an empty list. */
const METADATA_BYTES = 84n;
/** A share mint in the frozen form before its record: base, kind, state of new accounts, and pointer to the record. */
const FROZEN_MINT_BYTES = 239n;
/** The list of the five accounts that token-acl passes to the program. */
const GATE_ACCOUNTS_BYTES = 191n;
/** What token-acl keeps of a mint. */
const MINT_CONFIG_BYTES = 100n;
/** The list of three accounts that a share transfer passes to the hook. */
const HOOK_ACCOUNTS_BYTES = 121n;

/** Lamports for a plain mint. */
export function mintCost(state: ChainState): bigint {
  return shortfall(state, MINT_BYTES, state.settlementMint.lamports);
}

/**
 * Lamports for a security, with the associated token accounts that its destinations lack.
 *
 * @param programs The token program of each such account.
 */
export function securityCost(state: ChainState, programs: readonly Address[]): bigint {
  const associated = programs.map((program) =>
    state.rent(TOKEN_ACCOUNT_BYTES + (program === TOKEN_2022_PROGRAM ? IMMUTABLE_OWNER_BYTES : 0n)),
  );
  return (
    state.rent(BigInt(getSecuritySize())) +
    state.rent(BigInt(getWaterfallSize())) +
    state.rent(TOKEN_ACCOUNT_BYTES) +
    associated.reduce((sum, rent) => sum + rent, 0n)
  );
}

/** Lamports for a tranche with its share mint. */
export function trancheCost(state: ChainState, { name, symbol, uri, form }: TrancheTerms): bigint {
  const named = METADATA_BYTES + bytesOf(name, symbol, uri);
  const tranche = state.rent(BigInt(getTrancheSize()));
  return form === "frozen"
    ? tranche +
        state.rent(FROZEN_MINT_BYTES + named) +
        state.rent(GATE_ACCOUNTS_BYTES) * 2n +
        state.rent(MINT_CONFIG_BYTES)
    : tranche + state.rent(SHARE_MINT_BYTES + named) + state.rent(HOOK_ACCOUNTS_BYTES);
}

/** Lamports for a wrapper with the mint of its units, and its holder record if nobody has opened it. */
export function wrapperCost(
  state: ChainState,
  { unit }: WrappedTerms,
  found: WrapperState | undefined,
): bigint {
  return (
    state.rent(BigInt(getWrapperSize())) +
    state.rent(
      unit === null
        ? MINT_BYTES
        : UNIT_MINT_BYTES + METADATA_BYTES + bytesOf(unit.name, unit.symbol, unit.uri),
    ) +
    (found?.hasRecord === true ? 0n : state.rent(BigInt(getHolderSize())))
  );
}

function bytesOf(...texts: readonly string[]): bigint {
  return texts.reduce((sum, text) => sum + BigInt(byteLength(text)), 0n);
}

/** Lamports for a book with its line and its escrow. */
export function bookCost(state: ChainState, book: BookTerms, lineLamports: bigint): bigint {
  return (
    state.rent(BigInt(getBookSize())) +
    state.rent(TOKEN_ACCOUNT_BYTES) +
    shortfall(state, lineSize(book.linePlaces), lineLamports)
  );
}

/** Lamports for an account of another mint: a vault of the security, or an escrow of a book. */
export function assetCost(state: Pick<ChainState, "rent">): bigint {
  return state.rent(TOKEN_ACCOUNT_BYTES);
}

/** Lamports for a calendar of disclosures. */
export function calendarCost(state: ChainState, held: bigint): bigint {
  return shortfall(state, BigInt(getDisclosureCalendarSize()), held);
}

/** Lamports for how holders decide. */
export function governanceCost(state: ChainState, held: bigint): bigint {
  return shortfall(state, BigInt(getGovernanceSize()), held);
}

/** Lamports for a reported rate. */
export function rateCost(state: ChainState): bigint {
  return state.rent(BigInt(getReportedRateSize()));
}

/** Lamports for a source of revenue with its token account. */
export function sourceCost(state: ChainState): bigint {
  return state.rent(BigInt(getSourceSize())) + state.rent(TOKEN_ACCOUNT_BYTES);
}

/** Lamports for a series of warrants with their mint. */
export function seriesCost(state: ChainState): bigint {
  return state.rent(BigInt(getWarrantSeriesSize())) + state.rent(MINT_BYTES);
}

/** The lamports that an account of a size lacks if somebody has already sent it some. */
export function shortfall(state: ChainState, bytes: bigint, held: bigint): bigint {
  const needed = state.rent(bytes);
  return held < needed ? needed - held : 0n;
}
