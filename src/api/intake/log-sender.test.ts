import { beforeEach, describe, expect, it } from "vitest";
import { balpRead } from "../../audit/intake/testing/audit-event.ts";
import type { CallerClient } from "../../identity/types.ts";
import { ok } from "../../kernel/result.ts";
import { createApi } from "../app.ts";
import { type PracticeApi, practiceApi } from "../testing/practice-api.ts";

const LAB = { id: "lab", name: "Laboratory system", kind: "fhir", owner: "sam.security" };
const CLIENT: CallerClient = {
  id: "lab-feed",
  kind: "service",
  honorsObligations: false,
  act: "use",
  recipient: null,
};

let api: PracticeApi;
let client: CallerClient | undefined;

beforeEach(async () => {
  client = CLIENT;
  api = await practiceApi({
    more: ({ deps }) => ({
      pipeline: {
        ...deps.pipeline,
        identify: async (credentials) => {
          const caller = await deps.pipeline.identify(credentials);
          return caller.ok && client !== undefined ? ok({ ...caller.value, client }) : caller;
        },
      },
    }),
  });
});

const sam = (body: object) => api.ask("sam.security", "/api/v1/sources", { purpose: "compliance", body });
const send = (source: string, person = "lou.logsender") =>
  api.ask<{ accepted: number; code: string }>(person, `/api/v1/intake/${source}/audit-events`, {
    purpose: "compliance",
    body: balpRead(1),
  });

describe("a program that sends logs", () => {
  it("INT-67 F180 sends for the source that names its client", async () => {
    await sam({ ...LAB, clients: ["lab-feed"] });
    expect(await send("lab")).toMatchObject({ status: 200, json: { accepted: 1 } });
    expect(api.entries.some(({ source }) => source?.id === "lab")).toBe(true);
  });

  it.each([
    ["that names another client", ["other-feed"]],
    ["that names no client", []],
  ])("INT-67 F180 sends nothing for a source %s", async (_title, clients) => {
    await sam({ ...LAB, clients });
    expect(await send("lab")).toMatchObject({ status: 403, json: { code: "client_not_permitted" } });
    expect(api.entries.some(({ source }) => source !== undefined)).toBe(false);
  });

  it("INT-67 sends nothing by no client, while a person still sends for a source that names none", async () => {
    await sam(LAB);
    client = undefined;
    expect((await send("lab")).status).toBe(403);
    expect((await send("lab", "sam.security")).status).toBe(200);
  });

  it("INT-68 F180 a client that sends for one source is refused for a second, when it is added and when it is changed", async () => {
    await sam({ ...LAB, clients: ["lab-feed"] });
    const second = { ...LAB, id: "imaging", clients: ["lab-feed"] };
    expect(await sam(second)).toMatchObject({ status: 409, json: { code: "conflict" } });
    expect((await sam({ ...second, clients: ["imaging-feed"] })).status).toBe(200);
    const change = { purpose: "compliance", method: "PATCH", ifMatch: "1" };
    const ask = (source: string, body: object) =>
      api.ask("sam.security", `/api/v1/sources/${source}`, { ...change, body });
    expect((await ask("imaging", { clients: ["lab-feed"] })).status).toBe(409);
    expect((await ask("lab", { clients: ["lab-feed", "lab-feed-2"] })).status).toBe(200);
  });
});

/** Of oneself, and what the demo shows to everybody: nothing of a patient, the record, or anybody else. */
const OF_ONESELF = new Set(["/api/v1/session", "/api/v1/sessions", "/api/v1/work", "/api/v1/comparison"]);

describe("what a program that sends logs reads", () => {
  it("INT-69 F180 is nothing, by any GET of the control API", async () => {
    const document = (await (await createApi(api.deps).request("/api/openapi.json")).json()) as {
      readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    };
    const paths = Object.keys(document.paths).filter((path) => document.paths[path]?.["get"] !== undefined);
    expect(paths.length).toBeGreaterThan(30);
    const answered: string[] = [];
    for (const path of paths) {
      const asked = path.replaceAll(/\{[^}]+\}/g, "00000000-0000-7000-8000-000000000001");
      const { status } = await api.ask("lou.logsender", asked, { purpose: "compliance" });
      if (status < 400) answered.push(path);
    }
    expect(answered.filter((path) => !OF_ONESELF.has(path))).toEqual([]);
  });
});
