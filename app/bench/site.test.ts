import assert from "node:assert/strict";
import { test } from "node:test";
import { firstLoad, SITE_BUDGET } from "./site.js";

test("the page is loaded first with at most 300 KB, compressed, at the deals, at a deal and at a book", () => {
  for (const parts of [[], ["deal-page"], ["book-page"]]) {
    const { gzip, bytes, files } = firstLoad(parts);
    assert.ok(gzip <= SITE_BUDGET, `${gzip} bytes: ${files.join(", ")}`);
    assert.ok(bytes > gzip);
    assert.ok(files.some((file) => file.endsWith(".woff2")));
  }
});
