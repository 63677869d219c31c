import { describe, expect, it } from "vitest";
import { DAY, factsAfterSync, holdingNow, NOW, relation } from "../../testing/relations.ts";
import { resource } from "../../testing/upstream.ts";

const PAUL = { reference: "Practitioner/paul" };
const PAT = { reference: "Patient/pat" };
const days = (number: number): string => new Date(NOW + number * DAY).toISOString();
const PAUL_HOLDS = ["Practitioner/paul pat"];

describe("F009 patient-general-practitioner", () => {
  const kind = relation("patient-general-practitioner");

  it("holds for the practitioner a patient names", async () => {
    expect(await holdingNow(kind, [resource("Patient", "pat", { generalPractitioner: [PAUL] })])).toEqual(
      PAUL_HOLDS,
    );
  });

  it("REL-9 does not hold for a patient record that is not active", async () => {
    const gone = resource("Patient", "pat", { active: false, generalPractitioner: [PAUL] });
    expect(await holdingNow(kind, [gone])).toEqual([]);
  });
});

describe("F009 care-team-member", () => {
  const team = (fields: object) =>
    resource("CareTeam", "1", { status: "active", subject: PAT, participant: [{ member: PAUL }], ...fields });

  it.each([
    ["holds for a member of an active team", {}, PAUL_HOLDS],
    ["holds for a team without a status", { status: undefined }, PAUL_HOLDS],
    ["REL-9 does not hold for an inactive team", { status: "inactive" }, []],
    ["does not hold when the team has ended", { period: { end: days(-1) } }, []],
    ["does not hold before the team begins", { period: { start: days(1) } }, []],
    [
      "does not hold when the membership has ended",
      { participant: [{ member: PAUL, period: { end: days(-1) } }] },
      [],
    ],
  ])("%s", async (_title, fields, expected) => {
    expect(await holdingNow(relation("care-team-member"), [team(fields)])).toEqual(expected);
  });
});

const seen = (status: string, start: string | undefined, end: string | undefined) =>
  resource("Encounter", "7", {
    status,
    subject: PAT,
    participant: [{ individual: PAUL }],
    period: { start, end },
  });

describe("F009 encounter-participant", () => {
  it.each([
    ["holds while the encounter is open", seen("in-progress", days(-400), undefined), PAUL_HOLDS],
    ["REL-4 holds 89 days after its end", seen("finished", days(-90), days(-89)), PAUL_HOLDS],
    ["REL-4 does not hold 91 days after its end", seen("finished", days(-92), days(-91)), []],
    ["REL-9 does not hold for a canceled one", seen("cancelled", days(-2), days(-1)), []],
    ["REL-9 does not hold for one entered in error", seen("entered-in-error", days(-2), days(-1)), []],
    ["does not hold for a planned one", seen("planned", days(-1), undefined), []],
    ["REL-4 does not hold for a finished one without any date", seen("finished", undefined, undefined), []],
    [
      "REL-4 counts a finished one without an end from its start",
      seen("finished", days(-89), undefined),
      PAUL_HOLDS,
    ],
  ])("%s", async (_title, encounter, expected) => {
    expect(await holdingNow(relation("encounter-participant", { before: "90d" }), [encounter])).toEqual(
      expected,
    );
  });
});

const at = (day: number, fields: object = {}) =>
  resource("Encounter", "7", {
    status: "finished",
    subject: PAT,
    period: { start: days(day), end: days(day) },
    location: [{ location: { reference: "Location/dept-primary-care" } }],
    ...fields,
  });

describe("F009 encounter-location", () => {
  const kind = relation("encounter-location", { before: "30d", after: "30d" });
  const held = ["department/primary-care pat"];

  it.each([
    ["REL-4 holds 29 days after the visit", at(-29), held],
    ["REL-4 does not hold 31 days after the visit", at(-31), []],
    ["REL-4 holds 29 days ahead of a planned visit", at(29, { status: "planned" }), held],
    ["REL-4 does not hold 31 days ahead of one", at(31, { status: "planned" }), []],
    [
      "holds for the department that provides the service",
      at(-1, { location: [], serviceProvider: { reference: "Organization/dept-primary-care" } }),
      held,
    ],
  ])("%s", async (_title, encounter, expected) => {
    expect(await holdingNow(kind, [encounter])).toEqual(expected);
  });
});

const booked = (day: number, actors: readonly string[], status = "booked") =>
  resource("Appointment", "3", {
    status,
    start: days(day),
    end: days(day),
    participant: ["Patient/pat", ...actors].map((reference) => ({ actor: { reference } })),
  });

