import { setTimeout as wait } from "node:timers/promises";
import type { RecordedRelease } from "../../audit/types.ts";
import type { EvidenceDesk } from "../../api/evidence/ports.ts";
import { EVIDENCE, lackingFor } from "../../api/evidence/rights.ts";
import type { RecordLogDesk } from "../../api/ports.ts";
import { givesControlElement } from "../../decision/control-element.ts";
import { because } from "../../decision/reasons.ts";
import type { Reason } from "../../decision/types.ts";
import { kindOf } from "../../governance/evidence/kinds.ts";
import { type ArtifactProof, preparedChange, sha256 } from "../../governance/evidence/pack.ts";
import type { EvidenceStore } from "../../governance/evidence/ports.ts";
import { canonicalQuery, openQuery } from "../../governance/evidence/query.ts";
import type { NewArtifact, Produced, SourceQuery } from "../../governance/evidence/types.ts";
import type { StandingCaller } from "../../identity/standing-caller.ts";
import type { Caller } from "../../identity/types.ts";
import type { JobFiles } from "../../jobs/ports.ts";
import type { Job, StepOutcome } from "../../jobs/types.ts";
import { dayAt, endOfDay, yearsLater } from "../../kernel/calendar.ts";
import { AppError } from "../../kernel/errors.ts";
import type { ReasonCode } from "../../kernel/reasons.ts";
import type { Result } from "../../kernel/result.ts";
import { enforce, type Permitted, type Pipeline } from "../../pipeline.ts";
import { type Prepared, writePrepared } from "./prepared.ts";
import { askedBy, type BuildTask } from "./task.ts";

export interface BuildParts {
  readonly pipeline: Pipeline;
  readonly store: EvidenceStore;
  readonly files: JobFiles;
  readonly ask: EvidenceDesk["ask"];
  readonly recordLog: Pick<RecordLogDesk, "proofOf">;
  readonly standing: (caller: StandingCaller, since: number) => Promise<Result<Caller, ReasonCode>>;
  /** The log, as its checkpoints and its verifier key name it. */
  readonly log: { readonly origin: string; readonly verifierKey: string };
}

/** What must not end a build: it may go better in a moment. */
const PASSING: ReadonlySet<string> = new Set(["record_unavailable", "facts_unavailable", "evaluation_error"]);

/** The pipeline in the name of whoever began the build, as they stand now. */
export function pipelineOf({ pipeline, standing }: BuildParts, { caller, begunAt }: BuildTask): Pipeline {
  return { ...pipeline, identify: () => standing(caller, begunAt) };
}

/** A step that was denied: the build ends, unless it may go better in a moment. */
export function endedBy(reasons: readonly Reason[]): StepOutcome {
  const reason = reasons[0]?.code ?? "evaluation_error";
  if (PASSING.has(reason)) throw new AppError("internal", `a build of evidence was held up: \`${reason}\``);
  const state = reason === "evidence_too_large" ? "failed" : "expired";
  return { kind: "ended", state, reason };
}

/**
 * Prepares one artifact: decided anew, its hash in the record before it can be had. Of a past moment that nothing was kept
 * of, it says so.
 */
export async function prepareItem(parts: BuildParts, job: Job, task: BuildTask): Promise<StepOutcome> {
  const item = task.items[job.step];
  if (item === undefined) throw new AppError("internal", "a build has no such step");
  const n = job.step + 1;
  const { query } = item;
  const isPast = kindOf(query.kind).state === "present" && query.asOf < task.begunAt;
  if (isPast) {
    await parts.files.write(job.id, n, writePrepared(await keptOf(parts, query), Buffer.alloc(0)));
    return { kind: "done", parts: [{ n, title: query.kind, records: 0 }] };
  }
  const asked = askedBy(task, "api.evidence.prepare", canonicalQuery(query));
  const done = await enforce(pipelineOf(parts, task), asked, (permitted) =>
    make(parts, permitted, { id: item.id, query, pack: job.id }),
  );
  if (done.kind === "denied") return endedBy(done.reasons);
  const { artifact: made, content } = done.value;
  const proof = await provenBy(parts.recordLog, done.entryId);
  const artifact = { ...made, entryId: done.entryId, checkpoint: proof.checkpoint };
  const file = writePrepared({ kind: "made", artifact, proof }, content);
  await parts.files.write(job.id, n, file);
  return { kind: "done", parts: [{ n, title: query.kind, records: artifact.items }] };
}

