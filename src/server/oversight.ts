import type { EvidenceStore } from "../governance/evidence/ports.ts";
import { type EvidenceParts, openEvidence } from "./evidence/open-evidence.ts";
import { type HealthParts, openHealth } from "./health.ts";
import { openInventory } from "./inventory.ts";
import { openPolicyDrafts } from "./policy-drafts.ts";
import { openPolicyDesk } from "./posture.ts";
import { openRecordSummaries } from "./record-summaries.ts";

type PolicyDeskParts = Parameters<typeof openPolicyDesk>[0];

/** What is looked at, and what it is asked of. */
export type OversightParts = Pick<PolicyDeskParts, "log"> &
  Parameters<typeof openInventory>[0] &
  Parameters<typeof openPolicyDrafts>[0] &
  Parameters<typeof openRecordSummaries>[0] &
  HealthParts &
  Omit<EvidenceParts, "policyDesk" | "retention" | "store"> & {
    readonly artifacts: EvidenceStore;
    /** Who and what the policy desk counts: people, their relation facts, and the upstream. */
    readonly told: Pick<PolicyDeskParts, "people" | "facts" | "upstream">;
  };

/** What officers, administrators and auditors look at: the policy, who reaches what, the record in sums, systems, health, evidence. */
export async function openOversight(parts: OversightParts) {
  const policyDrafts = openPolicyDrafts(parts);
  const policyDesk = openPolicyDesk({
    ...parts,
    ...parts.told,
    system: parts.config.system,
    drafts: policyDrafts,
  });
  const { retention } = parts.safekeeping.desks;
  const evidence = openEvidence({ ...parts, policyDesk, retention, store: parts.artifacts });
  return {
    desks: {
      policyDesk,
      policyDrafts,
      recordSummaries: openRecordSummaries(parts),
      inventory: openInventory(parts),
      health: await openHealth(parts),
      evidence: evidence.desk,
    },
    /** Work of its own among the jobs. */
    kinds: [evidence.kind],
  };
}
