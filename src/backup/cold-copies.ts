/** Files of cold history beside the backups: they never change, so each is copied once, sealed. */
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { KeyWrapper } from "../keys/ports.ts";
import type { KeyPackParts } from "./key-pack.ts";
import type { BackupTarget } from "./ports.ts";
import { getSealed, putSealed } from "./sealed-file.ts";

const FOLDER = "cold/";
const FILE = /^[A-Za-z0-9._-]+\.parquet$/;

/** Copies what is not there yet. Returns how many files it copied. */
export async function copyCold(
  { target, wrapper, clock }: Omit<KeyPackParts, "keyFiles">,
  folder: string,
): Promise<number> {
  const there = new Set(await target.list(FOLDER));
  const files = (await readdir(folder)).filter((name) => FILE.test(name) && !there.has(nameOf(name)));
  for (const name of files) {
    const title = { format: "modicum-cold/1", id: name, at: clock.now() } as const;
    await putSealed(target, nameOf(name), title, createReadStream(join(folder, name)), wrapper);
  }
  return files.length;
}

/** Brings back what the folder has not. Returns how many files it brought. @throws AppError `key_unavailable` */
export async function restoreCold(
  target: BackupTarget,
  wrapper: KeyWrapper,
  folder: string,
): Promise<number> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  let brought = 0;
  for (const name of await target.list(FOLDER)) {
    const path = join(folder, name.slice(FOLDER.length, -ENDING.length));
    if (await isThere(path)) continue;
    const file = await getSealed(target, name);
    if (file === null) continue;
    const draft = `${path}.part`;
    await pipeline(Readable.from(file.open(wrapper)), createWriteStream(draft, { mode: 0o600, flush: true }));
    await rename(draft, path);
    brought += 1;
  }
  return brought;
}

const ENDING = ".sealed";

function nameOf(file: string): string {
  return `${FOLDER}${file}${ENDING}`;
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
