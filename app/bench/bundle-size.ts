/** Measures what a page downloads of the client, and writes it to docs/benchmarks.md with `--write`. */
import { BUDGET, bundle, PAGE, WHOLE } from "./bundle.js";
import { writeSection } from "./page.js";

const rows = [
  { what: PAGE.map((name) => `\`${name}\``).join(" "), budget: grouped(BUDGET), ...(await bundle(PAGE)) },
  { what: "all of the client", budget: "", ...(await bundle(WHOLE)) },
];
const text = `## Bundle for a page

What a browser downloads of the client with its dependencies, bundled and minified by esbuild: \`make bench\` measures
it again.

| what is imported | bytes | compressed with gzip | budget |
| --- | ---: | ---: | ---: |
${rows.map(({ what, bytes, gzip, budget }) => `| ${what} | ${grouped(bytes)} | ${grouped(gzip)} | ${budget} |`).join("\n")}
`;
console.log(text);
if (process.argv.includes("--write")) {
  writeSection("bundle", text);
}

function grouped(number: number): string {
  return number.toLocaleString("en-US");
}
