import {
  ALL_SHARES,
  announceMeasure,
  ClientError,
  findHolder,
  measureDays,
  measuresOf,
  measureWordOf,
  readSecurity,
} from "@defi-ready/securities";
import type { MeasureKindArgs } from "@defi-ready/securities/program";
import { createNoopSigner } from "@solana/kit";
import { type ReactNode, useState } from "react";
import type { Deal } from "../../data/deal.js";
import { nameWithin } from "../../data/names.js";
import { DOCUMENT_FIELDS, type Document, documentIn } from "../../desk/disclosure-actions.js";
import { moment } from "../../format.js";
import { Choose } from "../../ui/field.js";
import { Hash } from "../../ui/hash.js";
import { Untrusted } from "../../ui/untrusted.js";
import { useWallet } from "../../wallet/context.js";
import { Act, type Ask } from "../act.js";
import type { Action } from "../action.js";
import { type FieldOf, FieldsForm, type Typed } from "../fields-form.js";

const DAY = 86_400n;

type Kind = MeasureKindArgs["__kind"];
type Key = "class" | "owner" | "shares" | "until" | "days" | "to" | "document" | "uri";

const NAMES: Readonly<Record<Kind, string>> = {
  Block: "Block shares",
  Pause: "Pause transfers",
  Recovery: "Recover the shares of a lost key",
  CourtOrder: "Move shares by an order of a court",
};

/** What the sponsor and the arbitrator can announce; to nobody else it shows nothing. */
export function AnnounceMeasure({ deal }: Readonly<{ deal: Deal }>): ReactNode {
  const wallet = useWallet();
  const { sponsor, arbitrator, beganAt } = deal.security.data;
  const mayAnnounce = wallet?.address === sponsor || wallet?.address === arbitrator;
  return mayAnnounce && beganAt > 0n ? (
    <div className="buttons">
      <Act label="Announce a measure" form={(ask) => <AnnounceForm deal={deal} ask={ask} />} />
    </div>
  ) : null;
}

function AnnounceForm({ deal, ask }: Readonly<{ deal: Deal; ask: Ask }>): ReactNode {
  const has = measuresOf(deal.security.data).map(({ word }) => word);
  const kinds = (Object.keys(NAMES) as Kind[]).filter((kind) =>
    has.includes(measureWordOf({ __kind: kind })),
  );
  const [kind, setKind] = useState<Kind>(kinds[0] ?? "Block");
  return (
    <div className="form">
      <Choose
        label="What"
        value={kind}
        options={kinds.map((one) => [one, NAMES[one]] as const)}
        onChoose={setKind}
      />
      <FieldsForm
        key={kind}
        fields={[...fieldsOf(kind, deal), ...DOCUMENT_FIELDS]}
        ask={ask}
        make={(typed) => announceAction({ deal, ...read(kind, typed, deal), document: documentIn(typed) })}
      />
    </div>
  );
}

function fieldsOf(kind: Kind, deal: Deal): readonly FieldOf<Key>[] {
  const options = deal.classes.map(({ name }, rank) => [String(rank), nameWithin(deal.name, name)] as const);
  const ofClass: FieldOf<Key> = { key: "class", label: "Class", options, start: "0" };
  const owner: FieldOf<Key> = { key: "owner", label: "Whose shares" };
  const to: FieldOf<Key> = {
    key: "to",
    label: "Who receives them",
    hint: "It needs what any receiver of the class needs",
  };
  switch (kind) {
    case "Block":
      return [
        ofClass,
        owner,
        {
          key: "shares",
          label: "Shares",
          kind: "amount",
          hint: "All that it has and receives, if left empty",
        },
        { key: "until", label: "Until", kind: "date" },
      ];
    case "Pause":
      return [ofClass, { key: "days", label: "Days, at most 14", start: "14" }];
    case "Recovery":
      return [ofClass, owner, to];
    case "CourtOrder":
      return [ofClass, owner, { key: "shares", label: "Shares", kind: "amount" }, to];
  }
}

type Read = Readonly<{
  rank: number;
  owner: ReturnType<Typed<Key>["address"]> | undefined;
  kind: MeasureKindArgs;
}>;

function read(kind: Kind, typed: Typed<Key>, deal: Deal): Read {
  const rank = Number(typed.text("class"));
  const decimals = deal.classes[rank]?.tranche.data.decimals ?? 0;
  switch (kind) {
    case "Block": {
      const shares = typed.text("shares") === "" ? ALL_SHARES : typed.positive("shares", decimals);
      return {
        rank,
        owner: typed.address("owner"),
        kind: { __kind: kind, shares, until: typed.day("until") },
      };
    }
    case "Pause":
      return { rank, owner: undefined, kind: { __kind: kind, days: Number(typed.positive("days", 0)) } };
    case "Recovery":
      return { rank, owner: typed.address("owner"), kind: { __kind: kind, to: typed.address("to") } };
    case "CourtOrder": {
      const shares = typed.positive("shares", decimals);
      return { rank, owner: typed.address("owner"), kind: { __kind: kind, to: typed.address("to"), shares } };
    }
  }
}

function announceAction({
  deal,
  rank,
  owner,
  kind,
  document,
}: Readonly<{ deal: Deal; document: Document }> & Read): Action {
  const of = deal.classes[rank];
  return {
    title: "Announce a measure",
    key: `announce ${deal.security.address}`,
    plan: async ({ cluster, signer }) => {
      if (of === undefined) {
        throw new ClientError("Choose a class.");
      }
      const security = await readSecurity(cluster, deal.security.address);
      const { sponsor, arbitrator, measures } = security.data;
      const held =
        owner === undefined ? undefined : await findHolder(cluster, { tranche: of.tranche.address, owner });
      if (owner !== undefined && held === undefined) {
        throw new ClientError(`${owner} has no record in this class.`);
      }
      const role = (address: typeof sponsor) =>
        address === signer.address ? signer : createNoopSigner(address);
      const from = deal.time + BigInt(measureDays(measures, measureWordOf(kind))) * DAY;
      const { instructions, number } = await announceMeasure({
        sponsor: role(sponsor),
        arbitrator: role(arbitrator),
        payer: signer,
        security,
        tranche: of.tranche.address,
        owner,
        kind,
        documentSha256: document.sha256,
        documentUri: document.uri,
      });
      return {
        instructions,
        says: [
          <>
            You announce measure {number}, for <Untrusted>{nameWithin(deal.name, of.name)}</Untrusted>. Anyone
            can take it from about {moment(from)} on, for 30 days; until then the sponsor or the arbitrator
            can cancel it
            {kind.__kind === "Recovery" ? ", and so can the owner" : ""}.
          </>,
          ...(kind.__kind === "Pause" ? [] : ["The record's shares are blocked at once."]),
        ],
        facts: [
          ["Document, SHA-256", <Hash key="document" bytes={document.sha256} />],
          ["Its address", <Untrusted key="uri">{document.uri}</Untrusted>],
        ],
        isCoSigned: true,
        warns: [
          `${signer.address === sponsor ? `The arbitrator, ${arbitrator}` : `The sponsor, ${sponsor}`}, has to sign too: a single wallet cannot send this. Export it, and have both sign.`,
        ],
        done: `Measure ${number} is announced.`,
      };
    },
  };
}
