import type { Field } from "./field.js";
import type { Deal, Party } from "./model.js";

/** The fields that name somebody: who has a role, is paid, or holds. */
function peopleFields(top: Field): readonly Field[] {
  const roles = ["servicer", "reporter", "arbitrator"].map((role) => top.get("roles").get(role));
  return [
    top.get("sponsor"),
    ...roles,
    ...top
      .get("destinations")
      .items()
      .map((one) => one.get("owner")),
    ...top.get("qualifiers").items(),
    top.get("escheat").get("owner"),
    ...top
      .get("disclosures")
      .items()
      .map((one) => one.get("attestor")),
    ...top
      .get("tranches")
      .items()
      .flatMap((tranche) => [tranche.get("manager"), tranche.get("transfers").get("retention").get("owner")]),
    ...top
      .get("waterfall")
      .items()
      .map((tier) => tier.get("to")),
    ...top
      .get("books")
      .items()
      .map((book) => book.get("lead").get("investor")),
  ];
}

/** The fields that name a mint, or the stake pool of one. */
function mintFields(top: Field): readonly Field[] {
  return [
    top.get("settlement_mint").get("address"),
    ...otherMintFields(top),
    ...assetFields(top).map((asset) => asset.get("source")),
  ];
}

function assetFields(top: Field): readonly Field[] {
  return top
    .get("books")
    .items()
    .flatMap((book) => book.get("assets").items());
}

/** The fields that name a mint besides the settlement mint that the security has a vault for. */
export function otherMintFields(top: Field): readonly Field[] {
  return [
    ...top.get("payout_mints").items(),
    ...top
      .get("sources")
      .items()
      .map((source) => source.get("mint")),
    ...assetFields(top).map((asset) => asset.get("mint")),
  ];
}

/** Refuses somebody whose address the file itself gives for a mint, or for an account that proceeds are drawn to. */
export function checkPeople(top: Field): void {
  const accounts = top
    .get("destinations")
    .items()
    .map((one) => one.get("token_account"));
  const named = new Map([...accounts, ...mintFields(top)].map((field) => [field.text(), field.name]));
  for (const field of peopleFields(top)) {
    const text = field.text();
    const at = text === undefined ? undefined : named.get(text);
    if (at !== undefined) {
      field.refuse(`is what ${at} names, which nobody signs for: name a wallet, or a program's vault`);
    }
  }
}

/** Somebody whom a deal names. */
export type Named = Readonly<{
  field: string;
  who: Party;
  /** Which part of the deal, in the words of the plan, and its index. */
  part: "security" | "qualifiers" | "disclosures" | "tranche" | "transfers" | "waterfall" | "book";
  index: number;
}>;

/** Everybody whom a deal names, each with the part that is created with the name. */
export function peopleOf(deal: Deal): readonly Named[] {
  const of = (part: Named["part"], field: string, who: Party, index = 0): Named => ({
    part,
    field,
    who,
    index,
  });
  const { roles, destinations, escheat } = deal;
  return [
    of("security", "roles.servicer", roles.servicer),
    of("security", "roles.reporter", roles.reporter),
    of("security", "roles.arbitrator", roles.arbitrator),
    ...destinations.flatMap((one, at) =>
      one.kind === "owner" ? of("security", `destinations[${at}].owner`, one.owner) : [],
    ),
    ...(escheat === null ? [] : [of("security", "escheat.owner", escheat.owner)]),
    ...deal.qualifiers.map((one, at) => of("qualifiers", `qualifiers[${at}]`, one)),
    ...deal.disclosures.map(({ attestor }, at) => of("disclosures", `disclosures[${at}].attestor`, attestor)),
    ...deal.tranches.flatMap(({ manager }, at) =>
      manager === null ? [] : of("tranche", `tranches[${at}].manager`, manager, at),
    ),
    ...deal.tranches.flatMap(({ transfers: { retention } }, at) =>
      retention === null
        ? []
        : of("transfers", `tranches[${at}].transfers.retention.owner`, retention.owner, at),
    ),
    ...deal.waterfall.flatMap((tier, at) =>
      "to" in tier ? of("waterfall", `waterfall[${at}].to`, tier.to) : [],
    ),
    ...deal.books.flatMap(({ lead }, at) =>
      lead === null ? [] : of("book", `books[${at}].lead.investor`, lead.investor, at),
    ),
  ];
}