/** Of what stands now nothing tells how it stood: there is what was prepared by then, or there is nothing. */
async function keptOf({ store }: BuildParts, { kind, asOf }: SourceQuery): Promise<Prepared> {
  const kept = await store.newest(kind, asOf);
  if (kept !== undefined) return { kind: "kept", id: kept.id };
  const { title } = kindOf(kind);
  const statement = `no documentation: nothing of this kind was prepared as of ${new Date(asOf).toISOString()} or before`;
  return { kind: "missing", missing: { kind, title, asOf, statement } };
}

type Unproven = Omit<NewArtifact, "content" | "entryId" | "checkpoint">;

async function make(
  { ask }: BuildParts,
  permitted: Permitted,
  wanted: { readonly id: string; readonly query: SourceQuery; readonly pack: string },
) {
  const lacking = givesControlElement(permitted.decision, EVIDENCE)
    ? lackingFor(permitted, wanted.query)
    : because("no_grant");
  if (lacking !== null) return lacking;
  const produced = await ask(wanted.query, permitted);
  if ("code" in produced) return produced;
  const artifact = describe(wanted, produced, permitted);
  return { value: { artifact, content: produced.bytes }, release: releaseOf(permitted, artifact) };
}

function describe(
  { id, query, pack }: { readonly id: string; readonly query: SourceQuery; readonly pack: string },
  { bytes, items, patients, elements }: Produced,
  { policy, caller, now }: Permitted,
): Unproven {
  const kind = kindOf(query.kind);
  const { timeZone } = policy.org;
  const sampled = query.sample === undefined ? "" : `, a sample of ${query.sample.size}`;
  return {
    id,
    kind: query.kind,
    title: `${kind.title}${sampled}`,
    query: openQuery(query),
    wholeQuery: canonicalQuery(query),
    asOf: query.asOf,
    preparedAt: now,
    preparedBy: caller.person.id,
    sha256: sha256(bytes),
    bytes: bytes.length,
    items,
    mediaType: kind.mediaType,
    fileName: `${query.kind}-${dayAt(query.asOf, timeZone)}.${kind.extension}`,
    elements,
    policyHash: policy.hash,
    pack,
    keepUntil: keepUntil(now, timeZone),
    patients,
  };
}

const YEARS = 6;

/** 45 CFR 164.316(b)(2)(i): six years from creation, the last day kept whole. Milliseconds since 1970. */
export function keepUntil(preparedAt: number, timeZone: string): number {
  return endOfDay(yearsLater(dayAt(preparedAt, timeZone), YEARS), timeZone);
}

/** INVARIANT: the entry says the hash, so that whoever proves the entry proves the artifact. */
export function releaseOf(
  { decision }: Permitted,
  artifact: Pick<NewArtifact, "id" | "kind" | "sha256" | "elements" | "patients">,
): RecordedRelease {
  return {
    outcome: "permit",
    reason: null,
    rules: [...new Set(decision.slices.map(({ rule }) => rule))],
    grantIds: [],
    patients: artifact.patients,
    records: [],
    released: [EVIDENCE, ...artifact.elements],
    withheldCount: 0,
    changes: [preparedChange(artifact)],
  };
}

const LOOK_MS = 100;
const LOOKS = 100;

/** That the entry stands in the signed tree; an entry may be durable a moment before. */
export async function provenBy(
  recordLog: Pick<RecordLogDesk, "proofOf">,
  entryId: string,
): Promise<ArtifactProof> {
  for (let look = 0; look < LOOKS; look++) {
    const proof = await recordLog.proofOf(entryId);
    if (proof !== null && proof.logForm !== null) {
      const { index, logForm, checkpoint } = proof;
      const path = proof.path.map((hash) => Buffer.from(hash).toString("base64"));
      return { index, logForm, checkpoint, path };
    }
    await wait(LOOK_MS);
  }
  throw new AppError("record_unavailable", "the entry of an artifact does not come into the signed tree");
}
