import assert from "node:assert/strict";
import { after } from "node:test";
import type { Account, Address, Instruction, KeyPairSigner, TransactionSigner } from "@solana/kit";
import { getMintToInstruction, TOKEN_PROGRAM_ADDRESS } from "@solana-program/token";
import {
  associatedTokenAddress,
  type BookTerms,
  type Cluster,
  clusterTime,
  connect,
  createAssociatedTokenAccount,
  createSecurity,
  type DepositInput,
  deposit,
  listTickets,
  lockBook,
  type Payment,
  postDistribution,
  readBook,
  readSecurity,
  readTicket,
  readTranche,
  releasableAssets,
  releaseProceeds,
  type SecurityTerms,
  send,
  setQualifiers,
  settleTicket,
} from "../../src/client/index.js";
import {
  type Book,
  SECURITIES_PROGRAM_ADDRESS,
  type Security,
  type Ticket,
  type Tranche,
} from "../../src/generated/index.js";
import { startValidator, type Validator } from "../../src/validator/index.js";
import {
  createMint,
  createTranches,
  DAY,
  DEADLINE,
  debtAndEquity,
  funded,
  ONE,
  openOffering,
  START,
  type Structure,
} from "./issue.js";

export const PROGRAM_PATH = new URL("../../../target/deploy/securities.so", import.meta.url).pathname;
export { DAY, DEADLINE, funded, JUNIOR, OFFER_ENDS, ONE, SENIOR, SOL, START } from "./issue.js";

/** How a world differs from the plain one. */
export type WorldOptions = Readonly<{
  tokenProgram?: Address;
  /** Places in line of the senior book; without it as many as its cap asks for, as of the junior book. */
  linePlaces?: number;
  /** What differs in the terms of the senior book. */
  terms?: Partial<BookTerms>;
  /** Equity tranches. */
  equity?: number;
  /** Where proceeds may be drawn to, besides the sponsor's account. */
  destinations?: readonly Address[];
  /** What differs in the terms of the security. */
  security?: Partial<SecurityTerms>;
  /** Tranches and waterfall in place of a debt with equity behind it; books are opened for ranks 0 and 1. */
  structure?: Structure;
  /** Whether both books close together. */
  together?: boolean;
  /** Whose credentials admit holders; then only the money of tickets that are marked as qualified counts. */
  qualifiers?: readonly Address[];
}>;

/** A security of two tranches on an embedded validator, and what tests do with it. */
export class World {
  private constructor(
    readonly validator: Validator,
    readonly cluster: Cluster,
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
  ) {}

