/** Measures what a page downloads of the client, and what the page itself weighs, and writes it to docs/benchmarks.md with `--write`. */
import { BUDGET, bundle, PAGE, WHOLE } from "./bundle.js";
import { writeSection } from "./page.js";
import { firstLoad, SITE_BUDGET } from "./site.js";

const rows = [
  { what: PAGE.map((name) => `\`${name}\``).join(" "), budget: grouped(BUDGET), ...(await bundle(PAGE)) },
  { what: "all of the client", budget: "", ...(await bundle(WHOLE)) },
];
const places = [
  { what: "the deals", ...firstLoad() },
  { what: "a deal", ...firstLoad(["deal-page"]) },
  { what: "a book, without the worker that reads its tickets", ...firstLoad(["book-page"]) },
];
const site = `## The page

What a browser loads before the page shows a place, with its two faces of letters, from an empty cache: \`make bench\` measures
it again.

| place | bytes | compressed with gzip | budget |
| --- | ---: | ---: | ---: |
${places.map(({ what, bytes, gzip }) => `| ${what} | ${grouped(bytes)} | ${grouped(gzip)} | ${grouped(SITE_BUDGET)} |`).join("\n")}
`;
const text = `## Bundle for a page

What a browser downloads of the client with its dependencies at once, bundled and minified by esbuild: \`make bench\` measures
it again. The words of refusals are loaded when there is one.

| what is imported | bytes | compressed with gzip | budget |
| --- | ---: | ---: | ---: |
${rows.map(({ what, bytes, gzip, budget }) => `| ${what} | ${grouped(bytes)} | ${grouped(gzip)} | ${budget} |`).join("\n")}
`;
console.log(text);
console.log(site);
if (process.argv.includes("--write")) {
  writeSection("bundle", text);
  writeSection("site", site);
}

function grouped(number: number): string {
  return number.toLocaleString("en-US");
}
