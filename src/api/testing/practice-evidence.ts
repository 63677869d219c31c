import { memoryEvidenceStore } from "../../governance/evidence/testing/memory-evidence-store.ts";
import type { EvidenceBuild, EvidenceDesk } from "../evidence/ports.ts";

/** No artifact so far; what is begun is only noted, and every question has the same answer. */
export function practiceEvidence(answer = "answer"): EvidenceDesk & {
  readonly store: ReturnType<typeof memoryEvidenceStore>;
  readonly begun: readonly EvidenceBuild[];
} {
  const begun: EvidenceBuild[] = [];
  return {
    begun,
    store: memoryEvidenceStore(),
    begin: async (build) => {
      begun.push(build);
      return "0196a2f0-0000-7000-8000-00000000000e";
    },
    ask: async () => ({ bytes: Buffer.from(answer), items: 1, patients: [], elements: ["workforce.roster"] }),
  };
}