  /** Starts a validator that stops with the test file, with a security whose books are open. */
  static async start(options: WorldOptions = {}): Promise<World> {
    const validator = await startValidator({
      port: 0,
      deterministic: { unixTimestamp: START },
      programs: [{ address: SECURITIES_PROGRAM_ADDRESS, path: PROGRAM_PATH }],
    });
    after(() => validator.close());
    const cluster = connect(validator.url);
    const [sponsor, arbitrator] = [await funded(cluster), await funded(cluster)];
    const tokenProgram = options.tokenProgram ?? TOKEN_PROGRAM_ADDRESS;
    const mint = await createMint(cluster, sponsor, tokenProgram);
    const account = await createAssociatedTokenAccount(sponsor, sponsor.address, mint, tokenProgram);
    await send(cluster, [account], { payer: sponsor });
    const { instructions, security } = await createSecurity(cluster, {
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
          await associatedTokenAddress(sponsor.address, mint, tokenProgram),
          ...(options.destinations ?? []),
        ],
        ...options.security,
      },
    });
    await send(cluster, instructions, { payer: sponsor });
    const { qualifiers = [] } = options;
    if (qualifiers.length > 0) {
      await send(cluster, setQualifiers({ sponsor, security, qualifiers }), { payer: sponsor });
    }
    const tranches = await createTranches(
      cluster,
      sponsor,
      security,
      options.structure ?? debtAndEquity(options.equity),
    );
    const [senior, junior] = tranches;
    assert.ok(senior !== undefined && junior !== undefined);
    const { linePlaces } = options;
    const both = options.together === true ? { group: 1, groupSize: 2 } : {};
    const terms = { ...both, ...options.terms };
    const seniorBook = await openOffering(cluster, sponsor, security, senior, { linePlaces, terms });
    const juniorBook = await openOffering(cluster, sponsor, security, junior, { terms: both });
    return new World(
      validator,
      cluster,
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
    return openOffering(this.cluster, this.sponsor, this.security, this.senior, { linePlaces, terms });
  }

  /** Locks a book. */
  async lockBook(book: Address, caller: TransactionSigner = this.sponsor): Promise<void> {
    await this.send(await lockBook(caller, await this.readBook(book)), caller);
  }

  /** A new key with SOL, and settlement tokens in its associated token account. */
  async investor(tokens = 1_000_000n * ONE): Promise<KeyPairSigner> {
    const investor = await funded(this.cluster);
    await this.give(investor.address, tokens);
    return investor;
  }

  /** Mints settlement tokens to an owner. */
  async give(owner: Address, amount: bigint): Promise<void> {
    const { mint, tokenProgram: programAddress } = this;
    await this.send([
      await createAssociatedTokenAccount(this.sponsor, owner, mint, programAddress),
      getMintToInstruction(
        { mint, token: await this.wallet(owner), mintAuthority: this.sponsor, amount },
        { programAddress },
      ),
    ]);
  }

  /** An owner's account for settlement tokens. */
  wallet(owner: Address): Promise<Address> {
    return associatedTokenAddress(owner, this.mint, this.tokenProgram);
  }

  /** Sends, paid by the sponsor unless another is given. */
  async send(instructions: readonly Instruction[], payer: TransactionSigner = this.sponsor): Promise<void> {
    await send(this.cluster, instructions, { payer });
  }

  /** Deposits into a book, the senior one unless another is given; gives the ticket. */
  async deposit(
    owner: TransactionSigner,
    amount: bigint,
    book = this.seniorBook,
    more: Partial<DepositInput> = {},
  ): Promise<Account<Ticket>> {
    const { ticket } = await deposit(this.cluster, { owner, book, amount, ...more });
    return readTicket(this.cluster, ticket);
  }

  /** Moves the clock to a Unix time. */
  async warp(unixTimestamp: bigint): Promise<void> {
    await this.call("securities_warp", [{ unixTimestamp: Number(unixTimestamp) }]);
  }

  /** Calls a method of the validator's own. */
  async call(method: string, params: readonly unknown[]): Promise<void> {
    const response = await fetch(this.validator.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const answer = (await response.json()) as { error?: { message: string } };
    if (answer.error !== undefined) {
      throw new Error(answer.error.message);
    }
  }

  /** Settles every ticket of both books. */
  async settle(): Promise<void> {
    for (const address of [this.seniorBook, this.juniorBook]) {
      const book = await this.readBook(address);
      for (const ticket of await listTickets(this.cluster, address)) {
        await this.send(await settleTicket(this.cluster, this.sponsor, book, ticket));
      }
    }
  }

  /** Moves the proceeds of books to the vault, once their draw delay is over. */
  async release(...books: readonly Address[]): Promise<void> {
    for (const address of books.length === 0 ? [this.seniorBook, this.juniorBook] : books) {
      const book = await this.readBook(address);
      const due = book.data.lockedAt + book.data.drawDelay;
      if ((await clusterTime(this.cluster)) < due) {
        await this.warp(due);
      }
      for (const asset of releasableAssets(book.data, false, due)) {
        await this.send([await releaseProceeds(book, asset)]);
      }
    }
  }

  /** Locks both books after the deadline. */
  async lock(): Promise<void> {
    await this.warp(DEADLINE);
    for (const book of [this.seniorBook, this.juniorBook]) {
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

  readSecurity(): Promise<Account<Security>> {
    return readSecurity(this.cluster, this.security);
  }

  readTranche(tranche = this.senior): Promise<Account<Tranche>> {
    return readTranche(this.cluster, tranche);
  }

  readBook(book = this.seniorBook): Promise<Account<Book>> {
    return readBook(this.cluster, book);
  }
}
