import { expect, test } from "vitest";
import { changed, compiled, NOW } from "./testing/changed-policy.ts";
import { readBase } from "./testing/base-policy.ts";
import { shownBy } from "./testing/shown-by.ts";
import { compilePolicy } from "./validate.ts";

const base = compiled(readBase());
const exception = `apiVersion: modicum/v1
kind: Exception
id: cutover
title: Cut-over
owner: privacy-officer
reviewBy: 2027-05-01
cfr: [164.308(a)(4)]
why: The new system is checked against the old one.
grant: {role: nurse, purpose: treatment, on: clinic, can: [read], elements: [patient.ssn], systems: [lis-new]}
reason: Change CHG-1182
approvedBy: [privacy-officer, it-lead]
from: 2026-05-01
until: 2026-05-15
`;

test("F007 POL-601 no files make no policy", () => {
  const result = compilePolicy([], NOW);
  expect(result.ok ? [] : result.error.map(({ id }) => id)).toEqual(["POL-212"]);
});

test("POL-602 grants are numbered within role and purpose, in file order", () => {
  const policy = compiled(
    changed({
      "roles/nurse.yaml": [
        "    segments: [bh]\n",
        "    segments: [bh]\n  - {purpose: billing, on: billable, can: [read], elements: [D]}\n" +
          "  - {purpose: treatment, on: directory, can: [read], elements: [directory.*]}\n",
      ],
    }),
  );
  expect(policy.roles.get("nurse")?.grants.map(({ rule }) => rule)).toEqual([
    "role:nurse/treatment#1",
    "role:nurse/billing#1",
    "role:nurse/treatment#2",
  ]);
});

test("POL-603 a list of segments shows all elements of the grant on their records", () => {
  const [grant] = base.roles.get("nurse")?.grants ?? [];
  const bit = base.segments.find(({ id }) => id === "bh")?.bit ?? -1;
  expect([...(grant?.segments.keys() ?? [])]).toEqual([bit]);
  expect(shownBy(base, grant?.segments.get(bit))).toEqual(shownBy(base, grant?.elements));
});

test("POL-603 a segment under a pattern shows the elements of the pattern alone", () => {
  const [grant] = base.roles.get("biller")?.grants ?? [];
  const bit = base.segments.find(({ id }) => id === "bh")?.bit ?? -1;
  expect(shownBy(base, grant?.segments.get(bit))).toEqual({
    "claim.dx-codes": "keep",
    "claim.lines": "keep",
  });
});

test("POL-603 a pattern never shows more than the grant does", () => {
  const policy = compiled(
    changed({ "roles/biller.yaml": ["elements: [D, claim.*]", "elements: [D, {id: claim.*, as: mask}]"] }),
  );
  const [grant] = policy.roles.get("biller")?.grants ?? [];
  const bit = policy.segments.find(({ id }) => id === "bh")?.bit ?? -1;
  expect(shownBy(policy, grant?.segments.get(bit))).toEqual({
    "claim.dx-codes": "mask",
    "claim.lines": "mask",
  });
});

test("F004 POL-604 a purpose may give what it needs and what may be asked, without what it never gives", () => {
  const billing = base.purposes.get("billing");
  expect(Object.keys(shownBy(base, billing?.never))).toEqual([
    "claim.dx-codes",
    "claim.lines",
    "directory.practitioner",
    "note.body",
    "patient.address",
    "patient.birth-date",
    "patient.name",
  ]);
  const psychotherapy = base.segments.find(({ id }) => id === "psychotherapy")?.bit ?? -1;
  expect(billing?.neverSegments).toBe(1 << psychotherapy);
});

test("POL-604 a purpose that does not say what it needs has no ceiling but what it never gives", () => {
  const policy = compiled(changed({ "purposes/treatment.yaml": ["never: [", "never: [patient.ssn, "] }));
  const shown = Object.keys(shownBy(policy, policy.purposes.get("treatment")?.never));
  expect(shown).toEqual(policy.catalogue.elements.map(({ id }) => id).filter((id) => id !== "patient.ssn"));
});

test("POL-301 an element named by its own id decides over a set that holds it", () => {
  const policy = compiled(
    changed({ "roles/nurse.yaml": ["[D, note.body]", "[{id: patient.birth-date, as: generalize:year}, D]"] }),
  );
  const [grant] = policy.roles.get("nurse")?.grants ?? [];
  expect(shownBy(policy, grant?.elements)["patient.birth-date"]).toBe("generalize:year");
});

