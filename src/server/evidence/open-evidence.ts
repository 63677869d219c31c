import { randomUUID } from "node:crypto";
import manifest from "../../../package.json" with { type: "json" };
import { verifierKeyOf } from "../../audit/tree/checkpoint.ts";
import type { EvidenceBuild, EvidenceDesk } from "../../api/evidence/ports.ts";
import type { RecordLogDesk } from "../../api/ports.ts";
import { kindOf } from "../../governance/evidence/kinds.ts";
import type { EvidenceStore } from "../../governance/evidence/ports.ts";
import type { ExportDesk } from "../../gateway/fhir/export/types.ts";
import type { Caller } from "../../identity/types.ts";
import type { JobStore } from "../../jobs/ports.ts";
import type { JobKind } from "../../jobs/types.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import type { Pipeline } from "../../pipeline.ts";
import type { OpenRecord } from "../record.ts";
import { type BuildParts, prepareItem } from "./build.ts";
import { closeBuild } from "./close.ts";
import { isPresent, presentArtifact, type PresentParts } from "./present-sources.ts";
import { entriesArtifact } from "./record-sources.ts";
import { EVIDENCE_BUILD, taskIn } from "./task.ts";

export interface EvidenceParts extends Pick<PresentParts, "policyDesk" | "retention"> {
  readonly store: EvidenceStore;
  readonly policy: CompiledPolicy;
  /** The policy as it is written. */
  readonly source: ReturnType<PresentParts["policyText"]>;
  readonly identity: { readonly people: PresentParts["people"] };
  readonly feeds: {
    readonly devices: { readonly desk: { readonly store: PresentParts["devices"] } };
    readonly sources: { readonly store: PresentParts["sources"] };
  };
  readonly pipeline: Pipeline;
  readonly record: Pick<OpenRecord, "desk" | "origin" | "publicKey">;
  readonly recordLog: { readonly desk: Pick<RecordLogDesk, "proofOf"> };
  readonly jobs: {
    readonly store: Pick<JobStore, "add">;
    readonly exports: Pick<ExportDesk, "files" | "wake" | "standing">;
  };
}

/** Evidence: its desk, and how builds of it are done. */
export interface Evidence {
  readonly desk: EvidenceDesk;
  readonly kind: JobKind;
}

/** How long what a build says of itself is kept as a job; what it made is kept for years. */
const JOB_KEPT_MS = 30 * 86_400_000;

/** Artifacts of evidence over the record and what stands beside it. */
export function openEvidence(parts: EvidenceParts): Evidence {
  const { store, jobs, pipeline, record, recordLog } = parts;
  const ask = askOf(parts);
  const build: BuildParts = {
    pipeline,
    store,
    files: jobs.exports.files,
    ask,
    recordLog: recordLog.desk,
    standing: jobs.exports.standing,
    log: { origin: record.origin, verifierKey: verifierKeyOf(record.origin, record.publicKey) },
  };
  return {
    desk: { store, ask, begin: (asked, caller) => begin(parts, asked, caller) },
    kind: {
      kind: EVIDENCE_BUILD,
      step: (job) => {
        const task = taskIn(job.task);
        return job.step < task.items.length ? prepareItem(build, job, task) : closeBuild(build, job, task);
      },
      failed: async () => undefined,
    },
  };
}

function askOf(parts: EvidenceParts): EvidenceDesk["ask"] {
  const { policyDesk, retention, policy: inForce, source, identity, feeds } = parts;
  const present: PresentParts = {
    policyDesk,
    retention,
    policy: () => inForce,
    policyText: () => source,
    people: identity.people,
    devices: feeds.devices.desk.store,
    sources: feeds.sources.store,
  };
  const told = { record: parts.record.desk, recordLog: parts.recordLog.desk };
  return async (query, { policy }) => {
    const { kind } = query;
    if (isPresent(kind)) return presentArtifact(present, { ...query, kind }, kindOf(kind).need.elements);
    return entriesArtifact(told, query, {
      site: policy.org.id,
      version: manifest.version,
      purposeCode: (id) => policy.purposes.get(id)?.code,
    });
  };
}

async function begin(
  { jobs }: EvidenceParts,
  { asOf, askedAt: begunAt, queries }: EvidenceBuild,
  { person, ...claims }: Caller,
): Promise<string> {
  const id = randomUUID();
  const items = queries.map((query) => ({ id: randomUUID(), query }));
  const task = { caller: { ...claims, personId: person.id }, begunAt, asOf, items };
  await jobs.store.add({
    id,
    kind: EVIDENCE_BUILD,
    personId: person.id,
    steps: items.length + 1,
    madeAt: begunAt,
    endsAt: begunAt + JOB_KEPT_MS,
    task: JSON.stringify(task),
  });
  jobs.exports.wake();
  return id;
}
