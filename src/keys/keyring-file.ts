import { stat } from "node:fs/promises";
import { z } from "zod";
import { AppError } from "../kernel/errors.ts";
import { KEY_OPERATIONS, KEY_USES, type KeyInfo, type KeyOperation } from "./key-types.ts";
import { createPrivateFile, readPrivateFile, replacePrivateFile } from "./private-file.ts";
import type { VaultState } from "./vaults/ports.ts";

/** A key and its wrapped bytes, base64; null once it is destroyed. */
export interface KeptKey extends KeyInfo {
  readonly wrapped: string | null;
}

/** What `data-keys.json` says. */
export interface KeyringFile {
  /** Under which root key all of them are wrapped; null in files of version 1. */
  readonly vault: Pick<VaultState, "kind" | "name"> | null;
  /** Oldest first. */
  readonly keys: readonly KeptKey[];
  /** Operations that the record does not tell yet, written with what they did: neither is there without the other. */
  readonly untold: readonly KeyOperation[];
}

const id = z.string().regex(/^[0-9a-f]{8}$/);
const time = z.number().int();
const kind = z.enum(["local", "pkcs11", "aws-kms", "vault-transit"]);

const versionOne = z.strictObject({
  version: z.literal(1),
  keys: z.array(z.strictObject({ id, use: z.enum(["seal", "blind-index"]), wrapped: z.base64() })),
});

const versionTwo = z.strictObject({
  version: z.literal(2),
  vault: z.strictObject({ kind, name: z.string() }).nullable(),
  keys: z.array(
    z.strictObject({
      id,
      use: z.enum(KEY_USES),
      state: z.enum(["active", "retired", "destroyed"]),
      madeAt: time,
      retiredAt: time.nullable(),
      destroyedAt: time.nullable(),
      proposal: z.strictObject({ personId: z.string(), at: time }).nullable(),
      wrapped: z.base64().nullable(),
    }),
  ),
  untold: z.array(
    z.strictObject({
      id: z.string(),
      at: time,
      kind: z.enum(KEY_OPERATIONS),
      done: z.boolean(),
      by: z.strictObject({ personId: z.string(), roles: z.array(z.string()) }),
      keys: z.array(z.string()),
      vault: kind,
    }),
  ),
});

/**
 * Reads the file; undefined when there is none. A file of version 1 reads as one whose keys are all active.
 * @throws AppError `key_unavailable` when it is malformed or readable by others
 */
export async function readKeyringFile(path: string): Promise<KeyringFile | undefined> {
  const text = await readPrivateFile(path);
  if (text === undefined) return undefined;
  // Who replaces the file overwrites the one that stood there, which may be the one that was open here.
  const read = parsed(text) ?? parsed((await readPrivateFile(path)) ?? "");
  if (read === undefined) {
    throw new AppError("key_unavailable", `the file \`${path}\` holds no data keys`, {
      hint: "restore it from the backup of the keys; see docs/keys.md",
    });
  }
  return "version" in read ? upgraded(read, (await stat(path)).mtimeMs) : read;
}

/** Writes the file where there is none. Returns false, leaving it alone, when there is one. */
export function createKeyringFile(path: string, file: KeyringFile): Promise<boolean> {
  return createPrivateFile(path, textOf(file));
}

/** Writes the file in the place of the one that is there, durable and whole, and overwrites that one. */
export function replaceKeyringFile(path: string, file: KeyringFile): Promise<void> {
  return replacePrivateFile(path, textOf(file));
}

/** Changes with every replacement of the file; null when there is none. */
export async function stampOf(path: string): Promise<string | null> {
  const found = await stat(path, { bigint: true }).catch(() => null);
  return found === null ? null : `${found.ino} ${found.mtimeNs} ${found.size}`;
}

function textOf({ vault, keys, untold }: KeyringFile): string {
  return `${JSON.stringify({ version: 2, vault, keys, untold }, null, 2)}\n`;
}

function parsed(text: string): KeyringFile | z.infer<typeof versionOne> | undefined {
  try {
    const read: unknown = JSON.parse(text);
    const two = versionTwo.safeParse(read);
    if (!two.success) return versionOne.safeParse(read).data;
    const { version: _version, ...file } = two.data;
    return file;
  } catch {
    return undefined;
  }
}

function upgraded({ keys }: z.infer<typeof versionOne>, madeAt: number): KeyringFile {
  const since = { madeAt: Math.floor(madeAt), retiredAt: null, destroyedAt: null, proposal: null };
  return {
    vault: null,
    keys: keys.map((key) => ({ ...key, state: "active" as const, ...since })),
    untold: [],
  };
}
