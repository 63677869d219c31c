import type { RelationFact } from "../src/catalogue/relations.ts";
import { KEEP } from "../src/catalogue/transforms.ts";
import type { TemporaryGrant } from "../src/decision/types.ts";
import type { CompiledPolicy } from "../src/policy/types.ts";
import { AT_ANY_HOUR, BY_DAY, DAY, MINUTE, relationId } from "./decision-policy.ts";
import type { Asked, Rule } from "./decision-rules.ts";
import { FIELDS } from "./decision-rules.ts";

export const patientOf = ({ patient }: Asked): string => `patient-${patient}`;

/** The relation at any hour, and the same by day: rules ask for either. */
export function factsOf(relation: number, patientId: string): RelationFact[] {
  return [AT_ANY_HOUR, BY_DAY].map((hours) => ({
    relation: relationId(relation, hours),
    patientId,
    from: DAY + hours.from * MINUTE,
    until: DAY + hours.until * MINUTE,
    syncedAt: DAY + 1440 * MINUTE,
    refs: [],
    source: "bench",
  }));
}

/** What was approved for this request; null: nothing, or nothing that a rule knows. */
export function approvalOf(
  rule: Rule | undefined,
  asked: Asked,
  patientId: string,
  policy: CompiledPolicy,
): TemporaryGrant | null {
  if (!asked.jit || rule === undefined) return null;
  const elements = new Uint8Array(policy.catalogue.elements.length);
  for (let field = 0; field < FIELDS; field++)
    if (((rule.jitFields >> field) & 1) === 1) elements[rule.type * FIELDS + field] = KEEP;
  const now = DAY + asked.minute * MINUTE;
  return {
    id: `g-${patientId}`,
    kind: "jit",
    purpose: `purpose-${rule.purpose}`,
    act: "use",
    patients: [patientId],
    refs: [],
    segments: 0,
    systems: [],
    elements,
    from: now - 1,
    until: now + MINUTE,
  };
}
