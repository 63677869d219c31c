import { describe, expect, test } from "vitest";
import { NOW, sharedHospital } from "../../demo/testing/shared-hospital.ts";
import { plantedChart } from "./chart.ts";
import { KEEP } from "../../src/catalogue/transforms.ts";
import { stringifyJson } from "../../src/kernel/json.ts";
import { differenceOf, NONE, trialOf } from "./checks.ts";
import { specifyLeaks } from "./contract.ts";
import { canariesIn } from "./literals.ts";
import { stratified } from "./sample.ts";
import { AUTHOR, NO_FACTS, purposesOf, sessionsOf, shippedPolicy } from "./sessions.ts";
import { throughNdjson } from "./through-files.ts";
import { bytesOf, gatewayOver } from "./through-gateway.ts";

const policy = await shippedPolicy();
const { resources, landmarks } = sharedHospital();
const links = Object.values<string>({ ...landmarks }).map((one) =>
  one.includes("/") ? one : `Patient/${one}`,
);
const chart = plantedChart(policy, stratified(policy, resources, 1, new Set(links)), landmarks.assignedClaim);
const sessions = sessionsOf(policy, [landmarks.pat, landmarks.psychotherapyPatient, landmarks.part2Patient]);

describe("the sample of the demo hospital", () => {
  test("F160 holds every resource type, every landmark and every segment that the charts have", () => {
    const names = new Set(chart.records.map(({ name }) => name));
    const types = new Set(chart.records.map(({ facts }) => facts.type));
    const segments = chart.records.reduce((mask, { facts }) => mask | facts.segments, 0);
    const held = policy.segments.filter(({ bit }) => (segments >> bit) & 1).map(({ id }) => id);
    expect(resources.filter(({ resourceType }) => !types.has(String(resourceType)))).toEqual([]);
    expect(links.filter((link) => !names.has(link))).toEqual([]);
    expect(held).toEqual(
      expect.arrayContaining(["bh", "sud", "part2", "hiv", "genetic", "reproductive", "psychotherapy"]),
    );
  });

  test("F160 is planted in numbers that tell", () => {
    expect(chart.canaries.size).toBeGreaterThan(2_000);
  });
});

specifyLeaks("the demo hospital", chart, sessions);

describe("who has no right", () => {
  test.each([...policy.roles.values()])(
    "F028 F160 $id gets nothing for a purpose that is not of the role",
    async (role) => {
      const ask = gatewayOver(chart);
      const own = new Set(
        sessions.filter((session) => session.role === role.id).map(({ purpose }) => purpose),
      );
      for (const purpose of [...policy.purposes.keys()].filter(
        (id) => !own.has(id) && !isAbove(id, role.id),
      )) {
        const session = { role: role.id, purpose, patientId: landmarks.pat };
        const replies = await Promise.all(
          ["/Patient/patient-pat", "/Patient", "/Condition", "/Claim"].map((target) => ask(session, target)),
        );
        for (const reply of replies) {
          expect([purpose, reply.status]).toEqual([purpose, 403]);
          expect(canariesIn(bytesOf(reply)).size).toBe(0);
        }
        expect(await throughNdjson(chart, session)).toBe("");
      }
    },
  );

  test("F032 human resources has no session at all, so every purpose above was refused to it", () => {
    expect(sessions.filter(({ role }) => role === "hr")).toEqual([]);
    expect(policy.roles.get("hr")?.breakGlass).toBe(false);
  });

  test("F160 a person of any role sees no patient when nothing relates them to one", async () => {
    const patients = chart.records.filter(({ facts }) => facts.patients.includes(landmarks.pat));
    const unrelated = { ...chart, records: patients, facts: NO_FACTS };
    expect(patients.length).toBeGreaterThan(10);
    for (const session of sessions.filter(({ role }) => role !== "patient")) {
      expect([session.role, await throughNdjson(unrelated, session)]).toEqual([session.role, ""]);
    }
  });
});

