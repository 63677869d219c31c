import type { Clock } from "../../kernel/clock.ts";
import type { AuditEntry } from "../types.ts";
import type { SourceStore } from "./ports.ts";
import type { RecordSource } from "./types.ts";

/** `waiting`: nothing has come yet, and it is not late; `silent`: nothing came for the interval; `off`: switched off. */
export type SourceState = "live" | "waiting" | "silent" | "off";

/** How a source stands at `now`, in milliseconds since 1970. */
export function stateOf(source: RecordSource, now: number): SourceState {
  if (source.disabledAt !== null) return "off";
  if (now - (source.seenAt ?? source.addedAt) > source.intervalMs) return "silent";
  return source.seenAt === null ? "waiting" : "live";
}

export interface SilenceParts {
  readonly sources: SourceStore;
  readonly clock: Clock;
  readonly nextEntryId: () => string;
  /** Resolves when durable. */
  readonly append: (entry: AuditEntry) => Promise<void>;
}

/**
 * Puts each source that has fallen silent into the record, once for each silence, and gives those it put there
 * (45 CFR 164.308(a)(1)(ii)(D): what does not come is not reviewed).
 * @throws AppError `record_unavailable`: the next check tries again
 */
export async function recordSilences(parts: SilenceParts): Promise<readonly RecordSource[]> {
  const { sources, clock } = parts;
  const now = clock.now();
  const noted: RecordSource[] = [];
  for (const source of await sources.list()) {
    if (stateOf(source, now) !== "silent" || source.silentSince !== null) continue;
    if (!(await sources.silence(source.id, source.seenAt, now))) continue;
    try {
      await parts.append(silenceOf(source, parts.nextEntryId(), now));
    } catch (fault) {
      await sources.unsilence(source.id);
      throw fault;
    }
    noted.push(source);
  }
  return noted;
}

function silenceOf(source: RecordSource, id: string, at: number): AuditEntry {
  return {
    id,
    at,
    personId: null,
    roles: [],
    act: "use",
    interaction: "source.silent",
    resourceType: null,
    purpose: null,
    purposes: [],
    basis: null,
    rules: [],
    grantIds: [],
    policyHash: "",
    system: source.name,
    channel: "intake",
    outcome: "error",
    reason: "source_silent",
    released: [],
    withheldCount: 0,
    recordCount: 0,
    changes: [`source/${source.id}: silent`],
    recipient: null,
    patients: [],
    records: [],
    query: null,
  };
}
