import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { partsOf, pathOf, prefixed } from "../source.ts";

/** A pack that a test may alter. */
export interface AlteredPack {
  readonly folder: string;
  /** Rewrites a file as a whole. */
  edit(path: string, change: (bytes: Buffer) => Uint8Array): Promise<void>;
  /** Rewrites the entries of a bundle. */
  entries(index: number, width: number, change: (entries: Buffer[]) => readonly Buffer[]): Promise<void>;
  /** Rewrites the sealed parts of a bundle. */
  sealed(index: number, width: number, change: (parts: Buffer[]) => readonly Buffer[]): Promise<void>;
  /** Rewrites the history of checkpoints. */
  history(change: (notes: string[]) => readonly string[]): Promise<void>;
  remove(path: string): Promise<void>;
  close(): Promise<void>;
}

/** A copy of the pack in this folder. */
export async function alteredPack(pack: string): Promise<AlteredPack> {
  const folder = await mkdtemp(join(tmpdir(), "modicum-altered-"));
  await cp(pack, folder, { recursive: true });
  const edit: AlteredPack["edit"] = async (path, change) => {
    const file = join(folder, path);
    await writeFile(file, change(await readFile(file)));
  };
  const parts = (bytes: Buffer, lengthBytes: 2 | 4): Buffer[] =>
    (partsOf(bytes, lengthBytes) ?? []).map((part) => Buffer.from(part));
  return {
    folder,
    edit,
    entries: (index, width, change) =>
      edit(`tile/${pathOf("entries", index, width)}`, (bytes) =>
        Buffer.concat(change(parts(bytes, 2)).map(prefixed)),
      ),
    sealed: (index, width, change) =>
      edit(`tile/${pathOf("sealed", index, width)}`, (bytes) =>
        Buffer.concat(change(parts(bytes, 4)).map(longPrefixed)),
      ),
    history: (change) =>
      edit("checkpoints", (bytes) =>
        Buffer.concat(change(parts(bytes, 2).map(String)).map((note) => prefixed(Buffer.from(note)))),
      ),
    remove: (path) => rm(join(folder, path)),
    close: () => rm(folder, { recursive: true }),
  };
}

function longPrefixed(part: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(part.length);
  return Buffer.concat([length, part]);
}
