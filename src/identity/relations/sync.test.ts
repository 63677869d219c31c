import { beforeEach, describe, expect, it } from "vitest";
import { personNamed } from "../testing/people-store.contract.ts";
import {
  DAY,
  factsAfterSync,
  failuresIn,
  holdingNow,
  NOW,
  practice,
  relation,
} from "../testing/relations.ts";
import { resource } from "../testing/upstream.ts";
import { planSources } from "./plan.ts";
import { refreshPatientFacts, syncRelations } from "./sync.ts";

const PAUL = { reference: "Practitioner/paul" };
const careTeam = relation("care-team-member", {}, { id: "care-team" });
const queue = relation("task-owner", {}, { id: "queue" });
const team = (id: string, patient: string, member: object = PAUL) =>
  resource("CareTeam", id, {
    status: "active",
    subject: { reference: `Patient/${patient}` },
    participant: [{ member }],
  });
const visit = (id: string, patient: string, start: number, end: number) =>
  resource("Encounter", id, {
    status: "finished",
    subject: { reference: `Patient/${patient}` },
    participant: [{ individual: PAUL }],
    period: { start: new Date(start).toISOString(), end: new Date(end).toISOString() },
  });

describe("planSources", () => {
  it.each([
    ["an unknown kind", relation("everybody")],
    ["a name of Object.prototype", relation("constructor")],
    ["an option the kind does not take", relation("care-team-member", { focus: ["Claim"] })],
    ["a window that is no duration", relation("care-team-member", { before: "soon" })],
    ["a holder that is none", relation("claim-open", { holder: "everybody" })],
  ])("REL-1 refuses %s", (_title, definition) => {
    expect(() => planSources([careTeam, definition])).toThrow(
      expect.objectContaining({ code: "config_invalid" }),
    );
  });

  it("REL-1 runs no source when one is not known", async () => {
    const parts = practice();
    const syncing = syncRelations({ ...parts, definitions: [careTeam, relation("everybody")] });
    await expect(syncing).rejects.toMatchObject({ code: "config_invalid" });
    expect(parts.upstream.asked).toEqual([]);
  });
});

const role = (fields: object = {}) => resource("PractitionerRole", "r", { practitioner: PAUL, ...fields });

const place = (type: string, id: string, fields: object) => resource(type, id, fields);

describe("holders", () => {
  const byRole = { reference: "PractitionerRole/r" };

  it("REL-3 takes a role for its practitioner", async () => {
    expect(await holdingNow(careTeam, [role(), team("1", "pat", byRole)])).toEqual(["Practitioner/paul pat"]);
  });

  it("REL-3 takes a role that is not active for nobody", async () => {
    expect(await holdingNow(careTeam, [role({ active: false }), team("1", "pat", byRole)])).toEqual([]);
  });

  it("REL-3 finds the department that a room is part of", async () => {
    const room = place("Location", "room-4", { partOf: { reference: "Location/dept-primary-care" } });
    const where = { reference: "Location/room-4" };
    expect(await holdingNow(careTeam, [room, team("1", "pat", where)])).toEqual([
      "department/primary-care pat",
    ]);
  });

  it("REL-3 ends where places are part of each other", async () => {
    const rooms = [
      place("Location", "a", { partOf: { reference: "Location/b" } }),
      place("Location", "b", { partOf: { reference: "Location/a" } }),
    ];
    expect(await holdingNow(careTeam, [...rooms, team("1", "pat", { reference: "Location/a" })])).toEqual([]);
  });

  it("REL-3 takes the department that is configured for a place", async () => {
    const parts = practice();
    parts.upstream.resources = [team("1", "pat", { reference: "Location/4711" })];
    const departments = { prefix: "dept-", places: { "Location/4711": "front-desk" } };
    await syncRelations({ ...parts, definitions: [careTeam], departments });
    expect(await parts.store.ofHolders(["department/front-desk"])).toHaveLength(1);
  });

  it("REL-2 keeps nothing for practitioners and departments that nobody here belongs to", async () => {
    const strangers = [
      team("1", "pat", { reference: "Practitioner/stranger" }),
      team("2", "pat", { reference: "Location/dept-far" }),
    ];
    const parts = practice();
    parts.upstream.resources = strangers;
    await syncRelations({ ...parts, definitions: [careTeam] });
    expect(await parts.store.status()).toMatchObject([{ facts: 0 }]);
  });
});

describe("patients", () => {
  it.each([
    ["an absolute reference", "https://ehr.example/fhir/Patient/pat", 1],
    ["a version of it", "Patient/pat/_history/3", 1],
    ["a contained patient", "#pat", 0],
    ["a logical reference", "urn:uuid:0b2c", 0],
    ["somebody who is no patient", "RelatedPerson/pat", 0],
  ])("REL-5 counts %s as it should", async (_title, reference, count) => {
    const one = resource("CareTeam", "1", {
      status: "active",
      subject: { reference },
      participant: [{ member: PAUL }],
    });
    expect(await factsAfterSync(careTeam, [one])).toHaveLength(count);
  });

  it("REL-5 makes a fact for each patient of a record with several", async () => {
    const actors = ["Patient/pat", "Patient/twin", "Location/dept-front-desk"].map((reference) => ({
      actor: { reference },
    }));
    const start = new Date(NOW).toISOString();
    const shared = resource("Appointment", "a", { status: "booked", start, participant: actors });
    const facts = await holdingNow(relation("appointment-clinic", { after: "1d", before: "1d" }), [shared]);
    expect(facts).toEqual(["department/front-desk pat", "department/front-desk twin"]);
  });
});