describe("sensitive segments", () => {
  test.each([...policy.segments])(
    "F034 nothing of a record under $id comes out for a role and purpose that do not name it",
    async ({ bit }) => {
      const under = chart.records.filter(({ facts }) => (facts.segments >> bit) & 1);
      const guarded = new Set(
        under.flatMap(({ leaves }) => leaves.flatMap(({ literal }) => [...canariesIn(literal)])),
      );
      for (const session of sessions) {
        const meant = policy.declarable.get(session.purpose) ?? [session.purpose];
        const grants = (policy.roles.get(session.role)?.grants ?? []).filter((grant) =>
          meant.includes(grant.purpose),
        );
        if (grants.some((grant) => grant.segments.has(bit))) continue;
        const { ndjson } = await trialOf(chart, session);
        const came = [...canariesIn(ndjson)].filter((canary) => guarded.has(canary));
        expect([session.role, session.purpose, came]).toEqual([session.role, session.purpose, []]);
      }
    },
  );

  test("F034 a psychotherapy note comes out to its author and to nobody else", async () => {
    const bit = policy.segments.find(({ id }) => id === "psychotherapy")?.bit ?? -1;
    const notes = chart.records.filter(({ facts }) => (facts.segments >> bit) & 1);
    expect(notes.map(({ name }) => name)).toEqual(
      expect.arrayContaining([landmarks.psychotherapyNote, landmarks.paulsPsychotherapyNote]),
    );
    for (const session of sessions) {
      const came = canariesIn((await trialOf(chart, session)).ndjson);
      const shown = notes.filter(({ leaves }) => leaves.some(({ literal }) => came.has(literal)));
      const writes = session.role === "provider" && ["treatment", "TREAT"].includes(session.purpose);
      const own = writes ? notes.filter(({ resource }) => stringifyJson(resource).includes(AUTHOR)) : [];
      expect([session.role, shown]).toEqual([session.role, own]);
    }
  });
});

describe("grants beyond the role", () => {
  const session = { role: "biller", purpose: "claim-support", patientId: null };
  const note = policy.catalogue.byId("note.progress")?.index ?? -1;
  const asked = chart.records.find(
    ({ facts, leaves }) =>
      facts.segments === 0 && leaves.some(({ owners }) => [owners].flat().includes(note)),
  );
  const lent = {
    id: "g1",
    kind: "jit",
    purpose: "claim-support",
    act: "use",
    patients: asked?.facts.patients ?? [],
    refs: [],
    elements: new Uint8Array(policy.catalogue.elements.length).fill(KEEP, note, note + 1),
    segments: 0,
    systems: [],
  } as const;

  test("F033 a grant that has ended adds nothing to what the role gives", async () => {
    const ended = { ...chart, facts: { ...chart.facts, grants: [{ ...lent, from: 0, until: NOW }] } };
    const bytes = await throughNdjson(ended, session);
    expect(differenceOf(bytes, (await trialOf(chart, session)).expected, chart)).toEqual(NONE);
  });

  test("F033 a grant in force adds the element it names on the patient it names, and nothing else", async () => {
    const current = { ...chart, facts: { ...chart.facts, grants: [{ ...lent, from: NOW, until: NOW + 1 }] } };
    const bytes = await throughNdjson(current, session);
    const { leaked, missing } = differenceOf(bytes, (await trialOf(chart, session)).expected, chart);
    expect(missing).toEqual([]);
    expect(leaked.length).toBeGreaterThan(0);
    for (const place of leaked)
      expect(place).toMatch(/^(?:DocumentReference.*\.content|Composition.*\.section)\./);
  });
});

/** A purpose that stands for purposes below it, some of which the role has. */
function isAbove(purpose: string, role: string): boolean {
  const meant = policy.declarable.get(purpose) ?? [];
  const own = policy.roles.get(role);
  return own !== undefined && purposesOf(own).some((one) => meant.includes(one));
}
