import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  announceLoss,
  connect,
  listHolders,
  payeesOf,
  payHolders,
  principalOf,
  readTranche,
  recordLoss,
  transferShares,
} from "@defi-ready/securities";
import {
  type DealStatement,
  Follower,
  type HolderStatement,
  holderStatement,
  nodeSource,
  openDatabase,
  readDealStatement,
  type StructureAccounts,
} from "@defi-ready/securities-indexer";
import { DAY, DEADLINE, ONE, startSettledDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { dealPictures, holderPictures, paidToClasses, paidToHolder } from "../src/statement-pictures.js";
import { securities, temporaryFolder } from "./command-line.js";

const FINDER = fileURLToPath(new URL("../../../tools/browser", import.meta.url));
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"];

const { deal, investor } = await closeAfterTests(startSettledDeal());
const cluster = connect(deal.url);
const { security, sponsor, arbitrator } = deal;

/** Six payments, a loss that a cover pays a part of, a transfer, and holders that are paid. */
async function play(): Promise<void> {
  const buyer = await deal.investor();
  for (const [month, amount] of [20n, 7n, 9n, 6n, 8n, 120n].entries()) {
    await deal.moveTo(DEADLINE + BigInt(month + 1) * 30n * DAY);
    await deal.pay(amount * ONE, month === 5 ? { principal: 80n * ONE } : {});
    if (month === 1) {
      await deal.send(
        await transferShares({
          cluster,
          owner: investor,
          tranche: await readTranche(cluster, deal.senior),
          security: await deal.readSecurity(),
          to: buyer.address,
          amount: 40n * ONE,
        }),
        investor,
      );
    }
    if (month === 3) {
      const reportSha256 = new Uint8Array(32).fill(9);
      const announced = { servicer: sponsor, security: await deal.readSecurity(), amount: 30n * ONE };
      const { instructions, loss } = await announceLoss({ ...announced, reportSha256 });
      await deal.send(instructions);
      await deal.send(await recordLoss({ security: await deal.readSecurity(), loss, arbitrator }));
    }
  }
  const terms = await deal.readSecurity();
  const payees = await payeesOf({ security: terms.data, holders: await listHolders(cluster, deal.senior) });
  const tipAccount = await deal.wallet(sponsor.address);
  await deal.send(await payHolders({ security: terms, tranche: deal.senior, payees, tipAccount }));
}

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);

