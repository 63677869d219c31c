/**
 * The keys of patients, beside the backups: one pack, which each backup and each shredding writes anew. What is restored from
 * an older backup opens with the keys of the newest pack, so that a destroyed key comes back from none.
 */
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { z } from "zod";
import type { Clock } from "../kernel/clock.ts";
import { AppError } from "../kernel/errors.ts";
import type { KeyWrapper, StoredPatientKey } from "../keys/ports.ts";
import type { BackupTarget } from "./ports.ts";
import { getSealed, putSealed, type SealedFile } from "./sealed-file.ts";

/** All keys of patients, as they are kept. */
export interface AllPatientKeys {
  all(): AsyncIterable<readonly StoredPatientKey[]>;
  add(keys: readonly StoredPatientKey[]): Promise<void>;
  /** Takes away those that another key-encryption key wraps. */
  removeNotWrappedBy(id: string): Promise<void>;
}

export interface KeyPackParts {
  readonly target: BackupTarget;
  readonly wrapper: KeyWrapper;
  readonly keyFiles: () => Promise<Readonly<Record<string, string>>>;
  readonly clock: Clock;
}

const NAME = "keys/patients.sealed";
const BATCH = 1_000;

const bytes = z.base64().transform((text) => Buffer.from(text, "base64"));
const lineSchema = z.strictObject({
  index: bytes,
  handle: bytes,
  wrappedBy: z.string(),
  wrapped: bytes,
  sealedId: bytes,
});

/** Replaces the pack; resolves when it is durable. Returns how many keys are in it. */
export async function writeKeyPack(
  { target, wrapper, keyFiles, clock }: KeyPackParts,
  keys: Pick<AllPatientKeys, "all">,
): Promise<number> {
  let count = 0;
  const lines = async function* (): AsyncGenerator<Uint8Array> {
    for await (const batch of keys.all()) {
      count += batch.length;
      if (batch.length > 0) yield Buffer.from(batch.map(lineOf).join(""));
    }
  };
  const title = {
    format: "modicum-keys/1",
    id: "patients",
    at: clock.now(),
    keyFiles: await keyFiles(),
  } as const;
  await putSealed(target, NAME, title, lines(), wrapper);
  return count;
}

/** The pack; its header brings the files of the keys along. @throws AppError `not_found` */
export async function findKeyPack(target: BackupTarget): Promise<SealedFile> {
  const file = await getSealed(target, NAME);
  if (file === null) throw new AppError("not_found", "there is no pack of keys beside these backups");
  return file;
}

/** Adds the keys of the pack to those that are there. Returns how many it holds. */
export async function restoreKeyPack(
  pack: SealedFile,
  wrapper: KeyWrapper,
  keys: Pick<AllPatientKeys, "add">,
): Promise<number> {
  let held: StoredPatientKey[] = [];
  let count = 0;
  const lines = createInterface({ input: Readable.from(pack.open(wrapper)), crlfDelay: Infinity });
  for await (const line of lines) {
    held.push(lineSchema.parse(JSON.parse(line)));
    count += 1;
    if (held.length < BATCH) continue;
    await keys.add(held);
    held = [];
  }
  if (held.length > 0) await keys.add(held);
  return count;
}

/**
 * Of the keys that came back with the tables, those stay that the key-encryption key in force wraps: what is wrapped by another
 * was turned since, and comes from the pack unless it was destroyed. Returns how many keys the pack holds.
 */
export async function replaceKeys(
  pack: SealedFile,
  wrapper: KeyWrapper,
  keys: Pick<AllPatientKeys, "add" | "removeNotWrappedBy">,
  inForce: string,
): Promise<number> {
  await keys.removeNotWrappedBy(inForce);
  return restoreKeyPack(pack, wrapper, keys);
}

function lineOf({ index, handle, wrappedBy, wrapped, sealedId }: StoredPatientKey): string {
  const base64 = (part: Uint8Array): string => Buffer.from(part).toString("base64");
  const line: z.input<typeof lineSchema> = {
    index: base64(index),
    handle: base64(handle),
    wrappedBy,
    wrapped: base64(wrapped),
    sealedId: base64(sealedId),
  };
  return `${JSON.stringify(line)}\n`;
}
