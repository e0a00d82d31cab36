import { explain } from "@defi-ready/securities";
import type { Address as SolanaAddress } from "@solana/kit";
import { type ReactNode, useContext, useState } from "react";
import { useCluster } from "../connection/connection.js";
import { useRead } from "../data/query.js";
import { short } from "../format.js";
import { Address } from "../ui/address.js";
import { Amount } from "../ui/amount.js";
import { Button } from "../ui/button.js";
import { Dialog } from "../ui/dialog.js";
import { Choose } from "../ui/field.js";
import { Notice } from "../ui/notice.js";
import { Facts } from "../ui/table.js";
import { Untrusted } from "../ui/untrusted.js";
import { type ConnectedWallet, WalletContext } from "./context.js";
import { extras } from "./extras.js";
import type { StandardWallet } from "./standard.js";
import { useChainFault } from "./use-chain.js";

const SOL_DECIMALS = 9;

/** In the header: connects a wallet, and says which account is connected. */
export function WalletButton(): ReactNode {
  const { wallet } = useContext(WalletContext);
  const [open, setOpen] = useState(false);
  const fault = useChainFault(wallet);
  return (
    <>
      <Button
        variant={wallet === undefined ? "plain" : "quiet"}
        className="wallet-button"
        onClick={() => setOpen(true)}
        aria-haspopup="dialog"
      >
        {wallet === undefined ? (
          <>
            Connect<span className="wide"> wallet</span>
          </>
        ) : (
          <>
            <span className="unseen">Wallet: </span>
            {short(wallet.address)}
            {fault === undefined ? null : (
              <span className="wallet-fault">
                <span aria-hidden="true">▲</span>
                <span className="unseen">, does not sign for this cluster</span>
              </span>
            )}
          </>
        )}
      </Button>
      <Dialog title={wallet?.name ?? "Connect a wallet"} open={open} onClose={() => setOpen(false)}>
        {wallet === undefined ? (
          <Wallets onDone={() => setOpen(false)} />
        ) : (
          <Account wallet={wallet} fault={fault} onDone={() => setOpen(false)} />
        )}
      </Dialog>
    </>
  );
}

/** The wallets that can be connected. */
export function Wallets({ onDone }: Readonly<{ onDone?: () => void }>): ReactNode {
  const { installed, connect } = useContext(WalletContext);
  const [asking, setAsking] = useState<StandardWallet>();
  const [error, setError] = useState<string>();
  const take = async (wallet: StandardWallet) => {
    setAsking(wallet);
    setError(undefined);
    try {
      await connect(wallet);
      onDone?.();
    } catch (fault) {
      setError(explain(fault));
    } finally {
      setAsking(undefined);
    }
  };
  if (installed.length === 0) {
    return (
      <Notice title="This browser has no wallet that can sign">
        Install a wallet for Solana that follows the wallet standard, as most do, and open this page again. A
        multisig signs what is exported: enter its address where something is to be signed.
      </Notice>
    );
  }
  return (
    <>
      <ul className="choices">
        {installed.map((one, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two may have one name, and none moves
          <li key={at}>
            <button
              type="button"
              className="choice choice-wallet"
              disabled={asking !== undefined}
              onClick={() => void take(one)}
            >
              {one.icon === undefined ? (
                <span className="no-icon" aria-hidden="true" />
              ) : (
                <img src={one.icon} alt="" width={28} height={28} />
              )}
              <strong>
                <Untrusted>{one.name}</Untrusted>
              </strong>
              {asking === one ? <span role="status">Look at your wallet: it asks you</span> : null}
            </button>
          </li>
        ))}
      </ul>
      {error === undefined ? null : <Notice tone="wrong" title={error} />}
      <p className="hint">The page learns your address. It cannot sign: your wallet asks you each time.</p>
    </>
  );
}

function Account({
  wallet,
  fault,
  onDone,
}: Readonly<{ wallet: ConnectedWallet; fault: string | undefined; onDone: () => void }>): ReactNode {
  const { accounts, use, disconnect } = useContext(WalletContext);
  const More = extras.account;
  const { url } = useCluster();
  const balance = useRead({
    key: [url, "owner", wallet.address, "sol"],
    read: async ({ rpc }) => (await rpc.getBalance(wallet.address, { commitment: "confirmed" }).send()).value,
  });
  return (
    <>
      {fault === undefined ? null : (
        <Notice tone="warn" title="Another chain">
          {fault}.
        </Notice>
      )}
      <Facts
        entries={[
          ["Address", <Address key="address" value={wallet.address} full />],
          [
            "Holds",
            balance.data === undefined ? (
              "–"
            ) : (
              <Amount key="sol" value={balance.data.value} decimals={SOL_DECIMALS} unit="SOL" />
            ),
          ],
        ]}
      />
      {accounts.length < 2 ? null : (
        <Choose<SolanaAddress>
          label="Account"
          value={wallet.address}
          options={accounts.map((one) => [one, short(one)])}
          onChoose={use}
        />
      )}
      {More === undefined ? null : <More address={wallet.address} />}
      <div className="buttons">
        <Button
          onClick={() => {
            void disconnect();
            onDone();
          }}
        >
          Disconnect
        </Button>
      </div>
    </>
  );
}
