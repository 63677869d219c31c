import { beforeEach, describe, expect, it } from "vitest";
import type { z } from "@hono/zod-openapi";
import { practiceApi, type PracticeApi } from "../testing/practice-api.ts";
import type { RestrictionPageSchema, RestrictionSchema } from "./schema.ts";

type Restriction = z.infer<typeof RestrictionSchema>;
type Page = z.infer<typeof RestrictionPageSchema>;

const PATH = "/api/v1/restrictions";
const ID = "0196a2f0-0000-7000-8000-000000000001";
const SELF_PAY = { id: ID, patient: "patient-pat", kind: "self-pay", refs: ["Claim/claim-visit"] };
const LETTER = {
  id: ID,
  patient: "patient-pat",
  kind: "agreed",
  recipients: ["provider"],
  note: "by letter",
};

let api: PracticeApi;
beforeEach(async () => {
  api = await practiceApi();
});

const priya = <T = Restriction>(path: string, body?: unknown) =>
  api.ask<T>("priya.privacy", `${PATH}${path}`, { purpose: "compliance", ...(body ? { body } : {}) });

describe("the register of restrictions", () => {
  it("F101 takes what was paid in full, in force at once, and records who did it", async () => {
    const reply = await priya("", SELF_PAY);
    expect(reply).toMatchObject({
      status: 200,
      json: { status: "agreed", recipients: ["health-plan"], bases: ["payment", "operations"] },
    });
    expect(api.entries.at(-1)).toMatchObject({
      personId: "priya.privacy",
      interaction: "api.restrictions.request",
      patients: ["patient-pat"],
      released: ["restriction.register"],
      changes: [`restriction ${ID}: accept`],
    });
  });

  it("F101 the records office keeps it too", async () => {
    const init = { purpose: "records-release", body: LETTER };
    expect((await api.ask<Restriction>("harper.release", PATH, init)).json.status).toBe("requested");
  });

  it.each(["bea.biller", "nina.nurse", "audra.auditor", "pat.patient"])(
    "F101 %s neither reads nor writes it",
    async (person) => {
      const purpose = person === "audra.auditor" ? "audit" : "treatment";
      const replies = [
        await api.ask(person, PATH, { purpose, body: SELF_PAY }),
        await api.ask(person, `${PATH}/_search`, { purpose, body: {} }),
        await api.ask(person, `${PATH}/${ID}`, { purpose }),
      ];
      expect(replies.map(({ status }) => status)).toEqual([403, 403, 403]);
    },
  );

  it("F101 sent twice is kept once, and the second act changes nothing", async () => {
    await priya("", SELF_PAY);
    expect((await priya("", SELF_PAY)).status).toBe(200);
    expect(api.entries.at(-1)?.changes).toEqual([]);
    expect((await priya<Page>("/_search", {})).json.restrictions).toHaveLength(1);
  });

  it("F101 refuses another under the same id", async () => {
    await priya("", SELF_PAY);
    expect(await priya("", LETTER)).toMatchObject({ status: 409, json: { code: "conflict" } });
  });

  it("F101 is accepted, then ended by the individual, each act with who and when", async () => {
    await priya("", LETTER);
    await priya(`/${ID}/accept`, {});
    const ended = await priya(`/${ID}/terminate`, { ground: "individual-wrote" });
    expect(ended.json.status).toBe("terminated");
    expect(ended.json.acts.map(({ act, by, note }) => [act, by, note])).toEqual([
      ["request", "priya.privacy", "by letter"],
      ["accept", "priya.privacy", null],
      ["terminate", "priya.privacy", "individual-wrote"],
    ]);
  });

  it("F101 says why what was paid in full is not refused, and changes nothing", async () => {
    await priya("", SELF_PAY);
    const reply = await priya(`/${ID}/refuse`, { reason: "too much work" });
    expect(reply).toMatchObject({ status: 422, json: { code: "self_pay_binding" } });
    expect((await priya(`/${ID}`)).json.status).toBe("agreed");
  });

  it("F101 takes no element that the catalogue does not have", async () => {
    const reply = await priya("", { ...LETTER, elements: ["claim.*", "no.such"] });
    expect(reply).toMatchObject({ status: 422, json: { code: "element_unknown" } });
  });

  it("F101 lists by patient and status, page by page", async () => {
    const id = (n: number): string => ID.replace(/.$/, String(n));
    await priya("", { ...LETTER, id: id(1) });
    await priya("", { ...LETTER, id: id(2), patient: "patient-stranger" });
    await priya("", { ...SELF_PAY, id: id(3) });
    const found = async (query: object) => {
      const { json } = await priya<Page>("/_search", query);
      return [json.restrictions.map((one) => one.id.at(-1)).join(""), json.next?.at(-1) ?? null];
    };
    expect(await found({})).toEqual(["321", null]);
    expect(await found({ patient: "patient-pat", status: "requested" })).toEqual(["1", null]);
    expect(await found({ limit: 2 })).toEqual(["32", "2"]);
    expect(await found({ limit: 2, after: id(2) })).toEqual(["1", null]);
  });

  it.each([
    ["an id that is none", { ...LETTER, id: "7" }],
    ["a reference that is none", { ...LETTER, refs: ["Claim"] }],
    ["a recipient that is no class", { ...LETTER, recipients: ["everybody"] }],
  ])("F101 takes no %s", async (_, body) => {
    expect((await priya("", body)).status).toBe(400);
  });

  it("F101 knows nothing of another id", async () => {
    expect((await priya(`/${ID}`)).status).toBe(404);
    expect((await priya(`/${ID}/accept`, {})).status).toBe(404);
  });
});
