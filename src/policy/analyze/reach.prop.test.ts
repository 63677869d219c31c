import fc from "fast-check";
import { expect, test } from "vitest";
import { decide } from "../../decision/decide.ts";
import { ask, fact, factsOf, record } from "../../decision/testing/clinic.ts";
import { Tape } from "../../decision/testing/tape.ts";
import { INSTANT, randomPolicy } from "../../decision/testing/world.ts";
import { viewOf } from "../../decision/view.ts";
import type { CompiledPolicy } from "../types.ts";
import { reachWithoutApproval } from "./reach.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 100);
const TYPES = ["Claim", "DocumentReference", "Patient", "Practitioner"];
const ALWAYS = { from: 0, until: Number.MAX_SAFE_INTEGER, syncedAt: INSTANT, refs: ["Claim/1"] };
const FACTS = factsOf({
  relations: ["clinic", "assigned", "originator", "neighbor"].map((relation) => fact(relation, "p1", ALWAYS)),
});

/** Roles that the engine shows the element to, on a record as the type has them: of a patient, or of the directory. */
function seenByEngine(policy: CompiledPolicy, type: string, element: number): readonly string[] {
  const of = record(type, { patients: type === "Practitioner" ? [] : ["p1"], refs: ["Claim/1"] });
  return [...policy.roles.keys()].filter((role) =>
    [...policy.purposes].some(([purpose, { channels }]) =>
      (["read", "search"] as const).some((capability) =>
        ["ehr", "lis"].some((system) => {
          const asked = {
            capability,
            system,
            purpose,
            channel: channels[0] ?? "fhir",
            caseId: "Claim/1",
            now: INSTANT,
          };
          const request = ask({ as: role, ...asked, subject: { patientId: "p1" } });
          return (viewOf(decide(request, policy, FACTS), of, FACTS)?.elements[element] ?? 0) !== 0;
        }),
      ),
    ),
  );
}

test("F171 POL-705 names exactly the roles that the engine lets see an element without approval", () => {
  let reached = 0;
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 400, maxLength: 600 }), (bytes) => {
      const policy = { ...randomPolicy(new Tape(bytes), "comparable"), exceptions: [] };
      for (const { resourceType, elements, standing } of reachWithoutApproval(policy, TYPES)) {
        for (const { element, standing: roles } of elements) {
          const index = policy.catalogue.byId(element)?.index ?? -1;
          expect(roles).toEqual(seenByEngine(policy, resourceType, index));
          reached += roles.length;
        }
        const ofType = new Set(elements.flatMap((one) => one.standing));
        expect(new Set(standing.map(({ role }) => role))).toEqual(ofType);
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  expect(reached).toBeGreaterThan(RUNS);
}, 120_000);
