import {
  ClientError,
  type Cluster,
  explain,
  OutcomeUnknown,
  outcomeOf,
  type SendOptions,
  send,
  TransactionFailure,
} from "@defi-ready/securities";
import { isTransactionSendingSigner, type Signature } from "@solana/kit";
import { type ReactNode, useSyncExternalStore } from "react";
import { type Deeds, deedsOf } from "../wallet/message.js";
import { WalletSilence } from "../wallet/signer.js";
import { landedAsAsked } from "./landed.js";
import { type Remembered, remember, remembered } from "./remembered.js";

/** How far a transaction has come. */
export type Stage =
  /** The wallet asks its user. Nothing is sent. */
  | Readonly<{ is: "signing" }>
  /** It may land from now on. */
  | Readonly<{ is: "sent"; signature: Signature }>
  /** `isSeen`: it is known to be what was asked for, and not only that a wallet sent something. */
  | Readonly<{ is: "confirmed"; signature: Signature; isSeen: boolean }>
  /** The wallet sent another transaction than it was asked for, and that one is confirmed. */
  | Readonly<{ is: "other"; signature: Signature }>
  /** Nothing was done and nothing will be: it was not signed, or refused, or failed as a whole. */
  | Readonly<{ is: "undone"; signature?: Signature; words: string; hasLanded: boolean }>
  /** It may have landed or still land, so it must not be repeated. */
  | Readonly<{ is: "unknown"; signature?: Signature; words: string; again?: Again }>;

/** Looks for a transaction through a node of its chain. */
type Again = (cluster: Cluster) => Promise<void>;

/** A transaction that this page has been asked for, until it is put away. */
export type Tracked = Readonly<{
  id: number;
  /** The node that it is sent through. */
  url: string;
  /** The first block of its chain. */
  genesis: string;
  /** What it does, for people. */
  title: string;
  /** What has happened, once it is confirmed. */
  done: ReactNode;
  /** What two transactions share if the second would repeat the first. */
  key: string;
  /** What it was asked to do, where the wallet sends by itself. */
  asked: Deeds | undefined;
  stage: Stage;
}>;

/** Those of which it is open whether they land. */
const isOpen = ({ stage }: Tracked): boolean =>
  stage.is === "signing" || stage.is === "sent" || stage.is === "unknown";

let next = 1;
let all: readonly Tracked[] = remembered().map(asUnknown);
const listeners = new Set<() => void>();

function change(of: readonly Tracked[]): void {
  all = of;
  remember(
    all.flatMap(({ key, title, url, genesis, asked, stage }) => {
      const signature = "signature" in stage ? stage.signature : undefined;
      // What a wallet that does not send has not signed yet cannot land.
      const mayLand =
        stage.is === "signing" ? asked !== undefined : stage.is === "sent" || stage.is === "unknown";
      return mayLand ? [{ key, title, url, genesis, asked, signature }] : [];
    }),
  );
  for (const listener of listeners) {
    listener();
  }
}

/** A transaction that was open when the page was left. */
function asUnknown({ signature, asked, ...one }: Remembered): Tracked {
  const id = next;
  next += 1;
  const words = "The page was left before it was known what became of it";
  const looked = signature === undefined ? {} : { signature, again: lookUp(signature) };
  return { ...one, id, asked, done: "It has happened.", stage: { is: "unknown", words, ...looked } };
}

/** Looks once for a transaction of which only the signature is known any more. */
function lookUp(signature: Signature): Again {
  return async (cluster) => {
    const { status, failure } = await outcomeOf(cluster, signature);
    if (failure !== undefined) {
      throw failure;
    }
    if (status !== "confirmed" && status !== "finalized") {
      throw new OutcomeUnknown(
        signature,
        new ClientError("the node does not know it: it may be behind, or have forgotten it"),
        (rpc = cluster.rpc) => lookUp(signature)({ ...cluster, rpc }),
      );
    }
  };
}

