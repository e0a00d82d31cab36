import { decideProtocol, protocolStateOf } from "@defi-ready/securities";
import type { Protocol, Security } from "@defi-ready/securities/program";
import type { Account } from "@solana/kit";
import type { ReactNode } from "react";
import { Act } from "../actions/act.js";
import type { Action } from "../actions/action.js";
import { Address } from "../ui/address.js";
import { ProtocolStatus } from "../ui/protocol-status.js";
import { Card, Task } from "./card.js";
import type { Desk } from "./desks.js";

/** How many are shown: anyone can register as many as it pays rent for. */
const MOST = 20;

/** What somebody may decide on a registration. */
type Decision = Parameters<typeof decideProtocol>[0]["decision"];

/** The protocols that have registered themselves with a deal, for those who may veto and suspend. */
export function ProtocolsDesk({
  desk,
  supervises,
}: Readonly<{ desk: Desk; supervises: boolean }>): ReactNode {
  const { protocols, time } = desk;
  // What waits for a decision comes first.
  const open = protocols.filter(({ data }) => decisionsOn(data, time, supervises).length > 0);
  return (
    <Card title="Registered protocols">
      {open.length === 0 ? (
        <Task
          what="No registration can be decided on."
          note="Programs that register an address to hold shares of this deal appear here."
        />
      ) : null}
      {open.slice(0, MOST).map((protocol) => (
        <Task
          key={protocol.address}
          what={<Address value={protocol.data.address} />}
          note={
            <>
              Of program <Address value={protocol.data.program} />,{" "}
              <ProtocolStatus protocol={protocol.data} time={time} />
            </>
          }
        >
          {decisionsOn(protocol.data, time, supervises).map((decision) => (
            <Act
              key={decision}
              label={WORDS[decision].label}
              action={() => decisionAction(desk.listed.security, protocol, decision)}
            />
          ))}
        </Task>
      ))}
      {open.length > MOST ? (
        <Task
          what={`${open.length - MOST} more are not shown: the command \`credential protocols\` lists all of them.`}
        />
      ) : null}
    </Card>
  );
}

/** What can be decided on a registration now, by who may only veto or by who supervises. */
function decisionsOn(protocol: Protocol, time: bigint, supervises: boolean): readonly Decision[] {
  const state = protocolStateOf(protocol, time);
  if (state === "new") {
    return ["veto"];
  }
  if (!supervises) {
    return [];
  }
  return state === "valid" ? ["suspend"] : state === "suspended" ? ["lift"] : [];
}

const WORDS: Readonly<
  Record<Decision, Readonly<{ label: string; title: string; says: string; done: string }>>
> = {
  veto: {
    label: "Veto",
    title: "Veto a registration",
    says: "It does not become valid, and the address cannot register again. A qualifier can still issue it a credential.",
    done: "The registration is vetoed.",
  },
  suspend: {
    label: "Suspend",
    title: "Suspend a registration",
    says: "It keeps its shares and is paid what they earn, and receives no more until a qualifier or the arbitrator lifts that.",
    done: "The registration is suspended.",
  },
  lift: {
    label: "Lift the suspension",
    title: "Lift a suspension",
    says: "It may receive shares again until its registration expires.",
    done: "The suspension is lifted.",
  },
};

/** Decides on a registration. */
const decisionAction = (
  security: Account<Security>,
  protocol: Account<Protocol>,
  decision: Decision,
): Action => ({
  title: WORDS[decision].title,
  key: `${decision} ${protocol.address}`,
  plan: async ({ cluster, signer }) => ({
    instructions: await decideProtocol({
      cluster,
      decider: signer,
      security,
      address: protocol.data.address,
      decision,
    }),
    says: [WORDS[decision].says],
    facts: [
      ["Address", <Address key="address" value={protocol.data.address} />],
      ["Program", <Address key="program" value={protocol.data.program} />],
    ],
    done: WORDS[decision].done,
  }),
});
