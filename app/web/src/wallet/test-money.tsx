import {
  associatedTokenAddress,
  ClientError,
  type Cluster,
  explain,
  readBytes,
  readMarket,
  settlementVault,
} from "@defi-ready/securities";
import { type Address, getAddressEncoder, getBase64Decoder, lamports } from "@solana/kit";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useCluster } from "../connection/connection.js";
import { Button } from "../ui/button.js";
import { Notice } from "../ui/notice.js";

const SOL = 1_000_000_000n;
/** Whole units of each deal's money, and SOL, that are given at a time. */
const UNITS = 10_000n;
const SOLS = 10n;
const ACCOUNT_BYTES = 165;
const OWNER_OFFSET = 32;
const AMOUNT_OFFSET = 64;
const STATE_OFFSET = 108;
const SUPPLY_OFFSET = 36;

/** In the dialog of the development wallet: SOL from the validator's faucet, and money of every deal. */
export function TestMoney({ address }: Readonly<{ address: Address }>): ReactNode {
  const cluster = useCluster();
  const queries = useQueryClient();
  const [state, setState] = useState<Readonly<{ isBusy: boolean; said?: string; error?: string }>>({
    isBusy: false,
  });
  const give = async () => {
    setState({ isBusy: true });
    try {
      await cluster.rpc.requestAirdrop(address, lamports(SOLS * SOL)).send();
      const mints = await giveMoney(cluster, address);
      await queries.invalidateQueries({ queryKey: [cluster.url] });
      setState({ isBusy: false, said: `You have ${SOLS} SOL and the money of ${mints} mints more` });
    } catch (fault) {
      setState({ isBusy: false, error: explain(fault, cluster.url) });
    }
  };
  return (
    <>
      <div className="buttons">
        <Button variant="primary" busy={state.isBusy} onClick={() => void give()}>
          Get test money
        </Button>
      </div>
      {state.said === undefined ? null : <Notice tone="good" title={state.said} />}
      {state.error === undefined ? null : (
        <Notice tone="wrong" title="There is no test money here">
          {state.error}
        </Notice>
      )}
    </>
  );
}

/** Writes money of every deal into the owner's accounts, as only the embedded validator can. */
async function giveMoney(cluster: Cluster, owner: Address): Promise<number> {
  const { listed } = await readMarket(cluster);
  const mints = new Map(
    listed.map(({ security }) => {
      const vault = settlementVault(security.data);
      return [vault.mint, vault];
    }),
  );
  for (const { mint, tokenProgram, decimals } of mints.values()) {
    const account = await associatedTokenAddress({ owner, mint, tokenProgram });
    const [held, minted] = await readBytes(cluster, [account, mint]);
    if (minted === undefined) {
      continue;
    }
    const amount = UNITS * 10n ** BigInt(decimals);
    await setAccount(cluster, mint, minted.owner, raised(minted.data, SUPPLY_OFFSET, amount));
    await setAccount(
      cluster,
      account,
      tokenProgram,
      raised(held?.data ?? emptyAccount(mint, owner), AMOUNT_OFFSET, amount),
    );
  }
  return mints.size;
}

function emptyAccount(mint: Address, owner: Address): Uint8Array {
  const data = new Uint8Array(ACCOUNT_BYTES);
  data.set(getAddressEncoder().encode(mint), 0);
  data.set(getAddressEncoder().encode(owner), OWNER_OFFSET);
  data[STATE_OFFSET] = 1;
  return data;
}

function raised(data: Uint8Array, offset: number, by: bigint): Uint8Array {
  const copy = Uint8Array.from(data);
  const view = new DataView(copy.buffer);
  view.setBigUint64(offset, view.getBigUint64(offset, true) + by, true);
  return copy;
}

async function setAccount(
  { url }: Cluster,
  address: Address,
  owner: Address,
  data: Uint8Array,
): Promise<void> {
  const account = { lamports: Number(SOL / 100n), owner, data: getBase64Decoder().decode(data) };
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "securities_setAccount",
      params: [address, account],
    }),
  });
  const { error } = (await response.json()) as { error?: { message: string } };
  if (error !== undefined) {
    throw new ClientError(`${error.message}: only the embedded validator gives test money`);
  }
}
