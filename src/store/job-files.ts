import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { JobFiles } from "../jobs/ports.ts";
import { AppError } from "../kernel/errors.ts";
import type { SealedPlace, Sealer } from "../keys/ports.ts";

const JOB = /^[0-9a-f-]{36}$/;
const contextOf = (jobId: string, n: number): string => `job-file\0${jobId}\0${n}`;

/**
 * What jobs make, under `dir`, one folder for each job. Sealed: a copy of the folder reads nothing
 * (45 CFR 164.312(a)(2)(iv)), and a file opens in its own place alone.
 */
export function createJobFiles(dir: string, sealer: Sealer): JobFiles {
  const folderOf = (jobId: string): string => {
    if (!JOB.test(jobId)) throw new AppError("internal", "the id of a job is none");
    return join(dir, jobId);
  };
  return {
    write: async (jobId, n, bytes) => {
      const folder = folderOf(jobId);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeWhole(join(folder, `${n}.sealed`), await sealer.seal(bytes, contextOf(jobId, n)));
    },
    read: async (jobId, n) => {
      const sealed = await readFile(join(folderOf(jobId), `${n}.sealed`)).catch(absent);
      return sealed === null ? null : sealer.open(sealed, contextOf(jobId, n));
    },
    removeAll: (jobId) => rm(folderOf(jobId), { recursive: true, force: true }),
  };
}

/** What jobs made, as far as it is still kept; it goes with its job, and keeps its key until then. */
export function sealedJobFiles(dir: string): SealedPlace {
  const names = (): Promise<readonly string[]> =>
    readdir(dir, { recursive: true }).catch((fault: NodeJS.ErrnoException) => absent(fault) ?? []);
  return {
    title: "files of exports",
    use: "seal",
    counts: async () => null,
    holds: async (keyId) => {
      for (const name of await names())
        if (name.endsWith(".sealed") && (await keyIdIn(join(dir, name))) === keyId) return true;
      return false;
    },
    reseal: null,
  };
}

/** Bytes 2 to 5 of a sealed value name its key. */
async function keyIdIn(path: string): Promise<string | null> {
  const file = await open(path, "r").catch(absent);
  if (file === null) return null;
  try {
    const header = Buffer.alloc(5);
    await file.read(header, 0, header.length, 0);
    return header.toString("hex", 1);
  } finally {
    await file.close();
  }
}

/** A file by its name is there whole, or not at all. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const unfinished = `${path}.unfinished`;
  const file = await open(unfinished, "w", 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
}

function absent(fault: NodeJS.ErrnoException): null {
  if (fault.code === "ENOENT") return null;
  throw fault;
}
