import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL_POWERS, NOBODY, powerBits } from "@defi-ready/securities";
import { DAY, DEADLINE, debtAndEquity, ONE, SOL, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { createSignerFromKeyPair, generateKeyPair } from "@solana/kit";
import { Terminal } from "./command-line.js";
import { GOVERNANCE } from "./governance.js";

test("covenants are reported and move control by command, and what an agent announces is shown, done in time or stopped", async () => {
  const agent = await createSignerFromKeyPair(await generateKeyPair(true));
  const plain = debtAndEquity();
  const world = await closeAfterTests(
    TestDeal.start({
      structure: {
        ...plain,
        waterfall: {
          ...plain.waterfall,
          triggers: [
            { test: { __kind: "DeclaredEvent" }, cureDays: 3, consequences: 4 },
            { test: { __kind: "NetWorth", min: 1_000n * ONE, maxAge: 90 }, cureDays: 5, consequences: 0 },
            { test: { __kind: "DisclosureOverdue", kind: 3, days: 0 }, cureDays: 90, consequences: 0 },
          ],
        },
      },
      disclosures: [{ kind: 3, months: 12, anchor: 20_453, dueDays: 45, attestor: NOBODY }],
      governance: GOVERNANCE,
      control: {
        agents: [agent.address, NOBODY],
        powers: [ALL_POWERS, powerBits(["draws", "mode"]), 0],
        actDays: 5,
      },
    }),
  );
  const terminal = new Terminal(world);
  const { security } = world;
  const sponsor = await terminal.sponsor();
  const arbitrator = await terminal.keyFile("arbitrator", world.arbitrator);
  const investors = await terminal.keyFile("agent", agent);
  for (const { address } of [world.arbitrator, agent]) {
    await world.fund(address, SOL);
  }
  const [anyone] = await terminal.investor("anyone", 500n * ONE);
  const document = terminal.file("event.txt", "What has happened.\n");
  const refused = async (code: number, expected: RegExp, key: string, ...args: readonly string[]) => {
    const result = await terminal.as(key, "control", ...args);
    assert.deepEqual([result.code, result.out], [code, ""], args.join(" "));
    assert.match(result.err, expected);
  };
  const report = (key: string, ...args: readonly string[]) =>
    terminal.ok(key, "control", "report", security, ...args);
  const show = () => terminal.ok(anyone, "control", "show", security);
  await terminal.ok(anyone, "book", "deposit", world.seniorBook, "300");
  await terminal.ok(anyone, "book", "deposit", world.juniorBook, "200");
  await world.moveTo(DEADLINE);
  await world.lock();
  await world.settle();
  await world.release();

  const before = await show();
  assert.match(before, /^In control +sponsor: /);
  assert.match(
    before,
    /Trigger 0 steps control once it has failed for 3 days: the arbitrator has declared no event/,
  );
  await refused(1, /StepNotDue/, anyone, "step", security);

  // What makes no sense, or is another's to say, is refused.
  await refused(2, /give --document/, arbitrator, "report", security, "0", "declare");
  await refused(2, /give the net worth/, sponsor, "report", security, "1", "net-worth");
  await refused(2, /the security has no trigger 9/, anyone, "report", security, "9", "disclosure");
  await refused(1, /WrongTrigger/, sponsor, "report", security, "0", "net-worth", "5");
  await refused(1, /NotReporter/, anyone, "report", security, "1", "net-worth", "5");
  const declare = ["0", "declare", "--document", document];
  await refused(1, /NotArbitrator/, sponsor, "report", security, ...declare);

  assert.match(
    await report(sponsor, "1", "net-worth", "999", "--document", document),
    /^reported a net worth of 999\.00 for trigger 1, which fails: it holds if the net worth .* is at least 1,000\.00/,
  );
  assert.match(
    await report(sponsor, "1", "net-worth", "2000", "--document", document),
    /^reported a net worth of 2,000\.00 for trigger 1, which holds: /,
  );
  assert.match(
    await report(anyone, "2", "disclosure"),
    /^had the program look at the calendar for trigger 2, which holds: it holds if the latest disclosure of kind 3 was posted/,
  );
  const lift = ["0", "lift", "--document", document];
  assert.match(await report(arbitrator, ...declare), /^declared the event for trigger 0, which fails: /);
  assert.match(await report(arbitrator, ...lift), /^lifted the event for trigger 0, which holds: /);
  const json = await terminal.json(arbitrator, "control", "report", security, ...declare);
  assert.deepEqual([json.trigger, json.holds], [0, false]);

  await refused(1, /StepNotDue/, anyone, "step", security);
  assert.match(await show(), /Trigger 0 steps control from 20\S+ \S+ UTC unless it holds: /);
  await world.pass(3n * DAY);
  assert.match(await show(), /A step +is due: control step/);
  assert.match(await terminal.ok(anyone, "control", "step", security), /^control is with the investors: /);
  const stepped = await terminal.json(anyone, "control", "show", security);
  const { stage, next, stepDue, actDays, inControl } = stepped;
  assert.deepEqual(
    { stage, next, stepDue, actDays, inControl },
    { stage: "investors", next: null, stepDue: false, actDays: 5, inControl: agent.address },
  );

  await refused(1, /NotInControl/, sponsor, "announce", security, "draw", "25");
  await refused(2, /give the amount/, investors, "announce", security, "draw");
  const announced = await terminal.ok(investors, "control", "announce", security, "draw", "25");
  assert.match(announced, /^announced: a draw of 25\.00 to \w+, from /);
  assert.match(await show(), /Announced +a draw of 25\.00 to /);
  await refused(1, /NotAuthority/, anyone, "stop", security);
  assert.match(await terminal.ok(arbitrator, "control", "stop", security), /^nothing is announced any more/);
  await refused(1, /NothingAnnounced/, arbitrator, "stop", security);
});
