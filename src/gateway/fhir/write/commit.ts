import type { RecordedRelease } from "../../../audit/types.ts";
import type { Reason } from "../../../decision/types.ts";
import { AppError } from "../../../kernel/errors.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import type { Answer, Asked, Permitted } from "../../../pipeline.ts";
import type { GatewayParts } from "../deps.ts";
import type { FhirAnswer } from "../question.ts";
import { because } from "../reasons.ts";
import { releaseOf } from "../release.ts";
import type { Shown } from "../record/shown.ts";
import type { FhirUpstreamWrites, WriteOutcome } from "../upstream/writes.ts";
import { findRecord } from "../find.ts";
import type { Judged } from "./judge.ts";
import type { Return } from "./prefer.ts";
import { Written } from "../record/written.ts";

/**
 * Types whose records make relation facts: a write of one is a reason to ask for those of its patients anew. What
 * comes of it serves the next request.
 */
const MAKES_RELATIONS: ReadonlySet<string> = new Set([
  "Appointment",
  "CareTeam",
  "Claim",
  "DocumentReference",
  "Encounter",
  "Group",
  "MedicationRequest",
  "Patient",
  "ResearchSubject",
  "ServiceRequest",
  "Task",
]);

/**
 * Records that these writes are about to be made. INVARIANT: nothing is written unless this resolved: an intent
 * without an entry of its outcome says that the upstream may have been changed (rule GW-171).
 * @returns a reason when the record cannot be written
 */
export async function recordIntent(
  parts: GatewayParts,
  asked: Asked,
  { caller, decision }: Permitted,
  judged: readonly Judged[],
): Promise<Reason | null> {
  const intent = { ...asked, interaction: `${asked.interaction}.intent` };
  const entryId = await parts.pipeline.record(caller, intent, decision, intended(judged)).catch(() => null);
  return entryId === null ? because("record_unavailable") : null;
}

function intended(judged: readonly Judged[]): RecordedRelease {
  return {
    outcome: "permit",
    reason: null,
    rules: distinct(judged.flatMap(({ rules }) => rules)),
    grantIds: [],
    patients: distinct(judged.flatMap(({ patients }) => patients)),
    records: judged.map(({ type, id }) => `${type}/${id ?? ""}`),
    released: [],
    withheldCount: 0,
    changes: changesOf(judged),
  };
}

/** `create Task: task.status`, in ids of the catalogue; never of a patient. */
function changesOf(judged: readonly Judged[]): readonly string[] {
  return distinct(
    judged.map(
      ({ verb, type, changed }) => `${verb} ${type}${changed.length === 0 ? "" : ": "}${changed.join(", ")}`,
    ),
  );
}

/** Tells the upstream one write. */
export function send(writes: FhirUpstreamWrites, judged: Judged): Promise<WriteOutcome> {
  const { verb, type, id, record, version } = judged;
  if (verb === "delete") return writes.delete(type, id ?? "", version);
  return id === null ? writes.create(type, record ?? {}) : writes.update(type, id, record ?? {}, version);
}

/** One constant reason for what the upstream refuses; which status it was is for the operator. */
export function refusedBy(
  parts: GatewayParts,
  outcome: Exclude<WriteOutcome, { readonly kind: "done" }>,
): Reason {
  if (outcome.kind === "conflict") return because("write_conflict");
  parts.onFault(
    new AppError("upstream_invalid", `the upstream refused a write with status \`${outcome.status}\``),
  );
  return because("write_refused");
}

/** What is shown of a record after it was written; null where nothing is. Relation facts of its patients are asked for. */
export async function afterwards(
  parts: GatewayParts,
  reading: Permitted,
  { type, patients, verb }: Judged,
  id: string,
): Promise<Shown | null> {
  if (MAKES_RELATIONS.has(type)) for (const patient of patients) parts.onMiss(patient);
  return verb === "delete" ? null : ((await findRecord(parts, reading, type, id))?.shown ?? null);
}

/** The answer of one write, with what it lets out and what it changed. */
export function answerOf(
  parts: GatewayParts,
  reading: Permitted,
  judged: Judged,
  written: { readonly id: string; readonly after: Shown | null },
  prefer: Return,
): Answer<FhirAnswer> {
  const { type, verb, before, rules } = judged;
  const { id, after } = written;
  const status = verb === "delete" ? 204 : verb === "create" ? 201 : 200;
  const location = verb === "create" ? { headers: { location: `${parts.baseUrl}/${type}/${id}` } } : {};
  const value = {
    status,
    resource: verb === "delete" ? null : bodyOf(after, prefer),
    etag: after === null ? null : tagOf(parts, after),
    ...location,
  } as const;
  const shown = [before, after].filter((one) => one !== null);
  const release = releaseOf(reading.policy.catalogue, shown.slice(-1), releasedBy(before));
  if (release.outcome !== "permit") return { value, release };
  return {
    value,
    release: {
      ...release,
      rules: distinct([...release.rules, ...rules]),
      patients: distinct([...release.patients, ...judged.patients]),
      records: [`${type}/${id}`],
      changes: verb === "nothing" ? [] : changesOf([judged]),
    },
  };
}

/** Whether a write is accepted tells of the record that it was compared with. */
function releasedBy(before: Shown | null): Iterable<number> {
  return before === null ? [] : before.projected.released;
}

/** The entity tag of a record as it is shown whole; a read gives the same. */
export function tagOf(parts: GatewayParts, shown: Shown): string {
  return parts.steps.etagOf(parts.keys.etag, shown.written.bytes);
}

function bodyOf(after: Shown | null, prefer: Return): Written | null {
  if (prefer === "OperationOutcome") return Written.ofObject(WRITTEN);
  return prefer === "minimal" ? null : (after?.written ?? null);
}

const WRITTEN: JsonObject = {
  resourceType: "OperationOutcome",
  issue: [{ severity: "information", code: "informational", details: { text: "written" } }],
};

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].toSorted();
}
