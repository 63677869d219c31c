import { describe, expect, it } from "vitest";
import { createPdp } from "./http.ts";
import { ask } from "./testing/ask.ts";
import { openHospital } from "./testing/hospital.ts";

const READ = { name: "read" };
const user = (id: string) => ({ type: "user", id });
const billing = (resource: object, more: object = {}) => ({
  subject: user("bea.biller"),
  action: READ,
  resource,
  context: { purpose: "billing", ...more },
});

interface Decided {
  readonly decision: boolean;
  readonly context: {
    readonly reason?: string;
    readonly evaluation_id?: string;
    readonly obligations?: readonly { action: string; elements?: { id: string; as: string }[] }[];
  };
}

async function decide(body: object, who = "pep", more: Parameters<typeof openHospital>[0] = {}) {
  const desk = await openHospital(more);
  const told = await ask(createPdp(desk.deps), who, "evaluation", body);
  return { ...told, body: told.body as Decided, asked: desk.asked };
}

function elementsOf({ context }: Decided): Readonly<Record<string, string>> {
  const release = context.obligations?.find(({ action }) => action === "release-elements");
  return Object.fromEntries((release?.elements ?? []).map(({ id, as }) => [id, as]));
}

describe("a decision", () => {
  it("F164 PDP-20 is the same for a hidden and an absent record, after the same call", async () => {
    const [hidden, absent] = await Promise.all(
      ["patient-stranger", "patient-absent"].map((id) => decide(billing({ type: "Patient", id }))),
    );
    expect(hidden?.body).toEqual(absent?.body);
    expect([hidden?.asked, absent?.asked]).toEqual([
      ["Patient/patient-stranger"],
      ["Patient/patient-absent"],
    ]);
    expect(hidden?.body.context.reason).toBe("not_found");
  });

  it("F164 PDP-20 leaves at a step of time when there is nothing", async () => {
    const begun = performance.now();
    await decide(billing({ type: "Patient", id: "patient-absent" }), "pep", { absentStepMs: 60 });
    expect(performance.now() - begun).toBeGreaterThanOrEqual(59);
  });

  it("F164 PDP-21 tells an enforcement point what may leave, and in which form", async () => {
    const { body } = await decide(billing({ type: "Patient", id: "patient-pat" }));
    const elements = elementsOf(body);
    expect(body.decision).toBe(true);
    expect(elements).toMatchObject({ "patient.name": "keep", "patient.birth-date": "keep" });
    expect(elements).not.toHaveProperty("patient.ssn");
  });

  it("F164 PDP-21 gives transforms with the elements", async () => {
    const told = {
      subject: user("rita.researcher"),
      action: READ,
      resource: { type: "Patient", id: "patient-pat", properties: { patient: "patient-pat" } },
      context: { purpose: "research" },
    };
    const { deps } = await openHospital();
    const facts = deps.pipeline.facts;
    const pipeline = {
      ...deps.pipeline,
      facts: async (...asked: Parameters<typeof facts>) => {
        const known = await facts(...asked);
        const fact = { from: 0, until: Infinity, syncedAt: deps.pipeline.now(), refs: [], source: "cohort" };
        const find = (relation: string, patientId: string) => [{ ...fact, relation, patientId }];
        return { ...known, relations: { find, patients: () => ["patient-pat"] } };
      },
    };
    const { body } = await ask(createPdp({ ...deps, pipeline }), "pep", "evaluation", told);
    const forms = new Set(Object.values(elementsOf(body as Decided)));
    expect([...forms].some((form) => form.startsWith("generalize") || form === "tokenize")).toBe(true);
  });

  it("F164 PDP-21 counts an enforcement point that does not take our obligations as one that honors none", async () => {
    const declared = billing({ type: "Patient", id: "patient-pat" }, { obligations_supported: ["step-up"] });
    expect((await decide(declared)).body).toMatchObject({
      decision: false,
      context: { reason: "obligations_not_honored" },
    });
  });

  it("F164 PDP-22 says yes to others only where the whole of the type is permitted on every record", async () => {
    const whole = {
      subject: user("pat.patient"),
      action: READ,
      resource: { type: "Patient", id: "patient-pat" },
      context: { purpose: "patient-request" },
    };
    const part = {
      subject: user("nina.nurse"),
      action: READ,
      resource: { type: "Patient", id: "patient-pat" },
      context: { purpose: "treatment" },
    };
    expect((await decide(whole, "pat.patient")).body.decision).toBe(true);
    expect((await decide(part, "nina.nurse")).body).toMatchObject({
      decision: false,
      context: { reason: "obligations_not_honored" },
    });
  });

  it("F164 PDP-22 tells nobody else which elements one record shows", async () => {
    const own = {
      subject: user("pat.patient"),
      action: READ,
      resource: { type: "Patient", id: "patient-pat" },
      context: { purpose: "patient-request" },
    };
    expect((await decide(own, "pat.patient")).body.context).not.toHaveProperty("obligations");
  });

  it("F164 PDP-23 denies by policy alone before any record is asked for", async () => {
    const { body, asked } = await decide(billing({ type: "DiagnosticReport", id: "report-pathology" }));
    expect([body.context.reason, asked]).toEqual(["type_not_permitted", []]);
  });

  it("F164 PDP-24 believes an enforcement point about the record it holds", async () => {
    const held = { type: "Claim", id: "app-1", properties: { patient: "Patient/patient-pat" } };
    const strange = { ...held, properties: { patient: "patient-stranger" } };
    expect((await decide(billing(held))).body.decision).toBe(true);
    expect((await decide(billing(strange))).body.context.reason).toBe("not_found");
  });

  it("F164 PDP-24 labels the record it is told of by its codes", async () => {
    const coding = { system: "http://hl7.org/fhir/sid/icd-10-cm", code: "F32.1" };
    const about = {
      type: "Condition",
      id: "app-2",
      properties: { patient: "patient-pat", codings: [coding] },
    };
    const plain = { ...about, properties: { patient: "patient-pat" } };
    const asked = (resource: object) => ({ ...billing(resource), subject: user("cory.coder") });
    const treating = (resource: object) => ({
      ...asked(resource),
      subject: user("nina.nurse"),
      context: { purpose: "treatment" },
    });
    const hiv = { system: "http://hl7.org/fhir/sid/icd-10-cm", code: "B20" };
    const labeled = { ...about, properties: { patient: "patient-pat", codings: [hiv] } };
    expect((await decide(treating(plain))).body.decision).toBe(true);
    expect((await decide(treating(labeled))).body.context.reason).toBe("not_found");
  });

  it("F164 PDP-24 labels the record it is told of by what that refers to", async () => {
    const order = (reason: string) => ({
      type: "MedicationRequest",
      id: "app-3",
      properties: {
        record: {
          resourceType: "MedicationRequest",
          status: "active",
          intent: "order",
          subject: { reference: "Patient/patient-pat" },
          reasonReference: [{ reference: `Condition/${reason}` }],
        },
      },
    });
    const reasonFor = async (reason: string) =>
      (
        await decide({
          ...billing(order(reason)),
          subject: user("nina.nurse"),
          context: { purpose: "treatment" },
        })
      ).body;
    expect((await reasonFor("condition-hypertension")).decision).toBe(true);
    expect((await reasonFor("condition-hiv")).context.reason).toBe("not_found");
  });

  it("F164 PDP-24 looks a record up for who is no enforcement point, whatever they say of it", async () => {
    const claimed = {
      subject: user("pat.patient"),
      action: READ,
      resource: { type: "Patient", id: "patient-stranger", properties: { patient: "patient-pat" } },
      context: { purpose: "patient-request" },
    };
    const { body, asked } = await decide(claimed, "pat.patient");
    expect([body.context.reason, asked]).toEqual(["not_found", ["Patient/patient-stranger"]]);
  });

  it("F164 PDP-25 gives reasons for the person and for the administrator", async () => {
    const { body } = await decide({ ...billing({ type: "Patient", id: "patient-pat" }), context: {} });
    expect(body.context).toMatchObject({
      reason: "purpose_missing",
      reason_user: { "403": expect.stringContaining("no purpose of use was declared") as string },
      reason_admin: { "403": "purpose_missing" },
    });
  });

  it("F164 PDP-25 says where and what to ask, the same for a hidden and an absent record", async () => {
    const url = { accessRequestUrl: "https://ask.test/requests" };
    const [hidden, absent] = await Promise.all(
      ["docref-other", "docref-absent"].map((id) =>
        decide(billing({ type: "DocumentReference", id }), "pep", url),
      ),
    );
    expect(hidden?.body.context).toMatchObject({
      access_request: {
        endpoint: "https://ask.test/requests",
        template: "claim-support",
        elements: expect.arrayContaining(["note.progress"]) as string[],
      },
    });
    expect(hidden?.body).toEqual(absent?.body);
  });

  it("F164 PDP-25 names nowhere to ask where a role may not, or where there is no place for it", async () => {
    const reading = billing({ type: "DocumentReference", id: "docref-other" });
    const patient = { ...reading, subject: user("ivan.itsupport"), context: { purpose: "billing" } };
    expect((await decide(reading)).body.context).not.toHaveProperty("access_request");
    expect(
      (await decide(patient, "pep", { accessRequestUrl: "https://ask.test" })).body.context,
    ).not.toHaveProperty("access_request");
  });

  it.each([
    ["patient.name", true],
    ["patient.ssn", false],
    ["no.such", false],
  ])("F164 PDP-26 answers for the element %s from policy alone", async (id, expected) => {
    const { body, asked } = await decide(billing({ type: "element", id }));
    expect([body.decision, asked]).toEqual([expected, []]);
  });

  it("F164 PDP-27 makes no decision of a fault of the upstream", async () => {
    const { status, body } = await decide(billing({ type: "Patient", id: "broken" }));
    expect([status, typeof body]).toEqual([502, "string"]);
  });

  it("F164 PDP-27 denies the evaluation of a batch that the upstream failed", async () => {
    const { deps } = await openHospital();
    const batch = {
      ...billing({ type: "Patient", id: "patient-pat" }),
      evaluations: [{ resource: { type: "Patient", id: "broken" } }, {}],
    };
    const { body } = await ask(createPdp(deps), "pep", "evaluations", batch);
    const { evaluations } = body as { evaluations: Decided[] };
    expect(evaluations.map(({ decision }) => decision)).toEqual([false, true]);
  });
});
