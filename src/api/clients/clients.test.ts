import { beforeEach, describe, expect, it } from "vitest";
import { NOW, type PracticeApi, practiceApi } from "../testing/practice-api.ts";
import { fixedClock } from "../../kernel/clock.ts";
import { demoDesk } from "../session/testing/desk.ts";
import { memoryOAuth } from "../oauth/testing/desk.ts";
import { personNamed } from "../../identity/testing/people-store.contract.ts";

const YEAR = new Date(NOW + 365 * 86_400_000).toISOString();
const REGISTRY = {
  id: "immunization-registry",
  title: "State immunization registry",
  kind: "service",
  owner: "sam.security",
  actsAs: "ada.agent",
  purposes: ["billing"],
  discloses: { class: "public-health-authority", id: "state-registry", verified: true },
  scopes: ["system/Immunization.rs"],
  endsAt: YEAR,
};

interface ClientBody {
  readonly id: string;
  readonly title: string;
  readonly version: number;
  readonly status: string;
}

let api: PracticeApi;

beforeEach(async () => {
  const people = [
    personNamed("sam.security"),
    personNamed("harper.release", { roles: ["records-release"] }),
    personNamed("ada.agent", { roles: ["agent"] }),
  ];
  api = await practiceApi({ more: () => ({ ...memoryOAuth(fixedClock(NOW)), session: demoDesk(people) }) });
});

const asSam = <T>(path: string, body?: unknown, more = {}) =>
  api.ask<T>("sam.security", `/api/v1/clients${path}`, {
    purpose: "compliance",
    ...(body === undefined ? {} : { body }),
    ...more,
  });

describe("registrations of clients", () => {
  it("F012 keep act and recipient, purposes, scopes and an end, and say who made them", async () => {
    const added = await asSam<{ client: ClientBody; secret: string | null }>("", REGISTRY);
    expect(added).toMatchObject({
      status: 200,
      json: { client: { ...REGISTRY, version: 1, status: "open" }, secret: null },
    });
    expect(api.entries.at(-1)).toMatchObject({
      personId: "sam.security",
      interaction: "api.client.add",
      changes: ["registered client/immunization-registry"],
    });
  });

  it("tell a secret once, and keep and show none", async () => {
    const body = { ...REGISTRY, authentication: { method: "client_secret" } };
    const { secret } = (await asSam<{ secret: string }>("", body)).json;
    expect(Buffer.from(secret, "base64url")).toHaveLength(32);
    const stored = JSON.stringify(await api.deps.clients.find(REGISTRY.id));
    const listed = JSON.stringify((await asSam("")).json);
    for (const text of [stored, listed]) expect(text).not.toContain(secret);
    expect(listed).not.toContain("digest");
  });

  it.each([
    ["an owner who is not on the roster", { owner: "nobody" }, 422],
    ["somebody to act as who is a human being", { actsAs: "harper.release" }, 422],
    ["a purpose that there is not", { purposes: ["curiosity"] }, 422],
    ["an end that is over", { endsAt: new Date(NOW).toISOString() }, 422],
    ["an agent of several purposes", { kind: "agent", purposes: [] }, 422],
    ["no end", { endsAt: undefined }, 400],
    ["a scope that is none", { scopes: ["everything"] }, 400],
    [
      "a key that can sign",
      {
        authentication: {
          method: "private_key_jwt",
          keys: [{ kty: "OKP", crv: "Ed25519", x: "AA", d: "AA" }],
        },
      },
      400,
    ],
  ])("45 CFR 164.308(a)(4) are refused with %s", async (_title, fields, status) => {
    expect((await asSam("", { ...REGISTRY, ...fields })).status).toBe(status);
    expect(await api.deps.clients.find(REGISTRY.id)).toBeUndefined();
  });

  it("do not replace one of the same id", async () => {
    await asSam("", REGISTRY);
    expect((await asSam("", { ...REGISTRY, title: "Another" })).status).toBe(409);
  });

  it("are changed on the version that was looked at, and on no older one", async () => {
    await asSam("", REGISTRY);
    const change = (version: number, title: string) =>
      asSam<ClientBody>(
        `/${REGISTRY.id}`,
        { ...REGISTRY, title },
        { method: "PUT", ifMatch: `"${version}"` },
      );
    expect((await change(1, "One")).json).toMatchObject({ title: "One", version: 2 });
    expect((await change(1, "Two")).status).toBe(409);
    expect(await api.deps.clients.find(REGISTRY.id)).toMatchObject({ title: "One" });
  });

  it("are disabled whatever the version, once", async () => {
    await asSam("", REGISTRY);
    const disable = () => asSam<ClientBody>(`/${REGISTRY.id}/disable`, undefined, { method: "POST" });
    expect((await disable()).json).toMatchObject({ status: "disabled", version: 2 });
    expect((await disable()).json).toMatchObject({ status: "disabled", version: 2 });
  });

  it("are listed page by page", async () => {
    for (const id of ["b", "a"]) await asSam("", { ...REGISTRY, id });
    const page = await asSam<{ clients: ClientBody[]; next: string }>("?limit=1");
    expect(page.json).toMatchObject({ clients: [{ id: "a" }], next: "a" });
  });

  it("are nobody's to see or write without `identity.clients`", async () => {
    const asked = [
      await api.ask("priya.privacy", "/api/v1/clients", { purpose: "compliance" }),
      await api.ask("bea.biller", "/api/v1/clients", { purpose: "billing", body: REGISTRY }),
    ];
    expect(asked.map(({ status, json }) => [status, json.code])).toEqual([
      [403, "no_grant"],
      [403, "no_grant"],
    ]);
    expect(await api.deps.clients.list({ limit: 1 })).toEqual([]);
  });
});
