import type { Address } from "@solana/kit";
import { counted, DEFAULT_RELEASE_DAYS } from "../client.js";
import { type Field, whole, wholeList } from "./field.js";
import type { Deal, SettlementMint, SourceTerms, TrancheKind } from "./model.js";
import { MAX_SMOOTHING_DAYS } from "./read-tranches.js";

const MAX_NOTE_BYTES = 64;
const MIN_ESCHEAT_DAYS = 365;
/** The mints that a security can hold besides the one it settles in. */
const MAX_OTHER_MINTS = 3;

/** The facts that other mints are checked against. */
export type MintRules = Readonly<{ settlementMint: SettlementMint | undefined; tranches: Field }>;

/** Reads what a bot is tipped for paying a holder. */
export function readPaymentTip(field: Field, decimals: number | undefined): Deal["paymentTip"] | undefined {
  return whole<NonNullable<Deal["paymentTip"]>>({
    most: field.get("most").amount(decimals),
    bps: field.get("percent").percent(),
  });
}

/** Reads where failed payments go. */
export function readEscheat(field: Field): Deal["escheat"] | undefined {
  const after = field.get("after");
  const days = after.wholeDays();
  const owner = field.get("owner");
  return whole<NonNullable<Deal["escheat"]>>({
    owner: owner.given ? owner.party("whose account failed payments go to") : undefined,
    days:
      days === undefined || days >= MIN_ESCHEAT_DAYS
        ? days
        : after.refuse(`is ${counted(days, "day")}: give at least ${MIN_ESCHEAT_DAYS}d`),
  });
}

/** Reads the mints that distributions may come in. */
export function readPayoutMints(list: Field, rules: MintRules): readonly Address[] | undefined {
  const fields = list.items();
  const mints = fields.map((field) => readOtherMint(field, rules));
  for (const [at, mint] of mints.entries()) {
    const before = mints.indexOf(mint);
    if (mint !== undefined && before < at) {
      fields[at]?.refuse(`repeats ${list.name}[${before}]: name each mint once`);
    }
  }
  return wholeList(mints);
}

/** Reads the sources of revenue. */
export function readSources(list: Field, rules: MintRules): readonly SourceTerms[] | undefined {
  return wholeList(
    list.items().map((field) =>
      whole<SourceTerms>({
        note: field.get("note").shortText(MAX_NOTE_BYTES),
        isPrincipal: readIsPrincipal(field),
        mint: field.get("mint").or(null, (mint) => readOtherMint(mint, rules)),
        releaseDays: field.get("release").or(DEFAULT_RELEASE_DAYS, readRelease),
      }),
    ),
  );
}

/** Reads whether a source is of principal, which repays debts and capital: these are in settlement money. */
function readIsPrincipal(source: Field): boolean | undefined {
  const kind = source.get("kind");
  const isPrincipal = kind.choice<"income" | "principal">() === "principal";
  return isPrincipal && source.get("mint").given
    ? kind.refuse(
        "goes with the settlement mint, which debts and capital are repaid in: leave out mint, or make it income",
      )
    : isPrincipal;
}

/** Reads the fewest days over which a source's collections reach holders. */
function readRelease(field: Field): number | undefined {
  const days = field.wholeDays();
  if (days === undefined || (days > 0 && days <= MAX_SMOOTHING_DAYS)) {
    return days;
  }
  return field.refuse(
    days === 0
      ? "is 0 days: whoever buys shares just before a collection would share in it at once; give 1d or more"
      : `is ${counted(days, "day")}: the most is ${MAX_SMOOTHING_DAYS}d`,
  );
}

function readOtherMint(field: Field, { settlementMint, tranches }: MintRules): Address | undefined {
  const mint = field.address();
  if (settlementMint?.kind === "existing" && mint === settlementMint.address) {
    return field.refuse("is the settlement mint, which every security has a vault for: leave it out");
  }
  const debt = tranches.items().find((tranche) => tranche.get("kind").choice<TrancheKind>() === "debt");
  if (mint !== undefined && debt !== undefined) {
    return field.refuse(
      `"${debt.get("name").text()}" is debt, which is paid in the settlement mint alone: leave it out, or have no debt`,
    );
  }
  return mint;
}

/** Checks that there is a vault for each mint that distributions come in and books take. */
export function checkMintCount(top: Field): void {
  const mintsOf = (list: Field) => list.items().map((field) => field.get("mint"));
  const books = top.get("books").items();
  const named = [
    ...top.get("payout_mints").items(),
    ...mintsOf(top.get("sources")),
    ...books.flatMap((book) => mintsOf(book.get("assets"))),
  ];
  const seen = new Set<string>();
  for (const field of named) {
    const mint = field.text();
    if (mint !== undefined && !seen.has(mint)) {
      seen.add(mint);
      if (seen.size > MAX_OTHER_MINTS) {
        field.refuse(
          `is one mint too many: a security has vaults for ${MAX_OTHER_MINTS} besides the settlement mint`,
        );
      }
    }
  }
}
