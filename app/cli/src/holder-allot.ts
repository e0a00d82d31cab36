import {
  allotmentOf,
  allotShares,
  ClientError,
  clusterTime,
  findHolder,
  findPerson,
  freePlace,
  limitsHolders,
  parseAmount,
  readSecurity,
  readTranche,
  UNLIMITED_ALLOTMENT,
} from "@defi-ready/securities";
import type { Holder, Tranche } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { Command } from "commander";
import { action, type Context, examples, parseAddress } from "./context.js";
import { money, short } from "./format.js";

/** The words for as many shares as a person may have, and for none. */
const MOST = "most";
const NONE = "0";

/** `holder allot`: up to how many shares a record may have when it receives some. */
export function allotCommand(): Command {
  const command = new Command("allot")
    .description(
      "Set up to how many shares your record of a tranche that limits its holders may have when it receives some. It takes a place " +
        `for you, which ${NONE} frees once you hold no shares.`,
    )
    .argument("<tranche>", "the tranche's address", parseAddress)
    .argument("<shares>", `how many, such as 100 or 12.5; ${MOST} for as many as you may have`);
  examples(command, "holder allot 4vJ9... 100", "holder allot 4vJ9... most", "holder allot 4vJ9... 0");
  return action(command, async (context, _, address, shares) => {
    const { cluster } = context;
    const owner = await context.signer();
    const tranche = await readTranche(cluster, address as Address);
    const security = await readSecurity(cluster, tranche.data.security);
    if (!limitsHolders(tranche.data.rules)) {
      throw new ClientError(
        "this tranche limits neither its holders nor what one has: nobody needs an allotment",
      );
    }
    const holder = await findHolder(cluster, { tranche: tranche.address, owner: owner.address });
    if (holder === undefined) {
      throw new ClientError(`you have no record of ${short(tranche.address)}: open it with \`holder open\``);
    }
    const limit = await limitOf(context, { tranche, holder, shares: shares ?? "" });
    const signature = await context.send(
      await allotShares({ cluster, owner, security: security.address, holder, limit }),
      owner,
    );
    const count =
      limit === UNLIMITED_ALLOTMENT ? "any number of" : `up to ${money(limit, tranche.data.decimals)}`;
    return {
      text:
        limit === 0n
          ? `${short(owner.address)} has no place any more, and receives no shares`
          : `${short(owner.address)} may receive ${count} shares`,
      json: { signature, tranche: tranche.address, person: holder.data.person, allotted: limit },
    };
  });
}

/** The allotment in base units. */
async function limitOf(
  { cluster }: Context,
  {
    tranche,
    holder,
    shares,
  }: Readonly<{ tranche: Account<Tranche>; holder: Account<Holder>; shares: string }>,
): Promise<bigint> {
  const person = await findPerson(cluster, { tranche: tranche.address, person: holder.data.person });
  const found = allotmentOf({ tranche: tranche.data, holder: holder.data, person: person?.data });
  const most = found?.most ?? UNLIMITED_ALLOTMENT;
  const limit = shares === MOST ? most : parseAmount(shares, tranche.data.decimals);
  const { shares: held, allotted, credentialUntil } = holder.data;
  if (limit > 0n && held > most) {
    const [has, may] = [held, most].map((amount) => money(amount, tranche.data.decimals));
    throw new ClientError(
      `your record has ${has} shares, and may be allotted ${may} at most: it receives none while it has more than that`,
    );
  }
  if (limit > allotted && tranche.data.restricted === 1 && credentialUntil <= (await clusterTime(cluster))) {
    throw new ClientError("an allotment needs a valid credential: take yours over with `holder qualify`");
  }
  return limit;
}

/** `holder free`: the place of a record that its owner cannot use any more. */
export function freeCommand(): Command {
  const command = new Command("free")
    .description(
      "Free the place that an owner's record takes in a tranche that limits its holders, once it has no shares and its owner no " +
        "valid credential. Anybody may.",
    )
    .argument("<tranche>", "the tranche's address", parseAddress)
    .argument("<owner>", "the record's owner", parseAddress);
  examples(command, "holder free 4vJ9... 8sYd...");
  return action(command, async (context, _, address, whose) => {
    const { cluster } = context;
    const payer = await context.signer();
    const owner = whose as Address;
    const tranche = await readTranche(cluster, address as Address);
    const holder = await findHolder(cluster, { tranche: tranche.address, owner });
    if (holder === undefined) {
      throw new ClientError(`${short(owner)} has no record of ${short(tranche.address)}: it takes no place`);
    }
    const { security } = tranche.data;
    const signature = await context.send(await freePlace({ cluster, security, holder }), payer);
    return {
      text: `${short(owner)} has no place any more, and receives no shares until it has one again`,
      json: { signature, tranche: tranche.address, owner, person: holder.data.person, allotted: 0n },
    };
  });
}
