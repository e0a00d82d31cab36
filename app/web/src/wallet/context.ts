import type { Address, TransactionSigner } from "@solana/kit";
import { createContext, useContext } from "react";

/** A wallet that is connected. */
export type ConnectedWallet = Readonly<{
  /** Its name, as it says. */
  name: string;
  /** The account that signs and that `Yours` is about. */
  address: Address;
  /** Signs for that account. */
  signer: TransactionSigner;
  disconnect(): Promise<void>;
}>;

/** The wallet of the page; `undefined` while none is connected. */
export type WalletSeam = Readonly<{ wallet: ConnectedWallet | undefined }>;

/** Set by the wallet's provider. */
export const WalletContext = createContext<WalletSeam>({ wallet: undefined });

/** The connected wallet, if there is one. */
export const useWallet = (): ConnectedWallet | undefined => useContext(WalletContext).wallet;
