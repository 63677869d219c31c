import { describe, expect, it } from "vitest";
import { createPdp } from "./http.ts";
import { ask } from "./testing/ask.ts";
import { openHospital } from "./testing/hospital.ts";

const READ = { name: "read" };
const PAT = { type: "Patient", id: "patient-pat" };
const user = (id: string) => ({ type: "user", id });
const AUDIT = { "x-purpose-of-use": "audit" };
const bea = { subject: user("bea.biller"), action: READ, resource: PAT, context: { purpose: "billing" } };

describe("who asks the decision API", () => {
  it("F164 PDP-01 records each evaluation, with its patients and elements", async () => {
    const { deps, entries } = await openHospital();
    await ask(createPdp(deps), "pep", "evaluation", bea);
    expect(entries).toMatchObject([
      {
        personId: "bea.biller",
        asked: { interaction: "pdp.evaluation", resourceType: "Patient" },
        release: { outcome: "permit", patients: ["patient-pat"], records: ["Patient/patient-pat"] },
      },
    ]);
    expect(entries[0]?.release).toHaveProperty("released", expect.arrayContaining(["patient.name"]));
  });

  it("F164 PDP-01 records each evaluation of a batch by itself", async () => {
    const { deps, entries } = await openHospital();
    const batch = { ...bea, evaluations: [{}, { resource: { type: "Patient", id: "patient-stranger" } }] };
    await ask(createPdp(deps), "pep", "evaluations", batch);
    expect(entries.map(({ release }) => release.outcome)).toEqual(["permit", "deny"]);
  });

  it("F164 PDP-01 says nothing when the record cannot be written", async () => {
    const desk = await openHospital();
    desk.recordFails = true;
    const { status, body } = await ask(createPdp(desk.deps), "pep", "evaluation", bea);
    expect([status, typeof body]).toEqual([503, "string"]);
  });

  it("F164 PDP-02 asks for a sign-in before it looks at the question, and records it", async () => {
    const { deps, entries } = await openHospital();
    const { status, headers, body } = await ask(createPdp(deps), null, "evaluation", "{");
    expect([status, headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="modicum"']);
    expect(body).toContain("sign in first");
    expect(entries).toMatchObject([
      { personId: null, release: { outcome: "deny", reason: "unauthenticated" } },
    ]);
  });

  it("F164 PDP-03 names the field that is wrong, never its value", async () => {
    const { deps } = await openHospital();
    const body = { ...bea, subject: { type: "user", id: { ssn: "999-12-3456" } } };
    const told = await ask(createPdp(deps), "pep", "evaluation", body);
    expect([told.status, told.body]).toEqual([400, "subject.id: invalid_type"]);
  });

  it("F164 PDP-05 refuses a body that is too long, and a batch that is", async () => {
    const pdp = createPdp((await openHospital()).deps);
    const long = await ask(pdp, "pep", "evaluation", { ...bea, filler: "x".repeat(600_000) });
    const many = await ask(pdp, "pep", "evaluations", {
      ...bea,
      evaluations: Array.from({ length: 101 }, () => ({})),
    });
    expect([long.status, many.status]).toEqual([413, 400]);
  });

  it("F164 PDP-05 takes POST alone", async () => {
    const pdp = createPdp((await openHospital()).deps);
    const response = await pdp.request("/access/v1/evaluation");
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
  });

  it("F164 PDP-10 answers a person about themself", async () => {
    const { deps, entries } = await openHospital();
    const own = {
      subject: user("pat.patient"),
      action: READ,
      resource: PAT,
      context: { purpose: "patient-request" },
    };
    const { body } = await ask(createPdp(deps), "pat.patient", "evaluation", own);
    expect(body).toMatchObject({ decision: true });
    expect(entries[0]?.personId).toBe("pat.patient");
  });

  it("F164 PDP-10 lets no context widen the purpose of a token", async () => {
    const { deps } = await openHospital();
    const bound = {
      ...deps,
      pipeline: {
        ...deps.pipeline,
        identify: (given: Parameters<typeof deps.pipeline.identify>[0]) =>
          deps.pipeline.identify({ ...given, purposeHeader: "training" }),
      },
    };
    const { body } = await ask(createPdp(bound), "pep", "evaluation", bea);
    expect(body).toMatchObject({ decision: false, context: { reason: "purpose_not_permitted" } });
  });

  it("F164 PDP-11 refuses a person who asks about another, the same whether there is one", async () => {
    const pdp = createPdp((await openHospital()).deps);
    const treating = { "x-purpose-of-use": "treatment" };
    const told = await Promise.all(
      ["bea.biller", "nobody.here"].map((id) =>
        ask(pdp, "nina.nurse", "evaluation", { ...bea, subject: user(id) }, treating),
      ),
    );
    expect(told.map(({ status }) => status)).toEqual([403, 403]);
    expect(told[0]?.body).toEqual(told[1]?.body);
  });

  it("F164 PDP-11 answers an auditor about another, in the auditor's name", async () => {
    const { deps, entries } = await openHospital();
    const { status, body } = await ask(createPdp(deps), "audra.auditor", "evaluation", bea, AUDIT);
    expect([status, body]).toMatchObject([
      200,
      { decision: false, context: { reason: "obligations_not_honored" } },
    ]);
    expect(entries).toMatchObject([
      { personId: "audra.auditor", release: { released: ["policy.rules", "relation.facts"] } },
    ]);
  });

  it("F164 PDP-12 names in the sealed query who asked", async () => {
    const { deps, entries } = await openHospital();
    await ask(createPdp(deps), "pep", "evaluation", bea);
    expect(JSON.parse(entries[0]?.asked.query ?? "")).toMatchObject({
      asker: "pep",
      as: "enforcement-point",
    });
  });

  it("F164 PDP-12 lets a client with a person's token ask about that person alone", async () => {
    const point = { clientId: "app", ofItself: false, act: "use", recipient: null } as const;
    const pdp = createPdp((await openHospital({ enforcementPointOf: () => point })).deps);
    const billing = { "x-purpose-of-use": "billing" };
    const own = await ask(pdp, "bea.biller", "evaluation", bea, billing);
    const other = await ask(
      pdp,
      "bea.biller",
      "evaluation",
      { ...bea, subject: user("nina.nurse") },
      billing,
    );
    expect([own.body, other.status]).toMatchObject([{ decision: true }, 403]);
  });

  it("F164 PDP-12 denies an act that was not agreed with the enforcement point", async () => {
    const pdp = createPdp((await openHospital()).deps);
    const context = { purpose: "billing", act: "disclose", recipient: { class: "health-plan", id: "payer" } };
    const { body } = await ask(pdp, "pep", "evaluation", { ...bea, context });
    expect(body).toMatchObject({ decision: false, context: { reason: "act_not_permitted" } });
  });

  it("F164 PDP-12 takes act and recipient from the registration", async () => {
    const recipient = { class: "health-plan", id: "payer-1", verified: true } as const;
    const { deps, entries } = await openHospital({
      enforcementPointOf: () => ({ clientId: "clearing", ofItself: true, act: "disclose", recipient }),
    });
    const { body } = await ask(createPdp(deps), "pep", "evaluation", bea);
    expect(entries[0]?.asked).toMatchObject({ act: "disclose", recipient });
    expect(body).toMatchObject({ decision: true });
  });
});
