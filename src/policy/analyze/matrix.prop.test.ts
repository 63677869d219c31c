import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DROP, join, transformOf } from "../../catalogue/transforms.ts";
import { decide } from "../../decision/decide.ts";
import { TABLE_ROW } from "../../decision/table-row.ts";
import { ask, fact, factsOf, record } from "../../decision/testing/clinic.ts";
import { Tape } from "../../decision/testing/tape.ts";
import { INSTANT, randomPolicy } from "../../decision/testing/world.ts";
import { viewOf } from "../../decision/view.ts";
import type { CompiledPolicy } from "../types.ts";
import { cellsAt } from "./drill-down.ts";
import { matrixOf } from "./matrix.ts";
import { whoSees } from "./who.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 100);
const ROWS = [["p1"], []].map((patients) => record(TABLE_ROW, { patients, refs: ["Claim/1"] }));

/** Related in every way that a policy of the random worlds knows. */
const FACTS = factsOf({
  relations: ["clinic", "assigned", "originator", "neighbor"].flatMap((relation) => {
    const always = { from: 0, until: Number.MAX_SAFE_INTEGER, syncedAt: INSTANT };
    return [fact(relation, "p1", always), fact(relation, "p1", { ...always, refs: ["Claim/1"] })];
  }),
});

/** The most that the engine shows of each element for this purpose alone, by any capability to read, in any system. */
function mostShown(policy: CompiledPolicy, role: string, purpose: string, segments: number): Uint8Array {
  const most = new Uint8Array(policy.catalogue.elements.length);
  for (const capability of ["read", "search"] as const)
    for (const system of ["ehr", "lis"])
      for (const row of ROWS) {
        const subject = { patientId: "p1", baa: onlyFor(policy, purpose) };
        const channel = policy.purposes.get(purpose)?.channels[0] ?? "fhir";
        const request = ask({
          as: role,
          purpose,
          capability,
          system,
          channel,
          subject,
          caseId: "Claim/1",
          now: INSTANT,
        });
        const view = viewOf(decide(request, policy, FACTS), { ...row, segments }, FACTS);
        view?.elements.forEach((code, i) => (most[i] = join(most[i] ?? DROP, code) ?? DROP));
      }
  return most;
}

/** A parent's declaration means its children too; an agreement for one purpose tells them apart. */
function onlyFor(policy: CompiledPolicy, purpose: string) {
  const elements = new Uint8Array(policy.catalogue.elements.length).fill(7);
  return { id: "b", from: 0, until: INSTANT + 1, purposes: [purpose], elements, systems: [] };
}

function eachPlace(check: (policy: CompiledPolicy, role: string, purpose: string) => void): void {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 400, maxLength: 600 }), (bytes) => {
      const policy = { ...randomPolicy(new Tape(bytes), "comparable"), exceptions: [] };
      for (const role of policy.roles.keys())
        for (const purpose of policy.purposes.keys()) check(policy, role, purpose);
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
}

describe("the matrix", () => {
  test("F171 POL-701 shows exactly what the engine shows, by brute force on random policies", () => {
    let shown = 0;
    eachPlace((policy, role, purpose) => {
      const [row] = matrixOf(policy, { role, purpose });
      const engine = mostShown(policy, role, purpose, 0);
      expect(row?.transforms ?? new Uint8Array(engine.length)).toEqual(engine);
      expect(row?.shown ?? 0).toBe(engine.filter((code) => code !== DROP).length);
      shown += row?.shown ?? 0;
    });
    expect(shown).toBeGreaterThan(RUNS);
  }, 120_000);

  test("F171 POL-701 shows under a segment what the engine shows of records that carry it", () => {
    let shown = 0;
    eachPlace((policy, role, purpose) => {
      const [row] = matrixOf(policy, { role, purpose, segment: "bh" });
      const engine = mostShown(policy, role, purpose, 1);
      expect(row?.transforms ?? new Uint8Array(engine.length)).toEqual(engine);
      shown += row?.shown ?? 0;
    });
    expect(shown).toBeGreaterThan(RUNS / 2);
  }, 120_000);

  test("F171 POL-702 who sees an element is who has it in the matrix", () => {
    eachPlace((policy, role, purpose) => {
      const [row] = matrixOf(policy, { role, purpose });
      for (const { index } of policy.catalogue.elements) {
        const [seer] = whoSees(policy, index, { role, purpose });
        expect(seer?.as ?? "drop").toBe(transformOf(row?.transforms[index] ?? DROP));
      }
    });
  }, 120_000);

  test("F171 POL-703 a place looked into shows what the matrix shows", () => {
    eachPlace((policy, role, purpose) => {
      const [row] = matrixOf(policy, { role, purpose });
      for (const { id: element, index } of policy.catalogue.elements)
        expect(cellsAt(policy, { role, purpose, element })?.as).toBe(
          transformOf(row?.transforms[index] ?? DROP),
        );
    });
  }, 120_000);
});
