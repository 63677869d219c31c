import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DEFAULT_SEED, generateHospital } from "../../demo/hospital.ts";
import { startDemoServer } from "../../demo/server/server.ts";
import {
  type SignInProvider,
  startSignInProvider,
} from "../../src/identity/oidc/testing/sign-in-provider.ts";
import { modicum } from "./running-server.ts";

const ROOT = resolve(import.meta.dirname, "../..");

/** Where browsers reach the server: a proxy there ends TLS. */
const PUBLIC_URL = "https://modicum.example";

/** A server in production as an operator would set it up, with an identity provider of its own. */
export interface ProductionServer {
  /** Behind the proxy. */
  readonly url: string;
  readonly provider: SignInProvider;
  close(): Promise<void>;
}

/** Whether `openssl` is here to make the provider's certificate. */
export function hasOpenssl(): boolean {
  try {
    execFileSync("openssl", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Starts it with this roster (CSV) as the first people. */
export async function startProduction(roster: string): Promise<ProductionServer> {
  const dir = await mkdtemp(join(tmpdir(), "modicum-production-"));
  const tls = await certificateIn(dir);
  const provider = await startSignInProvider(PUBLIC_URL, tls);
  const hospital = generateHospital({ seed: DEFAULT_SEED, size: "practice", now: Date.now() });
  const upstream = await startDemoServer(hospital, { host: "127.0.0.1", port: 0 });
  await writeFile(join(dir, "root.key"), `modicum-root-key-v1 ${randomBytes(32).toString("base64")}\n`, {
    mode: 0o600,
  });
  const port = await freePort();
  const env = {
    MODICUM_MODE: "production",
    MODICUM_PUBLIC_URL: PUBLIC_URL,
    MODICUM_TLS_PROXY: "trusted",
    MODICUM_OIDC_ISSUER: provider.issuer,
    MODICUM_OIDC_AUDIENCE: "modicum",
    MODICUM_OIDC_CLIENT_ID: provider.client.clientId,
    MODICUM_OIDC_CLIENT_SECRET: provider.client.clientSecret,
    MODICUM_OIDC_PERSON_CLAIM: "preferred_username",
    MODICUM_FHIR_UPSTREAM: upstream.url,
    MODICUM_ROOT_KEY_FILE: join(dir, "root.key"),
    MODICUM_DATA: join(dir, "data"),
    NODE_EXTRA_CA_CERTS: join(dir, "tls.crt"),
    PORT: String(port),
  };
  const server = spawn(process.execPath, ["bin/modicum.mjs", "start"], {
    cwd: ROOT,
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const url = `http://127.0.0.1:${port}`;
  let said = "";
  server.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await untilReady(url, () => (server.exitCode === null ? null : `${server.exitCode}: ${said}`));
  const imported = await modicum(["people", "import", "-", "--first"], { env, input: roster });
  if (imported.code !== 0) throw new Error(imported.stderr);
  return {
    url,
    provider,
    async close() {
      server.kill("SIGINT");
      await once(server, "close");
      await Promise.all([provider.close(), upstream.close(), rm(dir, { recursive: true })]);
    },
  };
}

async function certificateIn(dir: string): Promise<{ readonly cert: string; readonly key: string }> {
  const [key, cert] = [join(dir, "tls.key"), join(dir, "tls.crt")];
  const made = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  const named = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  execFileSync("openssl", ["req", ...made, ...named, "-keyout", key, "-out", cert], { stdio: "ignore" });
  return { cert: await readFile(cert, "utf8"), key: await readFile(key, "utf8") };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}

async function untilReady(url: string, ended: () => string | null): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/readyz`).catch(() => null);
    if (response?.ok) return;
    const end = ended();
    if (end !== null) throw new Error(`the server ended with ${end}`);
    await new Promise((settle) => setTimeout(settle, 100));
  }
}
