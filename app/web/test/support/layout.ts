import type { Page } from "playwright-core";

/** Elements that make the page scroll sideways, in words; not what scrolls within a frame of its own. */
export function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("main *, header *, footer *, dialog[open] *")]
      .filter((one) => {
        let isFramed = false;
        for (let around = one.parentElement; around !== null; around = around.parentElement) {
          isFramed ||=
            around !== document.documentElement && getComputedStyle(around).overflowX !== "visible";
        }
        return !isFramed && one.getBoundingClientRect().right > window.innerWidth + 1;
      })
      .map((one) => `${one.tagName}.${one.className}: ${(one.textContent ?? "").slice(0, 60)}`),
  );
}

/** Titles on a phone behind which nothing stands. */
export function emptyCells(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>(".table-frame td[data-title]")]
      .filter(
        (cell) =>
          cell.getClientRects().length > 0 &&
          (cell.textContent ?? "").trim() === "" &&
          cell.querySelector("button, a, svg, img") === null,
      )
      .map((cell) => cell.dataset.title ?? ""),
  );
}
