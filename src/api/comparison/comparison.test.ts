import { describe, expect, it } from "vitest";
import { createFhirAnswerer } from "../../gateway/fhir/gateway.ts";
import { memoryUpstream } from "../../gateway/fhir/testing/memory-upstream.ts";
import { movableClock } from "../../identity/sessions/testing/movable-clock.ts";
import { memorySealer } from "../../keys/testing/sealer.ts";
import type { JsonObject } from "../../kernel/json.ts";
import { objectProjection } from "../../projection/object-projection.ts";
import { createComparison } from "../../server/comparison.ts";
import { gatewayKeys, projectionContext } from "../../server/gateway-parts.ts";
import { NOW, type PracticeApi, practiceApi, type PracticeFact } from "../testing/practice-api.ts";
import type { Comparison } from "./compare.ts";
import type { ComparisonDesk } from "./ports.ts";

const COMPARISON = "/api/v1/comparison";
const SNOMED = "http://snomed.info/sct";

const patient = (id: string): JsonObject => ({
  resourceType: "Patient",
  id,
  name: [{ family: "Canary", given: ["Ada"] }],
  birthDate: "1980-05-17",
});
const condition = (id: string, patientId: string, code: string): JsonObject => ({
  resourceType: "Condition",
  id,
  subject: { reference: `Patient/${patientId}` },
  code: { coding: [{ system: SNOMED, code, display: `problem ${code}` }] },
});
const PSYCHOTHERAPY: JsonObject = {
  resourceType: "DocumentReference",
  id: "session",
  status: "current",
  subject: { reference: "Patient/p2" },
  meta: { security: [{ system: "http://terminology.hl7.org/CodeSystem/v3-ActCode", code: "PSYTHPN" }] },
  description: "what was said",
};
/** Its link to the patient is a list, so that the gateway takes no search of it by patient. */
const ACCOUNT: JsonObject = {
  resourceType: "Account",
  id: "a2",
  status: "active",
  name: "billing account",
  subject: [{ reference: "Patient/p2" }],
};
const DEPRESSION = "370143000";
const BACK_PAIN = "279039007";
const RECORDS = [
  patient("p1"),
  patient("p2"),
  condition("c1", "p1", BACK_PAIN),
  condition("c2", "p2", BACK_PAIN),
  condition("c3", "p2", DEPRESSION),
  PSYCHOTHERAPY,
  ACCOUNT,
];
const FACTS: readonly PracticeFact[] = ["p1", "p2"].flatMap((id) => [
  { person: "fran.frontdesk", relation: "booked", patient: id },
  { person: "bea.biller", relation: "billable", patient: id },
  { person: "nina.nurse", relation: "clinic", patient: id },
]);

/** The API over the shipped policy, with the real gateway behind the page. */
function demo(
  options: {
    readonly facts?: readonly PracticeFact[];
    readonly change?: (desk: ComparisonDesk) => ComparisonDesk;
  } = {},
) {
  const clock = movableClock(new Date(NOW).toISOString());
  const api = practiceApi({
    clock,
    facts: options.facts ?? FACTS,
    more: ({ deps: { pipeline }, policy: { catalogue } }) => {
      const sealer = memorySealer();
      const upstream = memoryUpstream(RECORDS, catalogue);
      const answer = createFhirAnswerer({
        pipeline,
        upstream,
        baseUrl: "http://modicum.test/fhir",
        projectionOf: objectProjection,
        projectionContext: projectionContext(sealer),
        keys: gatewayKeys(sealer),
      });
      const desk = createComparison({ catalogue, sealer, fhir: upstream, answer }, async (eye, channel) => ({
        authorization: `Bearer ${eye.personId}`,
        purposeHeader: eye.purpose,
        caseHeader: undefined,
        session: undefined,
        channel,
      }));
      return { comparison: options.change?.(desk) ?? desk };
    },
  });
  return { clock, api };
}

async function compared(api: PracticeApi): Promise<Comparison> {
  return (await api.ask<Comparison>(null, COMPARISON)).json;
}

function cellOf({ sections }: Comparison, type: string, element: string, person: string) {
  const found = sections
    .find((section) => section.type === type)
    ?.elements.find((candidate) => candidate.element === element);
  return { held: found, sight: found?.sights.find((sight) => sight.person === person) };
}

