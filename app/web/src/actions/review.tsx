import { type Cluster, explain } from "@defi-ready/securities";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useCluster } from "../connection/connection.js";
import { Button } from "../ui/button.js";
import { Notice } from "../ui/notice.js";
import { Loading } from "../ui/section.js";
import { Facts } from "../ui/table.js";
import { type ConnectedWallet, useWallet } from "../wallet/context.js";
import { useChainFault, Wallets } from "../wallet/wallet-button.js";
import type { Action, Plan } from "./action.js";
import { EffectsView } from "./effects.js";
import { ExportView } from "./export-view.js";
import { StageView, sentence } from "./stage.js";
import { openWithKey, putAwayIfOver, start, useTransactions } from "./transactions.js";
import { type Planned, usePlan } from "./use-plan.js";

/** The cluster as transactions are sent to it: they offer what others recently did. */
function useSendingCluster(): Cluster {
  const cluster = useCluster();
  return useMemo(() => ({ ...cluster, priorityFee: { price: "auto" } }), [cluster]);
}

/**
 * What an action will do, in words and by simulation; then has it signed, and follows it. Or exports it for somebody
 * else to sign.
 */
export function Review({
  action,
  onBack,
}: Readonly<{
  action: Action;
  /** Leads back to the form, if there is one. */
  onBack?: (() => void) | undefined;
}>): ReactNode {
  const wallet = useWallet();
  const [isExport, setExport] = useState(false);
  if (isExport) {
    return <ExportView action={action} onBack={() => setExport(false)} />;
  }
  const toExport = (
    <Button variant="quiet" className="export-link" onClick={() => setExport(true)}>
      Somebody else signs, such as a multisig
    </Button>
  );
  return wallet === undefined ? (
    <>
      <p>Connect the wallet that signs this, to see what it will do before you sign.</p>
      <Wallets />
      {toExport}
    </>
  ) : (
    <Signing action={action} wallet={wallet} onBack={onBack} toExport={toExport} key={wallet.address} />
  );
}

function Signing({
  action,
  wallet,
  onBack,
  toExport,
}: Readonly<{
  action: Action;
  wallet: ConnectedWallet;
  onBack: (() => void) | undefined;
  toExport: ReactNode;
}>): ReactNode {
  const cluster = useSendingCluster();
  const fault = useChainFault(wallet);
  const queries = useQueryClient();
  const [round, setRound] = useState(0);
  const [id, setId] = useState<number>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was stopped cannot be used again
  const { signer, stop } = useMemo(() => {
    const stopper = new AbortController();
    return { signer: wallet.signer({ cluster, signal: stopper.signal }), stop: () => stopper.abort() };
  }, [wallet, cluster, round]);
  const { planned, again } = usePlan({ action, cluster, signer });
  const key = [cluster.url, wallet.address, action.key].join(" ");
  const transactions = useTransactions();
  const found = openWithKey(key);
  const [earlier, setEarlier] = useState<number>();
  if (id === undefined && found !== undefined) {
    // It stays shown here once its outcome is known: signing is offered again only if somebody starts over.
    setId(found.id);
    setEarlier(found.id);
  }
  const tracked = transactions.find((one) => one.id === id);
  // Whoever closes the dialog, or changes the account, does not wait for the wallet any more.
  useEffect(() => stop, [stop]);
  // What was seen to the end here need not be shown elsewhere.
  useEffect(() => () => putAwayIfOver(id), [id]);
  const settled = () => void queries.invalidateQueries({ queryKey: [cluster.url] });
  const sign = (plan: Plan) =>
    setId(
      start({
        cluster,
        title: action.title,
        done: plan.done,
        key,
        what: { instructions: plan.instructions, payer: signer, lookupTables: plan.lookupTables },
        onSettled: settled,
      }),
    );
  const restart = () => {
    setId(undefined);
    setRound((before) => before + 1);
  };
  if (tracked !== undefined) {
    return (
      <>
        {tracked.id === earlier ? (
          <p>You asked for this before, and it was not known yet whether it happens.</p>
        ) : null}
        <StageView
          tracked={tracked}
          wallet={wallet.name}
          onStop={stop}
          onSettled={settled}
          onAgain={restart}
        />
      </>
    );
  }
  return (
    <>
      {fault === undefined ? null : (
        <Notice tone="warn" title="Another chain">
          {sentence(fault)}
        </Notice>
      )}
      <PlannedView planned={planned} again={again} />
      <div className="buttons">
        {onBack === undefined ? null : <Button onClick={onBack}>Back</Button>}
        <Button
          variant="primary"
          disabled={planned.is !== "ready" || fault !== undefined}
          onClick={() => (planned.is === "ready" ? sign(planned.plan) : undefined)}
        >
          Sign with {wallet.name}
        </Button>
      </div>
      {toExport}
    </>
  );
}

/** A plan in words, with what a simulation of it found. */
function PlannedView({ planned, again }: Readonly<{ planned: Planned; again: () => void }>): ReactNode {
  const { url } = useCluster();
  if (planned.is === "planning") {
    return <Loading what="the chain, and trying it out" />;
  }
  const { plan } = planned;
  return (
    <>
      {plan === undefined ? null : <PlanWords plan={plan} />}
      {planned.is === "refused" ? (
        <Notice
          tone="wrong"
          title="This would be refused"
          action={<Button onClick={again}>Try again</Button>}
        >
          {sentence(explain(planned.error, url))}
        </Notice>
      ) : (
        <EffectsView effects={planned.effects} plan={planned.plan} />
      )}
    </>
  );
}

function PlanWords({ plan: { says, facts = [], warns = [] } }: Readonly<{ plan: Plan }>): ReactNode {
  return (
    <>
      <ul className="says">
        {says.map((one, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: sentences of one plan do not move
          <li key={at}>{one}</li>
        ))}
      </ul>
      {facts.length === 0 ? null : <Facts entries={facts} />}
      {warns.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: sentences of one plan do not move
        <Notice key={at} tone="warn" title="Before you sign">
          {one}
        </Notice>
      ))}
    </>
  );
}
