import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createAddressWithSeed, type KeyPairSigner } from "@solana/kit";
import { TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from "../src/client.js";
import { applyDeal, type Deal, formatProblem, type Plan, PlanRefused, planDeal } from "../src/index.js";
import { dealFolder, goodDeal } from "./support/deal-text.js";
import { SOL, SOMEBODY, TestNode } from "./support/node.js";

const folder = dealFolder();
const node = await TestNode.start();
let keys = 0;

function newSponsor(amount?: bigint): Promise<KeyPairSigner> {
  keys += 1;
  return node.sponsor(keys, amount);
}

function plan(deal: Deal, sponsor: KeyPairSigner, createSettlementMint = true): Promise<Plan> {
  return planDeal({ rpc: node.rpc, deal, sponsor: sponsor.address, createSettlementMint });
}

function apply(deal: Deal, signer: KeyPairSigner) {
  return applyDeal({ rpc: node.rpc, deal, signer, createSettlementMint: true });
}

const actions = ({ items }: Plan) => items.map(({ part, action }) => `${action} ${part}`);
const refusals = (planned: Plan) =>
  planned.refusals.map((problem) => formatProblem(problem).replaceAll(`${folder}/`, ""));

describe("a plan", () => {
  it("of an empty chain creates everything, and costs what it says", async () => {
    const sponsor = await newSponsor();
    const deal = goodDeal(folder);
    const planned = await plan(deal, sponsor);
    assert.deepEqual(actions(planned), [
      "create settlement mint",
      "create security",
      "create tranche",
      "create tranche",
      "create waterfall",
      "create book",
      "create book",
    ]);
    assert.deepEqual(planned.refusals, []);
    const transactions = await node.transactionCount();
    assert.equal((await plan(deal, sponsor)).balance, 10n * SOL);
    assert.equal(await node.transactionCount(), transactions, "a plan sends nothing");

    await apply(deal, sponsor);
    const after = await plan(deal, sponsor);
    assert.equal(planned.balance - after.balance, planned.cost);
  });

  it("of a chain that has it all keeps everything", async () => {
    const sponsor = await newSponsor();
    await apply(goodDeal(folder), sponsor);
    const planned = await plan(goodDeal(folder), sponsor, false);
    assert.ok(planned.items.every(({ action }) => action === "keep"));
    assert.equal(planned.cost, 0n);
    assert.deepEqual(planned.refusals, []);
  });

  it("of a deal in a mint of Token-2022 costs what it says, too", async () => {
    const sponsor = await newSponsor();
    const mint = await createAddressWithSeed({
      baseAddress: sponsor.address,
      seed: "plain",
      programAddress: TOKEN_2022_PROGRAM,
    });
    const data = new Uint8Array(82);
    data.set([6, 1], 44);
    await node.setAccount(mint, TOKEN_2022_PROGRAM, data);
    const deal = goodDeal(folder, ["  create: { decimals: 6 }", `  address: ${mint}\n  decimals: 6`]);
    const planned = await plan(deal, sponsor);
    const { addresses } = await apply(deal, sponsor);
    assert.equal(addresses.tokenProgram, TOKEN_2022_PROGRAM);
    assert.equal(planned.balance - (await plan(deal, sponsor)).balance, planned.cost);
  });

  it("of a deal without its books keeps what is there, and changes the waterfall while nobody relies on it", async () => {
    const sponsor = await newSponsor();
    const [first, second] = goodDeal(folder).books;
    const draft = { ...goodDeal(folder), books: [] };
    await apply(draft, sponsor);
    const swapped = {
      ...draft,
      waterfall: draft.waterfall.toSpliced(0, 2, ...draft.waterfall.slice(0, 2).reverse()),
    };
    const planned = await plan(swapped, sponsor);
    assert.deepEqual(planned.items.find(({ part }) => part === "waterfall")?.differences, [
      {
        field: "waterfall",
        onChain: "interest of Senior, arrears of Senior, principal of Senior, residual of Junior",
        inFile: "arrears of Senior, interest of Senior, principal of Senior, residual of Junior",
      },
    ]);
    const applied = await apply(swapped, sponsor);
    assert.deepEqual(
      applied.done.map(({ part, action }) => `${action} ${part}`),
      ["change waterfall"],
    );
    assert.ok(first !== undefined && second !== undefined);
    await apply({ ...swapped, books: [first] }, sponsor);
    assert.deepEqual(actions(await plan({ ...swapped, books: [first, second] }, sponsor)).slice(-2), [
      "keep book",
      "create book",
    ]);
    assert.deepEqual(refusals(await plan({ ...draft, books: [first] }, sponsor)), [
      "deal.yaml:31:3: waterfall: on chain: arrears of Senior, interest of Senior, principal of Senior, residual of Junior; in the file: interest of Senior, arrears of Senior, principal of Senior, residual of Junior. Another offer must stay open for 3d, and the deadline is 2025-01-03, so it is too late for one: put the file right, or use another id",
    ]);
  });
});

describe("what stands in the way is said before anything is sent", () => {
  async function refused(
    deal: Deal,
    sponsor: KeyPairSigner,
    createSettlementMint = true,
  ): Promise<readonly string[]> {
    const transactions = await node.transactionCount();
    const found = refusals(await plan(deal, sponsor, createSettlementMint));
    await assert.rejects(
      applyDeal({ rpc: node.rpc, deal, signer: sponsor, createSettlementMint }),
      (error: unknown) => error instanceof PlanRefused && error.problems.length === found.length,
    );
    assert.equal(await node.transactionCount(), transactions);
    return found;
  }

  it("a test mint that nobody allowed", async () => {
    assert.deepEqual(await refused(goodDeal(folder), await newSponsor(), false), [
      "deal.yaml:7:11: settlement_mint.create: the test mint is not there: add --create-settlement-mint to create it, or give the address of a mint",
    ]);
  });

  it("a test mint on mainnet, by its first block", async () => {
    const sponsor = await newSponsor();
    const mainnet = node.rpcThrough(async (method, forward) => {
      const answer = (await forward()) as { result: unknown };
      return method === "getGenesisHash"
        ? { ...answer, result: "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d" }
        : answer;
    });
    const planned = await planDeal({
      rpc: mainnet,
      deal: goodDeal(folder),
      sponsor: sponsor.address,
      createSettlementMint: true,
    });
    assert.deepEqual(refusals(planned), [
      "deal.yaml:7:11: settlement_mint.create: this is mainnet, where no test mint is created: give the address of a mint",
    ]);
  });

  it("a mint that is not there, is none, or has other decimals", async () => {
    const sponsor = await newSponsor();
    const given = (address: string, decimals = 6) =>
      goodDeal(folder, ["  create: { decimals: 6 }", `  address: ${address}\n  decimals: ${decimals}`]);
    assert.deepEqual(await refused(given(SOMEBODY), sponsor), [
      `deal.yaml:7:12: settlement_mint.address: ${SOMEBODY} is not on this cluster: give the mint's address on the cluster of --url`,
    ]);
    assert.deepEqual(await refused(given(sponsor.address), sponsor), [
      `deal.yaml:7:12: settlement_mint.address: ${sponsor.address} is an account, but not a mint: give the mint's address on the cluster of --url`,
    ]);
    const other = await newSponsor();
    const { addresses } = await apply({ ...goodDeal(folder), books: [] }, other);
    assert.deepEqual(await refused(given(addresses.settlementMint, 5), sponsor), [
      "deal.yaml:8:13: settlement_mint.decimals: the mint has 6 decimals, the file 5",
    ]);
  });

  it("a mint that takes fees", async () => {
    const sponsor = await newSponsor();
    const mint = await createAddressWithSeed({
      baseAddress: sponsor.address,
      seed: "fees",
      programAddress: TOKEN_2022_PROGRAM,
    });
    const data = new Uint8Array(166 + 4 + 108);
    data[44] = 6;
    data[45] = 1;
    data.set([1, 1, 0, 108, 0], 165);
    await node.setAccount(mint, TOKEN_2022_PROGRAM, data);
    const deal = goodDeal(folder, ["  create: { decimals: 6 }", `  address: ${mint}\n  decimals: 6`]);
    assert.deepEqual(await refused(deal, sponsor), [
      `deal.yaml:7:12: settlement_mint.address: the mint ${mint} has transfer fees, which the program does not accept: use a plain mint`,
    ]);
  });

  it("destinations that are no token accounts, of another mint, or the same", async () => {
    const sponsor = await newSponsor();
    const { addresses } = await apply({ ...goodDeal(folder), books: [] }, sponsor);
    const [own = SOMEBODY] = addresses.destinations;
    const second = (line: string) => goodDeal(folder, ["id: 7", "id: 8"], ["- owner: sponsor", line]);
    assert.deepEqual(await refused(second(`- token_account: ${SOMEBODY}`), sponsor), [
      `deal.yaml:9:20: destinations[0].token_account: ${SOMEBODY} is not a token account on this cluster: create it, or name its owner instead`,
    ]);
    const theirs = await refused(second(`- token_account: ${own}`), sponsor);
    assert.match(
      theirs.join("\n"),
      /^deal\.yaml:9:5: destinations\[0\]: \w+ holds \w+, not the settlement mint \w+$/,
    );
    const twice = goodDeal(
      folder,
      ["id: 7", "id: 8"],
      ["  create: { decimals: 6 }", `  address: ${addresses.settlementMint}\n  decimals: 6`],
      ["- owner: sponsor", `- owner: sponsor\n  - token_account: ${own}`],
    );
    assert.deepEqual(await refused(twice, sponsor), [
      `deal.yaml:11:5: destinations[1]: is ${own}, the same account as destinations[0]: name each once`,
    ]);
  });

  it("another sponsor than the deal names", async () => {
    const sponsor = await newSponsor();
    assert.deepEqual(await refused(goodDeal(folder, ["id: 7", `id: 7\nsponsor: ${SOMEBODY}`]), sponsor), [
      `deal.yaml:3:10: sponsor: only ${SOMEBODY} may apply this deal, and the key given belongs to ${sponsor.address}`,
    ]);
  });

  it("too little SOL", async () => {
    const sponsor = await newSponsor(SOL / 100n);
    assert.match(
      (await refused(goodDeal(folder), sponsor)).join("\n"),
      /^deal\.yaml: the sponsor, \w+, has 0\.01 SOL and rent and fees cost 0\.\d+ SOL: send it at least 0\.\d+ SOL$/,
    );
  });

  it("times that have passed", async () => {
    const sponsor = await newSponsor();
    const deal = goodDeal(
      folder,
      ["2030-06-30", "2025-01-01"],
      ["2030-01-01T01:30:00+01:30", "2024-12-01T00:00:00Z"],
      ["opens_at: 2025-01-01T00:00:00Z", "opens_at: 2024-11-30T00:00:00Z"],
      ["opens_at: +0s", "opens_at: +1d"],
      ["offer_ends: +1d", "offer_ends: 2025-01-01T12:00:00Z"],
    );
    assert.deepEqual(await refused(deal, sponsor), [
      "deal.yaml:20:15: tranches[0].maturity: the maturity has passed, it is 2025-01-01 on this cluster: use a later one",
      "deal.yaml:42:17: books[0].offer_ends: would be 2025-01-01T12:00:00Z, before opens_at, 2025-01-02: use a later time",
      "deal.yaml:52:17: books[1].offer_ends: has passed, it is 2025-01-01 on this cluster: use a later time",
    ]);
  });

  it("times that leave an offer less than a day", async () => {
    const sponsor = await newSponsor();
    const ends = (time: string) =>
      goodDeal(
        folder,
        ["offer_ends: +1d", `offer_ends: ${time}`],
        // It opened a week ago, and could have stood for days.
        ["2030-01-01T01:30:00+01:30", "2025-01-01T23:59:59Z"],
        ["opens_at: 2025-01-01T00:00:00Z", "opens_at: 2024-12-25T00:00:00Z"],
      );
    const other =
      "deal.yaml:52:17: books[1].offer_ends: would be 2025-01-01T23:59:59Z, and an offer stays open for at least a day, here until 2025-01-02: use a later time";
    assert.deepEqual(await refused(ends("2025-01-01T12:00:00Z"), sponsor), [
      "deal.yaml:42:17: books[0].offer_ends: would be 2025-01-01T12:00:00Z, and an offer stays open for at least a day, here until 2025-01-02: use a later time",
      other,
    ]);
    assert.deepEqual(await refused(ends("2025-01-02T00:00:00Z"), sponsor), [other]);
  });

  it("a cluster without the program", async () => {
    const empty = await TestNode.start({ withProgram: false });
    const sponsor = await empty.sponsor(1);
    const planned = await planDeal({ rpc: empty.rpc, deal: goodDeal(folder), sponsor: sponsor.address });
    assert.deepEqual(refusals(planned), [
      "deal.yaml: the securities program, sEcr52nVp8uW1GWfAAnAtNCQrmauWVTGimJwUPVU9bQ, is not deployed on this cluster",
    ]);
  });

  it("but lamports that somebody sent to a line or a test mint do not", async () => {
    const sponsor = await newSponsor();
    const planned = await plan(goodDeal(folder), sponsor);
    const { settlementMint, books, security } = planned.addresses;
    for (const address of [settlementMint, security, ...books.map(({ line }) => line)]) {
      await node.fund(address, SOL / 100n);
    }
    const { addresses } = await apply(goodDeal(folder), sponsor);
    assert.equal(
      (await node.rpc.getAccountInfo(addresses.settlementMint).send()).value?.owner,
      TOKEN_PROGRAM,
    );
    assert.ok((await plan(goodDeal(folder), sponsor)).items.every(({ action }) => action === "keep"));
  });
});
