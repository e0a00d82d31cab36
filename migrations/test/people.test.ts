import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Address, getAddressEncoder, getProgramDerivedAddress } from "@solana/kit";
import { SECURITIES_PROGRAM_ADDRESS, TOKEN_PROGRAM } from "../src/client.js";
import { formatProblem, planDeal } from "../src/index.js";
import { ARBITRATOR, dealFolder, type Edit, first, goodDeal, PERSON } from "./support/deal-text.js";
import { SOMEBODY, sponsorKey, TestNode } from "./support/node.js";

const folder = dealFolder();
const node = await TestNode.start();
const sponsor = await node.sponsor(1);
const RIGHT = "name a wallet, or the vault of a program that signs for it";

/** A token account's bytes: its mint is nobody's, and its owner is given. */
function tokenAccount(owner: Address): Uint8Array {
  const data = new Uint8Array(165);
  data.set(getAddressEncoder().encode(owner), 32);
  data[108] = 1;
  return data;
}

async function refusals(...edits: readonly Edit[]): Promise<readonly string[]> {
  const deal = goodDeal(folder, ...edits);
  const options = { rpc: node.rpc, deal, sponsor: sponsor.address, createSettlementMint: true };
  const plan = await planDeal(options);
  return plan.refusals.map((problem) => formatProblem(problem).replaceAll(`${folder}/`, ""));
}

const role = (name: string, who: Address): Edit =>
  name === "arbitrator"
    ? [`arbitrator: ${ARBITRATOR}`, `arbitrator: ${who}`]
    : ["roles: {", `roles: { ${name}: ${who},`];
const address = async (number: number) => (await sponsorKey(number)).address;

describe("a plan refuses whom the cluster shows to be nobody", () => {
  it("a mint, a token account, an account of the program, as a role", async () => {
    const [mint, account, own] = [await address(51), await address(52), await address(53)];
    await node.setAccount(mint, TOKEN_PROGRAM, new Uint8Array(82));
    await node.setAccount(account, TOKEN_PROGRAM, tokenAccount(PERSON as Address));
    await node.setAccount(own, SECURITIES_PROGRAM_ADDRESS, new Uint8Array(64));
    const cases: readonly (readonly [Address, string])[] = [
      [mint, `is a mint, or another account of the token program: ${RIGHT}`],
      [account, `is a token account of ${PERSON}: name its owner instead`],
      [own, `is an account of the securities program: ${RIGHT}`],
    ];
    for (const [who, what] of cases) {
      assert.deepEqual(await refusals(role("servicer", who)), [
        `deal.yaml:57:20: roles.servicer: ${who} ${what}`,
      ]);
    }
  });

  it("as a destination, a payee, a lead and the owner of what escheats, each with its field", async () => {
    const mint = await address(54);
    await node.setAccount(mint, TOKEN_PROGRAM, new Uint8Array(82));
    const what = `${mint} is a mint, or another account of the token program: ${RIGHT}`;
    const found = await refusals(
      ["owner: sponsor", `owner: ${mint}`],
      ["tranches:", `escheat: { owner: ${mint}, after: 400d }\ntranches:`],
      ["waterfall:", `waterfall:\n  - { pay: fee, of: gross, percent: "1", to: ${mint} }`],
      first(`lead: { investor: ${mint}, minimum: "10" }`),
    );
    assert.deepEqual(found, [
      `deal.yaml:9:12: destinations[0].owner: ${what}`,
      `deal.yaml:11:19: escheat.owner: ${what}`,
      `deal.yaml:32:46: waterfall[0].to: ${what}`,
      `deal.yaml:47:23: books[0].lead.investor: ${what}`,
    ]);
  });

  it("an address without a key, until it is on the cluster", async () => {
    const [vault] = await getProgramDerivedAddress({ programAddress: TOKEN_PROGRAM, seeds: ["vault"] });
    assert.deepEqual(await refusals(role("arbitrator", vault)), [
      `deal.yaml:57:22: roles.arbitrator: ${vault} is not a wallet, since no key belongs to it, and has no account on this cluster: if it is a program's vault, such as a multisig's, send it some SOL first; otherwise name a wallet`,
    ]);
    await node.fund(vault, 1_000_000_000n);
    assert.deepEqual(await refusals(role("arbitrator", vault)), []);
  });

  it("but neither a wallet that is not there yet, nor one that is", async () => {
    assert.deepEqual(await refusals(role("reporter", SOMEBODY)), []);
    assert.deepEqual(await refusals(role("reporter", sponsor.address)), []);
  });
});
