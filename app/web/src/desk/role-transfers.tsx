import { type RoleAnswers, roleNameOf } from "@defi-ready/securities";
import type { Address as SolanaAddress } from "@solana/kit";
import type { ReactNode } from "react";
import { Act } from "../actions/act.js";
import { roleTitle } from "../data/role-names.js";
import { moment } from "../format.js";
import { Address } from "../ui/address.js";
import { Card, Task } from "./card.js";
import type { Desk } from "./desks.js";
import { roleAction } from "./other-actions.js";

/** New keys for roles that are proposed, with what the address may do about each. */
export function RoleTransfers({ desk, owner }: Readonly<{ desk: Desk; owner: SolanaAddress }>): ReactNode {
  const { transfers, time } = desk;
  return transfers.length === 0 ? null : (
    <Card title="New keys">
      {transfers.map((answers) => {
        const { transfer, accepter, acceptance, mayCancel, mayRefuse } = answers;
        const { from, to } = transfer.data;
        return (
          <Task
            key={transfer.address}
            what={
              <>
                {roleTitle(roleNameOf(transfer.data))}: from <Address value={from} /> to{" "}
                <Address value={to} />
                {accepter === undefined || accepter === to ? null : (
                  <>
                    , a token account of <Address value={accepter} />
                  </>
                )}
              </>
            }
            note={noteOf(answers, time)}
          >
            {accepter === owner ? (
              <Act
                label="Accept"
                variant="primary"
                disabled={acceptance !== "accepted"}
                action={() => roleAction(transfer, "accept")}
              />
            ) : null}
            {mayCancel ? <Act label="Withdraw it" action={() => roleAction(transfer, "cancel")} /> : null}
            {mayRefuse ? <Act label="Refuse" action={() => roleAction(transfer, "refuse")} /> : null}
          </Task>
        );
      })}
    </Card>
  );
}

/** Until when a role transfer can be accepted, or why it cannot. */
function noteOf({ transfer, accepter, acceptance }: RoleAnswers, time: bigint): string {
  const { effectiveAt, expiresAt } = transfer.data;
  if (expiresAt <= time) {
    return `It could be accepted until ${moment(expiresAt)}: it has to be proposed anew.`;
  }
  if (accepter === undefined) {
    return "It cannot be accepted: there is no token account at that address.";
  }
  if (acceptance !== undefined && acceptance !== "accepted") {
    return `It would be refused now: ${acceptance.refused}.`;
  }
  return `Can be accepted ${effectiveAt > time ? `from ${moment(effectiveAt)} ` : ""}until ${moment(expiresAt)}.`;
}
