import { type Account, type Address, createNoopSigner, type Instruction } from "@solana/kit";
import { holderAddress, wrapperAddress } from "../addresses.js";
import { admissionOf } from "../admission.js";
import type { Cluster } from "../cluster.js";
import { isFrozenForm } from "../form.js";
import { getCheckTransferInstruction, type Security, type Tranche } from "../generated/index.js";
import { receiverInstructions } from "../receiver.js";
import { simulate } from "../simulate.js";
import { settlementVault } from "../vaults-and-assets.js";
import { plainTransfer } from "./plain.js";
import { asPreflight, type Preflight } from "./refused.js";

/**
 * The instruction that asks whether shares may move from one owner's record to another's, which changes nothing and is
 * signed by nobody. To ask for a wrap, the receiver is the tranche's wrapper.
 */
export async function checkTransfer(
  options: Readonly<{ tranche: Address; from: Address; to: Address; amount: bigint }>,
): Promise<Instruction[]> {
  const { tranche, from, to, amount } = options;
  return [
    getCheckTransferInstruction({
      tranche,
      sourceHolder: await holderAddress(tranche, from),
      destinationHolder: await holderAddress(tranche, to),
      amount,
    }),
  ];
}

/**
 * Asks the program, before anybody signs, whether a transfer by `transferShares` or a wrap by `wrapShares` would be refused.
 * A transfer opens the receiver's record and copies its credential where that is needed, and so does this, in the same
 * simulated transaction.
 *
 * @throws {NodeError} If the node does not answer.
 */
export async function preflightTransfer(
  cluster: Cluster,
  options: Readonly<{
    security: Account<Security>;
    tranche: Account<Tranche>;
    from: Address;
    /** Who receives the shares, or `wrapper` for a wrap. */
    to: Address | "wrapper";
    /** Share base units. */
    amount: bigint;
    /** An account with SOL, which is not charged; the sender if left out. */
    payer?: Address | undefined;
  }>,
): Promise<Preflight> {
  const { security, tranche, from, amount, payer = from } = options;
  if (isFrozenForm(tranche.data) && options.to !== "wrapper") {
    // Nothing of the program sees the transfer itself: what it refuses are the thaws.
    const owner = createNoopSigner(from);
    const transfer = await plainTransfer({ cluster, owner, security, tranche, to: options.to, amount });
    return await asPreflight(() => simulate(cluster, transfer, payer));
  }
  const to = options.to === "wrapper" ? await wrapperAddress(tranche.address) : options.to;
  const { mint, tokenProgram } = settlementVault(security.data);
  const owners = options.to === "wrapper" ? [from] : [to];
  const opens =
    options.to === "wrapper"
      ? []
      : await receiverInstructions({
          cluster,
          payer: createNoopSigner(payer),
          owner: to,
          security: security.address,
          tranche: tranche.address,
          settlement: { mint, tokenProgram },
        });
  const qualifies = await Promise.all(
    owners.map((owner) => admissionOf({ cluster, security, tranches: [tranche.address], owner })),
  );
  const check = await checkTransfer({ tranche: tranche.address, from, to, amount });
  return await asPreflight(() => simulate(cluster, [...opens, ...qualifies.flat(), ...check], payer));
}
