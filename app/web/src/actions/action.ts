import type { Cluster } from "@defi-ready/securities";
import type { Address, AddressesByLookupTableAddress, Instruction, TransactionSigner } from "@solana/kit";
import type { ReactNode } from "react";

/** What signing does, made from the state of the chain. */
export type Plan = Readonly<{
  instructions: readonly Instruction[];
  lookupTables?: AddressesByLookupTableAddress | undefined;
  /** What will happen, in sentences. */
  says: readonly ReactNode[];
  /** Figures that belong to it. */
  facts?: readonly (readonly [name: string, value: ReactNode])[] | undefined;
  /** What to consider before signing. */
  warns?: readonly ReactNode[] | undefined;
  /** The mint that needs no other name than money: the deal's settlement mint. */
  money?: Address | undefined;
  /** What tokens are called whose mints have no name, by mint. */
  names?: Readonly<Record<Address, string>> | undefined;
  /** What has happened, once it is confirmed. */
  done: ReactNode;
}>;

/** What is planned with. */
export type Planning = Readonly<{
  cluster: Cluster;
  /** Who signs: the connected wallet, or a multisig's vault to which the transaction is exported. */
  signer: TransactionSigner;
}>;

/** Something that is signed. */
export type Action = Readonly<{
  /** What it is called, such as `Deposit`. */
  title: string;
  /** Two with the same key and the same signer do the same: the second waits for the outcome of the first. */
  key: string;
  /** Made anew whenever it is looked at; throws in words if it cannot be done. */
  plan(planning: Planning): Promise<Plan>;
}>;
