import { describe, expect, it } from "vitest";
import { createPdp } from "./http.ts";
import { ask } from "./testing/ask.ts";
import { openHospital } from "./testing/hospital.ts";

const READ = { name: "read" };
const AUDIT = { "x-purpose-of-use": "audit" };
const who = { subject: { type: "user" }, action: READ, resource: { type: "Patient", id: "patient-pat" } };
const mine = (type: string) => ({
  subject: { type: "user", id: "bea.biller" },
  action: READ,
  resource: { type },
  context: { purpose: "billing" },
});

interface Searched {
  readonly results: readonly { readonly id: string }[];
  readonly page: { readonly next_token: string; readonly count: number };
  readonly context?: { readonly reason?: string };
}

async function found(asker: string, path: string, body: object, headers = {}) {
  const desk = await openHospital();
  const told = await ask(createPdp(desk.deps), asker, path, body, headers);
  return { ...told, ...desk, body: told.body as Searched };
}

describe("searches of the decision API", () => {
  it("F164 PDP-31 finds who may see a whole record, for an auditor", async () => {
    const asked = { ...who, context: { purpose: "patient-request" } };
    const { body, entries } = await found("audra.auditor", "search/subject", asked, AUDIT);
    expect(body.results).toEqual([{ type: "user", id: "pat.patient" }]);
    expect(entries).toMatchObject([
      {
        personId: "audra.auditor",
        asked: { interaction: "pdp.search.subject" },
        release: {
          patients: ["patient-pat"],
          released: ["policy.rules", "relation.facts", "workforce.roster"],
        },
      },
    ]);
  });

  it("F164 PDP-31 refuses who has no auditor's right", async () => {
    const told = await found("nina.nurse", "search/subject", who, { "x-purpose-of-use": "treatment" });
    expect(told.status).toBe(403);
    expect(told.entries).toMatchObject([{ release: { outcome: "deny", reason: "no_grant" } }]);
  });

  it("F164 PDP-31 finds nobody without a purpose, as an evaluation would", async () => {
    const { body } = await found("audra.auditor", "search/subject", who, AUDIT);
    expect(body.results).toEqual([]);
  });

  it("F164 PDP-32 finds resources in the subject's reach, and asks for no other patient's", async () => {
    const { body, asked, entries } = await found("pep", "search/resource", mine("Patient"));
    expect(body.results).toEqual([{ type: "Patient", id: "patient-pat" }]);
    expect(asked).toEqual(["Patient?patient=patient-pat"]);
    expect(entries).toMatchObject([
      { personId: "bea.biller", release: { records: ["Patient/patient-pat"] } },
    ]);
  });

  it("F164 PDP-32 finds only resources that an evaluation permits", async () => {
    const { body, deps } = await found("pep", "search/resource", mine("Claim"));
    const pdp = createPdp(deps);
    const answers = await Promise.all(
      body.results.map(({ id }) =>
        ask(pdp, "pep", "evaluation", { ...mine("Claim"), resource: { type: "Claim", id } }),
      ),
    );
    expect(body.results.length).toBeGreaterThan(3);
    expect(body.results.map(({ id }) => id)).not.toContain("claim-part2");
    expect(answers.every((answer) => (answer.body as { decision: boolean }).decision)).toBe(true);
  });

  it("F164 PDP-32 refuses who asks for another's reach", async () => {
    const asked = { ...mine("Patient"), subject: { type: "user", id: "nina.nurse" } };
    const told = await found("bea.biller", "search/resource", asked, { "x-purpose-of-use": "billing" });
    expect(told.status).toBe(403);
  });

  it("F164 PDP-33 finds the actions that an evaluation permits", async () => {
    const asked = { ...mine("Patient"), resource: { type: "Patient", id: "patient-pat" } };
    const { body } = await found("pep", "search/action", asked);
    expect(body.results).toEqual([{ name: "read" }, { name: "search" }]);
  });

  it("F164 PDP-34 goes through all pages once", async () => {
    const pdp = createPdp((await openHospital()).deps);
    const ids: string[] = [];
    for (let token: string | undefined; token !== "";) {
      const page = { limit: 2, ...(token === undefined ? {} : { token }) };
      const { body } = await ask(pdp, "pep", "search/resource", { ...mine("Claim"), page });
      ids.push(...(body as Searched).results.map(({ id }) => id));
      token = (body as Searched).page.next_token;
    }
    const all = await ask(pdp, "pep", "search/resource", mine("Claim"));
    expect(ids).toEqual((all.body as Searched).results.map(({ id }) => id));
  });

  it.each([
    ["another question", { ...mine("Encounter") }],
    ["another purpose", { ...mine("Claim"), context: { purpose: "eligibility" } }],
  ])("F164 PDP-34 takes no page token for %s", async (_, other) => {
    const pdp = createPdp((await openHospital()).deps);
    const { body } = await ask(pdp, "pep", "search/resource", { ...mine("Claim"), page: { limit: 1 } });
    const token = (body as Searched).page.next_token;
    expect(token).not.toContain("patient-pat");
    expect((await ask(pdp, "pep", "search/resource", { ...other, page: { token } })).status).toBe(400);
  });

  it("F164 PDP-34 takes no forged page token", async () => {
    const told = await found("pep", "search/resource", { ...mine("Claim"), page: { token: "abc" } });
    expect(told.status).toBe(400);
  });

  it("F164 PDP-35 finds nothing for a subject who may not", async () => {
    const asked = { ...mine("Patient"), subject: { type: "user", id: "ivan.itsupport" } };
    const { status, body } = await found("pep", "search/resource", asked);
    expect([status, body.results, body.context?.reason]).toEqual([200, [], "purpose_not_permitted"]);
  });
});
