/** Where the commands of the pages are run: a validator, people with key files, and what happens between the commands. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  associatedTokenAddress,
  clusterTime,
  commit,
  createAssociatedTokenAccount,
  deposit,
  listSources,
  listTickets,
  makeOffer,
  postDistribution,
  readBook,
  readSecurity,
  send,
  shareAccountAddress,
  TOKEN_2022_PROGRAM,
  unitMintAddress,
  wrapperAddress,
} from "@defi-ready/securities";
import { crank } from "@defi-ready/securities-bot";
import { applyDeal, type DealAddresses, loadDeal } from "@defi-ready/securities-migrations";
import { fund, knownKey, mintTo, ONE, SOL, startProgram, TestNode } from "@defi-ready/securities-testing";
import { getAddressEncoder, type KeyPairSigner } from "@solana/kit";
import { getTransferCheckedInstruction } from "@solana-program/token";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
/** Everybody on the pages. The deals name the three with a role by their addresses. */
const PEOPLE = [
  "sponsor",
  "servicer",
  "reporter",
  "arbitrator",
  "qualifier",
  "bot",
  "alice",
  "bob",
  "carol",
] as const;
type Person = (typeof PEOPLE)[number];

/** What lets a page begin in the middle of a deal's life. */
export const STAGES: Readonly<Record<string, (story: Story) => Promise<void> | void>> = {
  "an album's royalties": (story) => story.apply("royalty", ["ADVANCE", "ROYALTY"]),
  "its memorandum": (story) => story.copy("migrations/deals/royalty/memorandum.txt", "memorandum.txt"),
  "private credit": (story) => story.apply("private-credit", ["SENIOR", "MEZZANINE", "JUNIOR", "COVER"]),
  "an album's royalties for qualified investors": (story) => story.forQualified(),
  "an album's royalties in windows": (story) => story.inWindows(),
  "an album's royalties in the frozen form": (story) => story.inFrozenForm(),
  "a servicer's reports": (story) => story.reports(),
  "the album is on chain": (story) => story.adopt("album/deal.yaml", ["ADVANCE", "ROYALTY"]),
  "the offer changes": (story) => story.changeOffer(),
  "others are in line": (story) => story.inLine(),
  "others complete the books": (story) => story.complete(),
  "the books are sold": (story) => story.sold(),
  "the bot has passed": (story) => story.pass(),
  "a payment": (story) => story.pay(6_000n),
  "the label pays": (story) => story.labelPays(),
  "the advance is repaid, and 12,000 remain": (story) => story.pay(72_000n),
  "bob sends alice 600 units": (story) => story.sendUnits(600n * ONE),
};

/** One page's chain, folder and people. */
export class Story {
  readonly variables = new Map<string, string>();
  #addresses: DealAddresses | undefined;
  #payments = 0;
  #inLine = false;

  private constructor(
    readonly node: TestNode,
    readonly folder: string,
    readonly people: ReadonlyMap<string, KeyPairSigner>,
  ) {}

  /** A chain with people that have key files and SOL, in a folder with the deals of the repository. */
  static async start(): Promise<Story> {
    const node = new TestNode(await startProgram());
    const folder = mkdtempSync(join(tmpdir(), "securities-docs-"));
    symlinkSync(join(ROOT, "migrations"), join(folder, "migrations"));
    const people = new Map<string, KeyPairSigner>();
    for (const name of PEOPLE) {
      const phrase = `securities demo ${name}`;
      const key = await knownKey(phrase);
      const seed = createHash("sha256").update(phrase).digest();
      const bytes = [...seed, ...getAddressEncoder().encode(key.address)];
      writeFileSync(join(folder, `${name}.json`), JSON.stringify(bytes));
      people.set(name, key);
    }
    const wanted = [...people.values()].map(({ address }) => [address, 100n * SOL] as const);
    await fund(node.cluster, wanted);
    const story = new Story(node, folder, people);
    for (const [name, { address }] of people) {
      story.variables.set(name.toUpperCase(), address);
    }
    return story;
  }

