import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError } from "../../src/kernel/errors.ts";
import { csvText } from "../samples/csv.ts";
import type { Column } from "./columns.ts";

interface OpenFile {
  readonly handle: FileHandle;
  /** Text that is not on the disk yet. */
  waiting: string[];
  size: number;
  lines: number;
}

/** Characters that gather before they are written. */
const GATHERED = 1_000_000;
const SEALED_MODE = 0o600;
const PLAIN_MODE = 0o644;

/**
 * A folder that is written whole or not at all: files are written beside it, and it takes its name when all are
 * complete. What lies under `truth/` can be read by its owner alone.
 */
export class ExportFolder {
  readonly #target: string;
  readonly #draft: string;
  #closed = false;
  readonly #files = new Map<string, OpenFile>();

  private constructor(target: string) {
    this.#target = target;
    this.#draft = `${target}.part-${process.pid}`;
  }

  /** @throws AppError `usage` when something of this name is there, or it cannot be made. */
  static async create(target: string): Promise<ExportFolder> {
    if (await exists(target))
      throw refused(target, "it is there already", "give a folder that does not exist");
    const folder = new ExportFolder(target);
    await mkdir(dirname(target), { recursive: true });
    await mkdir(join(folder.#draft, "truth"), { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
      throw refused(target, "it cannot be made", "check its parent folder", cause);
    });
    return folder;
  }

  /** Adds text to a file, which counts as so many lines; waits for the disk when enough has gathered. */
  async append(name: string, text: string, lines: number): Promise<void> {
    const file = this.#files.get(name) ?? (await this.#open(name));
    file.lines += lines;
    file.waiting.push(text);
    file.size += text.length;
    if (file.size >= GATHERED) await flush(file);
  }

  /** Rows of a table; the header comes with the first call. */
  async rows<T>(name: string, columns: readonly Column<T>[], rows: readonly T[]): Promise<void> {
    if (!this.#files.has(name)) await this.append(name, csvText([columns.map(([header]) => header)]), 0);
    if (rows.length === 0) return;
    const cells = rows.map((row) => columns.map(([, value]) => value(row)));
    await this.append(name, csvText(cells), rows.length);
  }

  /** Lines by file, headers not counted. */
  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#files].map(([name, { lines }]) => [name, lines]));
  }

  /** Closes the files and gives the folder its name. */
  async complete(): Promise<void> {
    for (const file of this.#files.values()) {
      await flush(file);
      await file.handle.close();
    }
    this.#closed = true;
    await rename(this.#draft, this.#target);
  }

  /** Leaves nothing behind. */
  async abandon(): Promise<void> {
    if (!this.#closed)
      await Promise.allSettled([...this.#files.values()].map(({ handle }) => handle.close()));
    await rm(this.#draft, { recursive: true, force: true });
  }

  async #open(name: string): Promise<OpenFile> {
    const path = join(this.#draft, name);
    await mkdir(dirname(path), { recursive: true });
    const handle = await open(path, "wx", name.startsWith("truth/") ? SEALED_MODE : PLAIN_MODE);
    const file: OpenFile = { handle, waiting: [], size: 0, lines: 0 };
    this.#files.set(name, file);
    return file;
  }
}

async function flush(file: OpenFile): Promise<void> {
  const text = file.waiting.join("");
  file.waiting = [];
  file.size = 0;
  await file.handle.appendFile(text);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function refused(target: string, why: string, hint: string, cause?: unknown): AppError {
  return new AppError("usage", `cannot write to \`${target}\`: ${why}`, { hint, cause });
}
