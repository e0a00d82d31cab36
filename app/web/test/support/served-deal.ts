import { TestDeal, type TestDealOptions } from "@defi-ready/securities-testing";
import { servePage } from "../../src/server/serve.js";
import { type Browser, type OpenOptions, startBrowser, type Watched } from "./browser.js";

/** A deal on an embedded validator, the built page served for it, and a browser. */
export type ServedPage = Readonly<{
  browser: Browser;
  /** The page's server. */
  url: string;
  /** Opens a place of the page, such as `/deal/...`. */
  open(path?: string, options?: Partial<OpenOptions>): Promise<Watched>;
  close(): Promise<void>;
}>;

/** Serves the built page for a node, in a browser of its own unless one is given, which is left open then. */
export async function startPage(node: string, given?: Browser): Promise<ServedPage> {
  const clusters = [{ name: "Embedded validator", url: node }];
  const server = await servePage({ port: 0, reach: { clusters } });
  const browser = given ?? (await startBrowser());
  return {
    browser,
    url: server.url,
    open: (path, options = {}) => browser.open({ url: server.url, node, path, ...options }),
    async close() {
      if (given === undefined) {
        await browser.close();
      }
      await server.close();
    },
  };
}

/** A deal whose books are open, on an embedded validator, with the page served for it. */
export async function startServedDeal(
  options: TestDealOptions = {},
): Promise<ServedPage & Readonly<{ deal: TestDeal }>> {
  const deal = await TestDeal.start(options);
  const served = await startPage(deal.url);
  return {
    ...served,
    deal,
    async close() {
      await served.close();
      await deal.close();
    },
  };
}
