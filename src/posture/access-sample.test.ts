import { parse } from "yaml";
import { beforeAll, describe, expect, it } from "vitest";
import { isControl } from "../catalogue/control-element.ts";
import { DROP, join, KEEP, transformOf } from "../catalogue/transforms.ts";
import type { RecordFacts } from "../catalogue/types.ts";
import { givesControlElement } from "../decision/control-element.ts";
import { decide } from "../decision/decide.ts";
import { buildRelationIndex } from "../decision/relation-index.ts";
import type { Facts } from "../decision/types.ts";
import { viewOf } from "../decision/view.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { accessReport, type PersonAccess, type RoleAccess } from "./access-report.ts";
import { sampleOf } from "./sample.ts";
import { NOW, personOf, shippedFiles, shippedPolicy } from "./testing/shipped.ts";

/** A role as its file has it: read once more, past the compiler. */
interface RoleFile {
  readonly id: string;
  readonly title: string;
  readonly jobFunctions: readonly string[];
  readonly grants: "none" | readonly { readonly purpose: string; readonly on: string }[];
  readonly eligible: {
    readonly breakGlass: boolean;
    readonly jit?: readonly string[];
    readonly approve?: readonly string[];
  };
  readonly recertify: { readonly every: string; readonly by: string };
}

let policy: CompiledPolicy;
let files: ReadonlyMap<string, RoleFile>;
beforeAll(async () => {
  policy = await shippedPolicy();
  const roles = (await shippedFiles()).filter(({ path }) => path.includes("/roles/"));
  files = new Map(roles.map(({ text }) => parse(text) as RoleFile).map((role) => [role.id, role]));
});

const CASE = "Claim/1";
const PATIENT = "p1";

/** Facts of one relation alone, to all of the patient and to one case. */
function factsOf(relation: string): Facts {
  const window = { from: NOW - 1, until: NOW + 1, syncedAt: NOW, source: "test" };
  const facts = [[], [CASE]].map((refs) => ({ relation, patientId: PATIENT, refs, ...window }));
  const none = { authorizations: [], consents: [], restrictions: [], grants: [] };
  return { relations: buildRelationIndex(facts), ...none };
}

/** A record of each type, about the patient and about nobody. */
function records(): readonly RecordFacts[] {
  const paths = policy.catalogue.elements.flatMap(({ fhir }) => fhir);
  const types = [...new Set(paths.map((path) => /^\w+/.exec(path)?.[0] ?? ""))];
  return types.flatMap((type) =>
    [[PATIENT], []].map((patients) => {
      const id = type === "Patient" ? PATIENT : "1";
      return { type, id, patients, attributed: true, segments: 0, refs: [`${type}/${id}`, CASE] };
    }),
  );
}

/** What the engine shows of every record to somebody who holds this role for this purpose by this relation alone. */
function shownBy(role: string, purpose: string, relation: string): Uint8Array {
  const shown = new Uint8Array(policy.catalogue.elements.length);
  const held = policy.roles.get(role);
  if (held === undefined) return shown;
  const only = held.grants.filter((grant) => grant.purpose === purpose && grant.relation === relation);
  const alone = { ...policy, roles: new Map([[role, { ...held, grants: only }]]), exceptions: [] };
  const facts = factsOf(relation);
  const own = policy.relations.get(relation)?.kind === "self" ? PATIENT : null;
  const subject = { personId: "x", roles: [role], active: true, patientId: own, baa: null, scopes: null };
  for (const capability of ["read", "search"] as const) {
    const asked = {
      act: "use",
      purpose,
      capability,
      caseId: CASE,
      recipient: null,
      exemption: null,
    } as const;
    const where = { system: "ehr", channel: "fhir", now: NOW };
    const decision = decide({ ...asked, ...where, subject }, alone, facts);
    for (const record of records())
      viewOf(decision, record, facts)?.elements.forEach(
        (code, i) => (shown[i] = joined(shown[i] ?? 0, code)),
      );
    // What is in no record is given by the control API, by the same decision.
    for (const element of policy.catalogue.elements.filter(isControl))
      if (givesControlElement(decision, element.id)) shown[element.index] = KEEP;
  }
  return shown;
}

function joined(a: number, b: number): number {
  const both = join(a, b);
  if (both === undefined) throw new Error("no form is both: the shipped policy has none such");
  return both;
}

