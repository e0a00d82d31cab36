import { countryWords, protocolTermsOf } from "@defi-ready/securities";
import type { Protocol } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import type { ReactNode } from "react";
import type { Deal } from "../../data/deal.js";
import { Address } from "../../ui/address.js";
import { ProtocolStatus } from "../../ui/protocol-status.js";
import { type Column, Table } from "../../ui/table.js";

/** How many are shown: anyone can register as many as it pays rent for. */
const MOST = 50;

/** Programs that registered an address of theirs to hold shares of a deal, and how each registration stands. */
export function Protocols({ deal }: Readonly<{ deal: Deal }>): ReactNode {
  const { protocols, security, time } = deal;
  const terms = protocolTermsOf(security.data);
  const shown = protocols.slice(0, MOST);
  const columns: readonly Column<Account<Protocol>>[] = [
    { title: "Address", heads: true, cell: ({ data }) => <Address value={data.address} /> },
    { title: "Program", cell: ({ data }) => <Address value={data.program} /> },
    { title: "State", cell: ({ data }) => <ProtocolStatus protocol={data} time={time} /> },
  ];
  return (
    <>
      {terms === null ? null : (
        <p className="hint">
          A program can register an address of its own. It may receive shares {terms.days}{" "}
          {terms.days === 1 ? "day" : "days"} later, unless a qualifier, the sponsor or the arbitrator vetoes
          that, and counts as an owner of{" "}
          {terms.category === null ? "no category" : `category ${terms.category}`} and{" "}
          {terms.country === null ? "no country" : countryWords(terms.country)}.
        </p>
      )}
      {shown.length === 0 ? (
        <p className="hint">None has registered.</p>
      ) : (
        <Table
          caption="Registered protocols"
          columns={columns}
          rows={shown}
          rowKey={({ address }) => address}
        />
      )}
      {protocols.length > MOST ? (
        <p className="hint">
          {protocols.length - MOST} more are not shown: `credential protocols` lists all of them.
        </p>
      ) : null}
    </>
  );
}
