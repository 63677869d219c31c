import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { join } from "node:path";
import { SignJWT } from "jose";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { DEMO_AUDIENCE, DEMO_ISSUER, demoTokens } from "../../src/identity/demo-tokens.ts";
import { openDemoSigningKey } from "../../src/keys/insecure/demo-signing-key.ts";
import { ask, reasonOf, tokenFor } from "../e2e/asking.ts";
import { E2E_NOW } from "../e2e/shared-server.ts";
import { exchange } from "./raw-http.ts";

const NOW = Math.floor(Date.parse(E2E_NOW) / 1000);
const CLAIMS = { purpose: "HPAYMT" };
type SigningKey = Awaited<ReturnType<typeof openDemoSigningKey>>;
let key: SigningKey;

beforeAll(async () => {
  key = await openDemoSigningKey(join(inject("serverDataDir"), "keys"), "demo");
});

function jwt(header: object, payload: object, signature: (text: string) => string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${part(header)}.${part(payload)}`;
  return `${text}.${signature(text)}`;
}

const payload = (more: object = {}): object => ({
  iss: DEMO_ISSUER,
  aud: DEMO_AUDIENCE,
  sub: "bea.biller",
  jti: "j",
  iat: NOW,
  exp: NOW + 3600,
  ...CLAIMS,
  ...more,
});

function signed(more: object = {}): Promise<string> {
  return new SignJWT(payload(more) as Record<string, unknown>)
    .setProtectedHeader({ alg: "EdDSA", typ: "JWT" })
    .sign(key.privateKey);
}

const publicPem = (): string => key.publicKey.export({ type: "spki", format: "pem" }).toString();
const hs256 = (text: string): string => createHmac("sha256", publicPem()).update(text).digest("base64url");
const eddsa = (text: string): string => sign(null, Buffer.from(text), key.privateKey).toString("base64url");
const strangersKey = generateKeyPairSync("ed25519").privateKey;

const FORGED: Readonly<Record<string, () => string | Promise<string>>> = {
  "no algorithm": () => jwt({ alg: "none", typ: "JWT" }, payload(), () => ""),
  "no signature": async () => (await signed()).replace(/[^.]+$/, ""),
  "HMAC with the public key": () => jwt({ alg: "HS256" }, payload(), hs256),
  "a key of its own": () =>
    new SignJWT(payload() as Record<string, unknown>).setProtectedHeader({ alg: "EdDSA" }).sign(strangersKey),
  "a key in its header": () =>
    new SignJWT(payload() as Record<string, unknown>)
      .setProtectedHeader({ alg: "EdDSA", jwk: { kty: "OKP" }, kid: "../../demo" })
      .sign(strangersKey),
  "another issuer": () => signed({ iss: "https://elsewhere.example" }),
  "another audience": () => signed({ aud: "elsewhere" }),
  "an end that has passed": () => signed({ exp: NOW - 1 }),
  "no end": () => signed({ exp: undefined }),
  "no id": () => signed({ jti: undefined }),
  "a beginning to come": () => signed({ nbf: NOW + 7200 }),
  "a purpose that is a list": () => signed({ purpose: ["HPAYMT", "TREAT"] }),
  "a purpose that is an object": () => signed({ purpose: { $ne: null } }),
  "an unknown critical header": () => jwt({ alg: "EdDSA", crit: ["b65"], b65: true }, payload(), eddsa),
};

async function askWith(token: string, path = "/fhir/Patient?_count=1"): Promise<Response> {
  return fetch(`${inject("serverUrl")}${path}`, { headers: { authorization: `Bearer ${token}` } });
}

describe("forged tokens", () => {
  it.each(Object.keys(FORGED))("GW-02 F159 a token with %s is not believed", async (name) => {
    const token = await FORGED[name]?.();
    expect((await askWith(token ?? "")).status).toBe(401);
  });

  it("GW-02 the same token, rightly signed, is believed", async () => {
    expect((await askWith(await signed())).status).toBe(200);
  });

  it("F011 a token for another system is denied with wrong_system", async () => {
    const minter = demoTokens(key, { now: () => NOW * 1000 });
    const token = await minter.mint({ personId: "bea.biller", purpose: "HPAYMT", system: "lis" });
    const reply = await askWith(token);
    expect(reply.status).toBe(403);
    expect(await reply.text()).toContain("wrong_system");
  });

  it("F007 F012 a token without a purpose gets nothing, and a header cannot change the one it has", async () => {
    const bare = await signed({ purpose: undefined });
    expect(await (await askWith(bare)).text()).toContain("purpose_missing");
    const widened = await ask("fran.frontdesk", "scheduling", "/fhir/Condition", {
      headers: { "x-purpose-of-use": "TREAT" },
    });
    expect(widened.status).toBe(403);
  });

  it("GW-02 two tokens in one request are not believed", async () => {
    const two = [await tokenFor("bea.biller", "HPAYMT"), await tokenFor("paul.provider", "TREAT")];
    const lines = two.map((token) => `Authorization: Bearer ${token}\r\n`).join("");
    const answer = await exchange(
      `GET /fhir/Patient HTTP/1.1\r\nHost: localhost\r\n${lines}Connection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  });
});

