import { conversionOutcome, findHolder, formatAmount } from "@defi-ready/securities";
import type { Holder } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import type { ReactNode } from "react";
import { useCluster } from "../../connection/connection.js";
import { type Converting, namesOf, stateOf } from "../../data/converting.js";
import type { Deal } from "../../data/deal.js";
import { keys } from "../../data/keys.js";
import { useRead } from "../../data/query.js";
import { money } from "../../format.js";
import { Untrusted } from "../../ui/untrusted.js";
import { useWallet } from "../../wallet/context.js";
import { Act } from "../act.js";
import { FieldsForm } from "../fields-form.js";
import { closeConversionAction, convertAction, convertClassAction } from "./conversion-actions.js";

/** What the connected wallet can do about a conversion. */
export function OwnConversion({ deal, of }: Readonly<{ deal: Deal; of: Converting }>): ReactNode {
  const wallet = useWallet();
  return wallet === undefined ? null : <OfOwner deal={deal} of={of} owner={wallet.address} />;
}

function OfOwner({ deal, of, owner }: Readonly<{ deal: Deal; of: Converting; owner: Address }>): ReactNode {
  const { url } = useCluster();
  const { conversion, from, into } = of;
  const { data: read } = useRead<Account<Holder> | null>({
    key: [...keys.deal(url, deal.security.address), "converts", conversion.address, owner],
    // A query has to have some result.
    read: async (cluster) => (await findHolder(cluster, { tranche: from.tranche.address, owner })) ?? null,
  });
  const state = stateOf(of, deal);
  const names = namesOf(of, deal);
  const named = { from: names.from.name, into: names.into.name };
  const shares = read?.value?.data.shares ?? 0n;
  const may = shares > 0n && (state === "open to holders" || state === "collecting");
  const outcome = conversionOutcome({
    ...{ conversion: conversion.data, from: from.tranche.data, into: into.tranche.data },
    ...{ shares, now: deal.time },
  });
  return (
    <>
      {may ? (
        <p>
          Your {money(shares, names.from.decimals)} shares{" "}
          {state === "collecting" ? "are claims on" : "would become"}{" "}
          {outcome === undefined ? (
            "nothing yet: there is no price."
          ) : (
            <>
              {money(outcome.shares, names.into.decimals)} of <Untrusted>{names.into.name}</Untrusted>.
            </>
          )}
        </p>
      ) : null}
      <div className="buttons">
        {may && state === "collecting" ? (
          <Act
            label="Collect"
            variant="primary"
            action={() => convertAction(conversion, { ...named, amount: shares })}
          />
        ) : null}
        {may && state === "open to holders" ? (
          <Act
            label="Convert"
            variant="primary"
            title="Convert shares"
            form={(ask) => (
              <FieldsForm
                fields={[
                  {
                    key: "shares",
                    label: "Shares",
                    kind: "amount",
                    start: formatAmount(shares, names.from.decimals),
                  },
                ]}
                ask={ask}
                make={(typed) =>
                  convertAction(conversion, {
                    ...named,
                    amount: typed.positive("shares", names.from.decimals),
                  })
                }
              />
            )}
          />
        ) : null}
        {state === "due" ? (
          <Act
            label="Convert the class"
            variant="primary"
            action={() =>
              convertClassAction(conversion, {
                ...named,
                other: into.security === undefined ? undefined : into.tranche,
              })
            }
          />
        ) : null}
        {state === "over" ? (
          <Act label="Close" variant="quiet" action={() => closeConversionAction(conversion)} />
        ) : null}
      </div>
    </>
  );
}
