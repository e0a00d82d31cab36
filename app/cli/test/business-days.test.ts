import assert from "node:assert/strict";
import { test } from "node:test";
import {
  businessDaysOf,
  checkTriggers,
  dueDateAt,
  NO_BUSINESS_DAYS,
  readSecurity,
} from "@defi-ready/securities";
import { AmortisationRule, BusinessDayRule } from "@defi-ready/securities/program";
import { DAY, debtAndEquity, ONE, SENIOR, type Structure, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { Terminal } from "./command-line.js";

const at = (day: string) => BigInt(Date.parse(`${day}T12:00:00Z`)) / 1000n;
const dayOf = (number: bigint | undefined) =>
  number === undefined ? "none" : new Date(Number(number * DAY) * 1000).toISOString().slice(0, 10);

test("by the command: due dates move by a calendar, which the client and the chain reckon alike", async () => {
  const plain = debtAndEquity();
  const senior = {
    ...SENIOR,
    amortisation: AmortisationRule.Bullet,
    periodMonths: 1,
    // Month ends of 2025; the senior matures on a Tuesday.
    firstDue: at("2025-03-31"),
    maturity: at("2027-08-31"),
  };
  const structure: Structure = { ...plain, tranches: [senior, ...plain.tranches.slice(1)] };
  const world = await closeAfterTests(TestDeal.start({ structure }));
  const terminal = new Terminal(world);
  const key = await terminal.sponsor();
  const change = (...args: string[]) =>
    terminal.as(key, "structure", "change", world.security, "--rank", "0", ...args);

  const friday = ["--holiday", "2025-05-30", "2025-05-29"];
  assert.equal((await change("--business-days", "modified-following", ...friday)).code, 0);
  const terms = businessDaysOf((await world.readTranche()).data);
  assert.deepEqual(terms, {
    rule: BusinessDayRule.ModifiedFollowing,
    weekend: 0b110_0000,
    holidays: [1_609, 1_610],
  });
  const shown = await terminal.ok(key, "show", world.security);
  assert.match(shown, /0 +modified-following +saturday, sunday +2025-05-29, 2025-05-30\n/);
  assert.match(
    shown,
    /Due dates of class 0 \(debt\) that are no business days move to the next business day, or/,
  );

  // What cannot be is refused, in words or by number.
  assert.match(
    (await change("--business-days", "nearest")).err,
    /"nearest" is no rule: use one of none, following/,
  );
  assert.match(
    (await change("--holiday", "2025-05-30")).err,
    /say where due dates move with --business-days/,
  );
  const caturday = ["--business-days", "following", "--weekend", "caturday"];
  assert.match((await change(...caturday)).err, /"caturday" is no day of the week/);
  const tuesday = ["--business-days", "following", "--weekend", "tuesday"];
  assert.match((await change(...tuesday)).err, /BadBusinessDays/);
  // Other due dates meet other holidays than those that the class has.
  for (const dates of [
    ["--first-due", "2025-04-30"],
    ["--period", "3"],
    ["--maturity", "2028-01-31"],
  ]) {
    assert.match((await change(...dates)).err, /may meet other holidays: name its --business-days/);
  }
  assert.equal((await change("--business-days", "none")).code, 0);
  assert.equal((await change("--first-due", "2025-03-31")).code, 0, "nothing moves");
  assert.deepEqual(businessDaysOf((await world.readTranche()).data), NO_BUSINESS_DAYS);
  assert.equal((await change("--business-days", "modified-following", ...friday)).code, 0);

  const investor = await world.investor(500n * ONE);
  await world.deposit(investor, 300n * ONE);
  await world.deposit(investor, 200n * ONE, world.juniorBook);
  await world.lock();
  // 31 May is a Saturday, and the two days before are holidays; 31 August is a Sunday.
  for (const [now, due] of [
    ["2025-04-15", "2025-04-30"],
    ["2025-05-10", "2025-05-28"],
    ["2025-05-29", "2025-06-30"],
    ["2025-08-10", "2025-08-29"],
  ] as const) {
    const before = (await world.readTranche()).data;
    assert.equal(dayOf(dueDateAt(before, at(now))), due, now);
    await world.moveTo(at(now));
    const security = await readSecurity(world.cluster, world.security);
    await world.send(await checkTriggers({ security }));
    assert.equal(dayOf((await world.readTranche()).data.nextDue), due, now);
  }
});
