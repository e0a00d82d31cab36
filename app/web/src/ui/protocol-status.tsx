import { type ProtocolState, protocolStateOf } from "@defi-ready/securities";
import type { Protocol } from "@defi-ready/securities/program";
import type { ReactNode } from "react";
import { moment } from "../format.js";
import { Status } from "./notice.js";

const TONES = { new: "warn", valid: "good", vetoed: "wrong", suspended: "wrong", expired: "wrong" } as const;

/** How a registration stands, with the date that matters. */
export function ProtocolStatus({
  protocol,
  time,
}: Readonly<{ protocol: Protocol; time: bigint }>): ReactNode {
  const state = protocolStateOf(protocol, time);
  return <Status tone={TONES[state]}>{stateWords(protocol, state)}</Status>;
}

function stateWords({ validFrom, expiresAt, changedAt }: Protocol, state: ProtocolState): string {
  switch (state) {
    case "new":
      return `new, valid from ${moment(validFrom)}`;
    case "valid":
      return `valid until ${moment(expiresAt)}`;
    case "expired":
      return `expired ${moment(expiresAt)}`;
    case "vetoed":
    case "suspended":
      return `${state} ${moment(changedAt)}`;
  }
}
