import type { Address } from "@solana/kit";
import type { Field } from "./field.js";
import { whole, wholeList } from "./field.js";
import type { Destination } from "./model.js";
import { otherMintFields } from "./people.js";

/** Reads where proceeds may be drawn to: accounts of the settlement mint, and of the other mints of the deal. */
export function readDestinations(top: Field): readonly Destination[] | undefined {
  const list = top.get("destinations");
  const fields = list.items();
  const settled = top.get("settlement_mint").get("address").text();
  const others = otherMintFields(top).map((field) => field.text());
  const destinations = fields.map((field) => readDestination(field, settled, others));
  for (const [at, destination] of destinations.entries()) {
    const before = destinations.findIndex((other) => isSame(other, destination));
    if (destination !== undefined && before < at) {
      fields[at]?.refuse(`repeats ${list.name}[${before}]: name each destination once`);
    }
  }
  return wholeList(destinations);
}

function readDestination(
  field: Field,
  settled: string | undefined,
  others: readonly (string | undefined)[],
): Destination | undefined {
  const mint = field.get("mint").or(null, (named): Address | undefined => {
    const address = named.address();
    if (address !== undefined && address === settled) {
      return named.refuse(
        "is the settlement mint, which a destination is of if it says nothing: leave it out",
      );
    }
    return address === undefined || others.includes(address)
      ? address
      : named.refuse(
          "is a mint that the deal takes nowhere: name one of an asset of a book, of a source or of payout_mints",
        );
  });
  if (field.get("owner").present) {
    return whole<Destination & { kind: "owner" }>({
      kind: "owner",
      owner: field.get("owner").party("whose account proceeds go to"),
      mint,
    });
  }
  return whole<Destination & { kind: "account" }>({
    kind: "account",
    address: field.get("token_account").address(),
    mint,
  });
}

function isSame(a: Destination | undefined, b: Destination | undefined): boolean {
  return a?.kind === "owner"
    ? b?.kind === "owner" && a.owner === b.owner && a.mint === b.mint
    : b?.kind === "account" && a?.address === b.address;
}
