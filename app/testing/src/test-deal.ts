import {
  associatedTokenAddress,
  type BookTerms,
  clusterTime,
  connect,
  createAssociatedTokenAccount,
  createConversion,
  createSecurity,
  createWrapper,
  type DepositOptions,
  deposit,
  listTickets,
  lockBook,
  type NewConversion,
  type Payment,
  postDistribution,
  type RegistrationTerms,
  readBook,
  readSecurity,
  readTicket,
  readTranche,
  releasableAssets,
  releaseProceeds,
  type SecurityTerms,
  send,
  setControl,
  setDisclosures,
  setGovernance,
  setQualifiers,
  setTransferRules,
  settleTicket,
  type TransferRuleSet,
  trancheAddress,
} from "@defi-ready/securities";
import type {
  Book,
  ControlTermsArgs,
  DisclosureTermsArgs,
  GovernanceTermsArgs,
  Security,
  Ticket,
  Tranche,
} from "@defi-ready/securities/program";
import type { Validator } from "@defi-ready/securities-validator";
import type { Account, Address, Instruction, KeyPairSigner, TransactionSigner } from "@solana/kit";
import { getCloseAccountInstruction, TOKEN_PROGRAM_ADDRESS } from "@solana-program/token";
import { createMint, funded, mintTo } from "./money.js";
import {
  createTranches,
  DAY,
  DEADLINE,
  debtAndEquity,
  ONE,
  openOffering,
  START,
  type Structure,
} from "./offering.js";
import { startProgram, TestNode } from "./test-node.js";

/** How a deal differs from the plain one. */
export type TestDealOptions = Readonly<{
  tokenProgram?: Address;
  /** Places in line of the senior book; the fewest that suffice for its cap if left out, as in the junior book. */
  linePlaces?: number;
  /** Terms of the senior book that differ. */
  terms?: Partial<BookTerms>;
  /** Equity tranches. */
  equity?: number;
  /** Where proceeds may be drawn to, besides the sponsor's account. */
  destinations?: readonly Address[];
  /** Terms of the security that differ. */
  security?: Partial<SecurityTerms>;
  /** Tranches and waterfall in place of a debt with equity behind it; books are opened for ranks 0 and 1. */
  structure?: Structure;
  /** The ranks of tranches in the frozen form. */
  frozen?: readonly number[];
  /** The ranks of tranches that have a wrapper. */
  wrapped?: readonly number[];
  /** Those of them whose units are of SPL Token. */
  classic?: readonly number[];
  /** Rules of tranches for transfers, by rank. */
  transfers?: readonly Partial<TransferRuleSet>[];
  /** What is due of holders again and again. */
  disclosures?: readonly DisclosureTermsArgs[];
  /** Who is in control when; the sponsor is for good if left out. */
  control?: ControlTermsArgs;
  /** How holders decide; they decide nothing if left out. */
  governance?: GovernanceTermsArgs;
  /** Conversions between tranches, by their ranks, as a part of what is offered. */
  conversions?: readonly Readonly<{ from: number; into: number; terms: NewConversion }>[];
  /** Whether both books close together. */
  together?: boolean;
  /** Whether they do so only if the tests of the structure hold. */
  requiresTests?: boolean;
  /** The qualifiers whose credentials admit holders; only the money of marked tickets then counts. */
  qualifiers?: readonly Address[];
  /** How protocols register themselves beside them. */
  protocols?: RegistrationTerms;
}>;

/**
 * A security of two tranches with open books on an embedded validator, and the operations of tests on it: investors,
 * deposits, time, locks, payments. Amounts are in base units; both the money and the shares have six decimals.
 */
export class TestDeal extends TestNode {
  private constructor(
    validator: Validator,
    /** Who created the security, and can mint its settlement tokens. */
    readonly sponsor: KeyPairSigner,
    readonly arbitrator: KeyPairSigner,
    readonly mint: Address,
    readonly security: Address,
    readonly tranches: readonly Address[],
    readonly senior: Address,
    readonly junior: Address,
    readonly seniorBook: Address,
    readonly juniorBook: Address,
    readonly tokenProgram: Address,
  ) {
    super(validator);
  }

  /** Starts a validator with a security whose books are open; `close` it at the end. */
  static async start(options: TestDealOptions = {}): Promise<TestDeal> {
    const validator = await startProgram();
    try {
      return await TestDeal.#begin(validator, options);
    } catch (error) {
      // A validator that nobody closes keeps the process alive.
      await validator.close();
      throw error;
    }
  }

