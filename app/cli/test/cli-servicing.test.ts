import assert from "node:assert/strict";
import { test } from "node:test";
import { listSources, tokenBalance } from "@defi-ready/securities";
import { DAY, DEADLINE, ONE, startSettledDeal } from "@defi-ready/securities-testing";
import { assertReconciles, closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { generateKeyPairSigner } from "@solana/kit";
import { getCloseAccountInstruction, getTransferInstruction } from "@solana-program/token";
import { Terminal } from "./command-line.js";

const PERIOD = ["--from", "2025-02-01", "--to", "2025-03-01"];

test("a deal is served from its first income to a loss and its recovery by commands alone", async () => {
  const deal = await closeAfterTests(startSettledDeal({ security: { tipFlat: ONE / 100n, tipBps: 50 } }));
  const { deal: world, manager, investor } = deal;
  const { cluster, security, senior } = world;
  const terminal = new Terminal(world);
  const sponsor = await terminal.sponsor();
  const arbitrator = await terminal.keyFile("arbitrator", world.arbitrator);
  const key = await terminal.keyFile("investor", investor);
  const [other] = await terminal.investor("other");
  const document = terminal.file("report.pdf", "a report");
  const ok: Terminal["ok"] = (who, ...args) => terminal.ok(who, ...args);
  const json: Terminal["json"] = (who, ...args) => terminal.json(who, ...args);
  const say = process.env.SAY === "1" ? (text: string) => console.error(text) : () => undefined;
  const told = async (who: string, ...args: string[]) => {
    const out = await ok(who, ...args);
    say(`$ securities ${args.join(" ")}\n${out}`);
    return out;
  };

  let shown = await told(key, "show", security);
  assert.match(shown, /Mode +amortising: principal repays the debts, and income what falls due/);
  assert.match(shown, /at least 30\.00 % of all capital stands behind tranche 0 .* +holds/);
  assert.match(
    shown,
    /worth at least 120\.00 % .* +has failed since 2025-02-10 .*accelerates from 2025-02-20/,
  );
  assert.match(shown, / {2}cover +30\.00\n/);
  assert.match(shown, /Proceeds +wait: a trigger does not hold/);

  assert.match(
    await told(sponsor, "pool", "report", security, "130", "--report", document),
    /pool is worth 130\.00/,
  );
  assert.match(
    await told(other, "trigger", "check", security),
    /last 30 days +holds +accelerate\n\nMode: amortising/,
  );
  await world.release(world.seniorBook, world.juniorBook);
  assert.match(await told(sponsor, "proceeds", "draw", security, "10"), /drew 10\.00/);

  // Income, with its source and its document.
  await world.moveTo(DEADLINE + 10n * DAY);
  await world.give(world.sponsor.address, 100n * ONE);
  const note = ["--note", "rents of February", "--document", document, "--tips", "1"];
  assert.match(
    await told(sponsor, "distribution", "post", security, "20", ...PERIOD, ...note),
    /posted distribution 0 of 20\.00: fee 0\.20, annual fee 1\.0\d+, interest of 0 0\.2191\d+, reserve 5\.00, principal of 0 13\.5/,
  );
  const record = await told(other, "distribution", "show", security, "0");
  for (const line of [
    /Document +SHA-256 [0-9a-f]{64}/,
    /Source +rents of February/,
    /Mode +amortising/,
    /fee of 1\.00 % of what comes in, to \w+ +0\.20/,
    /reserve up to 5\.00 +5\.00/,
    /principal due of tranche 0 +13\.5/,
  ]) {
    assert.match(record, line);
  }
  const entry = await json(other, "distribution", "show", security, "0");
  const tiers = entry.tiers as { amount: string }[];
  assert.equal(
    tiers.reduce((sum, { amount }) => sum + BigInt(amount), 0n),
    20n * ONE,
  );
  assert.match(await told(other, "distribution", "pay", security), /1 holder paid, 13\.7/);

  // Revenue that comes by itself.
  assert.match(
    await told(sponsor, "source", "register", security, "--note", "royalties", "--release", "1"),
    /registered source 0: pay to the token account \w+/,
  );
  const [source] = await listSources(cluster, security);
  assert.ok(source !== undefined);
  const pay = getTransferInstruction({
    source: await world.wallet(investor.address),
    destination: source.source.data.account,
    authority: investor,
    amount: 4n * ONE,
  });
  await world.send([pay], investor);
  assert.match(
    await told(other, "source", "list", security),
    /0 +royalties +income +\w+ +4\.00 +0\.00 +2025-02-20 +1d/,
  );
  assert.match(
    await told(other, "source", "collect", security, "0"),
    /collected 4\.00 as distribution 1: .*principal of 0.*\nit reaches the holders until 2025-02-21 \d+:\d+ UTC/,
  );
  assert.match(await told(other, "distribution", "list", security), /amortising +source 0 +royalties/);

  // Fees.
  assert.match(
    await told(other, "fee", "list", security),
    /0 +fee of 1\.00 % of what comes in, to \w+ +0\.24/,
  );
  assert.match(
    await told(other, "fee", "pay", security),
    /paid 0\.24 to \w+\.\.\w+ for tier 0\npaid 1\.0\d+ to /,
  );
  assert.ok((await tokenBalance(cluster, await world.wallet(manager))) > ONE);
  assert.match(await told(other, "fee", "pay", security), /no fee is owed/);

  // A loss, and its consequences.
  assert.match(
    await told(sponsor, "loss", "announce", security, "60", "--report", document),
    /announced a loss of 60\.00: anyone may record it from 2025-0\d-\d\d/,
  );
  assert.match(
    (await terminal.as(sponsor, "loss", "announce", security, "70", "--report", document)).err,
    /a loss of 60\.00 was announced with this report already: a report is used once/,
  );
  assert.match(await told(other, "loss", "list", security), /60\.00 +on notice until 2025-/);
  // Who pays may be who signs as arbitrator.
  assert.match(
    await told(arbitrator, "loss", "record", security, document, "--arbitrator", arbitrator),
    /recorded a loss of 60\.00\n {2}tranche 0 is repaid 12\.00\n {2}tranche 1 loses 48\.00\n {2}cover 2 pays 12\.00\n/,
  );
  shown = await told(key, "show", security);
  assert.match(shown, /Mode +accelerated: all cash repays the debts/);
  assert.match(shown, /losses are at most 20\.00 % of all principal issued +has failed since/);
  assert.equal(((await json(key, "show", security)).waterfall as { mode: string }).mode, "accelerated");
  assert.match(
    await told(sponsor, "distribution", "post", security, "48", ...PERIOD, "--recovery"),
    /posted distribution 2 of 48\.00: .*written up of 1 48\.00/,
  );
  assert.match(
    await told(sponsor, "mode", "set", security, "accelerate"),
    /accelerated: all cash repays the debts, the most senior first\n$/,
  );
  assert.match(
    await told(arbitrator, "mode", "set", security, "resume"),
    /accelerated.*; a trigger requires it/,
  );
  // The losses are made good; once all triggers have held for the longest of their cures the acceleration is over.
  assert.match(await told(other, "trigger", "check", security), /issued +holds[\s\S]*Mode: accelerated/);
  assert.match(await told(key, "show", security), /Resumes +2025-.*if all triggers hold until then/);
  await world.moveTo(DEADLINE + 19n * DAY);
  assert.match(await told(other, "trigger", "check", security), /issued +holds[\s\S]*Mode: accelerated/);
  await world.moveTo(DEADLINE + 21n * DAY);
  assert.match(await told(other, "trigger", "check", security), /issued +holds[\s\S]*Mode: amortising/);
  assert.match(await told(sponsor, "mode", "set", security, "accelerate"), /the waterfall is accelerated/);
  assert.match(await told(arbitrator, "mode", "set", security, "resume"), /the waterfall is amortising/);

  // What cannot be done is refused in the program's words.
  const refusals: [string, string[], RegExp, number][] = [
    [other, ["loss", "announce", security, "1", "--report", key], /\d+, NotServicer/, 1],
    [other, ["loss", "announce", security, "1"], /required option '--report/, 2],
    [other, ["loss", "record", security, document], /\d+, LossEnded/, 1],
    [other, ["loss", "record", security, "00".repeat(32)], /there is no loss at/, 1],
    [other, ["loss", "strike", security, document], /\d+, NotArbitrator/, 1],
    [
      sponsor,
      ["loss", "correct", security, document, "5000", "--arbitrator", arbitrator],
      /\d+, CorrectionTooLarge/,
      1,
    ],
    [sponsor, ["loss", "correct", security, document, "1"], /\d+, NotArbitrator/, 1],
    [other, ["pool", "report", security, "1"], /\d+, NotReporter/, 1],
    [sponsor, ["mode", "set", security, "resume"], /\d+, NotAuthority/, 1],
    [sponsor, ["mode", "set", security, "amortise"], /\d+, ModeUnchanged/, 1],
    [sponsor, ["mode", "set", security, "stop"], /Allowed choices are amortise, accelerate, resume/, 2],
    [other, ["source", "register", security, "--note", "mine"], /\d+, NotSponsor/, 1],
    [other, ["source", "register", security], /required option '--note/, 2],
    [sponsor, ["source", "register", security, "--note", "late", "--release", "367"], /\d+, BadRelease/, 1],
    [other, ["source", "collect", security, "0"], /\d+, DistributionTooSmall/, 1],
    [other, ["source", "collect", security, "7"], /there is no source of revenue at/, 1],
    [other, ["fee", "pay", security, "2"], /tier 2 of the waterfall is not a fee/, 1],
    [other, ["fee", "pay", security, "0", "--wrong"], /unknown option/, 2],
    [other, ["distribution", "show", security, "9"], /there is no distribution 9 of/, 1],
    [other, ["distribution", "post", security, "5", ...PERIOD, "--recovery"], /\d+, NotServicer/, 1],
    [
      other,
      ["distribution", "post", security, "5", ...PERIOD, "--mint", senior],
      /has no vault for the mint/,
      1,
    ],
    [other, ["escheat", senior, investor.address], /names no escheat owner.*\d+, NoEscheat/, 1],
    [other, ["restore", senior, investor.address], /\d+, ZeroAmount/, 1],
    [other, ["restore", senior, investor.address, "1"], /\d+, InsufficientFunds|6\d+, InsufficientFunds/, 1],
  ];
  for (const [who, args, expected, code] of refusals) {
    const run = await terminal.as(who, ...args);
    assert.deepEqual([run.code, run.out], [code, ""], args.join(" "));
    assert.match(run.err, expected, args.join(" "));
    say(`$ securities ${args.join(" ")}\n${run.err}`);
  }
  await assertReconciles(world);
});

test("what a holder could not be paid for a year goes to the escheat owner, and comes back", async () => {
  const keeper = await generateKeyPairSigner();
  const { deal: world, investor } = await closeAfterTests(
    startSettledDeal({ security: { escheat: keeper.address, escheatDays: 365 } }),
  );
  const { cluster, senior, security } = world;
  const terminal = new Terminal(world);
  const sponsor = await terminal.sponsor();
  const key = await terminal.keyFile("investor", investor);
  const account = await world.wallet(investor.address);
  const away = getTransferInstruction({
    source: account,
    destination: await world.wallet(world.sponsor.address),
    authority: investor,
    amount: await tokenBalance(cluster, account),
  });
  const close = getCloseAccountInstruction({ account, destination: investor.address, owner: investor });
  await world.send([away, close], investor);
  await world.pay(30n * ONE);
  assert.match(
    await terminal.ok(sponsor, "show", security),
    new RegExp(`Unpayable +may go to ${keeper.address} after 365 days`),
  );

  // The bot passes it over; who asks for it to be escheated makes the program note that it cannot be paid.
  const passed = await terminal.as(sponsor, "distribution", "pay", security);
  assert.equal(passed.code, 0);
  assert.match(passed.out, /its payout account does not exist/);
  assert.match(
    await terminal.ok(sponsor, "escheat", senior, investor.address),
    /noted that \w+\.\.\w+ cannot be paid: .* from 2026-02-10 00:00 UTC/,
  );
  assert.match(
    await terminal.ok(key, "holder", "show"),
    /24\.\d+ could not be paid since 2025-02-10 00:00 UTC, and may go to the escheat owner from 2026-02-10 00:00 UTC/,
  );
  const early = await terminal.as(sponsor, "escheat", senior, investor.address);
  assert.equal(early.code, 1);
  assert.match(early.err, /\d+, EscheatTooEarly/);
  await world.moveTo(DEADLINE + 365n * DAY);
  const escheated = await terminal.json(sponsor, "escheat", senior, investor.address);
  assert.equal(escheated.to, keeper.address);
  const amount = BigInt(String(escheated.amount));
  assert.equal(await tokenBalance(cluster, await world.wallet(keeper.address)), amount);
  assert.match(await terminal.ok(key, "holder", "show"), /24\.\d+ is with the escheat owner/);

  await world.give(investor.address, 0n);
  assert.match(
    await terminal.ok(sponsor, "restore", senior, investor.address, "4"),
    /restored 4\.00: it is owed to \w+\.\.\w+ again/,
  );
  assert.match(await terminal.ok(sponsor, "restore", senior, investor.address), /restored 20\.\d+/);
  assert.match(await terminal.ok(key, "holder", "claim", senior), /claimed 24\.\d+/);
  assert.equal(await tokenBalance(cluster, account), amount);
  await assertReconciles(world);
});
