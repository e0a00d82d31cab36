import { type Cluster, explain } from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useCluster } from "../connection/connection.js";
import { Button } from "../ui/button.js";
import { Notice } from "../ui/notice.js";
import { Step } from "../ui/step.js";
import { type ConnectedWallet, useWallet } from "../wallet/context.js";
import { useChainFault, useGenesis } from "../wallet/use-chain.js";
import { Wallets } from "../wallet/wallet-button.js";
import type { Action, Plan } from "./action.js";
import { ExportView } from "./export-view.js";
import { PlannedView } from "./plan-view.js";
import { StageView, sentence } from "./stage.js";
import { openWithKey, putAwayIfOver, start, useTransactions, waitOn } from "./transactions.js";
import { usePlan } from "./use-plan.js";

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
  owner,
  onBack,
}: Readonly<{
  action: Action;
  /** In whose name it is done; whoever is connected if left out. */
  owner?: Address | undefined;
  /** Leads back to the form, if there is one. */
  onBack?: (() => void) | undefined;
}>): ReactNode {
  const wallet = useWallet();
  const [isExport, setExport] = useState(false);
  if (owner !== undefined && owner !== wallet?.address) {
    return <ExportView action={action} owner={owner} onBack={onBack} />;
  }
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
  const genesis = useGenesis();
  const [round, setRound] = useState(0);
  const [id, setId] = useState<number>();
  const [isDoubted, setDoubted] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was stopped cannot be used again
  const { signer, stop } = useMemo(() => {
    const stopper = new AbortController();
    return { signer: wallet.signer({ cluster, signal: stopper.signal }), stop: () => stopper.abort() };
  }, [wallet, cluster, round]);
  const { planned, again } = usePlan({ action, cluster, signer });
  // By its chain: another node of it would take the same transaction a second time.
  const key = genesis.data === undefined ? undefined : [genesis.data, wallet.address, action.key].join(" ");
  const transactions = useTransactions();
  const found = key === undefined ? undefined : openWithKey(key);
  const [earlier, setEarlier] = useState<number>();
  if (id === undefined && found !== undefined) {
    // It stays shown here once its outcome is known: signing is offered again only if somebody starts over.
    setId(found.id);
    setEarlier(found.id);
  }
  const tracked = transactions.find((one) => one.id === id);
  const restart = () => {
    setId(undefined);
    setRound((before) => before + 1);
  };
  if (id !== undefined && tracked === undefined) {
    // Put away with its outcome open, by somebody who has looked it up: what is signed next is made anew.
    setDoubted(true);
    restart();
  }
  // Whoever closes the dialog, or changes the account, does not wait for the wallet any more.
  useEffect(() => stop, [stop]);
  // What was seen to the end here need not be shown elsewhere.
  useEffect(() => () => putAwayIfOver(id), [id]);
  const settled = () => void queries.invalidateQueries({ queryKey: [cluster.url] });
  const sign = (plan: Plan) => {
    if (key === undefined || genesis.data === undefined) {
      return;
    }
    const started = start({
      cluster,
      genesis: genesis.data,
      title: action.title,
      done: plan.done,
      key,
      what: { instructions: plan.instructions, payer: signer, lookupTables: plan.lookupTables },
      onSettled: settled,
    });
    setId(started);
  };
  if (tracked !== undefined) {
    return (
      <Step of={tracked.stage.is}>
        {tracked.id === earlier ? (
          <p>You asked for this before, and it was not known yet whether it happens.</p>
        ) : null}
        <StageView
          tracked={tracked}
          wallet={wallet.name}
          onStop={stop}
          onLook={() => waitOn(tracked.id, { cluster, onSettled: settled })}
          onAgain={restart}
        />
      </Step>
    );
  }
  return (
    <Step of="plan">
      {fault === undefined ? null : (
        <Notice tone="warn" title="Another chain">
          {sentence(fault)}
        </Notice>
      )}
      {genesis.data === undefined && genesis.error !== null ? (
        <Notice
          tone="wrong"
          title="The node does not say which chain it is of"
          action={<Button onClick={() => void genesis.refetch()}>Ask again</Button>}
        >
          {sentence(explain(genesis.error, cluster.url))} Without that, nobody could tell whether this was
          signed before.
        </Notice>
      ) : null}
      {isDoubted ? (
        <Notice tone="warn" title="Only if you are sure">
          You asked for this before, and the page does not know what became of it. If it has happened, or
          still happens, it may happen twice. What is written here was read anew.
        </Notice>
      ) : null}
      <PlannedView planned={planned} again={again} />
      <div className="buttons">
        {onBack === undefined ? null : <Button onClick={onBack}>Back</Button>}
        {planned.is === "ready" && planned.plan.isCoSigned === true ? null : (
          <Button
            variant="primary"
            disabled={planned.is !== "ready" || fault !== undefined || key === undefined}
            onClick={() => (planned.is === "ready" ? sign(planned.plan) : undefined)}
          >
            Sign with {wallet.name}
          </Button>
        )}
      </div>
      {toExport}
    </Step>
  );
}
