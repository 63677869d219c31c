import { createHmac, randomBytes } from "node:crypto";
import { AppError } from "../../kernel/errors.ts";
import { createPrivateFile, readPrivateFile, replacePrivateFile } from "../private-file.ts";
import { createXaes, XAES_KEY_BYTES, XAES_NONCE_BYTES } from "../xaes-256-gcm.ts";
import type { KeyVault } from "./ports.ts";

const PREFIX = "modicum-root-key-v1 ";

/**
 * A root key in a private file, 32 bytes in base64 behind a prefix. While it is being replaced the file has two lines:
 * the last wraps, all unwrap. Read again for each call: the process keeps no copy, and sees a replacement at once.
 * @param options.mayCreate makes the file where there is none
 * @throws AppError `key_unavailable` when it is missing, malformed or readable by others
 */
export async function openLocalVault(
  path: string,
  options: { readonly mayCreate: boolean },
): Promise<KeyVault> {
  if (options.mayCreate && (await readPrivateFile(path)) === undefined) {
    await createPrivateFile(path, lineOf(randomBytes(XAES_KEY_BYTES)));
  }
  await readRoots(path);
  return {
    kind: "local",
    describe: () => describe(path),
    wrap: async (key, context) => {
      const { newest } = await readRoots(path);
      const nonce = randomBytes(XAES_NONCE_BYTES);
      return Buffer.concat([nonce, createXaes(newest).seal(nonce, key, Buffer.from(context))]);
    },
    unwrap: async (wrapped, context) => {
      const { all } = await readRoots(path);
      for (const root of all) {
        const key = openedBy(root, wrapped, context);
        if (key !== null) return key;
      }
      throw new AppError("key_unavailable", `the root key in \`${path}\` does not open the data keys`, {
        hint: "restore the root key that these data keys were made under",
      });
    },
    rotation: {
      begin: async () => {
        const { all } = await readRoots(path);
        await write(path, [...all, randomBytes(XAES_KEY_BYTES)]);
      },
      finish: async () => write(path, [(await readRoots(path)).newest]),
    },
  };
}

async function describe(path: string): ReturnType<KeyVault["describe"]> {
  try {
    const { newest } = await readRoots(path);
    return { kind: "local", name: fingerprintOf(newest), ok: true, detail: null };
  } catch (fault) {
    const detail = fault instanceof AppError ? fault.message : "the root key cannot be read";
    return { kind: "local", name: "unknown", ok: false, detail };
  }
}

/** Tells one root key from another and says nothing about either. */
function fingerprintOf(root: Uint8Array): string {
  return createHmac("sha256", root).update("modicum/root-key-fingerprint/v1").digest("hex").slice(0, 16);
}

interface Roots {
  readonly newest: Uint8Array;
  readonly all: readonly Uint8Array[];
}

async function readRoots(path: string): Promise<Roots> {
  const text = await readPrivateFile(path);
  if (text === undefined) {
    throw new AppError("key_unavailable", `there is no root key at \`${path}\``, {
      hint: "restore the key file; without it sealed data stays sealed",
    });
  }
  const all = text.trimEnd().split("\n").map(rootIn);
  const newest = all.at(-1);
  if (newest === undefined || !all.every((root) => root.length === XAES_KEY_BYTES)) {
    throw new AppError("key_unavailable", `the file \`${path}\` holds no root key`, {
      hint: "restore the key file from its backup",
    });
  }
  return { newest, all };
}

function rootIn(line: string): Uint8Array {
  return line.startsWith(PREFIX) ? Buffer.from(line.slice(PREFIX.length).trim(), "base64") : Buffer.alloc(0);
}

function lineOf(root: Uint8Array): string {
  return `${PREFIX}${Buffer.from(root).toString("base64")}\n`;
}

async function write(path: string, roots: readonly Uint8Array[]): Promise<void> {
  try {
    await replacePrivateFile(path, roots.map(lineOf).join(""));
  } catch (cause) {
    throw new AppError("key_unavailable", `the root key at \`${path}\` cannot be replaced`, {
      cause,
      hint: "let the server write its folder, or bring a file with the new key as its last line and rewrap",
    });
  }
}

function openedBy(root: Uint8Array, wrapped: Uint8Array, context: string): Uint8Array | null {
  const [nonce, sealed] = [wrapped.subarray(0, XAES_NONCE_BYTES), wrapped.subarray(XAES_NONCE_BYTES)];
  try {
    return createXaes(root).open(nonce, sealed, Buffer.from(context));
  } catch {
    return null;
  }
}
