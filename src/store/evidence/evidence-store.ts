import { createHash } from "node:crypto";
import { type Kysely, type Selectable, sql, type Transaction } from "kysely";
import type { ArtifactQuery, EvidenceStore } from "../../governance/evidence/ports.ts";
import type { Artifact, NewArtifact } from "../../governance/evidence/types.ts";
import { AppError } from "../../kernel/errors.ts";
import type { RecordSealer } from "../../keys/ports.ts";
import { byteaArray } from "../binary-array.ts";
import { faultsNamed } from "../fault.ts";
import type { Schema } from "../schema.ts";
import type { EvidenceArtifactTable } from "./schema.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Plain bytes of one row. */
const CHUNK = 4 * 1024 * 1024;
/** Of blind indexes of patients whom artifacts name. */
const PATIENT = "evidence_artifact.patient";

const queryContext = (id: string): string => `evidence_artifact.whole_query\0${id}`;
const contentContext = (id: string, n: number): string => `evidence_content\0${id}\0${n}`;

/**
 * Artifacts in `evidence_artifact` and `evidence_content`, so that they are in every backup. What they hold and whom they
 * ask about is sealed, and bound to its place (45 CFR 164.312(a)(2)(iv)).
 */
export function createEvidenceStore(db: Kysely<Schema>, sealer: RecordSealer): EvidenceStore {
  return {
    add: (artifacts) =>
      faultsNamed("keeping evidence", async () => {
        const sealed = await Promise.all(artifacts.map((artifact) => sealedOf(artifact, sealer)));
        await db.transaction().execute(async (transaction) => {
          for (const one of sealed) await insert(transaction, one);
        });
      }),
    find: (id) =>
      faultsNamed("reading evidence", async () => {
        if (!UUID.test(id)) return undefined;
        const row = await db
          .selectFrom("evidence_artifact")
          .selectAll()
          .where("id", "=", id)
          .executeTakeFirst();
        return row && opened(row, sealer);
      }),
    list: (query) =>
      faultsNamed("reading evidence", async () => {
        const rows = await listed(db, query).execute();
        return Promise.all(rows.map((row) => opened(row, sealer)));
      }),
    newest: (kind, asOf) =>
      faultsNamed("reading evidence", async () => {
        const rows = await listed(db, { kind, limit: 50 }).where("as_of", "<=", String(asOf)).execute();
        const whole = rows.find(({ query }) => !/"(filters|sample|patients)"/.test(query));
        return whole && opened(whole, sealer);
      }),
    content: (id) =>
      faultsNamed("reading what evidence holds", () =>
        UUID.test(id) ? content(db, sealer, id) : Promise.resolve(undefined),
      ),
    naming: (patientId, now) =>
      faultsNamed("looking for evidence about a patient", async () => {
        const indexes = (await sealer.about.indexesOf(patientId, PATIENT)).map((one) => Buffer.from(one));
        const rows = await db
          .selectFrom("evidence_artifact")
          .select(["id", "keep_until"])
          .where(sql<boolean>`patient_index && ${byteaArray(indexes)}::bytea[]`)
          .where("keep_until", ">", String(now))
          .orderBy("seq")
          .execute();
        return rows.map((row) => ({ id: row.id, keepUntil: Number(row.keep_until) }));
      }),
  };
}

interface Sealed {
  readonly artifact: NewArtifact;
  readonly wholeQuery: Buffer;
  readonly patientIndex: readonly Buffer[];
  readonly chunks: readonly Buffer[];
}

async function sealedOf(artifact: NewArtifact, sealer: RecordSealer): Promise<Sealed> {
  const { id, wholeQuery, content: bytes, patients } = artifact;
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK) {
    const part = bytes.subarray(at, at + CHUNK);
    chunks.push(Buffer.from(await sealer.seal(part, contentContext(id, chunks.length))));
  }
  return {
    artifact,
    wholeQuery: Buffer.from(await sealer.seal(Buffer.from(wholeQuery), queryContext(id))),
    patientIndex: (await sealer.patients.handlesOf(patients)).map((one) => Buffer.from(one)),
    chunks,
  };
}

