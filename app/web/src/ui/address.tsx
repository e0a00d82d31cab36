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
  const shown = full ? value : short(value);
  return (
    <span className="address">
      <button
        type="button"
        title={`${value}: press to copy`}
        // What is seen is a part of the name, so that it can be said too.
        aria-label={full ? `${value}, copy` : `${shown}, copy the address ${value}`}
        onClick={copy}
      >
        <code>{shown}</code>
      </button>
      <span className="copied" aria-live="polite">
        {copied ? "copied" : ""}
      </span>
    </span>
  );
}
