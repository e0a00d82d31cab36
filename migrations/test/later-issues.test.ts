import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { createRate, reportRate } from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import { send } from "../src/client.js";
import type { Edit } from "./support/deal-text.js";
import { later } from "./support/later-books.js";
import {
  AT,
  addresses,
  cluster,
  DAY,
  node,
  program,
  refused,
  sold,
  sponsor,
  withTranche,
  withWaterfall,
} from "./support/sold-deal.js";

const RIGHTS = "    rights_until: +12d\n    offer_ends: +12d\n";
/** A later book that is its holders' first. */
function rights(tranche: string, price: string): Edit {
  const [from, to] = later(tranche, price);
  return [from, to.replace("    offer_ends: +1d\n", RIGHTS)];
}

describe("a later issue that the program would refuse is refused before anything is sent", () => {
  before(sold);

  it("lets through what the program takes", async () => {
    assert.deepEqual(await refused(later("Senior", "1.00")), []);
    assert.deepEqual(await refused(later("Junior", "2.50")), []);
    assert.deepEqual(await refused(later("Shield", "1.00")), []);
    assert.deepEqual(await refused(rights("Junior", "1.00")), []);
  });

  it("above the principal that a share of a debt still represents, of which a part was repaid", async () => {
    await withTranche(0, { principalRepaid: 37_500_000n }, async () => {
      const price = `${AT}.price`;
      assert.deepEqual(await refused(later("Senior", "1.00")), [
        `${price}: 1.00 is above the principal that a share of "Senior" still represents, part of it having been repaid or lost: use 0.75`,
      ]);
      assert.match(await program(later("Senior", "1.00")), /AbovePrincipal/);
      assert.deepEqual(await refused(later("Senior", "0.50")), [
        `${price}: 0.50 is below the least price of shares of "Senior" while others hold them or are in line for them: use at least 0.75`,
      ]);
      assert.match(await program(later("Senior", "0.50")), /BelowFloor/);
      assert.deepEqual(await refused(later("Senior", "0.75")), []);
      assert.deepEqual(await refused(rights("Senior", "1.00")), [
        `${price}: 1.00 is above the principal that a share of "Senior" still represents, part of it having been repaid or lost: use 0.75`,
      ]);
    });
  });

  it("of a cover at another price than the principal that a share of it represents", async () => {
    assert.deepEqual(await refused(later("Shield", "0.75")), [
      `${AT}.price: 0.75 is below the least price of shares of "Shield" while others hold them or are in line for them: use at least 1.00`,
    ]);
    assert.match(await program(later("Shield", "0.75")), /CoverAtPar/);
    const half = { principalRepaid: 30_000_000n };
    await withTranche(2, half, async () => {
      assert.deepEqual(await refused(later("Shield", "1.00")), [
        `${AT}.price: 1.00 is above the principal that a share of "Shield" still represents, part of it having been repaid or lost: use 0.50`,
      ]);
      assert.match(await program(later("Shield", "1.00")), /CoverAtPar/);
      assert.deepEqual(await refused(later("Shield", "0.50")), []);
    });
    await withTranche(2, { shares: 0n, sharesOffered: 0n, principalIssued: 0n }, async () => {
      assert.deepEqual(await refused(later("Shield", "1.25")), [
        `${AT}.price: "Shield" is a cover that nobody holds, which is sold at par: use 1.00`,
      ]);
      assert.match(await program(later("Shield", "1.25")), /CoverAtPar/);
    });
  });

  it("while arrears are owed, and by a cover any interest", async () => {
    await withTranche(0, { arrears: 1_250_000n }, async () => {
      assert.deepEqual(await refused(later("Senior", "1.00")), [
        `${AT}.tranche: "Senior" owes its holders arrears of 1.25, and takes no new money until they are paid: take the book out`,
      ]);
      assert.match(await program(later("Senior", "1.00")), /TrancheOverdue/);
      assert.deepEqual(await refused(later("Junior", "2.50")), [], "others are not concerned");
    });
    await withTranche(0, { interestDue: 1_250_000n }, async () => {
      assert.deepEqual(await refused(later("Senior", "1.00")), [], "buyers of a debt pay for its interest");
    });
    await withTranche(2, { interestDue: 1n }, async () => {
      assert.deepEqual(await refused(later("Shield", "1.00")), [
        `${AT}.tranche: "Shield" owes its holders interest of 0.000001, and a cover takes no new money until that is paid: take the book out`,
      ]);
      assert.match(await program(later("Shield", "1.00")), /TrancheOverdue/);
    });
  });

  it("after maturity, or once all is repaid", async () => {
    await withTranche(0, { maturity: 1_735_603_200n }, async () => {
      const maturity: Edit = ["    maturity: 2030-06-30\n", "    maturity: 2024-12-31\n"];
      assert.deepEqual(await refused(later("Senior", "1.00"), maturity), [
        `${AT}.tranche: "Senior" matured on 2024-12-31, so nobody buys more of it: take the book out`,
      ]);
      assert.match(await program(later("Senior", "1.00"), maturity), /TrancheOverdue/);
    });
    await withTranche(0, { principalRepaid: 150_000_000n }, async () => {
      const [refusal] = await refused(later("Senior", "1.00"));
      assert.equal(
        refusal,
        `${AT}.tranche: all principal of "Senior" has been repaid, so nobody buys more of it: take the book out`,
      );
      assert.match(await program(later("Senior", "1.00")), /TrancheOverdue/);
    });
  });

  it("while the deal is accelerated, where there is principal to repay", async () => {
    for (const change of [{ declared: 1 }, { tripped: 1 }]) {
      await withWaterfall(change, async () => {
        assert.deepEqual(await refused(later("Senior", "1.00")), [
          `${AT}.tranche: the deal is accelerated, and "Senior" takes no new money meanwhile: take the book out`,
        ]);
        assert.match(await program(later("Senior", "1.00")), /TrancheOverdue/);
        assert.deepEqual(await refused(later("Junior", "2.50")), []);
      });
    }
  });

  it("with losses that are not made good, but to holders; and never once they took all", async () => {
    await withTranche(0, { loss: 37_500_000n }, async () => {
      assert.deepEqual(await refused(later("Senior", "0.75")), [
        `${AT}.tranche: losses of 37.50 of "Senior" are not made good, so only a book that is its holders' first takes new money: add rights_until, or take the book out`,
      ]);
      assert.match(await program(later("Senior", "0.75")), /TrancheImpaired/);
      assert.deepEqual(await refused(rights("Senior", "0.75")), []);
    });
    await withTranche(0, { loss: 150_000_000n, status: 1 }, async () => {
      const wiped = `${AT}.tranche: losses took all principal of "Senior", so nobody buys more of it: take the book out`;
      assert.equal((await refused(later("Senior", "1.00")))[0], wiped);
      assert.equal((await refused(rights("Senior", "1.00")))[0], wiped);
      assert.match(await program(rights("Senior", "1.00")), /TrancheWiped/);
    });
  });

  it("with rights that nobody has, beside other rights, or of too few days", async () => {
    await withTranche(1, { shares: 0n, sharesOffered: 0n }, async () => {
      assert.deepEqual(await refused(rights("Junior", "2.50")), [
        `${AT}.rights_until: nobody holds shares of "Junior" yet: add the book once one before it is locked, or leave rights_until out`,
      ]);
      assert.match(await program(rights("Junior", "2.50")), /BadRights/);
    });
    await withTranche(1, { rightsUntil: 1_767_225_600n }, async () => {
      assert.deepEqual(await refused(rights("Junior", "2.50")), [
        `${AT}.rights_until: the holders of "Junior" have the first right in another book until 2026-01-01: add this one after that`,
      ]);
      assert.match(await program(rights("Junior", "2.50")), /BadRights/);
    });
    const [from, to] = rights("Junior", "2.50");
    const soon: Edit = [from, to.replace("opens_at: +0s", "opens_at: 2025-01-08T00:00:00Z")];
    assert.match(
      (await refused(soon)).join("\n"),
      /^books\[3\]\.rights_until: would be 2025-01-14T.*, and holders have at least ten days, here until 2025-01-18: use a later time$/,
    );
    assert.match(await program(soon), /BadRights/);
  });

  it("of more shares than are left of those authorised", async () => {
    // Of 9,000 as the file has it, others set aside all but 100 by books that the file does not name.
    await withTranche(1, { sharesOffered: 890_000n }, async () => {
      assert.deepEqual(await refused(later("Junior", "2.50")), [
        `${AT}.cap: sets 120.00 shares of "Junior" aside, and of those authorised only 100.00 are neither issued nor set aside: use less`,
      ]);
      assert.match(await program(later("Junior", "2.50")), /AboveAuthorised/);
      assert.deepEqual(await refused(later("Junior", "3.00")), []);
    });
  });

  it("below a fresh reported value of an equity, but to its holders", async () => {
    const { security } = addresses;
    const { mint } = addresses.tranches[1] ?? {};
    const rate = await createRate({ sponsor, security, mint: mint as Address, dailyBps: 1_000 });
    await send(cluster, { instructions: rate.instructions, payer: sponsor });
    assert.deepEqual(await refused(later("Junior", "2.50")), [], "nothing was reported yet");
    // 3 and a third of a base unit: a share, of two decimals, is worth 100 of it, rounded up.
    const worth = { numerator: 100_000n, denominator: 3n };
    const report = await reportRate({ reporter: sponsor, security, mint: mint as Address, rate: worth });
    await send(cluster, { instructions: report, payer: sponsor });
    const below = (price: string) =>
      `${price} is below the least price of shares of "Junior" while others hold them or are in line for them: use at least 3.333334`;
    assert.deepEqual(await refused(later("Junior", "2.50")), [`${AT}.price: ${below("2.50")}`]);
    assert.match(await program(later("Junior", "2.50")), /BelowFloor/);
    assert.deepEqual(await refused(rights("Junior", "2.50")), []);
    const [from, to] = later("Senior", "1.00");
    const warrants = (strike: string): Edit => [
      from,
      to.replace(
        /roles: \{$/,
        `    rewards: [{ pay: warrants, tranche: Junior, strike: "${strike}", expires: +60d, curve: [{ money: "30", reward: "1" }] }]\nroles: {`,
      ),
    ];
    assert.deepEqual(await refused(warrants("3.33")), [`${AT}.rewards[0].strike: ${below("3.33")}`]);
    assert.deepEqual(await refused(warrants("3.34")), []);
    await node.pass(35n * DAY);
    assert.match((await refused(later("Junior", "2.50"))).join("\n"), /at least 3\.333334/, "35 days old");
    await node.pass(60n);
    assert.deepEqual(await refused(later("Junior", "2.50")), [], "older than 35 days");
    assert.equal(await program(later("Junior", "2.50")), "opens it");
  });
});