/** From a role's file to `purpose: relations: elements`, by trying each relation that it names. */
function byTrying({ id, grants }: RoleFile): readonly string[] {
  const named = grants === "none" ? [] : grants;
  return [...new Set(named.map(({ purpose }) => purpose))].toSorted().flatMap((purpose) => {
    const relations = [...new Set(named.filter((one) => one.purpose === purpose).map(({ on }) => on))];
    const tried = relations.map((on) => [on, shownBy(id, purpose, on)] as const);
    const giving = tried.filter(([, shown]) => shown.some((code) => code !== DROP));
    if (giving.length === 0) return [];
    const elements = policy.catalogue.elements.flatMap((element) => {
      const code = giving.reduce((all, [, shown]) => joined(all, shown[element.index] ?? 0), DROP);
      return code === DROP ? [] : [`${element.id} ${transformOf(code)}`];
    });
    return [
      lineOf(
        purpose,
        giving.map(([on]) => on),
        elements,
      ),
    ];
  });
}

function asReported({ access }: RoleAccess): readonly string[] {
  return access
    .map(({ purpose, relations, groups }) => {
      const elements = groups.flatMap((group) => group.elements.map(({ element, as }) => `${element} ${as}`));
      return lineOf(purpose, relations, elements);
    })
    .toSorted();
}

function lineOf(purpose: string, relations: readonly string[], elements: readonly string[]): string {
  return `${purpose}: ${[...relations].toSorted().join(" ")}: ${[...elements].toSorted().join(", ")}`;
}

/** Eighty workers, every other with two roles. */
function workers(): readonly PersonAccess[] {
  const roles = [...files.keys()];
  const roster = Array.from({ length: 80 }, (_, i) => {
    const two = [roles[(i * 7) % roles.length] ?? "", roles[(i * 5 + 3) % roles.length] ?? ""];
    return personOf(`worker-${i}`, { roles: [...new Set(i % 2 === 0 ? two : two.slice(0, 1))] });
  });
  const { people } = accessReport(policy, roster, [], NOW);
  const held = new Map(roster.map((person) => [person.id, person.roles]));
  for (const { person, roles: told } of people)
    expect(told.map(({ role }) => role)).toEqual(held.get(person));
  return people;
}

describe("the sample of 25 workers", () => {
  it("F027 goes from job title to tasks, role, relations and elements as the policy does, by trying each relation", () => {
    const sample = sampleOf(workers(), 25, "ocr-2026");
    const told = sample.flatMap(({ roles }) => roles);
    expect(sample).toHaveLength(25);
    expect(sample.filter(({ roles }) => roles.length === 2).length).toBeGreaterThan(5);
    expect(
      new Set(told.flatMap(({ access }) => access.flatMap(({ relations }) => relations))).size,
    ).toBeGreaterThan(5);
    for (const role of told) {
      const file = files.get(role.role);
      expect([role.title, role.jobFunctions]).toEqual([file?.title, file?.jobFunctions]);
      expect(role.jobFunctions.length).toBeGreaterThan(0);
      expect(asReported(role)).toEqual(file === undefined ? [] : byTrying(file));
    }
  }, 60_000);
});

describe("the controls of a role", () => {
  it("F130 are those of its file: broken glass, requests for a case, approval, recertification", () => {
    const roster = [...files.keys()].map((role) => personOf(`holder-of-${role}`, { roles: [role] }));
    const told = accessReport(policy, roster, [], NOW).people.flatMap(({ roles }) => roles);
    const controls = told.map(({ role, breakGlass, jit, approve, recertify }) => {
      return { role, breakGlass, jit, approve, recertify };
    });
    const written = [...files.values()].map(({ id, eligible, recertify }) => {
      const { breakGlass, jit = [], approve = [] } = eligible;
      return { role: id, breakGlass, jit, approve, recertify };
    });
    expect(controls.toSorted(byRole)).toEqual(written.toSorted(byRole));
    expect(controls.filter(({ breakGlass }) => breakGlass).length).toBeGreaterThan(2);
    expect(controls.filter(({ jit }) => jit.length > 0).length).toBeGreaterThan(5);
    expect(controls.filter(({ approve }) => approve.length > 0).length).toBeGreaterThan(1);
  });

  it("F130 stand beside every person who holds the role, with its other holders and other roles", () => {
    const roster = [
      personOf("a", { roles: ["nurse"] }),
      personOf("b", { roles: ["biller", "nurse"] }),
      personOf("c", { roles: ["biller"] }),
    ];
    const { people } = accessReport(policy, roster, [], NOW);
    const glass = people.map(({ person, roles }) => [person, roles.map(({ breakGlass }) => breakGlass)]);
    expect(glass).toEqual([
      ["a", [true]],
      ["b", [false, true]],
      ["c", [false]],
    ]);
  });
});

function byRole(a: { readonly role: string }, b: { readonly role: string }): number {
  return a.role < b.role ? -1 : 1;
}
