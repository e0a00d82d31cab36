import type { Address as SolanaAddress } from "@solana/kit";
import { Fragment, type ReactNode } from "react";
import { Link } from "wouter";
import { useAlike } from "../data/market.js";
import { short } from "../format.js";
import { Address } from "../ui/address.js";
import { Notice } from "../ui/notice.js";

/** Others that are named in a warning. */
const NAMED = 3;

/** Says that other deals have a name like that of this one: a name proves nothing, and the address does. */
export function AlikeNotice({ security }: Readonly<{ security: SolanaAddress }>): ReactNode {
  const others = useAlike(security);
  if (others.length === 0) {
    return null;
  }
  return (
    <Notice tone="warn" title="Another deal is named like this one">
      Anybody may give a deal any name. The address of this one is <Address value={security} full />: compare
      it with what its sponsor has told you elsewhere. Named alike:{" "}
      {others.slice(0, NAMED).map((other, at) => (
        <Fragment key={other}>
          {at === 0 ? "" : ", "}
          <Link href={`/deal/${other}`}>{short(other)}</Link>
        </Fragment>
      ))}
      {others.length > NAMED ? ` and ${others.length - NAMED} more` : ""}.
    </Notice>
  );
}