  /** Ends it. */
  async close(): Promise<void> {
    await this.node.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A person's key. */
  key(name: Person): KeyPairSigner {
    const key = this.people.get(name);
    assert.ok(key, `nobody is called ${name}`);
    return key;
  }

  /** Puts a file of the repository beside the commands. */
  copy(from: string, to: string): void {
    cpSync(join(ROOT, from), join(this.folder, to));
  }

  /** Brings a deal of the repository on chain, and gives everybody its money. */
  apply(name: string, classes: readonly string[]): Promise<void> {
    return this.adopt(join("migrations/deals", name, "deal.yaml"), classes);
  }

  /** The same of a file, or of what a page's commands have brought on chain of it. */
  async adopt(file: string, classes: readonly string[]): Promise<void> {
    const deal = loadDeal(join(this.folder, file));
    const signer = this.key("sponsor");
    const { rpc } = this.node.cluster;
    const { addresses } = await applyDeal({ rpc, signer, deal, createSettlementMint: true });
    this.#addresses = addresses;
    this.variables.set("SECURITY", addresses.security);
    this.variables.set("MONEY", addresses.settlementMint);
    for (const [rank, { tranche }] of addresses.tranches.entries()) {
      this.variables.set(classes[rank] ?? `CLASS_${rank}`, tranche);
    }
    for (const [index, { book }] of addresses.books.entries()) {
      this.variables.set(`${classes[index] ?? index}_BOOK`, book);
    }
    for (const owner of this.people.values()) {
      await this.give(owner, 1_000_000n * ONE);
    }
  }

  private get addresses(): DealAddresses {
    assert.ok(this.#addresses, "no deal is on chain yet");
    return this.#addresses;
  }

  /** Gives somebody settlement money. */
  async give(owner: KeyPairSigner, amount: bigint): Promise<void> {
    const { settlementMint: mint, tokenProgram } = this.addresses;
    const authority = this.key("sponsor");
    const instructions = await mintTo({ mint, tokenProgram, authority, owner: owner.address, amount });
    await send(this.node.cluster, { instructions, payer: authority });
  }

  private async deposit(name: Person, index: number, part: bigint): Promise<void> {
    const { book: address } = this.addresses.books[index] ?? {};
    assert.ok(address, `there is no book ${index}`);
    const book = await readBook(this.node.cluster, address);
    const { cap, lot, minimum } = book.data;
    const amount = ((cap === 0n ? minimum : cap) * part) / 100n;
    await deposit(this.node.cluster, {
      owner: this.key(name),
      book,
      amount: amount - (amount % lot),
      nonce: part,
    });
  }

  /** Bob and Carol deposit into every book, once. */
  async inLine(): Promise<void> {
    if (this.#inLine) {
      return;
    }
    this.#inLine = true;
    for (const index of this.addresses.books.keys()) {
      await this.deposit("bob", index, 30n);
      await this.deposit("carol", index, 20n);
    }
  }

  /** The album's royalties, for owners whom the qualifier lets in and protocols that register, and without plain tokens, which anybody may hold. */
  async forQualified(): Promise<void> {
    cpSync(join(ROOT, "migrations/deals/royalty"), join(this.folder, "qualified"), { recursive: true });
    const file = join(this.folder, "qualified/deal.yaml");
    const text = readFileSync(file, "utf8");
    const named = `qualifiers:\n  - ${this.key("qualifier").address}\n\nprotocols: { days: 7, country: CH }\n\nsettlement_mint:`;
    const plain = text.replace(/^ {4}# Also as plain tokens[\s\S]*?wrapped\.json\n/m, "");
    assert.notEqual(plain, text, "the deal has a wrapper");
    writeFileSync(file, plain.replace("settlement_mint:", named));
    await this.adopt("qualified/deal.yaml", ["ADVANCE", "ROYALTY"]);
  }

  /**
   * The album's royalties, whose second class is exchanged in windows, a part of it at a time, after the report of a quarter;
   * what its book sells is locked at first.
   */
  async inWindows(): Promise<void> {
    cpSync(join(ROOT, "migrations/deals/royalty"), join(this.folder, "windows"), { recursive: true });
    const file = join(this.folder, "windows/deal.yaml");
    const text = readFileSync(file, "utf8");
    const rules = `    transfers:
      windows: { every: quarterly, from: 2025-04-15, open: 10d, after: [quarterly report] }
      daily_limit: "1,000"
`;
    const servicer = this.key("servicer").address;
    const disclosures = `disclosures:
  - { name: quarterly report, kind: 0, every: quarterly, from: 2025-03-31, due: 14d, attestor: ${servicer} }

`;
    const edits = [
      [/^ {4}# Also as plain tokens[\s\S]*?wrapped\.json\n/m, rules],
      [/^books:$/m, `${disclosures}books:`],
      [/(price: "2\.50"\n)/, "$1    lock_up: { cliff: 30d, vesting: 120d }\n"],
    ] as const;
    const edited = edits.reduce((before, [from, to]) => {
      assert.match(before, from);
      return before.replace(from, to);
    }, text);
    writeFileSync(file, edited);
    writeFileSync(join(this.folder, "report-2025-q1.txt"), "What the album earned until March.\n");
    await this.adopt("windows/deal.yaml", ["ADVANCE", "ROYALTY"]);
  }

  /** The album's royalties, whose second class is in the frozen form. */
  async inFrozenForm(): Promise<void> {
    cpSync(join(ROOT, "migrations/deals/royalty"), join(this.folder, "frozen"), { recursive: true });
    const file = join(this.folder, "frozen/deal.yaml");
    const text = readFileSync(file, "utf8");
    const plain = /^ {4}# Also as plain tokens[\s\S]*?wrapped\.json\n/m;
    assert.match(text, plain);
    const form = `    form: frozen
    transfers:
      windows: { every: quarterly, from: 2025-04-15, open: 10d }
`;
    writeFileSync(file, text.replace(plain, form));
    await this.adopt("frozen/deal.yaml", ["ADVANCE", "ROYALTY"]);
  }

  /** What a servicer has on its disk. */
  reports(): void {
    for (const name of ["default-4711.txt", "default-4712.txt", "pool-2025-02.txt"]) {
      writeFileSync(join(this.folder, name), `${name}\n`);
    }
  }

  /** The sponsor makes the same offer of the first book again, which is another offer. */
  async changeOffer(): Promise<void> {
    const { cluster } = this.node;
    const sponsor = this.key("sponsor");
    const [{ book: address } = {}] = this.addresses.books;
    assert.ok(address, "there is a book");
    const book = await readBook(cluster, address);
    const termsSha256 = Uint8Array.from(book.data.termsSha256);
    const instructions = await makeOffer({ sponsor, book, offer: { termsSha256 } });
    await send(cluster, { instructions, payer: sponsor });
  }

  /** Carol fills every book up to its cap. */
  async complete(): Promise<void> {
    const { cluster } = this.node;
    const owner = this.key("carol");
    for (const { book: address } of this.addresses.books) {
      const book = await readBook(cluster, address);
      const { cap, live } = book.data;
      if (live < cap) {
        await deposit(cluster, { owner, book, amount: cap - live, nonce: 1n });
      }
    }
  }

  /** The books are full, and a bot locks them when they are due, settles, and releases the proceeds. */
  async sold(): Promise<void> {
    await this.inLine();
    await this.complete();
    const { cluster } = this.node;
    for (const name of ["bob", "carol"] as const) {
      await this.commitAll(this.key(name));
    }
    const books = await Promise.all(this.addresses.books.map(({ book }) => readBook(cluster, book)));
    const deadlines = books.map(({ data }) => data.deadline);
    await this.node.moveTo(deadlines.reduce((latest, one) => (one > latest ? one : latest), 0n));
    await this.pass();
    await this.node.pass(5n * 86_400n);
    await this.pass();
  }

  /** An owner consents to the offers of today with all of its tickets. */
  private async commitAll(owner: KeyPairSigner): Promise<void> {
    const { cluster } = this.node;
    for (const { book: address } of this.addresses.books) {
      const book = await readBook(cluster, address);
      for (const ticket of await listTickets(cluster, { book: address, owner: owner.address })) {
        if (ticket.data.committedTo !== book.data.offerVersion) {
          await send(cluster, { instructions: await commit({ owner, book, ticket }), payer: owner });
        }
      }
    }
  }

  /** A bot does what is due. */
  async pass(): Promise<void> {
    const { skipped } = await crank(this.node.cluster, {
      payer: this.key("bot"),
      securities: [this.addresses.security],
    });
    assert.deepEqual(skipped, []);
  }

  /** The sponsor pays in so many whole units. */
  async pay(amount: bigint): Promise<void> {
    const { cluster } = this.node;
    const payer = this.key("sponsor");
    const end = await clusterTime(cluster);
    this.#payments += 1;
    const { instructions } = await postDistribution({
      payer,
      security: await readSecurity(cluster, this.addresses.security),
      payment: {
        amount: amount * ONE,
        periodStart: end - 30n * 86_400n,
        periodEnd: end,
        note: `payment ${this.#payments}`,
        documentSha256: new Uint8Array(32),
      },
    });
    await send(cluster, { instructions, payer });
  }

  /** Bob sends units of the second class's wrapper to Alice, as any token is sent. */
  async sendUnits(amount: bigint): Promise<void> {
    const [, { tranche } = {}] = this.addresses.tranches;
    assert.ok(tranche, "there is a second class");
    const mint = await unitMintAddress(await wrapperAddress(tranche));
    const [from, to] = [this.key("bob"), this.key("alice")];
    const ids = { mint, tokenProgram: TOKEN_2022_PROGRAM };
    const opens = await createAssociatedTokenAccount({ payer: from, owner: to.address, ...ids });
    const transfer = getTransferCheckedInstruction(
      {
        source: await shareAccountAddress(from.address, mint),
        mint,
        destination: await shareAccountAddress(to.address, mint),
        authority: from,
        amount,
        decimals: 6,
      },
      { programAddress: TOKEN_2022_PROGRAM },
    );
    await send(this.node.cluster, { instructions: [...opens, transfer], payer: from });
  }

  /** Somebody who knows no program pays 4,000 to the first source of revenue. */
  async labelPays(): Promise<void> {
    const { settlementMint: mint, tokenProgram } = this.addresses;
    const [state] = await listSources(this.node.cluster, this.addresses.security);
    assert.ok(state, "there is a source");
    const payer = this.key("bob");
    const transfer = getTransferCheckedInstruction(
      {
        source: await associatedTokenAddress({ owner: payer.address, mint, tokenProgram }),
        mint,
        destination: state.source.data.account,
        authority: payer,
        amount: 4_000n * ONE,
        decimals: 6,
      },
      { programAddress: tokenProgram },
    );
    await send(this.node.cluster, { instructions: [transfer], payer });
  }
}
