import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import {
  announceLoss,
  associatedTokenAddress,
  deposit,
  drawProceeds,
  electPik,
  findHolder,
  listDistributions,
  lockBook,
  lockGroup,
  postDistribution,
  readBook,
  readSecurity,
  readSecurityState,
  readTranches,
  reconcile,
  recordLoss,
  reportPool,
  shareAccountAddress,
  tokenBalance,
} from "@defi-ready/securities";
import type { Distribution, Security, Tranche } from "@defi-ready/securities/program";
import { crank } from "@defi-ready/securities-bot";
import { knownKey, mintTo } from "@defi-ready/securities-testing";
import type { Account, Address, Instruction, KeyPairSigner } from "@solana/kit";
import { connect, formatAmount, parseAmount, send } from "../../src/client.js";
import {
  type Applied,
  applyDeal,
  type Deal,
  type DealAddresses,
  loadDeal,
  type Payment,
} from "../../src/index.js";
import { SOL, TestNode } from "./node.js";

const SPONSOR = 1;
const BOT = 2;
const FIRST_INVESTOR = 10;
/** Half a unit, as fractions are kept. */
const HALF = 1n << 63n;

/** A deal of the folder `deals`, as it is played: from its file to paid holders. */
export class Play {
  #investors = 0;
  #losses = 0;

  private constructor(
    readonly deal: Deal,
    readonly node: TestNode,
    readonly sponsor: KeyPairSigner,
    readonly bot: KeyPairSigner,
    /** Of the demonstration, as the deals name it. */
    readonly servicer: KeyPairSigner,
    readonly arbitrator: KeyPairSigner,
    readonly reporter: KeyPairSigner,
    readonly applied: Applied,
    /** Who mints the test money. */
    private readonly minter: KeyPairSigner = sponsor,
  ) {}

  /**
   * Applies a deal of the folder on a validator of its own.
   *
   * @param before What happens on the chain before the deal is applied.
   */
  static start(name: string, before?: (node: TestNode) => Promise<void>): Promise<Play> {
    const file = fileURLToPath(new URL(`../../deals/${name}/deal.yaml`, import.meta.url));
    return Play.of(loadDeal(file), before);
  }

  /** The same of a test's own deal, with the servicer and the arbitrator of the demonstration. */
  static async of(deal: Deal, before?: (node: TestNode) => Promise<void>): Promise<Play> {
    const node = await TestNode.start();
    const [sponsor, bot] = [await node.sponsor(SPONSOR), await node.sponsor(BOT)];
    const [servicer, arbitrator, reporter] = [
      await knownKey("securities demo servicer"),
      await knownKey("securities demo arbitrator"),
      await knownKey("securities demo reporter"),
    ];
    assert.deepEqual([servicer.address, arbitrator.address], [deal.roles.servicer, deal.roles.arbitrator]);
    await node.fund(servicer.address, SOL);
    await node.fund(arbitrator.address, SOL);
    await node.fund(reporter.address, SOL);
    await before?.(node);
    const options = { rpc: node.rpc, signer: sponsor, deal, createSettlementMint: true };
    const applied = await applyDeal(options);
    assert.equal((await applyDeal(options)).signatures.length, 0, "a second run has nothing to do");
    return new Play(deal, node, sponsor, bot, servicer, arbitrator, reporter, applied);
  }

  /** Another deal on the same chain and in the same money, of a sponsor of its own. */
  async beside(deal: Deal, sponsor: KeyPairSigner): Promise<Play> {
    const { node, bot, servicer, arbitrator, reporter, minter } = this;
    const applied = await applyDeal({ rpc: node.rpc, signer: sponsor, deal });
    return new Play(deal, node, sponsor, bot, servicer, arbitrator, reporter, applied, minter);
  }

  get cluster() {
    return connect(this.node.url);
  }

  get addresses(): DealAddresses {
    return this.applied.addresses;
  }

