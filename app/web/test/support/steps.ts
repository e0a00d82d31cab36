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
