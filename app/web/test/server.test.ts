import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { describe, it } from "node:test";
import { closeAfterTests } from "@defi-ready/securities-testing/node-test";
import { headersOf, pageFor, policyOf, SITE, servePage } from "@defi-ready/securities-web";

const NODE = { name: 'A "node" <of> ours', url: "https://rpc.example/path?key=1" };

/** Asks for a path exactly as given, which `fetch` would clean first. */
function ask(
  url: string,
  path: string,
  method = "GET",
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]> }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, method }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, headers: response.headers });
    })
      .on("error", reject)
      .end();
  });
}

describe("the server of the page", async () => {
  const reach = { clusters: [NODE], documents: ["https://documents.example/some/file.pdf"] };
  const { url } = await closeAfterTests(servePage({ port: 0, reach }));

  it("sends a policy that lets the page reach its nodes and its documents, and nothing else", async () => {
    const response = await fetch(url);
    const policy = response.headers.get("content-security-policy") ?? "";
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.match(
      policy,
      /connect-src 'self' https:\/\/rpc\.example wss:\/\/rpc\.example https:\/\/documents\.example;/,
    );
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|\*/);
    assert.equal(response.headers.get("x-content-type-options"), "nosniff");
    assert.equal(response.headers.get("referrer-policy"), "no-referrer");
    const html = await response.text();
    assert.match(html, /content="\[\{&quot;name&quot;:&quot;A \\&quot;node\\&quot; &lt;of> ours&quot;/);
    assert.doesNotMatch(html, /<script>|style=|onload=|api\.mainnet-beta/);
    assert.ok(html.includes(policyOf(reach)));
  });

  it("serves what was built and nothing else, for reading", async () => {
    for (const path of [
      "/../package.json",
      "/%2e%2e/package.json",
      "/assets/../../package.json",
      "//etc/passwd",
      "/..",
    ]) {
      assert.equal((await ask(url, path)).status, 404, path);
    }
    assert.equal((await ask(url, "/", "POST")).status, 405);
    assert.equal((await ask(url, "/", "HEAD")).status, 200);
    const [script = ""] = readdirSync(join(SITE, "assets")).filter((name) => name.endsWith(".js"));
    const asset = await ask(url, `/assets/${script}`);
    assert.match(String(asset.headers["cache-control"]), /immutable/);
    assert.match(String(asset.headers["content-type"]), /^text\/javascript/);
    assert.equal((await ask(url, "/")).headers["cache-control"], "no-cache");
  });

  it("says what to do where the site is not built", async () => {
    await assert.rejects(
      servePage({ port: 0, reach, site: join(SITE, "nowhere") }),
      /build it with `make page`/,
    );
  });
});

describe("the built site", () => {
  const html = readFileSync(join(SITE, "index.html"), "utf8");

  it("holds its policy for a server that sends no headers, and the headers for one that takes them from a file", () => {
    assert.ok(html.includes(`content="${policyOf()}"`));
    const headers = readFileSync(join(SITE, "_headers"), "utf8");
    for (const [name, value] of Object.entries(headersOf())) {
      assert.ok(headers.includes(`${name}: ${value}`), name);
    }
  });

  it("takes other clusters into both places", () => {
    const page = pageFor(html, { clusters: [NODE] });
    assert.ok(page.includes(policyOf({ clusters: [NODE] })));
    assert.doesNotMatch(page, /api\.mainnet-beta/);
  });

  it("holds no key and no way to make one", () => {
    for (const name of readdirSync(join(SITE, "assets")).filter((one) => one.endsWith(".js"))) {
      const code = readFileSync(join(SITE, "assets", name), "utf8");
      assert.doesNotMatch(code, /development-wallet|securities_setAccount/, name);
    }
  });
});