describe("F009 appointment-location and appointment-clinic", () => {
  const desk = ["Location/dept-front-desk"];
  const held = ["department/front-desk pat"];

  it.each([
    ["holds on the day", booked(0.1, desk), held],
    ["REL-4 holds for 29 days ahead", booked(29, desk), held],
    ["REL-4 does not hold for 31 days ahead", booked(31, desk), []],
    ["REL-4 holds until a day after", booked(-0.9, desk), held],
    ["REL-4 does not hold two days after", booked(-2, desk), []],
    ["REL-9 does not hold for a canceled one", booked(1, desk, "cancelled"), []],
    ["REL-9 does not hold for one nobody came to", booked(-0.5, desk, "noshow"), []],
  ])("%s", async (_title, appointment, expected) => {
    const kind = relation("appointment-clinic", { before: "1d", after: "30d" });
    expect(await holdingNow(kind, [appointment])).toEqual(expected);
  });

  const directory = [
    resource("PractitionerRole", "r", {
      practitioner: PAUL,
      location: [{ reference: "Location/dept-primary-care" }],
    }),
    resource("HealthcareService", "s", { providedBy: { reference: "Organization/dept-front-desk" } }),
  ];

  it("finds the clinic of an appointment without a place where its practitioner works", async () => {
    const appointment = booked(1, ["Practitioner/paul"]);
    const kind = relation("appointment-clinic", { after: "30d" });
    expect(await holdingNow(kind, [...directory, appointment])).toEqual(["department/primary-care pat"]);
  });

  it("finds the clinic behind a healthcare service", async () => {
    const appointment = booked(1, ["HealthcareService/s", "Practitioner/paul"]);
    const kind = relation("appointment-clinic", { after: "30d" });
    expect(await holdingNow(kind, [...directory, appointment])).toEqual(held);
  });

  it("takes no practitioner for a place in appointment-location", async () => {
    const kind = relation("appointment-location", { after: "30d" });
    expect(await holdingNow(kind, [...directory, booked(1, ["Practitioner/paul"])])).toEqual([]);
  });
});

const visit = (status: string, day: number) =>
  resource("Encounter", "7", {
    status,
    subject: PAT,
    period: { start: days(day), end: days(day) },
    serviceProvider: { reference: "Organization/dept-primary-care" },
  });

describe("F009 encounter-finished", () => {
  it("holds for the whole workforce", async () => {
    const kind = relation("encounter-finished", { before: "18mo" });
    expect(await holdingNow(kind, [visit("finished", -540)])).toEqual(["workforce pat"]);
  });

  it("REL-4 does not hold after its window", async () => {
    expect(
      await holdingNow(relation("encounter-finished", { before: "18mo" }), [visit("finished", -560)]),
    ).toEqual([]);
  });

  it("REL-9 does not hold while the visit goes on", async () => {
    expect(
      await holdingNow(relation("encounter-finished", { before: "18mo" }), [visit("in-progress", -1)]),
    ).toEqual([]);
  });

  it("holds for the department alone when told so", async () => {
    const kind = relation("encounter-finished", { before: "18mo", holder: "department" });
    expect(await holdingNow(kind, [visit("finished", -1)])).toEqual(["department/primary-care pat"]);
  });
});

const paid = (value: number, fields: object = {}) =>
  resource("ExplanationOfBenefit", `e${value}`, {
    status: "active",
    claim: { reference: "Claim/c" },
    payment: { amount: { value } },
    ...fields,
  });

describe("F009 claim-open", () => {
  const kind = relation("claim-open", { before: "18mo" });
  const claim = (fields: object = {}) =>
    resource("Claim", "c", {
      status: "active",
      patient: PAT,
      created: days(-10),
      total: { value: 100.1 },
      item: [{ encounter: [{ reference: "Encounter/7" }] }],
      ...fields,
    });
  const open = ["workforce pat"];
  const benefit = [{ category: { coding: [{ code: "benefit" }] }, amount: { value: 100.1 } }];

  it.each([
    ["holds for a claim that nobody has answered", [claim()], open],
    ["holds while a balance is left", [claim(), paid(100)], open],
    ["does not hold when paid in several parts", [claim(), paid(70.05), paid(30.05)], []],
    [
      "counts the benefit where no payment is named",
      [claim(), paid(0, { payment: undefined, total: benefit })],
      [],
    ],
    ["does not count a canceled payment", [claim(), paid(100.1, { status: "cancelled" })], open],
    ["REL-9 does not hold for a draft", [claim({ status: "draft" })], []],
    ["REL-4 does not hold after its window", [claim({ created: days(-600) })], []],
    ["holds for a claim without a total", [claim({ total: undefined }), paid(100)], open],
  ])("%s", async (_title, resources, expected) => {
    expect(await holdingNow(kind, resources)).toEqual(expected);
  });

  it("REL-6 names the claim and the encounters of its items", async () => {
    const facts = await factsAfterSync({ ...kind, recordBound: true }, [claim()]);
    expect(facts.map((fact) => fact.refs)).toEqual([["Claim/c", "Encounter/7"]]);
  });
});

const task = (fields: object = {}) =>
  resource("Task", "t", {
    status: "requested",
    for: PAT,
    owner: PAUL,
    focus: { reference: "Claim/c" },
    encounter: { reference: "Encounter/7" },
    code: { coding: [{ code: "work-denial" }] },
    ...fields,
  });

