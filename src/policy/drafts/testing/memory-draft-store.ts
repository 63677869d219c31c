import { isDiscarded, latestOf, summaryOf } from "../draft.ts";
import type { DraftStore } from "../ports.ts";
import type { Draft, PolicySnapshot } from "../types.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Drafts in memory, for tests of what stands on them. */
export function memoryDraftStore(): DraftStore {
  const drafts = new Map<string, Draft>();
  const snapshots = new Map<string, PolicySnapshot>();
  return {
    async start(head, first, base) {
      snapshots.set(base.digest, base);
      drafts.set(head.id, { ...head, versions: [first] });
    },
    async append(draftId, version, base) {
      const draft = drafts.get(draftId);
      if (draft === undefined || latestOf(draft).n >= version.n) return false;
      if (base !== undefined) snapshots.set(base.digest, base);
      drafts.set(draftId, { ...draft, versions: [...draft.versions, version] });
      return true;
    },
    find: async (draftId) => drafts.get(draftId),
    async list({ status, after, limit }) {
      if (after !== undefined && !UUID.test(after)) return [];
      return [...drafts.values()]
        .toSorted((a, b) => (a.id < b.id ? 1 : -1))
        .filter(({ id }) => after === undefined || id < after)
        .map((draft) => summaryOf(draft, latestOf(draft)))
        .filter(({ latest }) => status === undefined || isDiscarded(latest) === (status === "discarded"))
        .slice(0, limit);
    },
    snapshot: async (digest) => snapshots.get(digest),
  };
}
