import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  disclosuresOf,
  readFacts,
  readSecurityState,
  readWrapper,
  TOKEN_PROGRAM,
} from "@defi-ready/securities";
import { applyDeal, factsOfDeal, formatProblem, PlanRefused, planDeal } from "../src/index.js";
import { dealFolder, type Edit, edited, goodDeal, PERSON, problemsOf } from "./support/deal-text.js";
import { TestNode } from "./support/node.js";

const folder = dealFolder();
const DECIMALS = "    decimals: 2\n    # Nothing else is said of the class.\n";
const UNIT = "name: Wrapped Junior, symbol: wJUN, uri: https://example.com/wrapped.json";
/** The junior class of the good deal with a wrapper. */
const wrapped = (unit = UNIT): Edit => [DECIMALS, `${DECIMALS}    reach: { wrapped: { ${unit} } }\n`];
const QUALIFIED: Edit = ['min_distribution: "10"', `min_distribution: "10"\nqualifiers: [${PERSON}]`];
const ROLES: Edit = ["roles: { ", `roles: { servicer: ${PERSON}, reporter: ${PERSON}, `];

describe("a wrapper in a deal file", async () => {
  const node = await TestNode.start();
  let keys = 0;
  const newSponsor = () => {
    keys += 1;
    return node.sponsor(keys);
  };
  const lines = (problems: readonly Parameters<typeof formatProblem>[0][]) =>
    problems.map((problem) => formatProblem(problem).replaceAll(`${folder}/`, "").replace(/^\S+ /, ""));

  it("is checked: its texts, its name beside those of classes, and that credentials end with it", () => {
    const problems = (...edits: readonly Edit[]) =>
      problemsOf(folder, edited(...edits)).map((line) => line.replace(/^\S+ /, ""));
    assert.deepEqual(problems(wrapped()), []);
    assert.deepEqual(problems(wrapped(UNIT.replace("Wrapped Junior", "Senior"))), [
      'tranches[1].reach.wrapped.name: "Senior" is taken by tranches[0].name: give each tranche and each wrapper its own',
    ]);
    assert.deepEqual(problems(wrapped(UNIT.replace("wJUN", "JUN"))), [
      'tranches[1].reach.wrapped.symbol: "JUN" is taken by tranches[1].symbol: give each tranche and each wrapper its own',
    ]);
    assert.match(problems(wrapped(UNIT.replace(", symbol: wJUN", ""))).join(), /symbol.*missing/);
    assert.match(problems(wrapped(`${UNIT}, hook: none`)).join(), /hook/);
    assert.deepEqual(problems(wrapped(), QUALIFIED), [
      "tranches[1].reach.wrapped.bearer: must be true: the deal has qualifiers, and whoever holds units of a wrapper needs no credential; say so here, or leave reach out",
    ]);
    assert.deepEqual(problems(wrapped(`${UNIT}, bearer: true`), QUALIFIED), []);
    assert.deepEqual(problems(wrapped("token: classic")), []);
    assert.deepEqual(problems(wrapped(`${UNIT}, token: token-2022`)), []);
    const named = "has no place in a classic mint: leave it out, or leave token out";
    assert.deepEqual(
      problems(wrapped(`${UNIT}, token: classic`)),
      ["name", "symbol", "uri"].map((field) => `tranches[1].reach.wrapped.${field}: ${named}`),
    );
    assert.match(problems(wrapped("token: token-2022")).join(), /name.*missing.*symbol.*missing/);
    assert.match(problems(wrapped("token: old")).join(), /token: found "old"; expected: .*one of classic/);
    assert.deepEqual(problems(wrapped(`${UNIT}, bearer: true`)), [
      "tranches[1].reach.wrapped.bearer: is of shares that require a credential, and these require none: leave it out, or name qualifiers",
    ]);
  });

  it("is planned, costs what the plan says, is created once, and stays as it is", async () => {
    const sponsor = await newSponsor();
    const deal = goodDeal(folder, wrapped());
    const options = { rpc: node.rpc, deal, sponsor: sponsor.address, createSettlementMint: true };
    const planned = await planDeal(options);
    assert.deepEqual(
      planned.items.map(({ part, action }) => `${action} ${part}`),
      [
        "create settlement mint",
        "create security",
        "create tranche",
        "create tranche",
        "create wrapper",
        "create waterfall",
        "create book",
        "create book",
      ],
    );
    const item = planned.items[4];
    assert.deepEqual(
      [item?.name, item?.field, item?.note],
      ["Wrapped Junior", "tranches[1].reach.wrapped", "mint of units, each a share of Junior"],
    );
    const apply = { rpc: node.rpc, signer: sponsor, deal, createSettlementMint: true };
    const { addresses } = await applyDeal(apply);
    const after = await planDeal(options);
    assert.equal(planned.balance - after.balance, planned.cost);
    assert.ok(after.items.every(({ action }) => action === "keep"));
    const wrapper = await readWrapper(node.cluster, addresses.tranches[1]?.tranche as never);
    assert.deepEqual([wrapper.data.mint, wrapper.data.bearer], [item?.address, 0]);

    const others = [
      [wrapped(UNIT.replace("wJUN", "xJUN")), "wJUN", "xJUN", ".symbol"],
      [["# Nothing else", "# Nothing more"] as Edit, "Wrapped Junior", "none", ""],
    ] as const;
    for (const [edit, onChain, inFile, field] of others) {
      const { refusals } = await planDeal({ ...options, deal: goodDeal(folder, edit) });
      assert.deepEqual(lines(refusals), [
        `tranches[1].reach.wrapped${field}: on chain: ${onChain}; in the file: ${inFile}. The wrapper cannot be changed: put the file right, or use another id`,
      ]);
    }
  });

  it("has units of SPL Token, if the file says so, at the cost that the plan says", async () => {
    const sponsor = await newSponsor();
    const deal = goodDeal(folder, wrapped("token: classic"));
    const options = { rpc: node.rpc, deal, sponsor: sponsor.address, createSettlementMint: true };
    const planned = await planDeal(options);
    const item = planned.items[4];
    assert.deepEqual([item?.name, item?.note], ["Junior", "classic mint of units, each a share of Junior"]);
    const apply = { rpc: node.rpc, signer: sponsor, deal, createSettlementMint: true };
    const { addresses } = await applyDeal(apply);
    const after = await planDeal(options);
    assert.equal(planned.balance - after.balance, planned.cost);
    assert.ok(after.items.every(({ action }) => action === "keep"));
    const wrapper = await readWrapper(node.cluster, addresses.tranches[1]?.tranche as never);
    assert.equal(wrapper.data.tokenProgram, TOKEN_PROGRAM);

    const { refusals } = await planDeal({ ...options, deal: goodDeal(folder, wrapped()) });
    assert.deepEqual(lines(refusals), [
      "tranches[1].reach.wrapped.token: on chain: classic; in the file: token-2022. The wrapper cannot be changed: put the file right, or use another id",
    ]);
  });

  it("comes before the first book, or never", async () => {
    const sponsor = await newSponsor();
    const apply = { rpc: node.rpc, signer: sponsor, createSettlementMint: true };
    await applyDeal({ ...apply, deal: goodDeal(folder) });
    await assert.rejects(
      applyDeal({ ...apply, deal: goodDeal(folder, wrapped()) }),
      (error) =>
        error instanceof PlanRefused &&
        /a book is open or was locked, so no wrapper can be added: take it out, or use another id/.test(
          error.message,
        ),
    );
  });

  it("is told to investors, alike from the file and from the chain", async () => {
    const sponsor = await newSponsor();
    const edits = [wrapped(`${UNIT}, bearer: true`), QUALIFIED, ROLES];
    const deal = goodDeal(folder, ...edits);
    const { addresses } = await applyDeal({
      rpc: node.rpc,
      signer: sponsor,
      deal,
      createSettlementMint: true,
    });
    const state = await readSecurityState(node.cluster, addresses.security);
    const facts = await readFacts(node.cluster, state);
    assert.deepEqual(
      facts.classes.map(({ wrapper }) => wrapper),
      [null, { bearer: true }],
    );
    const inFile = disclosuresOf(factsOfDeal(deal, { sponsor: sponsor.address }));
    const about = (all: ReturnType<typeof disclosuresOf>) =>
      all.filter(({ text }) => /wrapped/.test(text)).map(({ text, weakened }) => [weakened, text]);
    assert.deepEqual(about(disclosuresOf(facts)), about(inFile));
    const [what, bearer] = about(inFile);
    assert.match(String(what?.[1]), /each of which is one share and the cash that one share has received/);
    assert.match(String(what?.[1]), /a share that is wrapped late brings what a unit holds by then/);
    assert.deepEqual(bearer, [
      true,
      "Whoever holds wrapped shares of class 1 (equity) needs no credential: only those who wrap and unwrap do. Whoever has none gets at what they hold only by selling them.",
    ]);
    assert.equal(
      inFile.find(({ weakened, text }) => weakened && /wrapped/.test(text))?.field,
      "tranches[1].reach.wrapped.bearer",
    );
  });
});