describe("one chart through different eyes", () => {
  it("needs no sign-in, and is decided and recorded as the demo's guide", async () => {
    const api = await demo().api;
    const { status, headers } = await api.ask(null, COMPARISON);
    expect([status, headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect(api.entries.at(-1)).toMatchObject({
      id: headers.get("x-request-id"),
      personId: "audra.auditor",
      purpose: "audit",
      interaction: "api.comparison.read",
      released: ["record.comparison"],
      patients: ["p2"],
    });
  });

  it("writes a true entry for each answer, as the person who was answered", async () => {
    const api = await demo().api;
    const { people } = await compared(api);
    for (const { person, purpose, entries } of people) {
      const written = api.entries.filter(({ personId }) => personId === person);
      expect(written.map(({ id }) => id).toSorted()).toEqual(entries.map(({ id }) => id).toSorted());
      expect(new Set(written.map((entry) => entry.purpose))).toEqual(new Set([purpose.id]));
    }
    expect(people).toHaveLength(5);
  });

  it("F008 shows what each person is shown of one value", async () => {
    const shown = await compared(await demo().api);
    const values = shown.people.map(({ person }) => {
      const { sight } = cellOf(shown, "Patient", "patient.birth-date", person);
      return [person, sight?.transform, sight?.values];
    });
    expect(values).toEqual([
      ["fran.frontdesk", "keep", ["1980-05-17"]],
      ["bea.biller", "keep", ["1980-05-17"]],
      ["nina.nurse", "keep", ["1980-05-17"]],
      ["rita.researcher", "drop", [null]],
      ["vera.vendor", "drop", [null]],
    ]);
  });

  it("shows a value transformed as the answer had it", async () => {
    const cohort = { person: "rita.researcher", relation: "cohort", patient: "p2" };
    const shown = await compared(await demo({ facts: [...FACTS, cohort] }).api);
    const { sight } = cellOf(shown, "Patient", "patient.birth-date", "rita.researcher");
    expect([sight?.transform, sight?.values]).toEqual(["generalize:year", ["1980"]]);
  });

  it("tells a sensitive segment apart: shown to the nurse, withheld from the biller with the reason", async () => {
    const shown = await compared(await demo().api);
    const nurse = cellOf(shown, "Condition", "condition.code", "nina.nurse");
    const biller = cellOf(shown, "Condition", "condition.code", "bea.biller");
    expect(nurse.held?.samples.map(({ segments }) => segments)).toEqual([[], ["bh"]]);
    expect(nurse.sight?.values).toEqual([`problem ${BACK_PAIN}`, `problem ${DEPRESSION}`]);
    expect(biller.sight).toMatchObject({ shownOn: 1, values: [`problem ${BACK_PAIN}`, null] });
    expect(biller.sight?.withheld).toMatchObject({ code: "segment_not_permitted" });
  });

  it("does not read psychotherapy notes to anybody, the guide included", async () => {
    const reply = await (await demo().api).ask<Comparison>(null, COMPARISON);
    const note = reply.json.sections.find(({ type }) => type === "DocumentReference");
    expect(note?.elements.length).toBeGreaterThan(0);
    expect(JSON.stringify(reply.json)).not.toContain("what was said");
  });

  it("says of each denied person why, and what they can do next", async () => {
    const { people } = await compared(await demo().api);
    const denied = people
      .slice(3)
      .map(({ outcome, reason, elementsShown }) => [outcome, reason?.code, elementsShown]);
    expect(denied).toEqual([
      ["nothing", "relation_absent", 0],
      ["denied", "baa_inactive", 0],
    ]);
    expect(people.every(({ reason }) => reason === null || reason.next !== "")).toBe(true);
  });

  it("chooses, of the patients whom most reach, the chart with most sensitive segments", async () => {
    expect((await compared(await demo().api)).patient.id).toBe("p2");
    const fewer = FACTS.filter(({ patient: id, person }) => id === "p1" || person === "bea.biller");
    expect((await compared(await demo({ facts: fewer }).api)).patient.id).toBe("p1");
  });

  it("reads one by one what cannot be searched by patient, in the person's name", async () => {
    const api = await demo().api;
    const shown = await compared(api);
    const reads = api.entries.filter(({ interaction }) => interaction === "fhir.read");
    expect(reads).toContainEqual(
      expect.objectContaining({ personId: "bea.biller", resourceType: "Account" }),
    );
    expect(shown.sections.map(({ type }) => type)).toContain("Account");
  });

  it("names the rules that gave anything, as the policy words them", async () => {
    const { rules } = await compared(await demo().api);
    expect(rules).toContainEqual(expect.objectContaining({ id: "role:nurse/treatment#1" }));
  });
});

describe("the last answer again", () => {
  it("asks nobody anew within a minute where that will do, and records the look all the same", async () => {
    const { api: opening, clock } = demo();
    const api = await opening;
    await compared(api);
    const before = api.entries.length;
    clock.pass(59_000);
    const again = await api.ask<Comparison>(null, `${COMPARISON}?fresh=false`);
    expect([again.json.fresh, api.entries.length - before]).toEqual([false, 1]);
  });

  it("asks anew after a minute, and whenever a fresh answer is asked for", async () => {
    const { api: opening, clock } = demo();
    const api = await opening;
    await compared(api);
    expect((await compared(api)).fresh).toBe(true);
    clock.pass(60_000);
    expect((await api.ask<Comparison>(null, `${COMPARISON}?fresh=false`)).json.fresh).toBe(true);
  });
});

describe("closed", () => {
  it("outside the demo there is no such page", async () => {
    const { status, json } = await (await practiceApi()).ask(null, COMPARISON);
    expect([status, json.code]).toEqual([404, "not_found"]);
  });

  it("before relation facts are there it says so", async () => {
    const { status, json } = await (await demo({ facts: [] }).api).ask(null, COMPARISON);
    expect([status, json.code]).toEqual([503, "facts_unavailable"]);
  });

  it("shows nothing when the gateway shows something else than what is explained", async () => {
    const lying = (desk: ComparisonDesk): ComparisonDesk => ({
      ...desk,
      ask: async (eye, type, wanted) => {
        const reply = await desk.ask(eye, type, wanted);
        return { ...reply, records: reply.records.map((record) => ({ ...record, gender: "female" })) };
      },
    });
    const { status, json } = await (await demo({ change: lying }).api).ask(null, COMPARISON);
    expect([status, json.code]).toEqual([403, "evaluation_error"]);
  });
});
