import type { Field } from "./field.js";
import { whole, wholeList } from "./field.js";
import { readCountry } from "./read-country.js";
import { readLockDays } from "./read-lock-up.js";
import { readMoves } from "./read-moves.js";
import { readAfter, readWindows } from "./read-windows.js";
import { type DisclosureTerms, FREE_TRANSFERS, type TransferTerms } from "./transfers.js";

/** What the terms of transfers are read by. */
export type TransferRules = Readonly<{
  /** Whether holders need a credential. */
  isRestricted: boolean;
  /** Whether protocols may register themselves. */
  letsRegister: boolean;
  /** Whether any tranche of the deal is debt. */
  hasDebt: boolean;
  disclosures: readonly DisclosureTerms[] | undefined;
}>;

/** When the shares of a tranche may move, by whom and to whom. */
export function readTransfers(tranche: Field, rules: TransferRules): TransferTerms | undefined {
  const field = tranche.get("transfers");
  if (!field.given) {
    return FREE_TRANSFERS;
  }
  checkCredentials(field, rules);
  checkPersons(field, rules);
  checkWrapper(tranche, field);
  const decimals = tranche.get("decimals").count();
  const windows = field.get("windows");
  return whole<TransferTerms>({
    windows: readWindows(windows),
    after: readAfter(windows.get("after"), rules.disclosures),
    ...readMoves(field),
    refusedCountries: readCountries(field.get("refused_countries")),
    senderQualified: field.get("sender_qualified").flag(),
    dailyShares: field.get("daily_limit").or(0n, (limit) => limit.amount(decimals)),
    maxHolders: field.get("max_holders").or(0, (limit) => limit.count()),
    maxShares: field.get("max_shares").or(0n, (limit) => limit.amount(decimals)),
    insiderLockDays: field.get("insiders_lock_up").or(0, readLockDays),
    retention: field.get("retention").or(null, (kept) => readRetention(kept, tranche, rules)),
  });
}

/**
 * Rules that go by what credentials say of owners. Places do too: without credentials each address is a person, and anybody could
 * take all of them.
 */
const CREDENTIAL_RULES = [
  "categories",
  "moves",
  "refused_countries",
  "sender_qualified",
  "max_holders",
] as const;

/** Refuses rules that go by credentials where none is required. */
function checkCredentials(field: Field, { isRestricted }: TransferRules): void {
  for (const name of isRestricted ? [] : CREDENTIAL_RULES) {
    const one = field.get(name);
    if (one.given) {
      one.refuse("needs credentials, and this deal has no qualifiers: name some, or leave it out");
    }
  }
}

/** Refuses to count persons where protocols register: nobody says which of their addresses are one. */
function checkPersons(field: Field, { letsRegister }: TransferRules): void {
  for (const name of letsRegister ? (["max_holders", "max_shares"] as const) : []) {
    const one = field.get(name);
    if (one.given) {
      one.refuse(
        "counts persons, and protocols may register in this deal, of which nobody says which are one: leave it out, or leave protocols out",
      );
    }
  }
}

/** Units of a wrapper move freely, whatever the rules of its shares. */
function checkWrapper(tranche: Field, field: Field): void {
  const windows = field.get("windows");
  const rule = [
    ...(windows.text() === "always" ? [] : [windows]),
    field.get("moves"),
    field.get("daily_limit"),
    field.get("max_holders"),
    field.get("max_shares"),
  ].find(({ given }) => given);
  const wrapped = tranche.get("reach").get("wrapped");
  if (rule !== undefined && wrapped.given) {
    wrapped.refuse(
      `does not go with ${rule.name}: units of a wrapper move at any time, in any number and to anyone; leave one of them out`,
    );
  }
}

function readCountries(list: Field): readonly number[] | undefined {
  const fields = list.items();
  const numbers = fields.map(readCountry);
  for (const [at, number] of numbers.entries()) {
    const before = numbers.indexOf(number);
    if (number !== undefined && before < at) {
      fields[at]?.refuse(`repeats ${list.name}[${before}]: name each country once`);
    }
  }
  return wholeList(numbers);
}

function readRetention(
  field: Field,
  tranche: Field,
  { hasDebt }: TransferRules,
): TransferTerms["retention"] | undefined {
  if (!hasDebt) {
    return field.refuse("is for as long as debt is outstanding, and the deal has none: leave it out");
  }
  const decimals = tranche.get("decimals").count();
  const owner = field.get("owner").given ? field.get("owner").party("who keeps the shares") : undefined;
  const shares = field.get("shares").amount(decimals);
  return whole<NonNullable<TransferTerms["retention"]>>({ owner, shares });
}
