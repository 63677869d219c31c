import type { EvidenceStore } from "../../governance/evidence/ports.ts";
import type { ReasonsToKeep } from "../../governance/shredding/ports.ts";

/**
 * The same reasons, and those of evidence: what names a patient is kept as it was prepared, so that nobody makes them
 * unreadable before its six years are over (45 CFR 164.316(b)(2)(i)).
 */
export function withEvidence(
  reasonsToKeep: ReasonsToKeep,
  store: Pick<EvidenceStore, "naming">,
): ReasonsToKeep {
  return async (patientId, now) => {
    const [others, naming] = await Promise.all([reasonsToKeep(patientId, now), store.naming(patientId, now)]);
    return [
      ...others,
      ...naming.map(({ id, keepUntil }) => ({
        code: "retention" as const,
        ground: `164.316(b)(2)(i): evidence ${id}`,
        until: keepUntil,
      })),
    ];
  };
}
