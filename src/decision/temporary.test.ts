import { describe, expect, it } from "vitest";
import {
  ask,
  BH,
  brokenGlass,
  elements,
  fact,
  factsOf,
  jit,
  NOW,
  PSYCHOTHERAPY,
  reasonsOf,
  record,
  shown,
} from "./testing/clinic.ts";
import type { TemporaryGrant } from "./types.ts";

const billing = ask({ as: "biller", purpose: "billing" });
const nurse = ask({ as: "nurse", purpose: "treatment" });
const holding = (...grants: readonly TemporaryGrant[]) => factsOf({ grants });

describe("just-in-time grants", () => {
  it("DEC-TMP-1 a grant adds its elements on its patients", () => {
    expect(shown(billing, holding(jit()), record("Observation"))).toEqual(["observation.laboratory"]);
    expect(shown(billing, holding(jit()), record("Observation", { patients: ["p2"] }))).toBeNull();
  });

  it.each([
    ["at its start", { from: NOW }, true],
    ["before its start", { from: NOW + 1 }, false],
    ["a millisecond before its end", { until: NOW + 1 }, true],
    ["at its end exactly", { until: NOW }, false],
  ])("F010 DEC-TMP-2 a grant holds in [from, until): %s", (_, window, visible) => {
    expect(shown(billing, holding(jit(window)), record("Observation")) !== null).toBe(visible);
  });

  it("F010 DEC-TMP-2 when nothing but the end stands in the way, the reason is `grant_expired`", () => {
    const facts = factsOf({ grants: [jit({ until: NOW, act: "use" })] });
    const request = ask({ as: "records-clerk", purpose: "billing", capability: "read" });
    expect(reasonsOf(request, facts)).toEqual(["grant_expired"]);
  });

  it("DEC-TMP-3 a grant without patients gives nothing", () => {
    expect(shown(billing, holding(jit({ patients: [] })), record("Practitioner", { patients: [] }))).toEqual([
      "directory.name",
    ]);
    expect(shown(billing, holding(jit({ patients: [] })), record("Observation"))).toBeNull();
  });

  it("DEC-TMP-3 a grant that names records reaches those alone", () => {
    const facts = holding(jit({ refs: ["Observation/1"] }));
    expect(shown(billing, facts, record("Observation", { id: "1" }))).not.toBeNull();
    expect(shown(billing, facts, record("Observation", { id: "2" }))).toBeNull();
  });

  it("DEC-TMP-4 a grant serves its own purpose and act alone", () => {
    expect(shown(billing, holding(jit({ purpose: "treatment" })), record("Observation"))).toBeNull();
    expect(shown(billing, holding(jit({ act: "request" })), record("Observation"))).toBeNull();
  });

  it("DEC-TMP-4 a grant lets one read and search, not locate", () => {
    expect(
      shown(ask({ ...billing, as: "biller", capability: "locate" }), holding(jit()), record("Observation")),
    ).toBeNull();
  });

  it("F011 DEC-TMP-5 a grant bound to a system is denied in another", () => {
    const request = ask({ as: "records-clerk", purpose: "billing" });
    expect(reasonsOf(request, holding(jit({ systems: ["lis"] })))).toEqual(["wrong_system"]);
  });

  it("F034 DEC-TMP-6 a grant opens the segments it names", () => {
    const labelled = record("Observation", { segments: BH });
    expect(shown(billing, holding(jit()), labelled)).toBeNull();
    expect(shown(billing, holding(jit({ segments: BH })), labelled)).toEqual(["observation.laboratory"]);
  });
});

describe("break-glass", () => {
  it("DEC-TMP-7 broken glass lifts the relation for an eligible role, for the patients it names", () => {
    expect(shown(nurse, holding(brokenGlass()), record("Condition", { segments: BH }))).toEqual([
      "condition.code",
    ]);
    expect(shown(nurse, holding(brokenGlass()), record("Condition", { patients: ["p2"] }))).toBeNull();
  });

  it("F032 DEC-TMP-7 a role that is not eligible gets nothing from broken glass", () => {
    expect(shown(billing, holding(brokenGlass()), record("Condition"))).toBeNull();
  });

  it("DEC-TMP-7 broken glass serves care, not another purpose of the same person", () => {
    const both = ask({ as: ["nurse", "biller"], purpose: "billing" });
    expect(shown(both, holding(brokenGlass()), record("Condition"))).toBeNull();
  });

  it("F034 DEC-TMP-8 broken glass never opens psychotherapy notes, though it names them", () => {
    const facts = holding(brokenGlass({ segments: PSYCHOTHERAPY }));
    expect(shown(nurse, facts, record("DocumentReference", { segments: PSYCHOTHERAPY }))).toBeNull();
  });

  it("DEC-TMP-7 broken glass ends like any other grant", () => {
    expect(shown(nurse, holding(brokenGlass({ until: NOW })), record("Condition"))).toBeNull();
  });

  it("DEC-TMP-1 a grant adds to what the role has", () => {
    const facts = factsOf({
      relations: [fact("billable", "p1")],
      grants: [jit({ elements: elements("patient.birth-date") })],
    });
    expect(shown(billing, facts, record("Patient"))).toEqual(["patient.name", "patient.birth-date"]);
  });
});
