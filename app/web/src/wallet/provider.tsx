import type { Address } from "@solana/kit";
import type { WalletAccount } from "@wallet-standard/base";
import { type ReactNode, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { rememberedWallet, rememberWallet } from "../connection/settings.js";
import { type ConnectedWallet, WalletContext } from "./context.js";
import { WalletRefusal, walletSigner } from "./signer.js";
import { installedWallets, onWallets, type StandardWallet } from "./standard.js";

/** What is connected: the wallet, the accounts it shows, and the one in use. */
type Connected = Readonly<{
  wallet: StandardWallet;
  accounts: readonly WalletAccount[];
  account: WalletAccount;
}>;

/**
 * Gives the page its wallet. Its name is remembered, and nothing else: when the page opens again, the wallet is asked
 * without a question to its user.
 */
export function WalletProvider({ children }: Readonly<{ children: ReactNode }>): ReactNode {
  const installed = useSyncExternalStore(onWallets, installedWallets);
  const [connected, setConnected] = useState<Connected>();
  const take = useCallback((wallet: StandardWallet, accounts: readonly WalletAccount[]) => {
    setConnected((before) => {
      const same = before?.wallet === wallet ? before.account.address : undefined;
      const account = accounts.find(({ address }) => address === same) ?? accounts[0];
      return account === undefined ? undefined : { wallet, accounts, account };
    });
  }, []);
  const open = connected?.wallet;
  useEffect(() => open?.onChange(() => take(open, open.accounts)), [open, take]);
  useReconnection({ installed, connected: open !== undefined, take });

  const connect = useCallback(
    async (wallet: StandardWallet) => {
      const accounts = await wallet.connect(false).catch((error: unknown) => {
        throw new WalletRefusal(
          `${wallet.name} did not connect: ${error instanceof Error ? error.message : String(error)}`,
        );
      });
      if (accounts.length === 0) {
        throw new WalletRefusal(
          `${wallet.name} gave no account for Solana: make one in the wallet, or allow it for this page`,
        );
      }
      take(wallet, accounts);
      rememberWallet(wallet.name);
    },
    [take],
  );
  const seam = useMemo(
    () => ({
      wallet: connected === undefined ? undefined : asSigner(connected),
      installed,
      accounts: (connected?.accounts ?? []).map(({ address }) => address as Address),
      connect,
      disconnect: async () => {
        rememberWallet(undefined);
        setConnected(undefined);
        await connected?.wallet.disconnect().catch(() => undefined);
      },
      use: (address: Address) => {
        const account = connected?.accounts.find((one) => one.address === address);
        if (connected !== undefined && account !== undefined) {
          setConnected({ ...connected, account });
        }
      },
    }),
    [connected, installed, connect],
  );
  return <WalletContext value={seam}>{children}</WalletContext>;
}

function asSigner({ wallet, account }: Connected): ConnectedWallet {
  return {
    name: wallet.name,
    address: account.address as Address,
    chains: account.chains,
    signer: ({ cluster, signal }) => walletSigner({ wallet, account, cluster, signal }),
  };
}

/** Connects the wallet of the last time, once it is there, if it allows that without a question. */
function useReconnection({
  installed,
  connected,
  take,
}: Readonly<{
  installed: readonly StandardWallet[];
  connected: boolean;
  take: (wallet: StandardWallet, accounts: readonly WalletAccount[]) => void;
}>): void {
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    const name = rememberedWallet();
    const wallet = installed.find((one) => one.name === name);
    if (asked || connected || wallet === undefined) {
      return;
    }
    setAsked(true);
    wallet.connect(true).then(
      (accounts) => take(wallet, accounts),
      () => undefined,
    );
  }, [installed, connected, asked, take]);
}
