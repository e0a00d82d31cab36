import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, it } from "node:test";
import { debtAndEquity, ONE, startSettledDeal, TestDeal } from "@defi-ready/securities-testing";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { startValidator } from "@defi-ready/securities-validator";
import { servePage } from "../src/server/serve.js";
import { startBrowser } from "./support/browser.js";
import { startPage } from "./support/served-deal.js";

const DOCUMENT = "The memorandum.\n";
const ADDRESS = "A1U7aX9Zawj9Q53zjmie19D3GX57hbqyvh4dWMQbpVUi";

/** A server of documents, which other pages may read. */
async function documents() {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(200, { "access-control-allow-origin": "*", "content-type": "text/plain" });
    response.end(request.url === "/memorandum.txt" ? DOCUMENT : "something else");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, asked, close: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

describe("what goes wrong is said in words, with what to do", async () => {
  const browser = await closeAfterTests(startBrowser());

  it("a cluster without the program", async () => {
    const validator = await startValidator({ port: 0 });
    const served = await startPage(validator.url);
    try {
      const { page, faults, close } = await served.open();
      await page.getByRole("alert").getByText("is not on the cluster").waitFor();
      assert.match(
        (await page.getByRole("alert").textContent()) ?? "",
        /use the URL of a node of the cluster that has it/,
      );
      assert.deepEqual(faults, []);
      await close();
    } finally {
      await served.close();
      await validator.close();
    }
  });

  it("a node that is not there", async () => {
    const server = await servePage({
      port: 0,
      reach: { clusters: [{ name: "Nobody", url: "http://127.0.0.1:9" }] },
    });
    try {
      const { page, close } = await browser.open({ url: server.url, node: "http://127.0.0.1:9" });
      await page.getByRole("alert").getByText("Cannot read the deals").waitFor();
      await page.getByText("Check the address of the node").waitFor();
      await page.getByRole("button", { name: "Try again" }).waitFor();
      await close();
    } finally {
      await server.close();
    }
  });

  it("an address that is none, an account that is none, and a node that the policy forbids", async () => {
    const deal = await TestDeal.start();
    const served = await startPage(deal.url);
    try {
      const { page, faults, close } = await served.open("/deal/nonsense");
      await page.getByText("That is no address").waitFor();
      await page.goto(`${served.url}#/deal/${ADDRESS}`);
      await page.getByText(`there is no security at ${ADDRESS}`).waitFor();
      assert.deepEqual(faults, []);

      await page.getByRole("button", { name: /Cluster and settings/ }).click();
      const field = page.getByLabel("Another node");
      await field.fill("not a url");
      await field.press("Enter");
      await page.getByText("is not a URL").waitFor();
      await field.fill("https://elsewhere.example");
      await field.press("Enter");
      await page.getByText("This page may not reach that node").waitFor();
      await page.getByText("securities page --url https://elsewhere.example").waitFor();
      const isPolicy = (fault: string) => fault.includes("Content Security Policy");
      assert.deepEqual(
        faults.filter((fault) => !isPolicy(fault)),
        [],
      );
      await close();
    } finally {
      await served.close();
      await deal.close();
    }
  });

  it("a node that goes silent: what was read stays, and is said to be old", async () => {
    const { deal } = await startSettledDeal();
    const served = await startPage(deal.url);
    try {
      const { page, close } = await served.open(`/deal/${deal.security}`);
      await page.getByRole("heading", { name: "Classes" }).waitFor();
      await page.route(`${deal.url}/**`, (route) => route.abort());
      // Of a change the page hears by subscription, which goes on.
      await deal.pay(ONE);
      await page.getByText("What you see is not current").waitFor({ timeout: 60_000 });
      await page.getByRole("table", { name: "Classes", exact: true }).waitFor();
      await page.unroute(`${deal.url}/**`);
      await page.getByRole("button", { name: "Read again" }).click();
      await page.getByText("What you see is not current").waitFor({ state: "detached" });
      await close();
    } finally {
      await served.close();
      await deal.close();
    }
  });
});

it("what a hostile sponsor writes is shown as text, and leads nowhere", async () => {
  const plain = debtAndEquity();
  const names = ["<img src=x onerror=alert(1)>", "Junior\u202egp.exe\u200b"];
  const deal = await TestDeal.start({
    security: { documentUri: "javascript:alert(document.domain)" },
    structure: {
      ...plain,
      tranches: plain.tranches.map((tranche, rank) => ({
        ...tranche,
        share: { ...tranche.share, name: names[rank] ?? "" },
      })),
    },
  });
  const served = await startPage(deal.url);
  try {
    for (const place of ["/", `/deal/${deal.security}`, `/deal/${deal.security}/book/${deal.seniorBook}`]) {
      const { page, faults, close } = await served.open(place);
      await page.getByText("<img src=x onerror=alert(1)>").first().waitFor();
      if (place !== "/" && !place.includes("book")) {
        await page.getByText("Junior[U+202E]gp.exe[U+200B]").first().waitFor();
        await page.getByText("javascript:alert(document.domain)").waitFor();
        assert.equal(await page.locator("a[href^=javascript]").count(), 0);
        assert.equal(await page.getByRole("button", { name: "Fetch it and compare" }).count(), 0);
      }
      assert.equal(await page.locator("img").count(), 0);
      assert.deepEqual(faults, []);
      await close();
    }
  } finally {
    await served.close();
    await deal.close();
  }
});

describe("documents", async () => {
  const host = await closeAfterTests(documents());
  const browser = await closeAfterTests(startBrowser());
  const start = async (file: string, allowed: readonly string[]) => {
    const deal = await TestDeal.start({
      security: {
        documentUri: `${host.url}/${file}`,
        documentSha256: createHash("sha256").update(DOCUMENT).digest(),
      },
    });
    const clusters = [{ name: "Embedded validator", url: deal.url }];
    const server = await servePage({ port: 0, reach: { clusters, documents: allowed } });
    const opened = await browser.open({ url: server.url, node: deal.url, path: `/deal/${deal.security}` });
    await opened.page.getByRole("heading", { name: "Documents" }).waitFor();
    return {
      ...opened,
      close: async () => {
        await opened.close();
        await server.close();
        await deal.close();
      },
    };
  };

  it("are fetched only when somebody asks, and match or do not", async () => {
    for (const [file, words] of [
      ["memorandum.txt", "It matches"],
      ["forged.txt", "It does not match"],
    ] as const) {
      host.asked.length = 0;
      const { page, close } = await start(file, [host.url]);
      await page.waitForTimeout(300);
      assert.deepEqual(host.asked, []);
      await page.getByRole("button", { name: "Fetch it and compare" }).click();
      await page.getByText(words, { exact: true }).waitFor();
      assert.deepEqual(host.asked, [`/${file}`]);
      await close();
    }
  });

  it("of a server that the policy does not name are compared by file", async () => {
    host.asked.length = 0;
    const { page, close } = await start("memorandum.txt", []);
    await page.getByRole("button", { name: "Fetch it and compare" }).click();
    await page.getByText("This page's policy does not allow to ask that server").waitFor();
    assert.deepEqual(host.asked, []);
    await page
      .getByLabel("or compare a file")
      .setInputFiles({ name: "memorandum.txt", mimeType: "text/plain", buffer: Buffer.from(DOCUMENT) });
    await page.getByText("It matches", { exact: true }).waitFor();
    await close();
  });

  it("that come late do not replace what was asked for after them", async () => {
    const { page, close } = await start("memorandum.txt", [host.url]);
    let answer = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route(`${host.url}/**`, async (route) => {
      await asked;
      await route.continue();
    });
    await page.getByRole("button", { name: "Fetch it and compare" }).click();
    await page.getByLabel("or compare a file").setInputFiles({
      name: "for\u202eged.pdf",
      mimeType: "application/pdf",
      buffer: Buffer.from("forged"),
    });
    await page.getByText("It does not match", { exact: true }).waitFor();
    await page.getByText("for[U+202E]ged.pdf is not the document").waitFor();
    answer();
    await page.waitForTimeout(1_000);
    assert.equal(await page.getByText("It matches", { exact: true }).count(), 0);
    await close();
  });
});