async function insert(db: Transaction<Schema>, { artifact, wholeQuery, patientIndex, chunks }: Sealed) {
  const { numInsertedOrUpdatedRows: count } = await db
    .insertInto("evidence_artifact")
    .values({
      id: artifact.id,
      kind: artifact.kind,
      title: artifact.title,
      query: artifact.query,
      whole_query: wholeQuery,
      as_of: String(artifact.asOf),
      prepared_at: String(artifact.preparedAt),
      prepared_by: artifact.preparedBy,
      sha256: Buffer.from(artifact.sha256, "hex"),
      bytes: String(artifact.bytes),
      items: String(artifact.items),
      media_type: artifact.mediaType,
      file_name: artifact.fileName,
      elements: artifact.elements,
      patient_index: sql`${byteaArray(patientIndex)}::bytea[]`,
      policy_hash: artifact.policyHash,
      checkpoint: artifact.checkpoint,
      entry_id: artifact.entryId,
      pack: artifact.pack,
      keep_until: String(artifact.keepUntil),
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirstOrThrow();
  if (count !== 1n) return;
  for (const [n, sealed] of chunks.entries())
    await db.insertInto("evidence_content").values({ artifact: artifact.id, n, sealed }).execute();
}

function listed(db: Kysely<Schema>, { kind, preparedBy, from, until, after, limit }: ArtifactQuery) {
  let rows = db.selectFrom("evidence_artifact").selectAll().orderBy("seq", "desc").limit(limit);
  if (kind !== undefined) rows = rows.where("kind", "=", kind);
  if (preparedBy !== undefined) rows = rows.where("prepared_by", "=", preparedBy);
  if (from !== undefined) rows = rows.where("prepared_at", ">=", String(from));
  if (until !== undefined) rows = rows.where("prepared_at", "<", String(until));
  if (after === undefined) return rows;
  const before = db.selectFrom("evidence_artifact").select("seq").where("id", "=", after);
  return rows.where("seq", "<", before);
}

async function content(
  db: Kysely<Schema>,
  sealer: RecordSealer,
  id: string,
): Promise<Uint8Array | undefined> {
  const artifact = await db
    .selectFrom("evidence_artifact")
    .select("sha256")
    .where("id", "=", id)
    .executeTakeFirst();
  if (artifact === undefined) return undefined;
  const rows = await db
    .selectFrom("evidence_content")
    .select(["n", "sealed"])
    .where("artifact", "=", id)
    .orderBy("n")
    .execute();
  const parts = await Promise.all(rows.map(({ n, sealed }) => sealer.open(sealed, contentContext(id, n))));
  const bytes = Buffer.concat(parts);
  if (!createHash("sha256").update(bytes).digest().equals(artifact.sha256))
    throw new AppError("record_unavailable", `the artifact \`${id}\` is not as it was prepared`, {
      hint: "restore it from a backup, and find out who changed the table",
    });
  return bytes;
}

async function opened(
  row: Selectable<EvidenceArtifactTable>,
  sealer: Pick<RecordSealer, "open">,
): Promise<Artifact> {
  return {
    id: row.id,
    // Nothing but this store writes them.
    kind: row.kind as Artifact["kind"],
    title: row.title,
    query: row.query,
    wholeQuery: Buffer.from(await sealer.open(row.whole_query, queryContext(row.id))).toString("utf8"),
    asOf: Number(row.as_of),
    preparedAt: Number(row.prepared_at),
    preparedBy: row.prepared_by,
    sha256: row.sha256.toString("hex"),
    bytes: Number(row.bytes),
    items: Number(row.items),
    mediaType: row.media_type,
    fileName: row.file_name,
    elements: row.elements,
    policyHash: row.policy_hash,
    checkpoint: row.checkpoint,
    entryId: row.entry_id,
    pack: row.pack,
    keepUntil: Number(row.keep_until),
  };
}