describe("windows", () => {
  const participant = relation("encounter-participant", { before: "90d" });

  it("REL-6 joins the windows of visits that touch, and names the latest", async () => {
    const visits = [
      visit("1", "pat", NOW - 80 * DAY, NOW - 80 * DAY),
      visit("2", "pat", NOW - 9 * DAY, NOW - 9 * DAY),
    ];
    const facts = await factsAfterSync(participant, visits);
    expect(facts).toMatchObject([
      { from: NOW - 80 * DAY, until: NOW + 81 * DAY, refs: [], source: "Encounter/2" },
    ]);
  });

  it("REL-6 keeps visits apart for a relation that is bound to records", async () => {
    const visits = [
      visit("1", "pat", NOW - 9 * DAY, NOW - 9 * DAY),
      visit("2", "pat", NOW - 9 * DAY, NOW - 9 * DAY),
    ];
    const facts = await factsAfterSync({ ...participant, recordBound: true }, visits);
    expect(facts.map((fact) => fact.refs)).toEqual([["Encounter/1"], ["Encounter/2"]]);
  });

  it("keeps nothing whose window is over", async () => {
    expect(await factsAfterSync(participant, [visit("1", "pat", NOW - 200 * DAY, NOW - 199 * DAY)])).toEqual(
      [],
    );
  });
});

describe("syncRelations", () => {
  let parts: ReturnType<typeof practice>;
  beforeEach(() => {
    parts = practice();
    parts.upstream.resources = [team("1", "pat"), visit("7", "pat", NOW - DAY, NOW - DAY)];
  });

  it("reads a type once for all sources that need it, as far back as the farthest looks", async () => {
    const definitions = [
      relation("encounter-participant", { before: "90d" }, { id: "one" }),
      relation("encounter-finished", { before: "1y" }, { id: "two" }),
    ];
    await syncRelations({ ...parts, definitions });
    const reads = parts.upstream.asked.filter(({ type }) => type === "Encounter");
    expect(reads).toEqual([{ type: "Encounter", parameters: [["date", "ge2025-05-04"]] }]);
  });

  it("takes nothing for a resource of a type it did not ask for", async () => {
    const wrong = { ...team("1", "pat"), resourceType: "Basic" };
    parts.upstream.search = async function* () {
      yield wrong;
    };
    await syncRelations({ ...parts, definitions: [careTeam] });
    expect(await parts.store.status()).toMatchObject([{ facts: 0 }]);
  });

  it("REL-7 keeps the old facts of a source that fails half-way, and says so by code", async () => {
    const definitions = [careTeam, queue];
    await syncRelations({ ...parts, definitions });
    parts.upstream.resources = [];
    parts.upstream.failing.set("CareTeam", "upstream_invalid");
    const outcomes = await syncRelations({ ...parts, definitions });
    expect(failuresIn(outcomes)).toEqual(["care-team/1-care-team-member upstream_invalid"]);
    expect(await parts.store.status()).toMatchObject([
      { source: "care-team/1-care-team-member", facts: 1, syncedAt: NOW, lastFailure: "upstream_invalid" },
      { source: "queue/1-task-owner", lastFailure: null },
    ]);
  });

  it("REL-7 fails every source when it cannot tell who is who", async () => {
    parts.upstream.failing.set("PractitionerRole", "upstream_unreachable");
    const outcomes = await syncRelations({ ...parts, definitions: [careTeam, queue] });
    expect(failuresIn(outcomes)).toHaveLength(2);
  });

  it("forgets the facts of a source that the policy no longer names", async () => {
    await syncRelations({ ...parts, definitions: [careTeam] });
    await syncRelations({ ...parts, definitions: [queue] });
    expect(await parts.store.ofHolders(["Practitioner/paul"])).toEqual([]);
  });

  it("keeps imported rosters", async () => {
    await syncRelations({ ...parts, definitions: [careTeam] });
    const [fact] = await parts.store.ofHolders(["Practitioner/paul"]);
    await parts.store.replaceSource("import/panel", fact ? [{ ...fact, holder: "workforce" }] : [], NOW);
    await syncRelations({ ...parts, definitions: [careTeam] });
    expect(await parts.store.ofHolders(["workforce"])).toHaveLength(1);
  });

  it("REL-2 knows a person who joined after the sync by the department they join", async () => {
    parts.upstream.resources = [team("1", "pat", { reference: "Location/dept-primary-care" })];
    await syncRelations({ ...parts, definitions: [careTeam] });
    await parts.people.upsert([personNamed("new.nurse", { department: "primary-care" })]);
    expect(await parts.store.ofHolders(["department/primary-care"])).toHaveLength(1);
  });
});

describe("refreshPatientFacts", () => {
  it("REL-8 replaces the facts of that patient alone, though the upstream answers with others", async () => {
    const parts = practice();
    parts.upstream.resources = [team("1", "pat"), team("2", "other")];
    await syncRelations({ ...parts, definitions: [careTeam] });
    parts.upstream.resources = [team("3", "other"), team("4", "pat"), team("5", "third")];
    await refreshPatientFacts({ ...parts, definitions: [careTeam] }, "pat");
    const facts = await parts.store.ofHolders(["Practitioner/paul"]);
    expect(facts.map((fact) => fact.source).toSorted()).toEqual(["CareTeam/2", "CareTeam/4"]);
  });

  it("REL-8 asks the upstream for that patient", async () => {
    const parts = practice();
    await refreshPatientFacts({ ...parts, definitions: [careTeam] }, "pat");
    expect(parts.upstream.asked.at(-1)).toEqual({
      type: "CareTeam",
      parameters: [["patient", "Patient/pat"]],
    });
  });
});
