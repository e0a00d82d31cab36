import type { Address as SolanaAddress } from "@solana/kit";
import type { ReactNode } from "react";
import { Act } from "../actions/act.js";
import { moment } from "../format.js";
import { Address } from "../ui/address.js";
import { Card, Task } from "./card.js";
import type { Desk } from "./desks.js";
import { roleAction, roleWords } from "./other-actions.js";

/** New keys for roles that are proposed, with what the address may do about each. */
export function RoleTransfers({ desk, owner }: Readonly<{ desk: Desk; owner: SolanaAddress }>): ReactNode {
  const { transfers, listed } = desk;
  const isArbitrator = listed.security.data.arbitrator === owner;
  return transfers.length === 0 ? null : (
    <Card title="New keys">
      {transfers.map((transfer) => {
        const { from, to, holder, effectiveAt, expiresAt } = transfer.data;
        const isNoticed = effectiveAt > desk.time;
        const hasExpired = expiresAt <= desk.time;
        return (
          <Task
            key={transfer.address}
            what={
              <>
                {roleWords(transfer)}: from <Address value={from} /> to <Address value={to} />
              </>
            }
            note={
              hasExpired
                ? `It could be accepted until ${moment(expiresAt)}: it has to be proposed anew.`
                : `Can be accepted ${isNoticed ? `from ${moment(effectiveAt)} ` : ""}until ${moment(expiresAt)}.`
            }
          >
            {to === owner ? (
              <Act
                label="Accept"
                variant="primary"
                disabled={isNoticed || hasExpired}
                action={() => roleAction(transfer, "accept")}
              />
            ) : null}
            {holder === owner ? (
              <Act label="Withdraw it" action={() => roleAction(transfer, "cancel")} />
            ) : null}
            {isArbitrator && isNoticed ? (
              <Act label="Refuse" action={() => roleAction(transfer, "refuse")} />
            ) : null}
          </Task>
        );
      })}
    </Card>
  );
}
