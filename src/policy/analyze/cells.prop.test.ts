import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DROP, join, codeOf, transformOf } from "../../catalogue/transforms.ts";
import { decide } from "../../decision/decide.ts";
import { ask, fact, factsOf, record } from "../../decision/testing/clinic.ts";
import { Tape } from "../../decision/testing/tape.ts";
import { INSTANT, randomPolicy } from "../../decision/testing/world.ts";
import type { Facts } from "../../decision/types.ts";
import { viewOf } from "../../decision/view.ts";
import type { CompiledPolicy } from "../types.ts";
import { cellsOf } from "./cells.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 400);
const TYPES = ["Patient", "Claim", "DocumentReference", "Practitioner"];
const RECORDS = TYPES.map((type) => record(type));
/** For relations that are bound to records, the fact names all of them. */
const FOREVER = {
  from: 0,
  until: Number.MAX_SAFE_INTEGER,
  syncedAt: INSTANT,
  refs: RECORDS.flatMap(({ refs }) => refs),
};

/** What the engine itself shows somebody of this role, related by `relation`, for this purpose alone. */
function shownByEngine(
  policy: CompiledPolicy,
  role: string,
  purpose: string,
  relation: string,
): Map<string, string> {
  const facts: Facts = factsOf({ relations: [fact(relation, "p1", FOREVER)] });
  const shown = new Map<string, string>();
  for (const capability of ["read", "search"] as const) {
    const request = ask({ as: role, purpose, capability, now: INSTANT, subject: { roles: [role] } });
    const decision = decide(request, policy, facts);
    for (const one of RECORDS) {
      const view = viewOf(decision, one, facts);
      policy.catalogue.elements.forEach(({ id, index }) => {
        const code = view?.elements[index] ?? DROP;
        if (code !== DROP) shown.set(`${capability} ${id}`, transformOf(code));
      });
    }
  }
  return shown;
}

/** The same, from the cells. */
function shownByCells(
  policy: CompiledPolicy,
  role: string,
  purpose: string,
  relation: string,
): Map<string, string> {
  const shown = new Map<string, string>();
  for (const cell of cellsOf(policy, { role, purpose })) {
    if (cell.on !== relation || !(cell.systems.length === 0 || cell.systems.includes("ehr"))) continue;
    for (const capability of ["read", "search"] as const) {
      if (!cell.can.includes(capability)) continue;
      const key = `${capability} ${cell.element}`;
      const known = shown.get(key);
      const code = known === undefined ? codeOf(cell.as) : join(codeOf(known as "keep"), codeOf(cell.as));
      if (code !== undefined) shown.set(key, transformOf(code));
    }
  }
  return shown;
}

describe("cells", () => {
  test("F171 POL-700 say exactly what the engine shows, by brute force on random policies", () => {
    let compared = 0;
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 400, maxLength: 600 }), (bytes) => {
        // Dated exceptions are not standing grants, and cells are of those alone.
        const policy = { ...randomPolicy(new Tape(bytes), "comparable"), exceptions: [] };
        for (const role of policy.roles.keys()) {
          for (const purpose of policy.purposes.values()) {
            const alone = policy.declarable.get(purpose.id)?.length === 1;
            if (!alone || purpose.caseBound || !purpose.declarable || purpose.channels.length > 0) continue;
            for (const relation of ["clinic", "assigned"]) {
              const cells = shownByCells(policy, role, purpose.id, relation);
              expect(cells).toEqual(shownByEngine(policy, role, purpose.id, relation));
              compared += cells.size;
            }
          }
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    expect(compared).toBeGreaterThan(RUNS);
  });
});
