import type { IntakeStore, NewReject, SourceStore } from "../ports.ts";
import type { RecordSource, SourceRules } from "../types.ts";

const DAY = 86_400_000;

/** Sources in memory, for tests of what stands on them. */
export function memorySourceStore(): SourceStore {
  const kept = new Map<string, RecordSource>();
  const put = (id: string, part: Partial<RecordSource>): void => {
    const known = kept.get(id);
    if (known !== undefined) kept.set(id, { ...known, ...part });
  };
  return {
    find: async (id) => kept.get(id),
    list: async () => [...kept.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    async add(source) {
      if (kept.has(source.id)) return false;
      kept.set(source.id, { ...source, seenAt: null, silentSince: null, version: 1 });
      return true;
    },
    async change({ name, kind, owner, rules, intervalMs, disabledAt, id }, version) {
      if (kept.get(id)?.version !== version) return false;
      put(id, { name, kind, owner, rules, intervalMs, disabledAt, version: version + 1 });
      return true;
    },
    async seen(id, at) {
      put(id, { seenAt: Math.max(at, kept.get(id)?.seenAt ?? 0), silentSince: null });
    },
    async silence(id, seenAt, at) {
      const known = kept.get(id);
      if (known === undefined || known.silentSince !== null || known.seenAt !== seenAt) return false;
      put(id, { silentSince: at });
      return true;
    },
    unsilence: async (id) => put(id, { silentSince: null }),
  };
}

/** What came in, in memory. `claimed` says which entries are in the record, and when they came. */
export function memoryIntakeStore(
  claimed: () => readonly { readonly id: string; readonly source: string; readonly at: number }[],
): IntakeStore & { readonly kept: readonly NewReject[] } {
  const kept: NewReject[] = [];
  const duplicates: { source: string; at: number; events: number }[] = [];
  let last: Promise<unknown> = Promise.resolve();
  return {
    kept,
    inTurn<T>(work: () => Promise<T>): Promise<T> {
      const done = last.then(work);
      last = done.catch(() => undefined);
      return done;
    },
    async known(ids) {
      const asked = new Set(ids);
      return new Set(claimed().flatMap(({ id }) => (asked.has(id) ? [id] : [])));
    },
    async keepRejects(rejects) {
      for (const one of rejects) if (kept.every(({ id }) => id !== one.id)) kept.push(one);
    },
    async countDuplicates(source, at, events) {
      duplicates.push({ source, at, events });
    },
    async days(source, since) {
      const rows = [
        ...claimed().map((one) => ({ ...one, accepted: 1, duplicate: 0, rejected: 0 })),
        ...duplicates.map((one) => ({ ...one, accepted: 0, duplicate: one.events, rejected: 0 })),
        ...kept.map((one) => ({ ...one, accepted: 0, duplicate: 0, rejected: 1 })),
      ].filter((one) => one.source === source && dayOf(one.at) >= dayOf(since));
      const days = [...new Set(rows.map(({ at }) => dayOf(at)))].toSorted((a, b) => b - a);
      return days.map((day) => {
        const those = rows.filter(({ at }) => dayOf(at) === day);
        const sum = (name: "accepted" | "duplicate" | "rejected") =>
          those.reduce((total, one) => total + one[name], 0);
        return { day, accepted: sum("accepted"), duplicate: sum("duplicate"), rejected: sum("rejected") };
      });
    },
    rejects: async (source, limit) =>
      kept
        .filter((one) => one.source === source)
        .toSorted((a, b) => b.at - a.at || a.place - b.place)
        .slice(0, limit)
        .map(({ id, at, place, reason }) => ({ id, at, place, reason, raw: null })),
    rejected: async (source, id) => kept.find((one) => one.source === source && one.id === id),
    personBy: async () => undefined,
  };
}

function dayOf(at: number): number {
  return Math.floor(at / DAY) * DAY;
}

const RULES: SourceRules = {
  people: "own",
  aliases: {},
  patients: "ours",
  clients: [],
  certificates: [],
  mapping: null,
};

/** A registered source whose fields can be set one by one. */
export function recordSource(
  fields: Partial<Omit<RecordSource, "rules">> & { readonly rules?: Partial<SourceRules> } = {},
): RecordSource {
  return {
    id: "lab",
    name: "Laboratory system",
    kind: "fhir",
    owner: "sam.security",
    intervalMs: 7 * DAY,
    addedAt: 0,
    seenAt: null,
    silentSince: null,
    disabledAt: null,
    version: 1,
    ...fields,
    rules: { ...RULES, ...fields.rules },
  };
}
