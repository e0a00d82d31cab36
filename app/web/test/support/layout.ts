import type { Page } from "playwright-core";

/** Elements that make the page or a dialog scroll sideways, in words; not what scrolls within a frame of its own. */
export function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll("main *, header *, footer *, dialog[open] *")]
      .filter((one) => {
        const place = one.closest("dialog") ?? document.documentElement;
        let isFramed = false;
        for (
          let around = one.parentElement;
          around !== null && around !== place;
          around = around.parentElement
        ) {
          isFramed ||= getComputedStyle(around).overflowX !== "visible";
        }
        const edge =
          place === document.documentElement ? window.innerWidth : place.getBoundingClientRect().right;
        return !isFramed && one.getBoundingClientRect().right > edge + 1;
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

/** Tables that scroll sideways within their frame, and controls that are wider than their place, in words. */
export function cramped(page: Page): Promise<string[]> {
  return page.evaluate(() => [
    ...[...document.querySelectorAll<HTMLElement>(".table-frame")]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
      .map((frame) => `${frame.getAttribute("aria-label")}: ${frame.scrollWidth} in ${frame.clientWidth}`),
    ...[...document.querySelectorAll<HTMLElement>(".field")].flatMap((field) => {
      const { right } = field.getBoundingClientRect();
      return [...field.children]
        .filter((child) => child.getBoundingClientRect().right > right + 1)
        .map((child) => `${field.textContent}: ${child.className} is wider than its field`);
    }),
  ]);
}
