import type { Address, EncodedAccount } from "@solana/kit";
import { readAccountEncoding } from "../account-json.js";
import type { Json } from "../json.js";
import type { Node } from "../node.js";
import type { Config, Params } from "../params.js";
import { tokenAmountJson } from "../parsed-account.js";
import { isTokenProgram } from "../programs.js";
import { invalidParams } from "../rpc-error.js";
import { decodeToken, type Mint, type TokenAccount } from "../token.js";
import { listAccounts } from "./accounts.js";
import { checkMinContextSlot, type Method, withContext } from "./cluster.js";

function mintAt(node: Node, address: Address): Mint {
  const mint = decodeToken(node.bank.account(address));
  if (mint?.kind !== "mint") {
    throw invalidParams("Invalid param: not a Token mint");
  }
  return mint;
}

function getTokenAccountBalance(node: Node, params: Params): Json {
  checkMinContextSlot(node, params.config(1));
  const account = decodeToken(node.bank.account(params.address(0, "address")));
  if (account?.kind !== "account") {
    throw invalidParams("Invalid param: not a Token account");
  }
  return withContext(node, tokenAmountJson(account.amount, mintAt(node, account.mint).decimals));
}

function getTokenSupply(node: Node, params: Params): Json {
  checkMinContextSlot(node, params.config(1));
  const mint = mintAt(node, params.address(0, "mint"));
  return withContext(node, tokenAmountJson(mint.supply, mint.decimals));
}

/** Reads "all accounts of this mint" or "all accounts of this token program". */
function readTokenFilter(node: Node, config: Config): { program: Address; mint: Address | undefined } {
  const mint = config.address("mint");
  const program = config.address("programId");
  if (mint !== undefined) {
    mintAt(node, mint);
    const owner = (node.bank.account(mint) as EncodedAccount).programAddress;
    return { program: owner, mint };
  }
  if (program === undefined || !isTokenProgram(program)) {
    throw invalidParams("Invalid param: `mint`, or `programId` of a token program, is needed");
  }
  return { program, mint: undefined };
}

/** The two methods differ only in whose accounts they list. */
function listTokenAccounts(who: (account: TokenAccount) => Address | undefined): Method {
  return (node, params) => {
    const address = params.address(0, "address");
    const { program, mint } = readTokenFilter(node, params.config(1));
    const config = params.config(2);
    checkMinContextSlot(node, config);
    const how = readAccountEncoding(config);
    const found: EncodedAccount[] = [];
    for (const account of node.bank.programAccounts(program)) {
      const token = decodeToken(account);
      if (
        token?.kind === "account" &&
        who(token) === address &&
        (mint === undefined || token.mint === mint)
      ) {
        found.push(account);
      }
    }
    return withContext(node, listAccounts(node, found, how));
  };
}

/** Methods that know the token programs. */
export const tokenMethods: Readonly<Record<string, Method>> = {
  getTokenAccountBalance,
  getTokenSupply,
  getTokenAccountsByOwner: listTokenAccounts((account) => account.owner),
  getTokenAccountsByDelegate: listTokenAccounts((account) => account.delegate),
};