  static async #begin(
    validator: Awaited<ReturnType<typeof startProgram>>,
    options: TestDealOptions,
  ): Promise<TestDeal> {
    const cluster = connect(validator.url);
    const [sponsor, arbitrator] = [await funded(cluster), await funded(cluster)];
    const tokenProgram = options.tokenProgram ?? TOKEN_PROGRAM_ADDRESS;
    const mint = await createMint(cluster, { authority: sponsor, tokenProgram });
    const account = await createAssociatedTokenAccount({
      payer: sponsor,
      owner: sponsor.address,
      mint,
      tokenProgram,
    });
    await send(cluster, { instructions: account, payer: sponsor });
    const { instructions, security } = await createSecurity({
      cluster,
      sponsor,
      settlementMint: mint,
      terms: {
        id: 7n,
        documentSha256: new Uint8Array(32).fill(1),
        documentUri: "https://example.test/offering.pdf",
        servicer: sponsor.address,
        reporter: sponsor.address,
        arbitrator: arbitrator.address,
        minDistribution: ONE,
        destinations: [
          await associatedTokenAddress({ owner: sponsor.address, mint, tokenProgram }),
          ...(options.destinations ?? []),
        ],
        ...options.security,
      },
    });
    await send(cluster, { instructions, payer: sponsor });
    const { qualifiers = [], protocols = null } = options;
    if (qualifiers.length > 0) {
      await send(cluster, {
        instructions: await setQualifiers({ sponsor, security, qualifiers, protocols }),
        payer: sponsor,
      });
    }
    if (options.control !== undefined) {
      const instructions = await setControl({ sponsor, security, terms: options.control });
      await send(cluster, { instructions, payer: sponsor });
    }
    const tranches = await createTranches(cluster, {
      sponsor,
      security,
      structure: options.structure ?? debtAndEquity(options.equity),
      frozen: options.frozen,
    });
    const [senior, junior] = tranches;
    if (senior === undefined || junior === undefined) {
      throw new RangeError("a deal has at least two tranches");
    }
    const { disclosures = [], transfers = [] } = options;
    if (disclosures.length > 0) {
      const instructions = await setDisclosures({ sponsor, security, items: disclosures });
      await send(cluster, { instructions, payer: sponsor });
    }
    if (options.governance !== undefined) {
      const instructions = await setGovernance({ sponsor, security, terms: options.governance });
      await send(cluster, { instructions, payer: sponsor });
    }
    for (const [rank, rules] of transfers.entries()) {
      const tranche = await trancheAddress(security, rank);
      const instructions = await setTransferRules({ sponsor, security, tranche, rules });
      await send(cluster, { instructions, payer: sponsor });
    }
    for (const rank of options.wrapped ?? []) {
      const unit = { name: `Wrapped ${rank}`, symbol: `W${rank}`, uri: "https://example.test/unit.json" };
      const wrapper = await createWrapper({
        sponsor,
        security,
        rank,
        terms: {
          unit: options.classic?.includes(rank) === true ? null : unit,
          bearer: qualifiers.length > 0,
        },
      });
      await send(cluster, { instructions: wrapper.instructions, payer: sponsor });
    }
    for (const { from, into, terms } of options.conversions ?? []) {
      const [given, received] = [tranches[from], tranches[into]];
      if (given === undefined || received === undefined) {
        throw new RangeError("a conversion is between tranches of the deal");
      }
      const classes = { from: await readTranche(cluster, given), into: await readTranche(cluster, received) };
      const { instructions } = await createConversion({ sponsor, ...classes, terms });
      await send(cluster, { instructions, payer: sponsor });
    }
    const { linePlaces } = options;
    const both =
      options.together === true
        ? { group: 1, groupSize: 2, groupRequiresTests: options.requiresTests === true }
        : {};
    const terms = { ...both, ...options.terms };
    const seniorBook = await openOffering(cluster, { sponsor, security, tranche: senior, linePlaces, terms });
    const juniorBook = await openOffering(cluster, { sponsor, security, tranche: junior, terms: both });
    return new TestDeal(
      validator,
      sponsor,
      arbitrator,
      mint,
      security,
      tranches,
      senior,
      junior,
      seniorBook,
      juniorBook,
      tokenProgram,
    );
  }

  /** Opens another book for senior shares, with terms that differ from the plain ones. */
  openBook(terms: Partial<BookTerms>, linePlaces?: number): Promise<Address> {
    return openOffering(this.cluster, {
      sponsor: this.sponsor,
      security: this.security,
      tranche: this.senior,
      linePlaces,
      terms,
    });
  }

  /** Locks a book. */
  async lockBook(book: Address, caller: TransactionSigner = this.sponsor): Promise<void> {
    await this.send(await lockBook({ caller, book: await this.readBook(book) }), caller);
  }

  /** A new key with SOL, and settlement tokens in its associated token account. */
  async investor(tokens = 1_000_000n * ONE): Promise<KeyPairSigner> {
    const investor = await funded(this.cluster);
    await this.give(investor.address, tokens);
    return investor;
  }

  /** Mints settlement tokens to an owner. */
  async give(owner: Address, amount: bigint): Promise<void> {
    const { mint, tokenProgram, sponsor: authority } = this;
    await this.send(await mintTo({ mint, tokenProgram, authority, owner, amount }));
  }

  /** An owner's account for settlement tokens. */
  wallet(owner: Address): Promise<Address> {
    return associatedTokenAddress({ owner, mint: this.mint, tokenProgram: this.tokenProgram });
  }

  /** Closes an owner's account for settlement tokens, which must be empty: nothing can be paid to it then. */
  async closeWallet(owner: TransactionSigner): Promise<void> {
    const account = await this.wallet(owner.address);
    await this.send([getCloseAccountInstruction({ account, destination: owner.address, owner })], owner);
  }

  /** Sends a transaction, paid by the sponsor unless another is given. */
  async send(instructions: readonly Instruction[], payer: TransactionSigner = this.sponsor): Promise<void> {
    await send(this.cluster, { instructions, payer });
  }

  /** Deposits into a book, the senior one unless another is given; returns the ticket. */
  async deposit(
    owner: TransactionSigner,
    amount: bigint,
    address = this.seniorBook,
    more: Partial<DepositOptions> = {},
  ): Promise<Account<Ticket>> {
    const book = await this.readBook(address);
    const { ticket } = await deposit(this.cluster, { owner, book, amount, ...more });
    return readTicket(this.cluster, ticket);
  }

  /** Settles every ticket of both books. */
  async settle(): Promise<void> {
    for (const address of [this.seniorBook, this.juniorBook]) {
      const book = await this.readBook(address);
      for (const ticket of await listTickets(this.cluster, { book: address })) {
        await this.send(await settleTicket({ cluster: this.cluster, payer: this.sponsor, book, ticket }));
      }
    }
  }

  /** Moves the proceeds of books to the vault, once their draw delay is over. */
  async release(...books: readonly Address[]): Promise<void> {
    for (const address of books.length === 0 ? [this.seniorBook, this.juniorBook] : books) {
      const book = await this.readBook(address);
      const due = book.data.lockedAt + book.data.drawDelay;
      if ((await clusterTime(this.cluster)) < due) {
        await this.moveTo(due);
      }
      for (const asset of releasableAssets({ book: book.data, cover: false, now: due })) {
        await this.send(await releaseProceeds({ book, asset }));
      }
    }
  }

  /** Locks books after the deadline, both unless others are given. */
  async lock(...books: readonly Address[]): Promise<void> {
    await this.moveTo(DEADLINE);
    for (const book of books.length === 0 ? [this.seniorBook, this.juniorBook] : books) {
      await this.lockBook(book);
    }
  }

  /** Posts a payment by the sponsor, who is given the money, and says where its record is. */
  async pay(amount: bigint, more: Partial<Payment> = {}): Promise<Address> {
    await this.give(this.sponsor.address, amount + BigInt(more.tipBudget ?? 0n));
    const { instructions, distribution } = await postDistribution({
      payer: this.sponsor,
      security: await this.readSecurity(),
      payment: {
        amount,
        periodStart: START,
        periodEnd: START + 30n * DAY,
        note: "rent",
        documentSha256: new Uint8Array(32),
        ...more,
      },
    });
    await this.send(instructions);
    return distribution;
  }

  /** The security. */
  readSecurity(): Promise<Account<Security>> {
    return readSecurity(this.cluster, this.security);
  }

  /** A tranche, the senior one unless another is given. */
  readTranche(tranche = this.senior): Promise<Account<Tranche>> {
    return readTranche(this.cluster, tranche);
  }

  /** A book, the senior one unless another is given. */
  readBook(book = this.seniorBook): Promise<Account<Book>> {
    return readBook(this.cluster, book);
  }
}
