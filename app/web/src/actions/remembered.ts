import type { Signature } from "@solana/kit";
import type { Deeds } from "../wallet/message.js";

/** A transaction of which it is open whether it lands, as the browser keeps it for this tab. */
export type Remembered = Readonly<{
  key: string;
  title: string;
  url: string;
  genesis: string;
  signature?: Signature | undefined;
  /** What it was asked to do, where the wallet sends by itself. */
  asked?: Deeds | undefined;
}>;

const KEY = "securities.open";

/** Keeps the open transactions for when the page is loaded again in this tab. A signature is no secret. */
export function remember(open: readonly Remembered[]): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(open));
  } catch {
    // A browser that stores nothing forgets them: it asks before the page is left.
  }
}

/** The transactions that were open when the page was left. */
export function remembered(): readonly Remembered[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isRemembered) : [];
  } catch {
    return [];
  }
}

function isRemembered(one: unknown): one is Remembered {
  const { key, title, url, genesis } = (one ?? {}) as Record<string, unknown>;
  return [key, title, url, genesis].every((text) => typeof text === "string") && URL.canParse(String(url));
}
