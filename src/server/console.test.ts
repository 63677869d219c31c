import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from "node:http";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { consoleSurface } from "./console.ts";
import { readConsole } from "./console-files.ts";

const HTML = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
const SCRIPT = `console.log("${"a".repeat(2_000)}");`;
const PAGE = '<!doctype html>\n<html lang="en">\n  <head>\n    <title>Modicum</title>\n  </head>\n</html>\n';

let dir: string;
let server: Server;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "modicum-console-"));
  const dist = join(dir, "dist");
  await mkdir(join(dist, "assets"), { recursive: true });
  await writeFile(join(dir, "secret.txt"), "secret");
  await writeFile(join(dist, ".built-from"), "secret");
  await writeFile(join(dist, "assets", "notes.env"), "secret");
  await symlink(join(dir, "secret.txt"), join(dist, "assets", "link.txt"));
  await writeFile(join(dist, "index.html"), PAGE);
  await writeFile(join(dist, "favicon.svg"), "<svg/>");
  await writeFile(join(dist, "assets", "index-abc.js"), SCRIPT);
  server = await serve(dist);
});
afterAll(async () => {
  server.close();
  await rm(dir, { recursive: true });
});

async function serve(dist: string): Promise<Server> {
  const surface = consoleSurface(await readConsole(dist));
  const started = createServer((request, response) => {
    if (!surface(request, response)) response.writeHead(404).end("left to the api");
  }).listen(0, "127.0.0.1");
  await new Promise((settle) => started.once("listening", settle));
  return started;
}

interface Reply {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Sends the path as it stands; `fetch` would tidy it up. */
function ask(
  path: string,
  headers: Record<string, string> = {},
  method = "GET",
  of = server,
): Promise<Reply> {
  const { port } = of.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    httpRequest({ host: "127.0.0.1", port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    })
      .on("error", reject)
      .end();
  });
}

const LEFT = "left to the api";

describe("the console's page", () => {
  it.each([
    "/",
    "/chart",
    "/record/01900000-0000-7000-8000-000000000001",
    "/policy/drafts/7?tab=diff",
    "/apiary",
  ])("is what a browser gets at `%s`, never kept", async (path) => {
    const { status, headers, body } = await ask(path, HTML);
    expect([status, headers["content-type"], headers["cache-control"]]).toEqual([
      200,
      "text/html; charset=utf-8",
      "no-store",
    ]);
    expect(body.toString()).toContain("<title>Modicum</title>");
  });

  it.each([
    "/api/v1/nothing",
    "/api",
    "/fhir/Patient",
    "/healthz",
    "/readyz",
    "/metrics",
    "/access/v1",
    "/scim/v2",
    "/log/0",
  ])("is not what anyone gets at `%s`, which belongs to programs", async (path) => {
    expect((await ask(path, HTML)).body.toString()).toBe(LEFT);
  });

  it("is not what a program gets at a path that is none", async () => {
    expect((await ask("/chart", { accept: "application/json" })).body.toString()).toBe(LEFT);
    expect((await ask("/chart", HTML, "POST")).body.toString()).toBe(LEFT);
  });

  it("lets nothing run but its own script, and nobody frame it", async () => {
    const { headers, body } = await ask("/", HTML);
    const nonce = /<meta property="csp-nonce" nonce="([^"]+)"/.exec(body.toString())?.[1] ?? "none";
    expect(headers["content-security-policy"]).toBe(
      `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; connect-src 'self'; ` +
        "img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
    expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
    expect(headers["cross-origin-resource-policy"]).toBe("same-origin");
    expect(headers["permissions-policy"]).toContain("camera=()");
  });

  it("has another nonce each time", async () => {
    const [first, second] = await Promise.all([ask("/", HTML), ask("/", HTML)]);
    expect(first.headers["content-security-policy"]).not.toBe(second.headers["content-security-policy"]);
  });

  it("answers HEAD with the headers alone", async () => {
    const { status, headers, body } = await ask("/", HTML, "HEAD");
    expect([status, body.length]).toEqual([200, 0]);
    expect(Number(headers["content-length"])).toBeGreaterThan(PAGE.length);
  });
});

describe("the console's files", () => {
  it("are kept for good where their name changes with their content", async () => {
    const { status, headers, body } = await ask("/assets/index-abc.js");
    expect([status, headers["content-type"], headers["cache-control"]]).toEqual([
      200,
      "text/javascript; charset=utf-8",
      "public, max-age=31536000, immutable",
    ]);
    expect(body.toString()).toBe(SCRIPT);
  });

  it.each([
    ["gzip, deflate, br", "br", brotliDecompressSync],
    ["gzip", "gzip", gunzipSync],
    ["br;q=0, gzip", "gzip", gunzipSync],
    ["identity", undefined, (body: Buffer) => body],
  ])("come compressed for `%s`", async (accepted, encoding, open) => {
    const { headers, body } = await ask("/assets/index-abc.js", { "accept-encoding": accepted });
    expect([headers["content-encoding"], headers.vary]).toEqual([encoding, "Accept-Encoding"]);
    expect(open(body).toString()).toBe(SCRIPT);
  });

  it("are asked for anew where their name stays, and answered with 304 when they did too", async () => {
    const { headers } = await ask("/favicon.svg");
    expect([headers["content-type"], headers["cache-control"]]).toEqual(["image/svg+xml", "no-cache"]);
    const again = await ask("/favicon.svg", { "if-none-match": headers.etag ?? "" });
    expect([again.status, again.body.length]).toEqual([304, 0]);
  });

  it.each([
    "/../secret.txt",
    "/assets/../../secret.txt",
    "/assets/..%2f..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/assets/%2e%2e/%2e%2e/secret.txt",
    "/..\\secret.txt",
    "//secret.txt",
    "/.built-from",
    "/assets/notes.env",
    "/assets/link.txt",
    "/assets/",
    "/assets/index-abc.js/",
    "/index.html%00.js",
  ])("end at what was built: `%s` gives no other file", async (path) => {
    const plain = await ask(path);
    expect(plain.body.toString()).toBe(LEFT);
    expect((await ask(path, HTML)).body.toString()).not.toContain("secret");
  });

  it("that are not there stay a 404, so that no page is taken for a script", async () => {
    expect((await ask("/assets/gone-xyz.js", { accept: "*/*" })).body.toString()).toBe(LEFT);
    expect((await ask("/assets/gone-xyz.js", HTML)).body.toString()).toBe(LEFT);
  });
});

describe("without a build", () => {
  it("the page at `/` says what to run and where everything else is", async () => {
    const bare = await serve(join(dir, "nowhere"));
    const { status, body, headers } = await ask("/", HTML, "GET", bare);
    expect(status).toBe(200);
    expect(body.toString()).toContain("<code>npm run build</code>");
    expect(body.toString()).toContain("/api/openapi.json");
    const nonce = /<style nonce="([^"]+)"/.exec(body.toString())?.[1] ?? "none";
    expect(headers["content-security-policy"]).toContain(`'nonce-${nonce}'`);
    expect((await ask("/chart", HTML, "GET", bare)).body.toString()).toBe(LEFT);
    bare.close();
  });
});
