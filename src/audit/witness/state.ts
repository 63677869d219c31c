/** What a witness remembers: the last checkpoint that it cosigned of each log. */
import { createHash } from "node:crypto";
import { mkdir, open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../kernel/errors.ts";
import { parseNote } from "../verify/notes.ts";

export interface Cosigned {
  readonly size: number;
  readonly root: Uint8Array;
}

export interface WitnessState {
  /** @throws AppError `internal` where what is remembered cannot be read: then nothing is cosigned. */
  last(origin: string): Promise<Cosigned | null>;
  /** Durable when it resolves: file and folder are flushed. */
  remember(origin: string, note: string): Promise<void>;
}

/** Notes in a folder, one file for each log. */
export async function openWitnessState(folder: string): Promise<WitnessState> {
  const place = join(folder, "cosigned");
  await mkdir(place, { recursive: true, mode: 0o700 });
  const fileOf = (origin: string): string => join(place, createHash("sha256").update(origin).digest("hex"));
  return {
    async last(origin) {
      const text = await readFile(fileOf(origin), "utf8").catch((fault: NodeJS.ErrnoException) => {
        if (fault.code === "ENOENT") return null;
        throw unreadable(fault);
      });
      if (text === null) return null;
      const note = parseNote(text);
      if (note === null || note.origin !== origin) throw unreadable();
      return { size: note.size, root: note.root };
    },
    async remember(origin, note) {
      const file = fileOf(origin);
      await flushed(`${file}.new`, note);
      await rename(`${file}.new`, file);
      await syncFolder(place);
    },
  };
}

/** A name in a folder is durable when the folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function flushed(path: string, text: string): Promise<void> {
  const file = await open(path, "w", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function unreadable(cause?: unknown): AppError {
  return new AppError("internal", "what was cosigned before cannot be read", {
    cause,
    hint: "restore the witness's folder; without it the witness must not go on under this key",
  });
}
