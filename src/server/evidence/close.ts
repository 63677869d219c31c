import { EVIDENCE, lackingToRead } from "../../api/evidence/rights.ts";
import { givesControlElement } from "../../decision/control-element.ts";
import { because } from "../../decision/reasons.ts";
import {
  fileIn,
  type Manifest,
  type MissingArtifact,
  PACK_FORMAT,
  type PackedArtifact,
  sha256,
  zipPack,
} from "../../governance/evidence/pack.ts";
import { queryIn } from "../../governance/evidence/query.ts";
import type { Artifact, NewArtifact } from "../../governance/evidence/types.ts";
import type { Job, StepOutcome } from "../../jobs/types.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import { dayAt } from "../../kernel/calendar.ts";
import { AppError } from "../../kernel/errors.ts";
import { enforce, type Permitted } from "../../pipeline.ts";
import { type BuildParts, endedBy, keepUntil, pipelineOf, provenBy, releaseOf } from "./build.ts";
import { readPrepared } from "./prepared.ts";
import { askedBy, type BuildTask } from "./task.ts";

/** What the steps of a build came to. */
interface Gathered {
  readonly packed: readonly PackedArtifact[];
  readonly contents: ReadonlyMap<string, Uint8Array>;
  readonly missing: readonly MissingArtifact[];
  readonly made: readonly NewArtifact[];
  readonly elements: readonly string[];
}

/** The last step: the pack of what was prepared. All of it is kept, or none. */
export async function closeBuild(parts: BuildParts, job: Job, task: BuildTask): Promise<StepOutcome> {
  const gathered = await gather(parts, job, task);
  const query = canonicalJson({
    asOf: new Date(task.asOf).toISOString(),
    items: gathered.packed.map(({ id }) => id),
    kind: "evidence-pack",
    missing: gathered.missing.map(({ kind }) => kind),
  });
  const done = await enforce(
    pipelineOf(parts, task),
    askedBy(task, "api.evidence.pack", query),
    async (permitted) => {
      const mayCreate = givesControlElement(permitted.decision, EVIDENCE);
      const lacking = mayCreate ? lackingToRead(permitted, gathered) : because("no_grant");
      if (lacking !== null) return lacking;
      const pack = packOf(parts, { job, task, gathered, query, permitted });
      return { value: pack, release: releaseOf(permitted, pack) };
    },
  );
  if (done.kind === "denied") return endedBy(done.reasons);
  const { checkpoint } = await provenBy(parts.recordLog, done.entryId);
  await parts.store.add([...gathered.made, { ...done.value, entryId: done.entryId, checkpoint }]);
  return {
    kind: "done",
    parts: [{ n: job.step + 1, title: "evidence-pack", records: gathered.packed.length }],
  };
}

async function gather(parts: BuildParts, job: Job, task: BuildTask): Promise<Gathered> {
  const packed: PackedArtifact[] = [];
  const contents = new Map<string, Uint8Array>();
  const missing: MissingArtifact[] = [];
  const made: NewArtifact[] = [];
  const elements = new Set<string>();
  for (const at of task.items.keys()) {
    const bytes = await parts.files.read(job.id, at + 1);
    if (bytes === null) throw new AppError("internal", "a file of a build is missing");
    const { prepared, content } = readPrepared(bytes);
    if (prepared.kind === "missing") {
      missing.push(prepared.missing);
      continue;
    }
    const artifact = prepared.kind === "made" ? prepared.artifact : await kept(parts, prepared.id);
    const held = prepared.kind === "made" ? content : await parts.store.content(prepared.id);
    if (held === undefined) throw new AppError("internal", "an artifact of a build is missing");
    if (prepared.kind === "made") made.push({ ...prepared.artifact, content });
    const proof =
      prepared.kind === "made" ? prepared.proof : await provenBy(parts.recordLog, artifact.entryId);
    const file = fileIn(packed.length, artifact);
    contents.set(file, held);
    packed.push(packedOf(artifact, file, proof));
    for (const element of artifact.elements) elements.add(element);
  }
  return { packed, contents, missing, made, elements: elements.size === 0 ? [EVIDENCE] : [...elements] };
}

async function kept({ store }: BuildParts, id: string): Promise<Artifact> {
  const found = await store.find(id);
  if (found === undefined) throw new AppError("internal", "an artifact of a build is missing");
  return found;
}

function packedOf(
  artifact: Artifact | Omit<NewArtifact, "content">,
  file: string,
  proof: PackedArtifact["proof"],
): PackedArtifact {
  const { id, kind, title, wholeQuery, asOf, preparedAt, preparedBy, items, mediaType } = artifact;
  const { sha256: hash, bytes, fileName, elements, policyHash, entryId, keepUntil: until } = artifact;
  return {
    id,
    kind,
    title,
    query: queryIn(wholeQuery ?? ""),
    asOf,
    preparedAt,
    preparedBy,
    sha256: hash,
    bytes,
    items,
    mediaType,
    fileName,
    elements,
    policyHash,
    entryId,
    keepUntil: until,
    file,
    proof,
  };
}

interface Closing {
  readonly job: Job;
  readonly task: BuildTask;
  readonly gathered: Gathered;
  readonly query: string;
  readonly permitted: Permitted;
}

function packOf({ log }: BuildParts, { job, task, gathered, query, permitted }: Closing) {
  const { packed, contents, missing, made, elements } = gathered;
  const { policy, caller, now } = permitted;
  const { timeZone } = policy.org;
  const checkpoint = packed.at(-1)?.proof.checkpoint ?? "";
  const about = { asOf: task.asOf, preparedAt: now, preparedBy: caller.person.id, policyHash: policy.hash };
  const manifest: Manifest = {
    format: PACK_FORMAT,
    pack: job.id,
    ...about,
    record: { ...log, checkpoint },
    artifacts: packed,
    missing,
  };
  const content = zipPack(manifest, contents);
  return {
    id: job.id,
    kind: "evidence-pack",
    title: titleOf(packed, missing),
    query,
    wholeQuery: query,
    ...about,
    sha256: sha256(content),
    bytes: content.length,
    items: packed.length,
    mediaType: "application/zip",
    fileName: `evidence-${dayAt(task.asOf, timeZone)}.zip`,
    elements,
    pack: job.id,
    keepUntil: keepUntil(now, timeZone),
    patients: [...new Set(made.flatMap(({ patients }) => patients))],
    content,
  } as const;
}

function titleOf(packed: readonly PackedArtifact[], missing: readonly MissingArtifact[]): string {
  const gone = missing.length === 0 ? "" : `, ${missing.length} without documentation`;
  return `Pack of ${packed.length} ${packed.length === 1 ? "artifact" : "artifacts"}${gone}`;
}