test("POL-613 a set may hold sets, and its `except` comes last", () => {
  const policy = compiled(
    changed({
      "sets/d.yaml": ["elements: [patient.*]", "elements: [All]"],
      "sets/all.yaml":
        readBase()
          .find(({ path }) => path === "sets/d.yaml")
          ?.text.replace("id: D", "id: All")
          .replace("except: [patient.ssn]", "except: [patient.address]") ?? "",
    }),
  );
  const [grant] = policy.roles.get("nurse")?.grants ?? [];
  expect(Object.keys(shownBy(policy, grant?.elements))).toEqual([
    "note.body",
    "patient.birth-date",
    "patient.name",
  ]);
});

test("POL-612 an exception is a dated grant for whole days of the organization's zone", () => {
  const policy = compiled(changed({ "exceptions/cutover.yaml": exception }));
  const [grant] = policy.exceptions ?? [];
  expect(grant?.rule).toBe("exception:cutover");
  expect(grant?.role).toBe("nurse");
  expect(grant?.period).toEqual({
    from: Date.parse("2026-05-01T05:00:00Z"),
    until: Date.parse("2026-05-16T05:00:00Z"),
  });
  expect(shownBy(policy, grant?.elements)).toEqual({ "patient.ssn": "keep" });
});

test("POL-612 an exception is no standing grant, so what looks at those alone gives nothing by it", () => {
  const policy = compiled(changed({ "exceptions/cutover.yaml": exception }));
  const rules = [...policy.roles.values()].flatMap((role) => role.grants.map(({ rule }) => rule));
  expect(rules.filter((rule) => rule.startsWith("exception:"))).toEqual([]);
});

test("POL-302 what no standing grant of a role gives, an exception may", () => {
  const billers = exception
    .replace("role: nurse", "role: biller")
    .replace("elements: [patient.ssn]", "elements: [note.body]");
  const policy = compiled(changed({ "exceptions/cutover.yaml": billers }));
  expect(policy.exceptions?.map(({ role }) => role)).toEqual(["biller"]);
});

test("F004 a disclosure rule carries its recipients, its elements and its own rule id", () => {
  const rule = base.purposes.get("billing")?.disclose;
  expect(rule?.rule).toBe("purpose:billing/disclose");
  expect([...(rule?.recipients ?? [])]).toEqual(["health-plan"]);
  expect(Object.keys(shownBy(base, rule?.elements))).toEqual([
    "claim.dx-codes",
    "claim.lines",
    "patient.name",
  ]);
  expect(base.purposes.get("billing")?.request).toBeUndefined();
});

test("an exemption keeps its ceiling: acts, recipients, bases, transactions, segments it does not lift", () => {
  const exemption = base.exemptions.get("hipaa-compliance");
  expect(exemption?.rule).toBe("exempt:hipaa-compliance");
  expect(Object.keys(shownBy(base, exemption?.profiles.get("837p")))).toEqual([
    "claim.dx-codes",
    "claim.lines",
    "patient.name",
  ]);
  const psychotherapy = base.segments.find(({ id }) => id === "psychotherapy")?.bit ?? -1;
  expect(base.exemptions.get("treatment")?.exceptSegments).toBe(1 << psychotherapy);
});

test("relations keep their sources with their options", () => {
  expect(base.relations.get("claim-assigned")).toEqual({
    id: "claim-assigned",
    title: "Claim on the work list",
    why: "For the cases.",
    kind: "fact",
    recordBound: true,
    permits: true,
    staleAfterMs: 900_000,
    sources: [{ kind: "task-owner", options: { focus: ["Claim"] } }],
  });
});

test("segments carry their labels qualified by system", () => {
  const bh = base.segments.find(({ id }) => id === "bh");
  expect([...(bh?.labels.security ?? [])]).toEqual(["http://terminology.hl7.org/CodeSystem/v3-ActCode|PSY"]);
  expect(bh?.labels.prefixes).toEqual([
    "http://hl7.org/fhir/sid/icd-10-cm|F2",
    "http://hl7.org/fhir/sid/icd-10-cm|F3",
  ]);
});
