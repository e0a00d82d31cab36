import type { Cluster } from "@defi-ready/securities";
import type { Address, TransactionSigner } from "@solana/kit";
import { createContext, useContext } from "react";
import type { StandardWallet } from "./standard.js";

/** A wallet that is connected. */
export type ConnectedWallet = Readonly<{
  /** Its name, as it says. */
  name: string;
  /** The account that signs and that `Yours` is about. */
  address: Address;
  /** The chains that the account signs for, as wallets name them. */
  chains: readonly string[];
  /** Signs for that account on a cluster, until the signal says that nobody waits any more. */
  signer(options: Readonly<{ cluster: Cluster; signal: AbortSignal }>): TransactionSigner;
}>;

/** The wallet of the page, and how to have one. */
export type WalletSeam = Readonly<{
  /** `undefined` while none is connected. */
  wallet: ConnectedWallet | undefined;
  /** The wallets of this browser that can sign. */
  installed: readonly StandardWallet[];
  /** The accounts that the connected wallet lets the page see. */
  accounts: readonly Address[];
  /** Asks a wallet for its accounts; throws in words if it gives none. */
  connect(wallet: StandardWallet): Promise<void>;
  disconnect(): Promise<void>;
  /** Uses another of the connected wallet's accounts. */
  use(account: Address): void;
}>;

const nothing = () => Promise.resolve();

/** Set by the wallet's provider. */
export const WalletContext = createContext<WalletSeam>({
  wallet: undefined,
  installed: [],
  accounts: [],
  connect: nothing,
  disconnect: nothing,
  use: () => undefined,
});

/** The connected wallet, if there is one. */
export const useWallet = (): ConnectedWallet | undefined => useContext(WalletContext).wallet;
