import { beforeAll, describe, expect, it } from "vitest";
import { DROP, meet, transformOf } from "../catalogue/transforms.ts";
import { decide } from "../decision/decide.ts";
import { buildRelationIndex } from "../decision/relation-index.ts";
import type { Facts } from "../decision/types.ts";
import { JoinSet } from "../decision/vectors.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { accessCsv } from "./access-csv.ts";
import { accessReport, type PersonAccess } from "./access-report.ts";
import { sampleOf } from "./sample.ts";
import { NOW, personOf, shippedPolicy } from "./testing/shipped.ts";

let policy: CompiledPolicy;
beforeAll(async () => (policy = await shippedPolicy()));

const NO_FACTS: Facts = {
  relations: buildRelationIndex([]),
  authorizations: [],
  consents: [],
  restrictions: [],
  grants: [],
};
const MAX = personOf("max.manager", { roles: ["manager"] });

function kindsIn(...report: Parameters<typeof accessReport>): readonly string[] {
  return accessReport(...report).orphans.map(({ kind, subject }) => `${kind} ${subject}`);
}

/** What the engine gives to somebody with these roles, by purpose: `element transform`, sorted. */
function decidedFor(roles: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const given = new Map<string, readonly string[]>();
  for (const purpose of policy.purposes.keys()) {
    const joined = new JoinSet(policy.catalogue.elements.length);
    for (const capability of ["read", "search"] as const) {
      const subject = { personId: "x", roles, active: true, patientId: null, baa: null, scopes: null };
      const asked = { act: "use", purpose, capability, caseId: "Claim/1", recipient: null } as const;
      const where = { exemption: null, system: "ehr", channel: "fhir", now: NOW };
      const { slices, ceilings, purposes } = decide({ ...asked, ...where, subject }, policy, NO_FACTS);
      if (!purposes.includes(purpose)) continue;
      for (const slice of slices.filter((one) => one.purpose === purpose)) {
        const always = ceilings.filter((one) => one.segments === 0 && one.binds(slice));
        joined.add(
          slice.elements.map((code, i) => always.reduce((c, one) => meet(c, one.atMost[i] ?? 0), code)),
        );
      }
    }
    const shown = [...joined.join()].flatMap((code, index) =>
      code === DROP ? [] : [`${policy.catalogue.elements[index]?.id} ${transformOf(code)}`],
    );
    if (shown.length > 0) given.set(purpose, shown.toSorted());
  }
  return given;
}

function reportedFor({ roles }: PersonAccess): ReadonlyMap<string, readonly string[]> {
  const given = new Map<string, string[]>();
  for (const { purpose, groups } of roles.flatMap(({ access }) => access)) {
    const shown = groups.flatMap(({ elements }) => elements.map(({ element, as }) => `${element} ${as}`));
    given.set(purpose, [...(given.get(purpose) ?? []), ...shown].toSorted());
  }
  return given;
}

