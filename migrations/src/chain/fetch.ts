import {
  type Address,
  type EncodedAccount,
  fetchEncodedAccounts,
  type MaybeEncodedAccount,
  type Rpc,
  type SolanaRpcApi,
} from "@solana/kit";
import { SECURITIES_PROGRAM_ADDRESS } from "../client.js";

/** The most accounts that a node gives at once. */
const MAX_ACCOUNTS = 100;
/** Reads see the effects of confirmed transactions. */
export const COMMITMENT = "confirmed";

type Decoder<T> = Readonly<{ decode(bytes: EncodedAccount["data"]): T }>;

/** Decodes what belongs to the program. Anybody may have sent lamports to an address before the account was created. */
export function owned<T>(account: MaybeEncodedAccount | undefined, decoder: Decoder<T>): T | undefined {
  return account?.exists === true && account.programAddress === SECURITIES_PROGRAM_ADDRESS
    ? decoder.decode(account.data)
    : undefined;
}

/** Reads accounts, in the order of their addresses. */
export async function fetchAll(
  rpc: Rpc<SolanaRpcApi>,
  addresses: readonly Address[],
): Promise<MaybeEncodedAccount[]> {
  const found: MaybeEncodedAccount[] = [];
  for (let at = 0; at < addresses.length; at += MAX_ACCOUNTS) {
    const some = addresses.slice(at, at + MAX_ACCOUNTS);
    found.push(...(await fetchEncodedAccounts(rpc, [...some], { commitment: COMMITMENT })));
  }
  return found;
}
