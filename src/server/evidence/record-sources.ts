import { INTEGRITY_CHECK } from "../../audit/integrity.ts";
import type { FormatContext } from "../../audit/formats/context.ts";
import { RECORD_FORMATS } from "../../audit/formats/formats.ts";
import type { RecordQuery } from "../../audit/search.ts";
import type { AuditEntry } from "../../audit/types.ts";
import type { RecordDesk, RecordLogDesk } from "../../api/ports.ts";
import { because } from "../../decision/reasons.ts";
import type { Reason } from "../../decision/types.ts";
import type { KindId } from "../../governance/evidence/kinds.ts";
import { Lottery } from "../../governance/evidence/sample.ts";
import type { Produced, SourceQuery } from "../../governance/evidence/types.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import { KEY_OPERATIONS } from "../../keys/key-types.ts";

export interface RecordParts {
  readonly record: RecordDesk;
  readonly recordLog: Pick<RecordLogDesk, "proofOf">;
}

/** Entries read at once. */
const PAGE = 1_000;

/** What one artifact holds, and what a sample is drawn from, at most. */
export interface Limits {
  readonly entries: number;
  readonly naming: number;
  readonly proven: number;
  readonly population: number;
}

const MOST: Limits = {
  entries: 100_000,
  /** One entry of the record names all of their patients. */
  naming: 2_000,
  proven: 2_000,
  population: 1_000_000,
};

/** Interactions whose entries a kind consists of; not given: all. */
const INTERACTIONS: Readonly<Partial<Record<KindId, readonly string[]>>> = {
  "integrity-checks": [INTEGRITY_CHECK],
  "key-operations": KEY_OPERATIONS.map((kind) => `keys.${kind}`),
  "backups-and-drills": ["system.backup.create", "system.backup.drill"],
  shreddings: ["api.shreddings.propose", "api.shreddings.approve", "api.shreddings.withdraw"],
};

function tooMany(most: number): Reason {
  return because("evidence_too_large", null, `this is about more than ${most} entries`);
}

/** Answers a question to the record, newest first. Reason `evidence_too_large`. */
export async function entriesArtifact(
  parts: RecordParts,
  query: SourceQuery,
  context: FormatContext,
  limits: Limits = MOST,
): Promise<Produced | Reason> {
  const named = query.patients === true;
  const isProof = query.kind === "record-proofs";
  const most = isProof ? limits.proven : named ? limits.naming : limits.entries;
  const entries = await entriesOf(parts.record, query, { ...limits, entries: most });
  if ("code" in entries) return entries;
  const text = isProof ? await proofsOf(parts, entries) : linesOf(query, entries, context);
  const asked = query.filters?.patient === undefined ? [] : [query.filters.patient];
  return {
    bytes: Buffer.from(text),
    items: entries.length,
    patients: [...new Set([...asked, ...entries.flatMap(({ patients }) => patients)])],
    elements: ["record.entries", ...(named || asked.length > 0 ? ["record.patients"] : [])],
  };
}

function linesOf({ kind }: SourceQuery, entries: readonly AuditEntry[], context: FormatContext): string {
  const format = RECORD_FORMATS[kind === "record-events" ? "ndjson-auditevent" : "csv"];
  return [format.header(), ...entries.map((entry) => format.lines(entry, context))].join("");
}

async function entriesOf(
  record: RecordDesk,
  query: SourceQuery,
  { entries: most, population }: Limits,
): Promise<readonly AuditEntry[] | Reason> {
  const { sample } = query;
  const lottery = sample === undefined ? null : new Lottery<AuditEntry>(sample);
  const all: AuditEntry[] = [];
  let seen = 0;
  for await (const entry of every(record, query)) {
    seen += 1;
    if (seen > (lottery === null ? most : population)) return tooMany(lottery === null ? most : population);
    if (lottery === null) all.push(entry);
    else lottery.offer(entry);
  }
  return (lottery?.drawn() ?? all).toSorted(newestFirst);
}

async function* every(record: RecordDesk, query: SourceQuery): AsyncGenerator<AuditEntry> {
  const named = query.patients === true;
  const kinds = INTERACTIONS[query.kind];
  const asked = kinds === undefined ? [{}] : kinds.map((interaction) => ({ interaction }));
  for (const only of asked) {
    let after: string | null | undefined;
    while (after !== null) {
      const page = { ...recordQuery(query), ...only, limit: PAGE, ...(after === undefined ? {} : { after }) };
      const { entries, next } = await record.search(page, named);
      yield* entries;
      after = next;
    }
  }
}

function recordQuery({ kind, asOf, filters = {} }: SourceQuery): Omit<RecordQuery, "limit"> {
  const { person, patient, ...alike } = filters;
  return {
    ...alike,
    until: asOf,
    ...(person === undefined ? {} : { personId: person }),
    ...(patient === undefined ? {} : { patientId: patient }),
    ...(kind === "record-exceptions" ? { exceptions: true } : {}),
  };
}

function newestFirst(one: AuditEntry, other: AuditEntry): number {
  return other.at - one.at || (one.id < other.id ? 1 : -1);
}

/** Each entry in the form of its leaf with its path (RFC 6962 section 2.1.1); checkpoints once each. */
async function proofsOf({ recordLog }: RecordParts, entries: readonly AuditEntry[]): Promise<string> {
  const checkpoints: Record<string, string> = {};
  const proven: object[] = [];
  const older: string[] = [];
  for (const { id } of entries) {
    const proof = await recordLog.proofOf(id);
    if (proof === null) {
      older.push(id);
      continue;
    }
    checkpoints[proof.size] = proof.checkpoint;
    const path = proof.path.map((hash) => Buffer.from(hash).toString("base64"));
    proven.push({ id, index: proof.index, size: proof.size, logForm: proof.logForm, path });
  }
  return canonicalJson({ checkpoints, entries: proven, olderThanTheTree: older });
}
