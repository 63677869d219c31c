import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isPurposeOfUseCode } from "../../catalogue/fhir-r4/code-systems.ts";
import { createLabelBook } from "../../catalogue/label-book.ts";
import { recordFactsOf } from "../../catalogue/record-facts.ts";
import { type SegmentReach, segmentReach } from "../../catalogue/segment-reach.ts";
import { DROP } from "../../catalogue/transforms.ts";
import type { Capability } from "../../catalogue/vocabulary.ts";
import { type JsonObject, parseJsonObject } from "../../kernel/json.ts";
import { AUTHORIZATION_PARTS } from "../authorization.ts";
import { readPublicRecords } from "./testing/public-records.ts";
import { readShipped } from "./testing/shipped.ts";

const { policy, files } = await readShipped();
const records = readPublicRecords();

const ROLES = [
  "agent",
  "auditor",
  "biller",
  "call-center",
  "care-manager",
  "coder",
  "demo-guide",
  "front-desk",
  "hr",
  "it-support",
  "key-custodian",
  "log-sender",
  "manager",
  "nurse",
  "patient",
  "pharmacist",
  "privacy-officer",
  "provider",
  "quality-analyst",
  "records-release",
  "researcher",
  "security-officer",
  "vendor-support",
];

describe("shipped purposes", () => {
  it("F026 a fresh install has at least 14 purposes", () => {
    expect(policy.purposes.size).toBeGreaterThanOrEqual(14);
  });

  it("F004 each purpose carries an HL7 PurposeOfUse code, save employment", () => {
    const without = [...policy.purposes.values()].filter(
      ({ code }) => code === undefined || !isPurposeOfUseCode(code),
    );
    expect(without.map(({ id }) => id)).toEqual(["employment"]);
  });

  it("F004 every purpose that a person declares reaches someone or is a parent, training, audit or employment", () => {
    const held = new Set(
      [...policy.roles.values()].flatMap(({ grants }) => grants.map(({ purpose }) => purpose)),
    );
    const idle = [...policy.purposes.values()].filter(({ id, declarable }) => declarable && !held.has(id));
    expect(idle.map(({ id }) => id).toSorted()).toEqual(["employment", "operations", "payment", "training"]);
  });
});

describe("shipped roles", () => {
  it("F028 every role of the gallery loads", () => {
    expect([...policy.roles.keys()].toSorted()).toEqual(ROLES);
  });

  it("F028 each role has somebody in the demonstration", () => {
    expect(policy.people.flatMap(({ roles }) => roles).toSorted()).toEqual(ROLES);
  });

  it("F032 human resources hold no grant, and cannot break the glass", () => {
    const empty = [...policy.roles.values()].filter(
      ({ grants, breakGlass }) => grants.length === 0 && !breakGlass,
    );
    expect(empty.map(({ id }) => id).toSorted()).toEqual(["hr"]);
  });

  describe("who holds the keys", () => {
    const can = (capability: Capability) =>
      [...policy.roles.values()].filter(({ grants }) =>
        grants.some((grant) => grant.can.has(capability) && givenBy(grant).includes("key.ring")),
      );

    it("KEY-30 F155 is given the keys and nothing else, and may neither ask for more nor break the glass", () => {
      const given = can("administer").map((role) => [
        role.id,
        role.grants.flatMap(givenBy),
        role.breakGlass,
        role.eligible.jit,
      ]);
      expect(given).toEqual([["key-custodian", ["key.ring"], false, []]]);
    });

    it("KEY-30 F155 approves nothing about them: that is for another role, which nobody holds beside it", () => {
      expect(can("approve").map(({ id }) => id)).toEqual(["security-officer"]);
      for (const [one, other] of [
        ["key-custodian", "security-officer"],
        ["security-officer", "key-custodian"],
      ] as const)
        expect(policy.roles.get(one)?.conflictsWith).toContain(other);
    });

    it("KEY-30 F155 holds no role that reads patients beside it", () => {
      const readers = [...policy.roles.values()].filter(({ grants }) =>
        grants.some((grant) => givenBy(grant).some((element) => element.startsWith("patient."))),
      );
      const custodian = policy.roles.get("key-custodian");
      const apart = new Set(custodian?.conflictsWith);
      const ofWorkforce = readers.filter(({ kind }) => kind === "workforce").map(({ id }) => id);
      expect(ofWorkforce.length).toBeGreaterThan(8);
      expect(ofWorkforce.filter((id) => !apart.has(id))).toEqual([]);
    });
  });

  function givenBy({ elements }: { readonly elements: Uint8Array }): string[] {
    return policy.catalogue.elements
      .filter(({ index }) => (elements[index] ?? DROP) !== DROP)
      .map(({ id }) => id);
  }

  it("F029 F030 no role but the patient's own is given the Social Security number", () => {
    const ssn = policy.catalogue.byId("patient.ssn")?.index ?? -1;
    const giving = [...policy.roles.values()].filter(({ grants }) =>
      grants.some(({ elements }) => (elements[ssn] ?? DROP) !== DROP),
    );
    expect(giving.map(({ id }) => id)).toEqual(["patient"]);
  });
});

