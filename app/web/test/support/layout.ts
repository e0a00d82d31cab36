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
