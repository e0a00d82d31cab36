import { type Cluster, explain, OutcomeUnknown, type SendOptions, send } from "@defi-ready/securities";
import type { Signature } from "@solana/kit";
import { type ReactNode, useSyncExternalStore } from "react";
import { WalletSilence } from "../wallet/signer.js";

/** How far a transaction has come. */
export type Stage =
  /** The wallet asks its user. Nothing is sent. */
  | Readonly<{ is: "signing" }>
  /** It may land from now on. */
  | Readonly<{ is: "sent"; signature: Signature }>
  | Readonly<{ is: "confirmed"; signature: Signature }>
  /** Nothing was done and nothing will be: it was not signed, or refused, or failed as a whole. */
  | Readonly<{ is: "undone"; signature?: Signature; words: string }>
  /** It may have landed or still land, so it must not be repeated. */
  | Readonly<{ is: "unknown"; signature?: Signature; words: string; again?: () => Promise<void> }>;

/** A transaction that this page has been asked for, until it is put away. */
export type Tracked = Readonly<{
  id: number;
  /** The node that it is sent through. */
  url: string;
  /** What it does, for people. */
  title: string;
  /** What has happened, once it is confirmed. */
  done: ReactNode;
  /** What two transactions share if the second would repeat the first. */
  key: string;
  stage: Stage;
}>;

/** Those of which it is open whether they land. */
const isOpen = ({ stage }: Tracked): boolean => stage.is !== "confirmed" && stage.is !== "undone";

let all: readonly Tracked[] = [];
let next = 1;
const listeners = new Set<() => void>();

function change(of: readonly Tracked[]): void {
  all = of;
  for (const listener of listeners) {
    listener();
  }
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
    title: string;
    done: ReactNode;
    key: string;
    what: SendOptions;
    /** Called once it is confirmed, or provably failed. */
    onSettled: () => void;
  }>,
): number {
  const { cluster, title, done, key, what, onSettled } = options;
  const repeated = openWithKey(key);
  if (repeated !== undefined) {
    return repeated.id;
  }
  const id = next;
  next += 1;
  change([...all, { id, url: cluster.url, title, done, key, stage: { is: "signing" } }]);
  let signature: Signature | undefined;
  const told: Cluster = {
    ...cluster,
    onSigned: (one) => {
      signature = one;
      setStage(id, { is: "sent", signature: one });
    },
  };
  void settle(id, onSettled, cluster.url, async () => {
    await send(told, what);
    return signature;
  });
  return id;
}

/** Goes on waiting for a transaction of unknown outcome; nothing is signed. */
export function waitOn(id: number, onSettled: () => void): void {
  const { stage, url } = all.find((one) => one.id === id) ?? {};
  if (stage?.is !== "unknown" || stage.again === undefined || stage.signature === undefined) {
    return;
  }
  const { again, signature } = stage;
  setStage(id, { is: "sent", signature });
  void settle(id, onSettled, url, async () => {
    await again();
    return signature;
  });
}

async function settle(
  id: number,
  onSettled: () => void,
  url: string | undefined,
  work: () => Promise<Signature | undefined>,
): Promise<void> {
  try {
    const signature = await work();
    if (signature !== undefined) {
      setStage(id, { is: "confirmed", signature });
    }
    onSettled();
  } catch (error) {
    const stage = all.find((one) => one.id === id)?.stage;
    const sent = stage?.is === "sent" ? stage.signature : undefined;
    setStage(id, stageAfter(error, sent, url));
    if (sent !== undefined) {
      onSettled();
    }
  }
}

/** What is known of a transaction after an error; `sent` is its signature if it had been sent by then. */
function stageAfter(error: unknown, sent: Signature | undefined, url: string | undefined): Stage {
  const words = explain(error, url);
  if (error instanceof OutcomeUnknown) {
    const { signature, again, cause } = error;
    const why = cause === undefined ? "No node has said what became of it" : explain(cause, url);
    return { is: "unknown", signature, words: why, ...(again === undefined ? {} : { again }) };
  }
  if (error instanceof WalletSilence) {
    return { is: "unknown", words };
  }
  // Once it is sent, the client throws anything else only of what failed, is dead, or was refused before it was passed on.
  return { is: "undone", words, ...(sent === undefined ? {} : { signature: sent }) };
}

/** Asks before the page is left while it is open whether a transaction lands: only the page knows it. */
export function guardLeaving(): () => void {
  const ask = (event: BeforeUnloadEvent) => {
    if (all.some(isOpen)) {
      event.preventDefault();
    }
  };
  addEventListener("beforeunload", ask);
  return () => removeEventListener("beforeunload", ask);
}
