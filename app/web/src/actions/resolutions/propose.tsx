import { ClientError, findHolder, inControl } from "@defi-ready/securities";
import type { ProposerArgs } from "@defi-ready/securities/program";
import type { Address } from "@solana/kit";
import { type ReactNode, useState } from "react";
import { useCluster } from "../../connection/connection.js";
import type { Deal } from "../../data/deal.js";
import type { Decided } from "../../data/decided.js";
import { keys } from "../../data/keys.js";
import { classNameAt } from "../../data/proposed.js";
import { useRead } from "../../data/query.js";
import { Choose } from "../../ui/field.js";
import { useWallet } from "../../wallet/context.js";
import { Act, type Ask } from "../act.js";
import { FieldsForm } from "../fields-form.js";
import { formOf, isPossible, KIND_NAMES, type ProposedKind, proposeAction } from "./proposals.js";

/** What the connected wallet can propose: as the sponsor, the arbitrator, or a holder. */
export function Propose({ deal, decided }: Readonly<{ deal: Deal; decided: Decided }>): ReactNode {
  const wallet = useWallet();
  return wallet === undefined ? null : <OfOwner deal={deal} decided={decided} owner={wallet.address} />;
}

/** Somebody as whom the wallet proposes, in words. */
type Capacity = Readonly<{ by: ProposerArgs; words: string }>;

function OfOwner({
  deal,
  decided,
  owner,
}: Readonly<{ deal: Deal; decided: Decided; owner: Address }>): ReactNode {
  const { url } = useCluster();
  const { arbitrator } = deal.security.data;
  const sponsor = inControl(deal.security.data);
  const { data: read } = useRead<readonly Capacity[]>({
    key: [...keys.deal(url, deal.security.address), "proposes", owner],
    read: async (cluster) => {
      const found = deal.classes.map(async ({ tranche }, rank) => {
        const holder = await findHolder(cluster, { tranche: tranche.address, owner });
        return (holder?.data.shares ?? 0n) > 0n
          ? [{ by: { __kind: "Holder", rank } as const, words: `A holder of ${classNameAt(deal, rank)}` }]
          : [];
      });
      return (await Promise.all(found)).flat();
    },
  });
  const capacities: readonly Capacity[] = [
    ...(owner === sponsor ? [{ by: { __kind: "Sponsor" } as const, words: "The sponsor" }] : []),
    ...(owner === arbitrator ? [{ by: { __kind: "Arbitrator" } as const, words: "The arbitrator" }] : []),
    // The sponsor's record proposes nothing as a holder.
    ...(owner === sponsor ? [] : (read?.value ?? [])),
  ];
  return capacities.length === 0 ? null : (
    <div className="buttons">
      <Act
        label="Propose a resolution"
        form={(ask) => <ProposeForm deal={deal} decided={decided} capacities={capacities} ask={ask} />}
      />
    </div>
  );
}

function ProposeForm({
  deal,
  decided,
  capacities,
  ask,
}: Readonly<{ deal: Deal; decided: Decided; capacities: readonly Capacity[]; ask: Ask }>): ReactNode {
  const [chosen, setChosen] = useState(0);
  const capacity = capacities[chosen] ?? capacities[0];
  const isArbitrator = capacity?.by.__kind === "Arbitrator";
  const kinds = KIND_NAMES.filter(([kind]) => (kind === "role" || !isArbitrator) && isPossible(kind, deal));
  const [asked, setKind] = useState<ProposedKind>("debt");
  const kind = kinds.some(([one]) => one === asked) ? asked : (kinds[0]?.[0] ?? "advisory");
  const [rank, setRank] = useState(0);
  const { fields, read } = formOf(kind, deal, rank);
  return (
    <div className="form">
      {capacities.length < 2 ? null : (
        <Choose
          label="As"
          value={String(chosen)}
          options={capacities.map(({ words }, at) => [String(at), words] as const)}
          onChoose={(value) => setChosen(Number(value))}
        />
      )}
      <Choose
        label="What"
        value={kind}
        options={kinds}
        onChoose={(value) => setKind(value as ProposedKind)}
      />
      {kind === "rules" ? (
        <Choose
          label="Of"
          value={String(rank)}
          options={deal.classes.map((_, at) => [String(at), classNameAt(deal, at)] as const)}
          onChoose={(value) => setRank(Number(value))}
        />
      ) : null}
      <FieldsForm
        key={kind === "rules" ? `rules ${rank}` : kind}
        fields={fields}
        ask={ask}
        make={(typed) => {
          if (capacity === undefined) {
            throw new ClientError("This account can propose nothing here.");
          }
          return proposeAction({ deal, decided, by: capacity.by, ...read(typed) });
        }}
      />
    </div>
  );
}