describe("F009 task-owner", () => {
  it.each([
    ["holds while the task is open", {}, task(), PAUL_HOLDS],
    ["REL-9 does not hold when it is done", {}, task({ status: "completed" }), []],
    ["holds for the focus that is asked for", { focus: ["Claim"] }, task(), PAUL_HOLDS],
    ["does not hold for another focus", { focus: ["Encounter"] }, task(), []],
    ["holds for the code that is asked for", { codes: ["work-denial"] }, task(), PAUL_HOLDS],
    ["does not hold for another code", { codes: ["code-encounter"] }, task(), []],
    ["does not hold past its restriction", {}, task({ restriction: { period: { end: days(-1) } } }), []],
  ])("%s", async (_title, options, resourceInQuestion, expected) => {
    expect(await holdingNow(relation("task-owner", options), [resourceInQuestion])).toEqual(expected);
  });

  it("holds for the department that owns it", async () => {
    const owned = task({ owner: { reference: "Organization/dept-front-desk" } });
    expect(await holdingNow(relation("task-owner"), [owned])).toEqual(["department/front-desk pat"]);
  });

  it("REL-6 names the records it is about", async () => {
    const facts = await factsAfterSync(relation("task-owner", {}, { recordBound: true }), [task()]);
    expect(facts.map((fact) => fact.refs)).toEqual([["Claim/c", "Encounter/7"]]);
  });
});

const group = (fields: object = {}, member: object = {}) =>
  resource("Group", "g", {
    active: true,
    managingEntity: PAUL,
    member: [{ entity: PAT, ...member }],
    ...fields,
  });

describe("F009 group-member", () => {
  it.each([
    ["holds for who manages the group", group(), PAUL_HOLDS],
    ["REL-9 does not hold for an inactive group", group({ active: false }), []],
    ["REL-9 does not hold for an inactive member", group({}, { inactive: true }), []],
    ["does not hold when the membership has ended", group({}, { period: { end: days(-1) } }), []],
  ])("%s", async (_title, resourceInQuestion, expected) => {
    expect(await holdingNow(relation("group-member"), [resourceInQuestion])).toEqual(expected);
  });
});

const order = (status: string, updated: number) =>
  resource("ServiceRequest", "o", {
    status,
    subject: PAT,
    performer: [PAUL],
    meta: { lastUpdated: days(updated) },
  });

describe("F009 order-performer", () => {
  const kind = relation("order-performer", { before: "7d" });

  it.each([
    ["holds while the order is active, however old", order("active", -400), PAUL_HOLDS],
    ["REL-4 holds 6 days after it was done", order("completed", -6), PAUL_HOLDS],
    ["REL-4 does not hold 8 days after", order("completed", -8), []],
    ["REL-9 does not hold for a revoked one", order("revoked", -1), []],
    ["REL-9 does not hold for a draft", order("draft", -1), []],
  ])("%s", async (_title, resourceInQuestion, expected) => {
    expect(await holdingNow(kind, [resourceInQuestion])).toEqual(expected);
  });

  it("holds for the pharmacy that is to dispense", async () => {
    const dispense = { performer: { reference: "Organization/dept-front-desk" } };
    const prescription = resource("MedicationRequest", "m", {
      status: "active",
      subject: PAT,
      dispenseRequest: dispense,
    });
    expect(await holdingNow(kind, [prescription])).toEqual(["department/front-desk pat"]);
  });

  it("reads only the types it is told to", async () => {
    const medications = relation("order-performer", { types: ["MedicationRequest"] });
    expect(await holdingNow(medications, [order("active", -1)])).toEqual([]);
  });
});

const subject = (status: string) =>
  resource("ResearchSubject", "1", { status, individual: PAT, study: { reference: "ResearchStudy/s" } });

describe("F009 research-subject", () => {
  const study = resource("ResearchStudy", "s", { principalInvestigator: PAUL });

  it.each([
    ["holds for the principal investigator", [subject("on-study"), study], PAUL_HOLDS],
    ["REL-9 does not hold for a candidate", [subject("candidate"), study], []],
    ["does not hold for a study that is not there", [subject("on-study")], []],
  ])("%s", async (_title, resources, expected) => {
    expect(await holdingNow(relation("research-subject"), resources)).toEqual(expected);
  });
});

const note = (fields: object = {}) =>
  resource("DocumentReference", "d", { subject: PAT, author: [PAUL], ...fields });

describe("F009 document-author", () => {
  const kind = relation("document-author", {}, { recordBound: true });

  it("holds for good, on the document alone", async () => {
    const [fact] = await factsAfterSync(kind, [note({ date: days(-5_000) })]);
    expect(fact).toMatchObject({
      holder: "Practitioner/paul",
      patientId: "pat",
      refs: ["DocumentReference/d"],
    });
    expect(await holdingNow(kind, [note()])).toEqual(PAUL_HOLDS);
  });

  it("REL-9 does not hold for one entered in error", async () => {
    expect(await holdingNow(kind, [note({ status: "entered-in-error" })])).toEqual([]);
  });

  it("does not make a department the author", async () => {
    const house = note({ author: [{ reference: "Organization/dept-primary-care" }] });
    expect(await holdingNow(kind, [house])).toEqual([]);
  });
});
