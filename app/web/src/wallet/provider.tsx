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
      if (account === undefined) {
        return undefined;
      }
      // Wallets also call for what is no change to us; what they are asked to sign meanwhile goes on being asked.
      const isSame = before?.wallet === wallet && isSameAccount(before.account, account);
      return { wallet, accounts, account: isSame ? before.account : account };
    });
  }, []);
  const resume = useCallback((wallet: StandardWallet, accounts: readonly WalletAccount[]) => {
    const [account] = accounts;
    // Somebody who has connected in the meantime is not given another wallet.
    setConnected((before) => before ?? (account === undefined ? undefined : { wallet, accounts, account }));
  }, []);
  const open = connected?.wallet;
  useEffect(() => open?.onChange(() => take(open, open.accounts)), [open, take]);
  useReconnection({ installed, connected: open !== undefined, resume });

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
  const account = connected?.account;
  const wallet = useMemo(
    () => (open === undefined || account === undefined ? undefined : asSigner(open, account)),
    [open, account],
  );
  const seam = useMemo(
    () => ({
      wallet,
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
    [wallet, connected, installed, connect],
  );
  return <WalletContext value={seam}>{children}</WalletContext>;
}

/** Whether two are one account, and sign for the same chains. */
const isSameAccount = (one: WalletAccount, other: WalletAccount): boolean =>
  one.address === other.address &&
  one.chains.length === other.chains.length &&
  one.chains.every((chain) => other.chains.includes(chain));

function asSigner(wallet: StandardWallet, account: WalletAccount): ConnectedWallet {
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
  resume,
}: Readonly<{
  installed: readonly StandardWallet[];
  connected: boolean;
  resume: (wallet: StandardWallet, accounts: readonly WalletAccount[]) => void;
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
      (accounts) => resume(wallet, accounts),
      () => undefined,
    );
  }, [installed, connected, asked, resume]);
}
