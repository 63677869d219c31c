import type { EvidenceStore } from "../ports.ts";
import type { Artifact, NewArtifact } from "../types.ts";

/** Artifacts in memory, for tests of what stands on them. */
export function memoryEvidenceStore(): EvidenceStore {
  const kept: NewArtifact[] = [];
  const newestFirst = (): readonly NewArtifact[] => kept.toReversed();
  return {
    add: async (artifacts) => {
      for (const one of artifacts) if (!kept.some(({ id }) => id === one.id)) kept.push(one);
    },
    find: async (id) => {
      const found = kept.find((one) => one.id === id);
      return found && bare(found);
    },
    list: async ({ kind, preparedBy, from = 0, until = Infinity, after, limit }) => {
      const start = after === undefined ? 0 : newestFirst().findIndex(({ id }) => id === after) + 1;
      return newestFirst()
        .slice(start)
        .filter((one) => kind === undefined || one.kind === kind)
        .filter((one) => preparedBy === undefined || one.preparedBy === preparedBy)
        .filter(({ preparedAt }) => preparedAt >= from && preparedAt < until)
        .slice(0, limit)
        .map(bare);
    },
    newest: async (kind, asOf) => {
      const found = newestFirst()
        .filter((one) => one.kind === kind && one.asOf <= asOf)
        .filter(({ query }) => !/"(filters|sample|patients)"/.test(query))
        .toSorted((one, other) => other.asOf - one.asOf);
      return found[0] && bare(found[0]);
    },
    content: async (id) => kept.find((one) => one.id === id)?.content,
    naming: async (patientId, now) =>
      kept.filter(({ patients, keepUntil }) => patients.includes(patientId) && keepUntil > now),
  };
}

function bare({ content: _content, patients: _patients, ...artifact }: NewArtifact): Artifact {
  return artifact;
}
