import { SECTOR } from "../frame.ts";
import type { JournalMedium } from "../medium.ts";

/** A medium in memory that crashes and fails where it is told to. */
export interface MemoryMedium extends JournalMedium {
  bytes: Buffer;
  readonly aside: Map<string, Buffer>;
  /** The next write leaves these of its sectors, by their place in it, and never comes back. */
  crashNext: ((sector: number) => boolean) | null;
  /** Every write fails. */
  broken: boolean;
}

export function memoryMedium(size = 64 * SECTOR): MemoryMedium {
  const medium: MemoryMedium = {
    size,
    bytes: Buffer.alloc(size),
    aside: new Map(),
    crashNext: null,
    broken: false,
    read: async () => Buffer.from(medium.bytes),
    write: async (bytes, at) => {
      if (medium.broken) throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
      const { crashNext } = medium;
      for (let from = 0; from < bytes.length; from += SECTOR) {
        if (crashNext?.(from / SECTOR) === false) continue;
        medium.bytes.set(bytes.subarray(from, from + SECTOR), at + from);
      }
      if (crashNext === null) return;
      medium.crashNext = null;
      await new Promise(() => undefined);
    },
    setAside: async (name) => {
      medium.aside.set(name, medium.bytes);
      medium.bytes = Buffer.alloc(size);
    },
    close: async () => undefined,
  };
  return medium;
}