describe("statements with pictures", () => {
  const folder = temporaryFolder();
  const fileOf = (name: string) => join(folder, `${name}.html`);
  let whole: DealStatement;
  let accounts: StructureAccounts;
  let own: HolderStatement;

  before(async () => {
    await play();
    const database = await openDatabase("sqlite::memory:");
    const source = nodeSource(cluster, "finalized");
    await (await Follower.open({ database, source, commitment: "finalized" })).pass();
    ({ statement: whole, accounts } = await readDealStatement({ cluster, database, security }));
    own = await holderStatement({ cluster, database, security, owner: investor.address });
    await database.destroy();
    for (const [name, ...owner] of [["deal"], ["holder", investor.address]] as const) {
      const args = ["statement", security, ...owner, "--file", fileOf(name)];
      const { code, err } = await securities("--url", deal.url, ...args);
      assert.deepEqual([code, err], [0, ""]);
    }
  });

  it("draw what the statement says that each class got", () => {
    const [settlement, ...others] = paidToClasses(whole);
    assert.deepEqual(others, []);
    for (const [rank, { interest, principal, income }] of whole.classes.entries()) {
      const receipts = (settlement?.happened ?? []).map((one) => one.receipts[rank]);
      const of = (kind: "interest" | "principal" | "other") => sum(receipts.map((one) => one?.[kind] ?? 0n));
      assert.deepEqual([of("interest"), of("principal"), of("other")], [interest, principal, income]);
    }
    // Payment by payment as well; the loss is no payment.
    const numbered = settlement?.happened.filter(({ number }) => number !== undefined) ?? [];
    assert.deepEqual(
      numbered.map(({ at, number, receipts }) => [
        at,
        number,
        receipts.map(({ interest, principal, other }) => interest + principal + other),
      ]),
      whole.distributions.map(({ time, distribution, classes }) => [time, distribution, [...classes]]),
    );
    const rest = settlement?.happened.filter(({ number }) => number === undefined) ?? [];
    assert.deepEqual(
      rest.map(({ name, receipts }) => [name, receipts[0]?.principal]),
      [["paid by covers for a loss", 12n * ONE]],
    );
    const markup = dealPictures(whole, accounts).figures.join("");
    const all = sum(whole.classes.map(({ interest, principal, income }) => interest + principal + income));
    assert.ok(markup.includes(`6 payments and 1 other receipt, ${grouped(all)} to all classes.`));
  });

  it("draw the structure that the statement has the figures of", () => {
    const markup = dealPictures(whole, accounts).figures.at(-1) ?? "";
    assert.deepEqual(
      whole.classes.map(({ outstanding }) => outstanding),
      accounts.tranches.map(principalOf),
    );
    for (const { name, outstanding } of whole.classes.filter((one) => one.kind !== "cover")) {
      assert.ok(markup.includes(`<th scope="row">${name}</th><td>${grouped(outstanding)}</td>`), name);
    }
  });

  it("draw what the holder's statement says that it earned", () => {
    const [settlement] = paidToHolder(own);
    for (const { rank, money } of own.classes) {
      const receipts = (settlement?.happened ?? []).map((one) => one.receipts[rank]);
      const of = (kind: "interest" | "principal" | "other") => sum(receipts.map((one) => one?.[kind] ?? 0n));
      const [line] = money;
      assert.deepEqual(
        [of("interest"), of("principal"), of("other")],
        [line?.interest, line?.principal, line?.income],
      );
    }
    const earned = sum(
      own.classes.flatMap(({ money }) => money.map((one) => one.interest + one.principal + one.income)),
    );
    assert.ok(
      holderPictures(own)
        .figures.join("")
        .includes(`${grouped(earned)} to the holder.`),
    );
  });

  describe("in a browser", () => {
    let browser: Browser;
    before(async () => {
      const executablePath = execFileSync(FINDER, { encoding: "utf8" }).trim();
      browser = await chromium.launch({ executablePath, args: FLAGS });
    });
    after(() => browser.close());

    for (const name of ["deal", "holder"]) {
      it(`a ${name}'s is one file without scripts that asks for nothing, is accessible, and prints on A4`, async () => {
        const text = readFileSync(fileOf(name), "utf8");
        assert.doesNotMatch(text, /<script|\sstyle=|\b(src|href)=|@import|url\((?!#)/);
        const page = await browser.newPage({
          viewport: { width: 1_000, height: 1_000 },
          colorScheme: "dark",
        });
        const faults: string[] = [];
        const url = pathToFileURL(fileOf(name)).href;
        page.on("console", (message) => faults.push(message.text()));
        page.on("pageerror", (error) => faults.push(String(error)));
        page.on("request", (request) => {
          if (request.url() !== url) {
            faults.push(request.url());
          }
        });
        await page.goto(url);
        assert.ok((await page.locator("svg rect.chart-piece").count()) > 5);
        const pdf = await page.pdf({ preferCSSPageSize: true });
        assert.match(pdf.toString("latin1"), /\/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/);
        await look(name, { page, pdf });
        for (const width of [1_000, 360]) {
          await page.setViewportSize({ width, height: 1_000 });
          assert.equal(await page.evaluate("document.documentElement.scrollWidth > innerWidth"), false);
        }
        await page.locator(".chart-data summary").first().click();
        // The page's policy takes no script of ours, so axe comes in as what the browser's debugger evaluates.
        await page.evaluate(axe.source);
        const { violations } = (await page.evaluate("axe.run({ preload: false })")) as {
          violations: { id: string; nodes: { html: string }[] }[];
        };
        assert.deepEqual(
          violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html.slice(0, 120))]),
          [],
        );
        assert.deepEqual(faults, []);
        await page.close();
      });
    }
  });
});

/** Writes a screenshot and the PDF into the folder that `SHOTS` names, for whoever wants to look at them. */
async function look(name: string, { page, pdf }: Readonly<{ page: Page; pdf: Buffer }>): Promise<void> {
  const { SHOTS: folder } = process.env;
  if (folder !== undefined) {
    writeFileSync(join(folder, `${name}.pdf`), pdf);
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  }
}

/** An amount of six decimals as statements write it. */
function grouped(amount: bigint): string {
  const [whole, part] = [amount / ONE, amount % ONE];
  const fraction = part.toString().padStart(6, "0").replace(/0+$/, "").padEnd(2, "0");
  return `${whole.toString().replace(/\B(?=(\d{3})+$)/g, ",")}.${fraction}`;
}
