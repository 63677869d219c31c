import { beforeEach, describe, expect, it } from "vitest";
import type { z } from "@hono/zod-openapi";
import { CONSENT_PARTS } from "../../governance/directives/consents/types.ts";
import { NOW, practiceApi, type PracticeApi } from "../testing/practice-api.ts";
import type { ConsentPageSchema, ConsentSchema } from "./schema.ts";

type Consent = z.infer<typeof ConsentSchema>;
type Page = z.infer<typeof ConsentPageSchema>;

const PATH = "/api/v1/consents";
const ID = "0196a2f0-0000-7000-8000-000000000002";
const SIGNED = {
  id: ID,
  patient: "patient-pat",
  present: CONSENT_PARTS,
  discloser: "Riverside Recovery Program",
  description: "all records of treatment",
  recipients: ["provider", "health-plan"],
  bases: ["treatment", "payment", "operations"],
  signedAt: new Date(NOW - 86_400_000).toISOString(),
};

let api: PracticeApi;
beforeEach(async () => {
  api = await practiceApi();
});

const harper = <T = Consent>(path: string, body?: unknown) =>
  api.ask<T>("harper.release", `${PATH}${path}`, { purpose: "records-release", ...(body ? { body } : {}) });

describe("the register of Part 2 consents", () => {
  it("F102 takes a consent with every element, and records who registered it", async () => {
    const { id, patient, discloser } = SIGNED;
    expect(await harper("", SIGNED)).toMatchObject({
      status: 200,
      json: { id, patient, discloser, status: "given", until: null },
    });
    expect(api.entries.at(-1)).toMatchObject({
      interaction: "api.consents.record",
      patients: ["patient-pat"],
      changes: [`consent ${ID}: record`],
    });
  });

  it("F102 names what a deficient one lacks, and keeps nothing", async () => {
    const present = CONSENT_PARTS.filter((part) => part !== "signature");
    const reply = await harper<{ code: string; title: string }>("", { ...SIGNED, present });
    expect([reply.status, reply.json.title]).toEqual([422, "the consent lacks `signature`"]);
    expect((await harper(`/${ID}`)).status).toBe(404);
  });

  it("F102 the order in which the elements are ticked is no difference", async () => {
    await harper("", SIGNED);
    const again = await harper("", { ...SIGNED, present: CONSENT_PARTS.toReversed() });
    expect(again.status).toBe(200);
    expect(api.entries.at(-1)?.changes).toEqual([]);
  });

  it("F102 is revoked, and found as such", async () => {
    await harper("", SIGNED);
    await harper(`/${ID}/revoke`, { note: "in person" });
    const found = async (status: string) =>
      (await harper<Page>("/_search", { status, patient: "patient-pat" })).json.consents.map(
        (one) => one.status,
      );
    expect([await found("given"), await found("revoked")]).toEqual([[], ["revoked"]]);
  });

  it.each(["paul.provider", "bea.biller", "ivan.itsupport"])(
    "F102 %s neither reads nor writes it",
    async (person) => {
      const init = { purpose: "treatment" };
      const replies = [
        await api.ask(person, PATH, { ...init, body: SIGNED }),
        await api.ask(person, `${PATH}/_search`, { ...init, body: {} }),
      ];
      expect(replies.map(({ status }) => status)).toEqual([403, 403]);
    },
  );
});
