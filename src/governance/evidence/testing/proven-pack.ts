import { createRecorder } from "../../../audit/recorder.ts";
import { auditEntry } from "../../../audit/testing/audit-entry.ts";
import { memoryLog } from "../../../audit/testing/memory-log.ts";
import { verifierKeyOf } from "../../../audit/tree/checkpoint.ts";
import { createLogDesk } from "../../../audit/tree/log-desk.ts";
import { openRecordTree } from "../../../audit/tree/record-tree.ts";
import { memoryRecordKey } from "../../../keys/testing/record-key.ts";
import { memorySealer } from "../../../keys/testing/sealer.ts";
import { fixedClock } from "../../../kernel/clock.ts";
import { fileIn, type Manifest, type PackedArtifact, preparedChange } from "../pack.ts";
import { queryIn } from "../query.ts";
import { artifactOf } from "./artifact.ts";

const ORIGIN = "modicum/test";

/** The manifest of a pack with these texts, and their bytes; the record says the hash of each. */
export async function provenPack(texts: readonly string[]): Promise<{
  readonly manifest: Manifest;
  readonly contents: ReadonlyMap<string, Uint8Array>;
  readonly key: string;
}> {
  const clock = fixedClock(1_000);
  const log = memoryLog();
  const signingKey = memoryRecordKey();
  const tree = await openRecordTree(log, signingKey, ORIGIN, clock);
  const recorder = createRecorder(tree, memorySealer(), clock);
  const made = texts.map((text, at) => {
    const entry = auditEntry(at + 1);
    const artifact = artifactOf(text, { entryId: entry.id });
    return { artifact, entry: { ...entry, changes: [preparedChange(artifact)] } };
  });
  for (const { entry } of made) await recorder.record(entry);
  const desk = createLogDesk(log, log);
  const artifacts = await Promise.all(
    made.map(async ({ artifact }, at): Promise<PackedArtifact> => {
      const proof = await desk.proofOf(artifact.entryId);
      if (proof === null) throw new Error("the entry stands in the tree");
      const { content: _c, patients: _p, wholeQuery, checkpoint: _n, pack: _i, ...rest } = artifact;
      return {
        ...rest,
        query: queryIn(wholeQuery),
        file: fileIn(at, artifact),
        proof: {
          index: proof.index,
          logForm: proof.logForm ?? "",
          checkpoint: proof.checkpoint,
          path: proof.path.map((hash) => Buffer.from(hash).toString("base64")),
        },
      };
    }),
  );
  const key = verifierKeyOf(ORIGIN, signingKey.publicKey);
  const checkpoint = artifacts.at(-1)?.proof.checkpoint ?? "";
  const manifest = {
    format: "modicum-evidence/1",
    pack: "00000000-0000-4000-8000-000000000001",
    asOf: 1_000,
    preparedAt: 1_000,
    preparedBy: "audra.auditor",
    policyHash: "p",
    record: { origin: ORIGIN, verifierKey: key, checkpoint },
    artifacts,
    missing: [],
  } as const;
  const contents = new Map(made.map(({ artifact }, at) => [fileIn(at, artifact), artifact.content] as const));
  return { manifest, contents, key };
}
