import type { MintName } from "@defi-ready/securities";
import type { Address as SolanaAddress } from "@solana/kit";
import type { ReactNode } from "react";
import { Address } from "./address.js";
import { Untrusted } from "./untrusted.js";

/** Money whose mint holds no name of its own, by the address that nobody else can have. */
const KNOWN: Readonly<Record<string, string>> = {
  EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v: "USDC",
  Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB: "USDT",
  "4zMMC9srt5Ri5X14GAgXhaHii3GnPAEERYPJgZJDncDU": "USDC of Devnet",
};

/** What all amounts of a deal are of. Anybody may name a mint: its address stands beside the name. */
export function MoneyWords({
  mint,
  names,
}: Readonly<{ mint: SolanaAddress; names: ReadonlyMap<SolanaAddress, MintName> }>): ReactNode {
  const symbol = names.get(mint)?.symbol ?? "";
  const known = KNOWN[mint];
  return (
    <span className="money-words">
      Amounts in {known ?? (symbol === "" ? "the token" : <Untrusted>{symbol}</Untrusted>)}{" "}
      <Address value={mint} />
    </span>
  );
}
