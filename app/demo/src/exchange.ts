import {
  findHolder,
  heldOf,
  isFrozenForm,
  isoDay,
  nextWindow,
  readTranche,
  readyToThaw,
  shareAccountAddress,
  TOKEN_2022_PROGRAM,
  thawShares,
  transferRulesOf,
  windowAt,
} from "@defi-ready/securities";
import type { Tranche } from "@defi-ready/securities/program";
import { crank } from "@defi-ready/securities-bot";
import type { Deal, Payment } from "@defi-ready/securities-migrations";
import { money } from "@defi-ready/securities-terminal";
import type { Account, KeyPairSigner } from "@solana/kit";
import { getTransferCheckedInstruction } from "@solana-program/token";
import { at, type Investor, SPONSOR } from "./cast.js";
import type { Stage } from "./stage.js";

/** Percent of a class that its manager sells, and of that which the buyer sells on. */
const [SOLD, SOLD_ON] = [40n, 25n];

/** Somebody who trades. */
type Trader = Readonly<{ name: string; signer: KeyPairSigner }>;
type Scene = Readonly<{ deal: Deal; investors: readonly Investor[]; payment: Payment }>;

/**
 * Shares of a class in the frozen form change hands once in the story, in the first window in which it is paid: by plain transfers of
 * the token program. What it is paid meanwhile is held, and belongs to whoever has shares once all are frozen.
 *
 * @param pay Makes the payment.
 * @returns Whether this payment was the one.
 */
export async function exchangeAround(stage: Stage, scene: Scene, pay: () => Promise<void>): Promise<boolean> {
  const { deal, investors, payment } = scene;
  const tranche = (await stage.tranches()).find(({ data }) => isFrozenForm(data) && data.shares > 0n);
  const [buyer, last] = investors.filter(({ leaves, isLead }) => !leaves && !isLead);
  if (tranche === undefined || buyer === undefined || last === undefined) {
    return false;
  }
  const rule = transferRulesOf(tranche.data).window;
  const window = windowAt(rule, payment.periodEnd);
  const manager = { name: SPONSOR, signer: stage.sponsor };
  const held = (await findHolder(stage.cluster, { tranche: tranche.address, owner: manager.signer.address }))
    ?.data.shares;
  if (window === undefined || held !== tranche.data.shares || window.from <= (await stage.clock.now())) {
    return false;
  }
  const { name, decimals } = at(deal.tranches, tranche.data.rank);
  const shares = (amount: bigint) => `${money(amount, decimals)} of ${name}`;
  await stage.clock.reach(window.from, "the next window");
  await work(stage);
  stage.say(`${isoDay(window.from)}  a bot opens the window of ${name} until ${isoDay(window.until)}`);
  for (const trader of [manager, buyer, last]) {
    await thaw(stage, tranche, trader);
  }
  stage.say(
    `  the accounts of the ${SPONSOR}, ${buyer.name} and ${last.name} are thawed: their shares are plain tokens`,
  );
  const sold = (held * SOLD) / 100n;
  const soldOn = (sold * SOLD_ON) / 100n;
  await send(stage, tranche, { from: manager, to: buyer, amount: sold });
  await send(stage, tranche, { from: buyer, to: last, amount: soldOn });
  stage.say(
    `  the ${SPONSOR} sells ${buyer.name} ${shares(sold)}, and ${buyer.name} ${last.name} ${shares(soldOn)}`,
  );
  await pay();
  const waiting = heldOf((await readTranche(stage.cluster, tranche.address)).data);
  stage.say(`  ${stage.money(waiting)} of it are held: accounts of ${name} are thawed`);
  await stage.clock.reach(window.until, "the end of the window");
  await work(stage);
  const records = await Promise.all(
    [manager, buyer, last].map(async (trader) => {
      const owner = trader.signer.address;
      const found = await findHolder(stage.cluster, { tranche: tranche.address, owner });
      return `${trader.name} ${money(found?.data.shares ?? 0n, decimals)}`;
    }),
  );
  const rest = heldOf((await readTranche(stage.cluster, tranche.address)).data);
  stage.say(
    `${isoDay(window.until)}  a bot freezes all accounts: ${records.join(", ")}; ` +
      (rest === 0n ? "what was held is credited to them, and paid" : `${stage.money(rest)} are still held`),
  );
  const next = nextWindow(rule, window.until);
  stage.say(
    next === undefined ? "  there is no other window" : `  the next window is from ${isoDay(next.from)}`,
  );
  return true;
}

async function work({ cluster, bot, addresses }: Stage): Promise<void> {
  const { skipped } = await crank(cluster, { payer: bot, securities: [addresses.security] });
  for (const { subject, reason } of skipped) {
    throw new Error(`the bot passed over ${subject}: ${reason}`);
  }
}

/** The owner thaws its account, as a wallet does that knows token-acl. */
async function thaw(stage: Stage, tranche: Account<Tranche>, { signer }: Trader): Promise<void> {
  const owner = signer.address;
  const ready = await readyToThaw({
    cluster: stage.cluster,
    payer: signer,
    security: await stage.security(),
    tranche: tranche.address,
    owner,
  });
  await stage.send([...ready, ...(await thawShares({ caller: signer, tranche, owner }))], signer);
}

/** A transfer that knows nothing of this program. */
async function send(
  stage: Stage,
  { data }: Account<Tranche>,
  { from, to, amount }: Readonly<{ from: Trader; to: Trader; amount: bigint }>,
): Promise<void> {
  const account = ({ signer }: Trader) => shareAccountAddress(signer.address, data.mint);
  await stage.send(
    [
      getTransferCheckedInstruction(
        {
          source: await account(from),
          mint: data.mint,
          destination: await account(to),
          authority: from.signer,
          amount,
          decimals: data.decimals,
        },
        { programAddress: TOKEN_2022_PROGRAM },
      ),
    ],
    from.signer,
  );
}