describe("the access report", () => {
  it("F027 says of 25 seeded workers, from job title to elements, what the engine decides", () => {
    const roles = [...policy.roles.keys()];
    const roster = Array.from({ length: 80 }, (_, i) =>
      personOf(`worker-${i}`, { roles: [roles[(i * 7) % roles.length] ?? ""] }),
    );
    const { people } = accessReport(policy, roster, [], NOW);
    const sample = sampleOf(people, 25, "ocr-2026");
    expect(sample).toHaveLength(25);
    for (const worker of sample) {
      const held = roster.find(({ id }) => id === worker.person)?.roles ?? [];
      expect(worker.roles.map(({ title }) => title)).toEqual(
        held.map((role) => policy.roles.get(role)?.title),
      );
      expect(reportedFor(worker)).toEqual(decidedFor(held));
    }
  });

  it("F130 names people without a role or a manager, and roles that the policy does not have", () => {
    const roster = [
      MAX,
      personOf("a", { roles: [] }),
      personOf("b", { roles: ["janitor"], manager: null }),
      personOf("c", { roles: ["nurse"], manager: "gone" }),
      personOf("pat", { roles: ["patient"], fhirUser: "Patient/1", manager: null }),
      personOf("left", { roles: [], manager: null, active: false }),
    ];
    const kinds = kindsIn(policy, roster, [], NOW).filter((kind) => !kind.startsWith("role-unheld"));
    expect(kinds).toEqual([
      "person-without-role a",
      "role-unknown b",
      "person-without-manager b",
      "manager-unknown c",
    ]);
  });

  it("F130 names roles that nobody active holds", () => {
    const roster = [MAX, personOf("n", { roles: ["nurse"], active: false })];
    const kinds = kindsIn(policy, roster, [], NOW);
    expect(kinds).toContain("role-unheld nurse");
    expect(kinds).not.toContain("role-unheld manager");
  });

  it("F130 names relation facts that no active person holds", () => {
    const roster = [MAX, personOf("n", { department: "wards", fhirUser: "Practitioner/1" })];
    const held = [
      { holder: "department/wards", facts: 3 },
      { holder: "Practitioner/2", facts: 1 },
      { holder: "workforce", facts: 9 },
    ] as const;
    const facts = accessReport(policy, roster, held, NOW).orphans.filter(
      ({ kind }) => kind === "facts-held-by-nobody",
    );
    expect(facts.map(({ sentence }) => sentence)).toEqual([
      "1 relation fact of `Practitioner/2` belong to no active person",
    ]);
  });

  it("F130 names a grant that gives nothing, and none of the shipped policy's", () => {
    const isEmpty = (kind: string): boolean => kind.startsWith("grant-gives-nothing");
    expect(kindsIn(policy, [MAX], [], NOW).filter(isEmpty)).toEqual([]);
    const billable = policy.relations.get("billable");
    if (billable === undefined) throw new Error("the shipped policy has no relation `billable`");
    const relations = new Map(policy.relations).set("billable", { ...billable, permits: false });
    expect(kindsIn({ ...policy, relations }, [MAX], [], NOW).filter(isEmpty)).toEqual([
      "grant-gives-nothing role:biller/billing#1",
      "grant-gives-nothing role:biller/eligibility#1",
    ]);
  });
});

describe("the sample of an audit", () => {
  const people = Array.from({ length: 50 }, (_, i) => ({ person: `p${i}` }));

  it("F027 is the same for the same seed, in whatever order people come", () => {
    expect(sampleOf(people.toReversed(), 25, "s")).toEqual(sampleOf(people, 25, "s"));
  });

  it("F027 is another for another seed", () => {
    expect(sampleOf(people, 25, "t")).not.toEqual(sampleOf(people, 25, "s"));
  });
});

describe("the access report as CSV", () => {
  it("F130 lets no cell run as a formula, and keeps quotes and commas", () => {
    const roster = [personOf("=cmd", { displayName: 'Smith, "Al"', roles: ["janitor"] })];
    const lines = [...accessCsv(accessReport(policy, roster, [], NOW).people)];
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/^'=cmd,"Smith, ""Al""",,max\.manager,janitor,not in the policy,/);
  });

  it("F130 has a line for each role, purpose and group, as many cells as the header", () => {
    const roster = [personOf("bea", { roles: ["biller"] })];
    const [header = "", ...lines] = [...accessCsv(accessReport(policy, roster, [], NOW).people)];
    const [bea] = accessReport(policy, roster, [], NOW).people;
    const groups = bea?.roles.flatMap(({ access }) => access.flatMap((one) => one.groups)) ?? [];
    expect(lines).toHaveLength(groups.length);
    const unquoted = (line: string): number => line.replaceAll(/"(?:[^"]|"")*"/g, "x").split(",").length;
    expect(new Set(lines.map(unquoted))).toEqual(new Set([unquoted(header)]));
  });
});