  /** An investor with money, which it puts into a book, committed to its offer or to nothing yet. */
  async invest(
    book: number,
    amount: string,
    signer?: KeyPairSigner,
    isCommitted = true,
  ): Promise<KeyPairSigner> {
    const owner = signer ?? (await this.node.sponsor(FIRST_INVESTOR + this.#investors++));
    await this.fund(owner.address, this.units(amount));
    const { books } = this.addresses;
    const shown = await readBook(this.cluster, books[book]?.book as Address);
    const consent = isCommitted ? undefined : null;
    await deposit(this.cluster, { owner, book: shown, amount: this.units(amount), consent });
    return owner;
  }

  /** Locks all books, and lets the bot settle every ticket. */
  async lock(): Promise<void> {
    const books = await Promise.all(this.addresses.books.map(({ book }) => readBook(this.cluster, book)));
    const together = books.filter(({ data }) => data.group > 0);
    if (together.length > 0) {
      const security = await readSecurity(this.cluster, this.addresses.security);
      await this.send(await lockGroup({ caller: this.sponsor, security, books: together }));
    }
    for (const book of books.filter(({ data }) => data.group === 0)) {
      await this.send(await lockBook({ caller: this.sponsor, book }));
    }
    await this.crank();
  }

  /** Waits for the draw delay, and lets the bot release the proceeds. */
  async release(): Promise<void> {
    const books = await Promise.all(this.addresses.books.map(({ book }) => readBook(this.cluster, book)));
    const dues = books.map(({ data }) => data.lockedAt + data.drawDelay);
    await this.moveTo(dues.reduce((latest, due) => (due > latest ? due : latest), 0n));
    await this.crank();
  }

  /** Draws proceeds that are released, or from the reinvestment account. */
  async draw(amount: string, reinvestment = false): Promise<void> {
    const [destination] = this.addresses.destinations;
    const security = await this.security();
    await this.send(
      await drawProceeds({
        sponsor: this.sponsor,
        security,
        destination: destination as Address,
        amount: this.units(amount),
        reinvestment,
      }),
    );
  }

  /** Moves the clock to a payment's end, posts it with new money, and returns its results. */
  async post(payment: Payment): Promise<Distribution> {
    await this.moveTo(payment.periodEnd);
    const payer = payment.recovery ? this.servicer : this.sponsor;
    const { instructions } = await postDistribution({
      payer,
      security: await this.security(),
      payment: {
        amount: payment.amount,
        principal: payment.principal,
        tipBudget: payment.tips,
        recovery: payment.recovery,
        clawback: payment.clawback,
        periodStart: payment.periodStart,
        periodEnd: payment.periodEnd,
        note: payment.note,
        documentSha256: new Uint8Array(32),
      },
    });
    await this.fund(payer.address, payment.amount + payment.tips);
    await this.sendAs(payer, instructions);
    return this.lastDistribution();
  }

  /** The servicer announces a loss, by a report of its own, and the arbitrator lets it take effect at once. */
  async lose(amount: string): Promise<void> {
    const { servicer, arbitrator } = this;
    const security = await this.security();
    const reportSha256 = new Uint8Array(32).fill(++this.#losses);
    const announced = { servicer, security, amount: this.units(amount), reportSha256 };
    const { instructions, loss } = await announceLoss(announced);
    await this.sendAs(servicer, instructions);
    await this.sendAs(arbitrator, await recordLoss({ security, loss, arbitrator }));
  }

  /** The sponsor elects that the interest of a tranche's current period is paid in kind. */
  async electPik(rank: number): Promise<void> {
    await this.send(await electPik({ sponsor: this.sponsor, security: await this.security(), rank }));
  }

  /** The demonstration's reporter says what the pool is worth. */
  async reportPool(value: string): Promise<void> {
    const { reporter } = this;
    const security = await this.security();
    const reported = { reporter, security, value: this.units(value), reportSha256: new Uint8Array(32) };
    await this.sendAs(reporter, await reportPool(reported));
  }

  /** What is outstanding of each tranche, by rank. */
  async outstanding(): Promise<readonly string[]> {
    const tranches = await this.tranches();
    return tranches.map(({ principalIssued, principalRepaid, loss }) =>
      this.amount(principalIssued - principalRepaid - loss),
    );
  }

  async lastDistribution(): Promise<Distribution> {
    const last = (await listDistributions(this.cluster, this.addresses.security)).at(-1);
    assert.ok(last !== undefined);
    return last.data;
  }

  /** What the tiers of a distribution took, as amounts. */
  tiers({ tiers }: Distribution): readonly string[] {
    return tiers.slice(0, this.deal.waterfall.length).map((amount) => this.amount(amount));
  }

  /** How much of that was principal. */
  ofPrincipal({ ofPrincipal }: Distribution): readonly string[] {
    return ofPrincipal.slice(0, this.deal.waterfall.length).map((amount) => this.amount(amount));
  }

  /** The bot settles and pays whatever there is. */
  async crank(): Promise<void> {
    const { skipped } = await crank(this.cluster, {
      payer: this.bot,
      securities: [this.addresses.security],
    });
    assert.deepEqual(skipped, []);
  }

  /**
   * What an owner has been paid as a holder of a tranche, to the nearest unit: the last fraction of one stays with the
   * holder for the next time.
   */
  async paid(rank: number, owner: KeyPairSigner): Promise<string> {
    const { tranche } = this.addresses.tranches[rank] ?? {};
    const holder = await findHolder(this.cluster, { tranche: tranche as Address, owner: owner.address });
    const { paid = 0n, fraction = 0n } = holder?.data.earnings[0] ?? {};
    return this.amount(paid + (fraction >= HALF ? 1n : 0n));
  }

  /** The shares that an owner has of a tranche. */
  async shares(rank: number, owner: KeyPairSigner): Promise<string> {
    const { tranche } = this.addresses.tranches[rank] ?? {};
    const holder = await findHolder(this.cluster, { tranche: tranche as Address, owner: owner.address });
    return formatAmount(holder?.data.shares ?? 0n, this.deal.tranches[rank]?.decimals ?? 0);
  }

  /** What an owner's wallet holds of the settlement mint. */
  async wallet(owner: Address): Promise<string> {
    return this.amount(await tokenBalance(this.cluster, await this.#account(owner)));
  }

  /** What an owner has of a mint of Token-2022 with the decimals of the settlement mint, such as warrants. */
  async held(owner: Address, mint: Address): Promise<string> {
    return this.amount(await tokenBalance(this.cluster, await shareAccountAddress(owner, mint)));
  }

  /** Every counter of the security agrees with the balances of its accounts. */
  async reconcile(): Promise<void> {
    const checks = reconcile(await readSecurityState(this.cluster, this.addresses.security));
    assert.deepEqual(
      checks.filter(({ holds }) => !holds),
      [],
    );
  }

  security(): Promise<Account<Security>> {
    return readSecurity(this.cluster, this.addresses.security);
  }

  async tranches(): Promise<readonly Tranche[]> {
    return (await readTranches(this.cluster, await this.security())).map(({ data }) => data);
  }

  async moveTo(unixTimestamp: bigint): Promise<void> {
    await this.node.call("securities_warp", [{ unixTimestamp: Number(unixTimestamp) }]);
  }

  /** Sends what the sponsor signs. */
  send(instructions: readonly Instruction[]): Promise<void> {
    return this.sendAs(this.sponsor, instructions);
  }

  /** Sends what somebody signs and pays for. */
  async sendAs(payer: KeyPairSigner, instructions: readonly Instruction[]): Promise<void> {
    await send(this.cluster, { instructions, payer });
  }

  /** Mints test money to an owner's or any other token account's owner. */
  async fund(owner: Address, amount: bigint): Promise<void> {
    const { settlementMint: mint, tokenProgram } = this.addresses;
    const { minter: authority } = this;
    await this.sendAs(authority, await mintTo({ mint, tokenProgram, authority, owner, amount }));
  }

  #account(owner: Address): Promise<Address> {
    return associatedTokenAddress({
      owner,
      mint: this.addresses.settlementMint,
      tokenProgram: this.addresses.tokenProgram,
    });
  }

  /** An amount of the settlement mint in base units. */
  units(amount: string): bigint {
    return parseAmount(amount, this.deal.settlementMint.decimals);
  }

  /** Base units of the settlement mint as an amount. */
  amount(units: bigint): string {
    return formatAmount(units, this.deal.settlementMint.decimals);
  }
}
