import { expect, it } from "vitest";
import { integrityEntry, type IntegrityFindings } from "../../audit/integrity.ts";
import { practiceApi } from "../testing/practice-api.ts";

const PATH = "/api/v1/record/integrity";
const findings: IntegrityFindings = {
  from: 1,
  until: 101,
  entries: 99,
  missing: 1,
  tree: "ok",
  incomplete: 1,
  examples: [{ id: "01a20030-678e-7044-9f3f-115324d0f52b", gaps: ["purpose", "rule"] }],
};
const act = { id: "01a20030-678e-7044-9f3f-000000000001", at: Date.UTC(2026, 4, 4), policyHash: "ab" };

const api = () =>
  practiceApi({
    more: ({ deps }) => ({
      record: {
        search: async (query, withPatients) =>
          query.interaction === "system.integrity.check"
            ? { entries: [integrityEntry(findings, act)], next: null }
            : deps.record.search(query, withPatients),
      },
    }),
  });

it("F012 shows what the checks of the record found to who may read it, and records that", async () => {
  const practice = await api();
  const reply = await practice.ask("audra.auditor", PATH, { purpose: "audit" });
  const { examples: _, ...counts } = findings;
  const check = {
    ...counts,
    entry: act.id,
    at: "2026-05-04T00:00:00.000Z",
    ok: false,
    examples: [{ id: findings.examples[0]?.id, lacks: ["purpose", "rule"] }],
  };
  expect([reply.status, reply.json]).toEqual([200, { checks: [check] }]);
  expect(practice.entries.at(-1)).toMatchObject({
    interaction: "api.record.integrity",
    released: ["record.entries"],
  });
});

it("F012 denies them to who may not read the record", async () => {
  const reply = await (await api()).ask("bea.biller", PATH, { purpose: "billing" });
  expect(reply.status).toBe(403);
});