describe("what no client means to send", () => {
  const form = "Content-Type: application/x-www-form-urlencoded\r\n";
  it.each([
    ["both lengths", `${form}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n`],
    ["two lengths", `${form}Content-Length: 4\r\nContent-Length: 5\r\n`],
    ["an unknown transfer", `${form}Transfer-Encoding: xchunked\r\n`],
  ])("F159 a request with %s is refused whole", async (_what, headers) => {
    const inner = "GET /fhir/metadata HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const answer = await exchange(
      `POST /fhir/Patient/_search HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n0\r\n\r\n${inner}`,
    );
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 400"]);
  });
});

describe("the control API", () => {
  const RIGHTS = [
    ["GET", "/api/v1/people", "", ["audra.auditor", "ivan.itsupport", "priya.privacy", "sam.security"]],
    ["POST", "/api/v1/people/import?preview=true", "text/csv", ["sam.security", "priya.privacy"]],
    ["POST", "/api/v1/relations/import", "text/csv", ["sam.security", "priya.privacy"]],
    ["POST", "/api/v1/relations/sync", "", ["sam.security", "priya.privacy"]],
    [
      "POST",
      "/api/v1/record/_search",
      "application/json",
      ["audra.auditor", "sam.security", "priya.privacy"],
    ],
  ] as const;
  const EVERYONE = [
    ["audra.auditor", "HCOMPL"],
    ["bea.biller", "HPAYMT"],
    ["fran.frontdesk", "scheduling"],
    ["hana.hr", "HOPERAT"],
    ["ivan.itsupport", "HSYSADMIN"],
    ["kai.keycustodian", "HSYSADMIN"],
    ["pat.patient", "PATRQT"],
    ["paul.provider", "TREAT"],
    ["priya.privacy", "HCOMPL"],
    ["sam.security", "HCOMPL"],
    ["vera.vendor", "HSYSADMIN"],
  ] as const;

  it.each(RIGHTS)(
    "F007 %s %s is for those whose role says so, and for nobody else",
    async (method, path, type, who) => {
      const allowed: string[] = [];
      for (const [person, purpose] of EVERYONE) {
        const body = type === "application/json" ? "{}" : "";
        const init =
          method === "GET" ? {} : { method, body, headers: type === "" ? {} : { "content-type": type } };
        const reply = await ask(person, purpose, path, init);
        if (reply.status === 200) allowed.push(person);
        else expect([401, 403]).toContain(reply.status);
      }
      expect(allowed.toSorted()).toEqual([...who].toSorted());
    },
  );

  it("F159 an entry of somebody else is answered as one that is not there", async () => {
    const others = await ask("paul.provider", "TREAT", "/fhir/Patient?_count=1");
    const id = others.headers.get("x-request-id") ?? "";
    const found = await ask("bea.biller", "HPAYMT", `/api/v1/decisions/${id}/explanation`);
    const absent = await ask(
      "bea.biller",
      "HPAYMT",
      `/api/v1/decisions/${id.replace(/.{4}$/, "0000")}/explanation`,
    );
    expect([found.status, reasonOf(found)]).toEqual([404, "not_found"]);
    expect(withoutEntry(found.text)).toBe(withoutEntry(absent.text));
  });
});

/** Each answer has an id of its own. */
function withoutEntry(text: string): string {
  return text.replace(/"entry":"[^"]+"/, "");
}
