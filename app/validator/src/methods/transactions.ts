import { readAccountEncoding } from "../account-json.js";
import { transactionFee } from "../fees.js";
import type { Json, JsonObject } from "../json.js";
import type { Node } from "../node.js";
import type { Simulation, SimulationOptions } from "../outcome.js";
import { type Config, fromBase58, fromBase64, type Params, toAddress } from "../params.js";
import { invalidParams, RpcError, RpcErrorCode } from "../rpc-error.js";
import { describeTransactionError, type TransactionErrorJson } from "../transaction-error.js";
import { innerInstructionsJson, returnDataJson, tokenBalancesJson } from "../transaction-json.js";
import { decodeWireMessage, decodeWireTransaction, type WireTransaction, withBlockhash } from "../wire.js";
import { showAccount } from "./accounts.js";
import { checkMinContextSlot, type Method, withContext } from "./cluster.js";

function readTransaction(params: Params, config: Config): WireTransaction {
  const text = params.text(0, "transaction");
  const encoding = config.choice("encoding", ["base58", "base64"]);
  const bytes = encoding === "base58" ? fromBase58(text, "transaction") : fromBase64(text, "transaction");
  return decodeWireTransaction(Uint8Array.from(bytes));
}

/** Errors that nodes find when they read a transaction, before they simulate it. */
const INVALID: ReadonlySet<string> = new Set([
  "AddressLookupTableNotFound",
  "InvalidAddressLookupTableData",
  "InvalidAddressLookupTableIndex",
  "InvalidAddressLookupTableOwner",
  "SanitizeFailure",
]);

function simulate(node: Node, wire: WireTransaction, options: SimulationOptions): Simulation {
  const simulation = node.bank.simulate(wire, options);
  const { err } = simulation;
  if (err !== null && (typeof err === "string" ? INVALID.has(err) : "DuplicateInstruction" in err)) {
    throw invalidParams(`invalid transaction: ${describeTransactionError(err)}`);
  }
  return simulation;
}

/** A node's answer when a transaction fails before it is forwarded. */
function preflightFailure(simulation: Simulation, err: TransactionErrorJson): RpcError {
  return new RpcError(
    RpcErrorCode.sendTransactionPreflightFailure,
    `Transaction simulation failed: ${describeTransactionError(err)}`,
    {
      ...simulationJson(simulation, false),
      loadedAddresses: null,
      postBalances: null,
      postTokenBalances: null,
      preBalances: null,
      preTokenBalances: null,
    },
  );
}

function simulationJson(simulation: Simulation, withInner: boolean): JsonObject {
  const { err, meta, keys, fee, loadedAccountsDataSize } = simulation;
  // Callers without a right to the accounts are not told about them.
  const [pre, post] = err === "SignatureFailure" ? [] : [simulation.pre, simulation.post];
  return {
    accounts: null,
    err,
    fee,
    innerInstructions:
      withInner && meta !== undefined && keys !== undefined ? innerInstructionsJson(meta, keys, true) : null,
    loadedAccountsDataSize,
    loadedAddresses:
      keys === undefined ? null : { readonly: keys.loadedReadonly, writable: keys.loadedWritable },
    logs: meta?.logs() ?? [],
    postBalances: post?.lamports ?? null,
    postTokenBalances: post === undefined ? null : tokenBalancesJson(post),
    preBalances: pre?.lamports ?? null,
    preTokenBalances: pre === undefined ? null : tokenBalancesJson(pre),
    replacementBlockhash: null,
    returnData: meta === undefined ? null : returnDataJson(meta),
    unitsConsumed: meta?.computeUnitsConsumed() ?? 0n,
  };
}

/**
 * Sends a transaction. A node accepts any transaction that its preflight does not refuse, and silently drops those that
 * cannot be included; here that is known at once, so the sender is told, with or without preflight. Resending a
 * processed transaction without preflight returns its signature, as clients that resend to be sure expect.
 */
function sendTransaction(node: Node, params: Params): Json {
  const config = params.config(1);
  const wire = readTransaction(params, config);
  checkMinContextSlot(node, config);
  const options = { verifySignatures: true, checkBlockhash: true };
  if (!config.flag("skipPreflight")) {
    const simulation = simulate(node, wire, options);
    if (simulation.err !== null) {
      throw preflightFailure(simulation, simulation.err);
    }
  } else if (node.bank.history.get(wire.signature) !== undefined) {
    return wire.signature;
  }
  const outcome = node.bank.process(wire);
  if (!outcome.included) {
    throw preflightFailure(simulate(node, wire, options), outcome.err);
  }
  return wire.signature;
}

function simulateTransaction(node: Node, params: Params): Json {
  const config = params.config(1);
  const sent = readTransaction(params, config);
  checkMinContextSlot(node, config);
  const verifySignatures = config.flag("sigVerify");
  const replace = config.flag("replaceRecentBlockhash");
  if (verifySignatures && replace) {
    throw invalidParams("sigVerify may not be used with replaceRecentBlockhash");
  }
  const accounts = config.nested("accounts");
  const addresses = (accounts?.list("addresses") ?? []).map((value) => toAddress(value, "address"));
  const how = accounts === undefined ? undefined : readAccountEncoding(accounts, "base64");
  const { latest, latestExpiry } = node.bank.clock.blockhashes;
  const wire = replace ? withBlockhash(sent, latest) : sent;
  const simulation = simulate(node, wire, { verifySignatures, checkBlockhash: !replace });
  const after = new Map(simulation.postAccounts.map((account) => [account.address, account]));
  const shown =
    how === undefined || simulation.err !== null
      ? null
      : addresses.map((address) => {
          const account = after.get(address) ?? node.bank.account(address);
          return account === undefined || account.lamports === 0n ? null : showAccount(node, account, how);
        });
  return withContext(node, {
    ...simulationJson(simulation, config.flag("innerInstructions")),
    accounts: shown,
    replacementBlockhash: replace ? { blockhash: latest, lastValidBlockHeight: latestExpiry } : null,
  });
}

function getFeeForMessage(node: Node, params: Params): Json {
  checkMinContextSlot(node, params.config(1));
  const message = decodeWireMessage(fromBase64(params.text(0, "message"), "message"));
  const valid = node.bank.clock.isBlockhashValid(message.lifetimeToken);
  return withContext(node, valid ? transactionFee(message) : null);
}

function requestAirdrop(node: Node, params: Params): Json {
  const outcome = node.faucet.give(params.address(0, "address"), params.u64(1, "lamports"));
  const err = outcome.included ? outcome.record.err : outcome.err;
  if (err !== null) {
    throw new RpcError(RpcErrorCode.internalError, `Airdrop failed: ${describeTransactionError(err)}`);
  }
  return outcome.signature;
}

/** Methods that send or simulate transactions. */
export const transactionMethods: Readonly<Record<string, Method>> = {
  sendTransaction,
  simulateTransaction,
  getFeeForMessage,
  requestAirdrop,
};
