import type { Locator, Page } from "playwright-core";

/** Connects the test's wallet. */
export async function connect(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Connect wallet" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Test wallet" }).click();
}

/** Signs what is reviewed, and closes the dialog once it is confirmed. */
export async function sign(page: Page): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Sign with Test wallet" }).click();
  await confirmed(page).waitFor();
  await dialog.getByRole("button", { name: "Close" }).click();
}

/** The notice of a transaction that is confirmed. */
export const confirmed = (page: Page): Locator =>
  page.getByRole("dialog").getByText("Confirmed", { exact: true });

/** Opens a book's form, and goes as far as the review of a deposit. */
export async function reviewDeposit(page: Page, amount: string): Promise<Locator> {
  await page.getByRole("button", { name: /^(Deposit|Top up)$/ }).click();
  await page.getByRole("textbox", { name: "Amount" }).fill(amount);
  await page.getByRole("button", { name: "Review" }).click();
  return page.getByRole("dialog");
}

/** The button that asks the test's wallet. */
export const signButton = (page: Page): Locator =>
  page.getByRole("dialog").getByRole("button", { name: "Sign with Test wallet" });

/**
 * Stands between a page and its node. It takes the next transaction that is told to be lost, and answers nothing from
 * then on until it is told to; the page's own clock is moved past its patience.
 */
export async function losingNode(
  page: Page,
  node: string,
): Promise<Readonly<{ lose(): void; answer(): void; outlast(): Promise<void> }>> {
  let isLosing = false;
  let isSilent = false;
  await page.route(
    (url) => url.href.startsWith(node),
    async (route) => {
      const { method } = route.request().postDataJSON() as { method: string };
      if (isLosing && method === "sendTransaction") {
        isLosing = false;
        isSilent = true;
        await route.fetch();
        await route.abort("connectionreset");
      } else if (isSilent) {
        await route.abort("connectionreset");
      } else {
        await route.continue();
      }
    },
  );
  return {
    lose: () => {
      isLosing = true;
    },
    answer: () => {
      isSilent = false;
    },
    async outlast() {
      await page.getByRole("dialog").getByText("Sent, and not confirmed yet").waitFor();
      await page.waitForRequest((request) => request.url().startsWith(node));
      await page.clock.fastForward(20_000);
      await page.getByRole("dialog").getByText("Sent, outcome unknown", { exact: true }).waitFor();
    },
  };
}
