import { execFileSync, spawn } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { ask, search } from "../../test/e2e/asking.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const CLIENT = `sdk-e2e-${process.pid}`;
const DAY = 86_400_000;
const running: ReturnType<typeof spawn>[] = [];
let home = "";
let token = "";

/** Packs what others install, and puts it into a folder of its own beside the examples of docs/developer.md. */
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "modicum-sdk-"));
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd: ROOT, stdio: "pipe" });
  run(process.execPath, "src/sdk/build.mjs");
  run("npm", "pack", "--ignore-scripts", "--silent", "--pack-destination", home);
  const [packed = ""] = readdirSync(home).filter((file) => file.endsWith(".tgz"));
  const modules = join(home, "node_modules");
  mkdirSync(join(modules, "modicum"), { recursive: true });
  execFileSync("tar", ["xzf", join(home, packed), "-C", join(modules, "modicum"), "--strip-components=1"]);
  // What the package depends on is there already: no registry is asked.
  for (const name of readdirSync(join(ROOT, "node_modules")).filter((one) => !one.startsWith(".")))
    symlinkSync(join(ROOT, "node_modules", name), join(modules, name));
  for (const [file, text] of examples()) writeFileSync(join(home, file), text);
  token = await pointToken();
  const [patient] = await search("bea.biller", "billing", "Patient?_count=1");
  const rows = [
    { id: patient?.id, name: "Ann Example", ssn: "999-12-3456", note: "private" },
    { id: "nobodys", name: "Bo Example", ssn: "999-65-4321", note: "private" },
  ];
  writeFileSync(join(home, "patients.mjs"), `export const patients = ${JSON.stringify(rows)};`);
}, 240_000);

afterAll(() => {
  for (const app of running) app.kill();
  rmSync(home, { recursive: true, force: true });
});

/** Code blocks of the guide that begin with the name of their file. */
function examples(): readonly (readonly [string, string])[] {
  const guide = readFileSync(join(ROOT, "docs/developer.md"), "utf8");
  return [...guide.matchAll(/```js\n\/\/ (\w+\.mjs)\n([\s\S]*?)```/g)].map(
    ([, file = "", text = ""]) => [file, text] as const,
  );
}

/** As the operator of an application sets it up: register it, and ask for a token with its secret. */
async function pointToken(): Promise<string> {
  const registration = {
    id: CLIENT,
    title: "An app that trims its own answers",
    kind: "enforcement-point",
    owner: "sam.security",
    actsAs: "ada.agent",
    endsAt: new Date(Date.now() + DAY).toISOString(),
    authentication: { method: "client_secret" },
  };
  const registered = await ask("sam.security", "compliance", "/api/v1/clients", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(registration),
  });
  const { secret } = registered.json as { secret: string };
  const form = { grant_type: "client_credentials", client_id: CLIENT, client_secret: secret };
  const init = { method: "POST", body: new URLSearchParams(form) };
  const granted = await fetch(`${inject("serverUrl")}/oauth/token`, init);
  return ((await granted.json()) as { access_token: string }).access_token;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((settle) => server.once("listening", settle));
  const { port } = server.address() as AddressInfo;
  await new Promise((settle) => server.close(settle));
  return port;
}

/** Starts an example and gives its address once it answers. */
async function start(file: string): Promise<string> {
  const port = await freePort();
  const env = {
    ...process.env,
    PORT: String(port),
    MODICUM_URL: inject("serverUrl"),
    MODICUM_TOKEN: token,
  };
  running.push(spawn(process.execPath, [file], { cwd: home, env, stdio: "inherit" }));
  const url = `http://localhost:${port}`;
  for (let tries = 0; tries < 100; tries++) {
    const answered = await fetch(url).catch(() => null);
    if (answered !== null) return url;
    await setTimeout(100);
  }
  throw new Error(`\`${file}\` does not answer`);
}

describe.each(["express.mjs", "hono.mjs", "fastify.mjs"])("the example %s of the guide", (file) => {
  it("F174 trims its own JSON with the package, by the decisions of a server", async () => {
    const url = await start(file);
    const asBea = { headers: { "x-user": "bea.biller" } };
    const list = (await (await fetch(`${url}/patients`, asBea)).json()) as { id: string }[];
    const hidden = await fetch(`${url}/patients/nobodys`, asBea);
    const other = await fetch(`${url}/patients`, { headers: { "x-user": "ivan.itsupport" } });
    expect(list).toEqual([{ id: expect.any(String) as string, name: "Ann Example" }]);
    expect([hidden.status, await other.json()]).toEqual([404, []]);
  });
});

describe("the package", () => {
  it("F174 has types that an application compiles against", () => {
    writeFileSync(
      join(home, "typed.mts"),
      `import { createClient } from "modicum/client";
import { embedded, type MinimizerOptions } from "modicum/middleware";
import { openEngine } from "modicum/engine";
const client = createClient({ url: "http://x", token: "t" });
const title: Promise<string> = client.api.scope.$get().then(async (answer) => (answer.ok ? (await answer.json()).person : ""));
const engine = await openEngine({ policy: "content" });
const decider = embedded({ engine, person: () => null, record: async () => {} });
export const options: MinimizerOptions<Request> = { decider, subject: () => null, purpose: "billing", record: "fhir" };
// @ts-expect-error a decider is never left out
export const open: MinimizerOptions<Request> = { subject: () => null, purpose: "billing", record: "fhir" };
export { title };
`,
    );
    const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
    const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2023"];
    expect(() =>
      execFileSync(process.execPath, [compiler, ...options, "typed.mts"], { cwd: home, stdio: "inherit" }),
    ).not.toThrow();
  });
});