function setStage(id: number, stage: Stage): void {
  change(all.map((one) => (one.id === id ? { ...one, stage } : one)));
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** All transactions of this page that are not put away, in the order in which they were asked for. */
export const useTransactions = (): readonly Tracked[] => useSyncExternalStore(subscribe, () => all);

/** A transaction under way, or of unknown outcome, that one with the same key would repeat. */
export const openWithKey = (key: string): Tracked | undefined =>
  all.find((one) => one.key === key && isOpen(one));

/** Puts away a transaction whose outcome is known, or that its owner has looked up elsewhere. */
export function putAway(id: number): void {
  change(all.filter((one) => one.id !== id));
}

/** Puts away a transaction if its outcome is known. */
export function putAwayIfOver(id: number | undefined): void {
  change(all.filter((one) => one.id !== id || isOpen(one)));
}

/**
 * Has a transaction signed, sends it, and follows it until its outcome is known, whatever is shown meanwhile. One that
 * may still land is never signed again: while it is open, another with its key is refused.
 *
 * @returns Its number; the rest is told through {@link useTransactions}.
 */
export function start(
  options: Readonly<{
    cluster: Cluster;
    /** The first block of its chain. */
    genesis: string;
    title: string;
    done: ReactNode;
    key: string;
    what: SendOptions;
    /** Called once it is confirmed, or provably failed. */
    onSettled: () => void;
  }>,
): number {
  const { cluster, genesis, title, done, key, what, onSettled } = options;
  const repeated = openWithKey(key);
  if (repeated !== undefined) {
    return repeated.id;
  }
  const id = next;
  next += 1;
  const { payer, instructions } = what;
  const asked = isTransactionSendingSigner(payer) ? deedsOf(payer.address, instructions) : undefined;
  change([...all, { id, url: cluster.url, genesis, title, done, key, asked, stage: { is: "signing" } }]);
  let signature: Signature | undefined;
  const told: Cluster = {
    ...cluster,
    onSigned: (one) => {
      signature = one;
      setStage(id, { is: "sent", signature: one });
    },
  };
  void settle({ id, cluster, onSettled }, async () => {
    await send(told, what);
    return signature;
  });
  return id;
}

/** Goes on waiting for a transaction of unknown outcome, through any node of its chain; nothing is signed. */
export function waitOn(id: number, through: Readonly<{ cluster: Cluster; onSettled: () => void }>): void {
  const { stage } = all.find((one) => one.id === id) ?? {};
  if (stage?.is !== "unknown" || stage.again === undefined || stage.signature === undefined) {
    return;
  }
  const { again, signature } = stage;
  setStage(id, { is: "sent", signature });
  void settle({ id, ...through }, async () => {
    await again(through.cluster);
    return signature;
  });
}

async function settle(
  { id, cluster, onSettled }: Readonly<{ id: number; cluster: Cluster; onSettled: () => void }>,
  work: () => Promise<Signature | undefined>,
): Promise<void> {
  const tracked = () => all.find((one) => one.id === id);
  try {
    const signature = await work();
    if (signature !== undefined) {
      const asked = tracked()?.asked;
      const isSame = asked === undefined || (await landedAsAsked(cluster, signature, asked));
      setStage(
        id,
        isSame === false
          ? { is: "other", signature }
          : { is: "confirmed", signature, isSeen: isSame === true },
      );
    }
    onSettled();
  } catch (error) {
    const stage = tracked()?.stage;
    const sent = stage?.is === "sent" ? stage.signature : undefined;
    setStage(id, stageAfter(error, sent, cluster.url));
    if (sent !== undefined) {
      onSettled();
    }
  }
}

/** What is known of a transaction after an error; `sent` is its signature if it had been sent by then. */
function stageAfter(error: unknown, sent: Signature | undefined, url: string): Stage {
  const words = explain(error, url);
  if (error instanceof OutcomeUnknown) {
    const { signature, again, cause } = error;
    const why = cause === undefined ? "No node has said what became of it" : explain(cause, url);
    const looked = again === undefined ? {} : { again: ({ rpc }: Cluster) => again(rpc) };
    return { is: "unknown", signature, words: why, ...looked };
  }
  if (error instanceof WalletSilence) {
    return { is: "unknown", words };
  }
  // Once it is sent, the client throws anything else only of what failed, is dead, or was refused before it was passed on.
  return sent === undefined
    ? { is: "undone", words, hasLanded: false }
    : { is: "undone", words, signature: sent, hasLanded: error instanceof TransactionFailure };
}

/** Asks before the page is left while it is open whether a transaction lands. */
export function guardLeaving(): () => void {
  const ask = (event: BeforeUnloadEvent) => {
    if (all.some(isOpen)) {
      event.preventDefault();
    }
  };
  addEventListener("beforeunload", ask);
  return () => removeEventListener("beforeunload", ask);
}
