import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DROP } from "../catalogue/transforms.ts";
import type { RecordFacts } from "../catalogue/types.ts";
import { decide } from "../decision/decide.ts";
import { buildPolicy, type GrantSpec } from "../decision/testing/policy-builder.ts";
import { Tape } from "../decision/testing/tape.ts";
import { ELEMENT_IDS, INSTANT } from "../decision/testing/world.ts";
import type { Decision } from "../decision/types.ts";
import { viewOf } from "../decision/view.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { type Labels, labelsTold } from "./labels.ts";
import { memberOf, SETTING } from "./testing/random-member.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 200);
const SEGMENTS = ["s0", "s1", "s2", "s3", "s4", "s5"] as const;
/** The policy after has no longer the first, and the others with other bits. */
const AFTER = ["s5", "s4", "s3", "s2", "s1"] as const;
const RELATIONS = ["clinic", "assigned", "billable"] as const;
const TYPES = ["Patient", "Claim", "DocumentReference"];

const facts = RELATIONS.map((relation) => ({
  relation,
  patientId: "p1",
  from: 0,
  until: INSTANT + 1,
  syncedAt: INSTANT,
  refs: [],
  source: "test",
}));
const MEMBER = memberOf("person", ["r"], facts);

/** A decision of a policy whose grants name segments element by element; the segments stand in any order. */
function decisionOf(tape: Tape, names: readonly [string, ...string[]], guarded: boolean): Decision {
  const elements = ["patient.name", "patient.birth-date", "claim.header", "claim.dx-codes", "note.body"];
  const grants = tape.many(4, (): GrantSpec => {
    const segments = elements.map((id) => [id, tape.some(names, 60)] as const);
    return {
      purpose: "treatment",
      on: tape.pick(RELATIONS),
      elements: elements.map((id) => `${id} as ${tape.pick(["keep", "mask", "drop"])}`),
      segments: Object.fromEntries(segments.filter(([, some]) => some.length > 0)),
    };
  });
  const policy = buildPolicy({
    elements: Object.fromEntries(ELEMENT_IDS.map((id) => [id, [typeOf(id)]])),
    segments: names.map((id) => ({ id, guard: guarded && id === "s1" ? "authorization" : "none" })),
    relations: Object.fromEntries(RELATIONS.map((id) => [id, {}])),
    purposes: { treatment: { basis: "treatment", neverSegments: tape.some(names, 10) } },
    roles: { r: { grants } },
  });
  return decidedUnder(policy);
}

function decidedUnder(policy: CompiledPolicy): Decision {
  const asked = { act: "use", purpose: "treatment", capability: "read", caseId: null } as const;
  const request = { ...asked, ...SETTING, recipient: null, exemption: null };
  return decide({ ...request, subject: MEMBER.subjectUnder(policy) }, policy, MEMBER.facts);
}

function typeOf(element: string): string {
  if (element.startsWith("claim")) return "Claim";
  if (element.startsWith("note")) return "DocumentReference";
  return element.startsWith("patient") ? "Patient" : "Practitioner";
}

/** Everything that records with these labels show before and after: `type element before after`. */
function shownUnder(before: Decision, after: Decision, labels: Iterable<Labels>): readonly string[] {
  const places = [...labels].flatMap((masks) => TYPES.map((type) => ({ type, masks })));
  const shown = places.flatMap(({ type, masks }) => {
    const [was, is] = [viewUnder(before, type, masks[0]), viewUnder(after, type, masks[1])];
    return before.policy.catalogue.elements.flatMap(({ id, index }) => {
      const codes = [was?.[index] ?? DROP, is?.[index] ?? DROP];
      return codes.some((code) => code !== DROP) ? [[type, id, ...codes].join(" ")] : [];
    });
  });
  return [...new Set(shown)].toSorted();
}

function viewUnder(decision: Decision, type: string, segments: number): Uint8Array | undefined {
  const record: RecordFacts = { type, id: "p1", patients: ["p1"], attributed: true, refs: [], segments };
  return viewOf(decision, record, MEMBER.facts)?.elements;
}

/** Every set of the segments, each with the bits that it has in either policy. */
function powerSet(before: Decision, after: Decision): readonly Labels[] {
  const bitOf = ({ policy }: Decision, id: string): number => {
    const segment = policy.segments.find((one) => one.id === id);
    return segment === undefined ? 0 : 1 << segment.bit;
  };
  return SEGMENTS.reduce<readonly Labels[]>(
    (all, id) => [...all, ...all.map(([a, b]): Labels => [a | bitOf(before, id), b | bitOf(after, id)])],
    [[0, 0]],
  );
}

const tape = fc.uint8Array({ minLength: 300, maxLength: 500 });

describe("sets of labels that a change is looked at under", () => {
  it("F172 show whatever the power set of the segments shows, on random policies", () => {
    let [told, all] = [0, 0];
    fc.assert(
      fc.property(tape, tape, fc.boolean(), (bytes, others, guarded) => {
        const before = decisionOf(new Tape(bytes), SEGMENTS, guarded);
        const after = decisionOf(new Tape(others), AFTER, guarded);
        const [labels, power] = [labelsTold(before, after), powerSet(before, after)];
        expect(shownUnder(before, after, labels)).toEqual(shownUnder(before, after, power));
        told += labels.length;
        all += power.length;
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(told).toBeLessThan(all);
  });

  it("F172 are a few for 31 segments that grants name alike, and one more for each that is named otherwise", () => {
    const names = Array.from({ length: 31 }, (_, i) => `s${i}`);
    const decision = (given: readonly string[]): Decision => {
      const grant = { purpose: "treatment", on: "clinic", elements: ["a.one", "a.two"] };
      const policy = buildPolicy({
        elements: { "a.one": ["Patient"], "a.two": ["Claim"] },
        segments: names.map((id) => ({ id })),
        relations: { clinic: {} },
        purposes: { treatment: { basis: "treatment" } },
        roles: { r: { grants: [{ ...grant, segments: { "a.*": names.slice(0, 30), "a.two": given } }] } },
      });
      return decidedUnder(policy);
    };
    expect(labelsTold(decision([]), decision([]))).toHaveLength(1);
    expect(labelsTold(decision([]), decision(["s30"]))).toEqual([
      [0, 0],
      [2 ** 30, 2 ** 30],
    ]);
  });

  it("F172 that are too many are refused with a code that says what to do", () => {
    const names = Array.from({ length: 20 }, (_, i) => `s${i}`);
    const grants = names.map((name) => ({
      purpose: "treatment",
      on: "clinic",
      elements: ["a.one"],
      segments: names.filter((one) => one !== name),
    }));
    const policy = buildPolicy({
      elements: { "a.one": ["Patient"] },
      segments: names.map((id) => ({ id })),
      relations: { clinic: {} },
      purposes: { treatment: { basis: "treatment" } },
      roles: { r: { grants } },
    });
    const decision = decidedUnder(policy);
    expect(() => labelsTold(decision, decision)).toThrow(
      expect.objectContaining({ code: "report_too_long", hint: expect.stringContaining("Split the change") }),
    );
  });
});
