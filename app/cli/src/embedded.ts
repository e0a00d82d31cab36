import {
  associatedTokenAddress,
  ClientError,
  clusterTime,
  createAssociatedTokenAccount,
  MAX_AMOUNT,
  parsePositiveAmount,
  readBytes,
  readMint,
  shownUrl,
} from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import { Command, InvalidArgumentError } from "commander";
import { parseMoment } from "./arguments.js";
import { action, type Context, examples, parseAddress } from "./context.js";
import { moment, money } from "./format.js";

/** These commands do not need the program. */
const ANYWHERE = { needsProgram: false };
const METHOD_NOT_FOUND = -32_601;
const SUPPLY_OFFSET = 36;
const AMOUNT_OFFSET = 64;
const UNITS: Readonly<Record<string, bigint>> = { s: 1n, m: 60n, h: 3_600n, d: 86_400n, w: 604_800n };

/** `warp`: a later clock at the embedded validator. */
export function warpCommand(): Command {
  const command = new Command("warp")
    .description("Move the embedded validator's clock forward: by a time, or to a moment. For development.")
    .argument("<time>", "how far, such as 90m, 12h or 30d; or when, such as 2027-01-31T12:00", parseTarget);
  examples(command, "warp 30d", "warp 2027-01-31");
  return action(
    command,
    async (context, _, target) => {
      const now = await clusterTime(context.cluster);
      const { to, by } = JSON.parse(target ?? "{}") as { to?: string; by?: string };
      const time = to === undefined ? now + BigInt(by ?? "0") : BigInt(to);
      if (time <= now) {
        throw new ClientError(`the clock is at ${moment(now)}, and only moves forward`);
      }
      await callEmbedded(context, "securities_warp", [{ unixTimestamp: Number(time) }]);
      const after = await clusterTime(context.cluster);
      return { text: `the clock is at ${moment(after)}`, json: { before: now, now: after } };
    },
    ANYWHERE,
  );
}

/** A time to come, as a text: commander hands on what a parser returns, and arguments are texts. */
function parseTarget(text: string): string {
  const [, digits, unit = ""] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  if (digits !== undefined) {
    return JSON.stringify({ by: String(BigInt(digits) * (UNITS[unit] ?? 0n)) });
  }
  try {
    return JSON.stringify({ to: String(parseMoment(text)) });
  } catch {
    throw new InvalidArgumentError(
      "Give a time such as 90m, 12h or 30d, or a moment such as 2027-01-31T12:00.",
    );
  }
}

/** `mint`: test money at the embedded validator. */
export function mintCommand(): Command {
  const command = new Command("mint")
    .description(
      "Give somebody tokens of any mint, at the embedded validator, whoever may mint them. For development.",
    )
    .argument("<mint>", "the mint, such as a deal's settlement mint", parseAddress)
    .argument("<amount>", "how much, such as 2500")
    .argument("[owner]", "who gets them; your key if left out", parseAddress);
  examples(command, "mint 3mNt... 2500", "mint 3mNt... 2500 8sYd...");
  return action(
    command,
    async (context, _, mintAt, text, ownerAt) => {
      const { cluster } = context;
      const payer = await context.keypair();
      const mint = mintAt as Address;
      const owner = (ownerAt as Address | undefined) ?? payer.address;
      const { decimals, supply, tokenProgram } = await readMint(cluster, mint);
      const amount = parsePositiveAmount(text ?? "", decimals);
      if (supply + amount > MAX_AMOUNT) {
        throw new ClientError("so many tokens cannot be counted: give less");
      }
      // Asked first, so that nothing is opened on a cluster where nothing can be given.
      await callEmbedded(context, "securities_warp", [{ seconds: 0 }]);
      const account = await associatedTokenAddress({ owner, mint, tokenProgram });
      if ((await readBytes(cluster, [account]))[0] === undefined) {
        await context.send(await createAssociatedTokenAccount({ payer, owner, mint, tokenProgram }), payer);
      }
      await raise(context, account, { offset: AMOUNT_OFFSET, by: amount });
      await raise(context, mint, { offset: SUPPLY_OFFSET, by: amount });
      return {
        text: `${owner} got ${money(amount, decimals)} of ${mint}`,
        json: { owner, account, mint, amount },
      };
    },
    ANYWHERE,
  );
}

/** Raises a 64-bit number in an account. */
async function raise(
  context: Context,
  address: Address,
  { offset, by }: Readonly<{ offset: number; by: bigint }>,
): Promise<void> {
  const [account] = await readBytes(context.cluster, [address]);
  if (account === undefined) {
    throw new ClientError(`there is no account at ${address}`);
  }
  const data = Buffer.from(account.data);
  data.writeBigUInt64LE(data.readBigUInt64LE(offset) + by, offset);
  const { value: lamports } = await context.cluster.rpc.getBalance(address).send();
  await callEmbedded(context, "securities_setAccount", [
    address,
    { lamports: Number(lamports), owner: account.owner, data: data.toString("base64") },
  ]);
}

/** Calls a method that only the embedded validator has. */
async function callEmbedded({ url }: Context, method: string, params: readonly unknown[]): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const answer = (await response.json()) as { error?: { code: number; message: string } };
  if (answer.error?.code === METHOD_NOT_FOUND) {
    throw new ClientError(
      `${shownUrl(url)} is not an embedded validator: \`securities validator\` starts one`,
    );
  }
  if (answer.error !== undefined) {
    throw new ClientError(answer.error.message);
  }
}