describe("shipped exemptions", () => {
  it("F024 the six of 45 CFR 164.502(b)(2) and no other", () => {
    expect([...policy.exemptions.keys()].toSorted()).toEqual([
      "authorization",
      "hhs",
      "hipaa-compliance",
      "individual",
      "required-by-law",
      "treatment",
    ]);
  });

  it("F020 the closed list of an authorization is the one that decisions require", () => {
    const file = files.find(({ path }) => path.endsWith("exemptions/authorization.yaml"));
    const listed = [...(file?.text ?? "").matchAll(/^ {4}- ([a-z-]+)/gm)].map(([, part]) => part);
    expect(listed).toEqual([...AUTHORIZATION_PARTS]);
  });
});

describe("shipped segments", () => {
  it("F034 psychotherapy notes, Part 2 and the care of minors are labeled explicitly and never inferred", () => {
    const explicit = policy.segments.filter(
      ({ labels }) => labels.codes.size + labels.prefixes.length + (labels.settings?.size ?? 0) === 0,
    );
    expect(explicit.map(({ id }) => id)).toEqual(["minor", "part2", "psychotherapy"]);
  });

  it.skipIf(records === null)(
    "F034 F166 no vital sign is labeled as anything (skipped where ../shared/data is absent)",
    () => {
      const all = [...(records?.values() ?? [])].flat();
      const book = createLabelBook(policy.segments);
      for (const record of all) book.add(record);
      const vitals = all.filter(isVitalSign);
      expect(vitals.length).toBeGreaterThan(400);
      const labeled = vitals.filter(
        (vital) => recordFactsOf(vital, policy.segments, book.lentTo(vital)).segments !== 0,
      );
      expect(labeled).toEqual([]);
    },
  );

  it.skipIf(records === null)(
    "F166 the README states how far each label reaches (skipped where ../shared/data is absent)",
    () => {
      const readme = readFileSync(join(import.meta.dirname, "../../../content/segments/README.md"), "utf8");
      for (const row of reachTable(records ?? new Map())) expect(readme).toContain(row);
    },
  );

  it("F166 an order for buprenorphine is hidden with the diagnosis behind it, and the blood pressure is not", () => {
    const sud = 1 << (policy.segments.find(({ id }) => id === "sud")?.bit ?? 31);
    const labeled = VISIT.map((record) => [record["resourceType"], labelsWithin(VISIT, record) === sud]);
    expect(labeled).toEqual([
      ["Condition", true],
      ["Medication", true],
      ["MedicationRequest", true],
      ["Encounter", true],
      ["Observation", false],
    ]);
  });
});

const VISIT = [
  `{"resourceType":"Condition","id":"c","code":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"F11.20"}]}}`,
  `{"resourceType":"Medication","id":"m","code":{"coding":[{"system":"http://hl7.org/fhir/sid/ndc","code":"12496-1208-03"}]}}`,
  `{"resourceType":"MedicationRequest","id":"r","medicationReference":{"reference":"Medication/m"},"encounter":{"reference":"Encounter/e"}}`,
  `{"resourceType":"Encounter","id":"e","diagnosis":[{"condition":{"reference":"Condition/c"}}]}`,
  `{"resourceType":"Observation","id":"bp","code":{"coding":[{"system":"http://loinc.org","code":"85354-9"}]},"encounter":{"reference":"Encounter/e"}}`,
].map((text) => parseJsonObject(Buffer.from(text)));

function labelsWithin(records: readonly JsonObject[], record: JsonObject): number {
  const book = createLabelBook(policy.segments);
  for (const one of records) book.add(one);
  return recordFactsOf(record, policy.segments, book.lentTo(record)).segments;
}

function isVitalSign(resource: JsonObject): boolean {
  return (
    resource["resourceType"] === "Observation" && JSON.stringify(resource["category"]).includes("vital-signs")
  );
}

/** One row of the README for each segment and source that labels anything: `| sud | US Core | Observation 2 of 185, … |`. */
function reachTable(sources: ReadonlyMap<string, readonly JsonObject[]>): readonly string[] {
  return [...sources].flatMap(([source, resources]) => {
    const reach = segmentReach(policy.segments, resources);
    return policy.segments.map(({ id }) => `| ${id} | ${source} | ${reachOf(reach, id)} |`);
  });
}

function reachOf(reach: readonly SegmentReach[], id: string): string {
  const parts = reach
    .filter(({ segment }) => segment === id)
    .map(({ type, records: all, own, lent }) => {
      const through = lent === 0 ? "" : ` (${lent} by reference)`;
      return `${type} ${own + lent} of ${all}${through}`;
    });
  return parts.length === 0 ? "none" : parts.join(", ");
}
