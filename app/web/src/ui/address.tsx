import type { Address as SolanaAddress } from "@solana/kit";
import { type ReactNode, useEffect, useState } from "react";
import { short } from "../format.js";

/** How long it is said that an address was copied, in milliseconds. */
const SAID_MILLISECONDS = 1_500;

/** An address, abbreviated, which a press copies in full. */
export function Address({
  value,
  full = false,
}: Readonly<{ value: SolanaAddress; full?: boolean | undefined }>): ReactNode {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) {
      return undefined;
    }
    const timer = setTimeout(() => setCopied(false), SAID_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    navigator.clipboard?.writeText(value).then(
      () => setCopied(true),
      () => undefined,
    );
  };
  return (
    <button
      type="button"
      className="address"
      title={`${value}: press to copy`}
      aria-label={`Address ${value}, copy`}
      onClick={copy}
    >
      <code>{full ? value : short(value)}</code>
      <span className="copied" aria-live="polite">
        {copied ? "copied" : ""}
      </span>
    </button>
  );
}
