import { disclosuresOf, type HeldRole, type RoleWord, roleNameOf, rolesOf } from "@defi-ready/securities";
import type { ReactNode } from "react";
import type { Deal } from "../../data/deal.js";
import { roleTitle } from "../../data/role-names.js";
import { moment } from "../../format.js";
import { Address } from "../../ui/address.js";
import { Notice } from "../../ui/notice.js";
import { type Column, Table } from "../../ui/table.js";
import { Points } from "./disclosures.js";

/** What no holder of a role can do, whatever the deal: the program refuses it. */
const LIMITS: Readonly<Record<RoleWord, string>> = {
  sponsor:
    "draw anywhere but to the named destinations, change what is locked in, touch money in escrow, end an acceleration",
  servicer: "take money out, or undo a loss without the arbitrator",
  reporter: "take money out, or move a value beyond its daily limit without the arbitrator",
  arbitrator: "take money out, or name keys for roles of others",
  escheat: "take anything itself: it receives what could not be paid for the deal's escheat time",
  qualifier: "take shares or payments from a holder, or what a locked ticket has bought",
  payee: "change its tier: it receives what the tier took",
  destination: "be changed without three days' notice and the account owner's signature",
};

/** Who can do what alone, and what nobody can. */
export function Keys({ deal }: Readonly<{ deal: Deal }>): ReactNode {
  const roles = rolesOf({ security: deal.security.data, waterfall: deal.waterfall.data });
  const points = disclosuresOf(deal.facts).filter(({ topic }) => topic === "keys");
  const columns: readonly Column<HeldRole>[] = [
    { title: "Role", heads: true, cell: (role) => roleTitle(role) },
    { title: "Key", cell: ({ key }) => <Address value={key} /> },
    { title: "Cannot", cell: ({ word }) => <span className="prose-cell">{LIMITS[word]}</span> },
  ];
  return (
    <>
      {deal.transfers.map(({ address, data }) => (
        <Notice key={address} tone="warn" title={`${roleTitle(roleNameOf(data))} is about to change hands`}>
          From <Address value={data.from} /> to <Address value={data.to} />, proposed{" "}
          {moment(data.proposedAt)}.
        </Notice>
      ))}
      <Points points={points} />
      <Table
        caption="Roles, their keys, and what the program refuses them"
        columns={columns}
        rows={roles}
        rowKey={({ word, place }) => `${word} ${place}`}
      />
      <p className="hint">
        Anyone may settle tickets, run and pay out payments, and test triggers: nobody has to be trusted with
        it.
      </p>
    </>
  );
}
