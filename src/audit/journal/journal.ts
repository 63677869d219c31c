/** The journal of emergencies: where an entry goes that must not wait for the record. */
import { AppError } from "../../kernel/errors.ts";
import type { Sealer } from "../../keys/ports.ts";
import type { AuditEntry } from "../types.ts";
import { contentsOf, endAfter, entriesFrame, headFrame, type JournalEnd } from "./contents.ts";
import { DIGEST_BYTES } from "./frame.ts";
import type { JournalMedium } from "./medium.ts";

/** `empty`: ready. `holding`: entries wait to be merged. `altered`, `failing`: it takes no more. */
export type JournalState = "empty" | "holding" | "altered" | "failing";

export interface JournalHealth {
  readonly state: JournalState;
  /** Entries that are not yet in the record. */
  readonly waiting: number;
  /** Bytes taken, of so many. */
  readonly used: number;
  readonly size: number;
}

export interface Journal {
  /**
   * INVARIANT: resolves only after the entry is durable, sealed and chained to those before it.
   * @throws AppError `record_unavailable` when it is full, was altered, or cannot be written.
   */
  append(entry: AuditEntry): Promise<void>;
  /** What waits, in the order it was written; `id` is the journal's own, a UUIDv7. */
  held(): JournalHolding;
  /** Makes room once the first `count` entries are in the record. False: more have come, and nothing was changed. */
  clear(count: number): Promise<boolean>;
  health(): JournalHealth;
  /** Resolves when what is under way has ended. */
  close(): Promise<void>;
}

export interface JournalHolding {
  readonly id: string;
  readonly entries: readonly AuditEntry[];
  /** A write that was cut off was found, whose caller got no answer. */
  readonly torn: boolean;
  /** Something stands in it that no crash leaves. It takes no more entries until it was merged and set aside. */
  readonly altered: boolean;
}

/** Opens the journal on its medium; begins it where it is empty. @throws the medium's or the sealer's error. */
export async function openJournal(
  medium: JournalMedium,
  sealer: Sealer,
  newId: () => string,
): Promise<Journal> {
  const journal = new SealedJournal(medium, sealer, newId);
  await journal.open();
  return journal;
}

interface Waiting {
  readonly entry: AuditEntry;
  readonly settle: { readonly resolve: () => void; readonly reject: (fault: AppError) => void };
}

class SealedJournal implements Journal {
  readonly #medium: JournalMedium;
  readonly #sealer: Sealer;
  readonly #newId: () => string;
  #id = "";
  #entries: AuditEntry[] = [];
  #end: JournalEnd = { at: 0, number: 0, previous: new Uint8Array(DIGEST_BYTES) };
  #torn = false;
  #altered = false;
  #failing = false;
  #queue: Waiting[] = [];
  /** One thing after another is done with the medium. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(medium: JournalMedium, sealer: Sealer, newId: () => string) {
    this.#medium = medium;
    this.#sealer = sealer;
    this.#newId = newId;
  }

  async open(): Promise<void> {
    const bytes = await this.#medium.read();
    const found = await contentsOf(bytes, this.#sealer);
    this.#altered = found.tail === "altered";
    this.#torn = found.tail === "torn";
    if (!this.#altered && found.head?.state !== "open") return this.#begin();
    this.#id = found.head?.journal ?? this.#newId();
    this.#entries = [...found.entries];
    this.#end = found.end;
    const torn = usedBytes(bytes) - found.end.at;
    if (this.#torn) await this.#writeAt(Buffer.alloc(torn), found.end.at);
  }

  append(entry: AuditEntry): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ entry, settle: { resolve, reject } });
      if (this.#queue.length === 1) void this.#inTurn(() => this.#write());
    });
  }

  held(): JournalHolding {
    return { id: this.#id, entries: [...this.#entries], torn: this.#torn, altered: this.#altered };
  }

  clear(count: number): Promise<boolean> {
    return this.#inTurn(async () => {
      if (this.#entries.length !== count) return false;
      if (this.#altered) await this.#medium.setAside(`altered-${this.#id}`);
      else await this.#writeHead("merged");
      await this.#begin();
      return true;
    });
  }

  health(): JournalHealth {
    const { size } = this.#medium;
    return { state: this.#state(), waiting: this.#entries.length, used: this.#end.at, size };
  }

  async close(): Promise<void> {
    await this.#inTurn(() => this.#medium.close());
  }

  #state(): JournalState {
    if (this.#altered) return "altered";
    if (this.#failing) return "failing";
    return this.#entries.length > 0 || this.#torn ? "holding" : "empty";
  }

  /** Everything that waits, in one frame under one flush. */
  async #write(): Promise<void> {
    const batch = this.#queue.splice(0);
    try {
      if (this.#altered || this.#failing) throw unavailable("the journal takes no entries");
      const entries = batch.map(({ entry }) => entry);
      const frame = await entriesFrame(entries, this.#id, this.#end, this.#sealer);
      if (this.#end.at + frame.length > this.#medium.size) throw unavailable("the journal is full");
      await this.#writeAt(frame, this.#end.at);
      this.#end = endAfter(this.#end, { size: frame.length, digest: frame.subarray(-DIGEST_BYTES) });
      this.#entries.push(...entries);
      for (const { settle } of batch) settle.resolve();
    } catch (cause) {
      const fault = cause instanceof AppError ? cause : unavailable("the journal cannot be written", cause);
      for (const { settle } of batch) settle.reject(fault);
    }
  }

  /** After a write that failed nobody knows what stands there: the journal is closed to entries until it is read anew. */
  async #writeAt(bytes: Uint8Array, at: number): Promise<void> {
    try {
      await this.#medium.write(bytes, at);
    } catch (cause) {
      this.#failing = true;
      throw cause;
    }
  }

  /** INVARIANT: the old frames are gone before a head says that the journal is open: they belong to no other journal. */
  async #begin(): Promise<void> {
    const bytes = await this.#medium.read();
    const used = usedBytes(bytes);
    if (used > HEAD_BYTES) await this.#writeAt(Buffer.alloc(used - HEAD_BYTES), HEAD_BYTES);
    this.#id = this.#newId();
    const head = await this.#writeHead("open");
    this.#end = { at: head.length, number: 1, previous: head.subarray(-DIGEST_BYTES) };
    this.#entries = [];
    this.#torn = false;
    this.#altered = false;
    this.#failing = false;
  }

  async #writeHead(state: "open" | "merged"): Promise<Buffer> {
    const frame = await headFrame({ journal: this.#id, state }, this.#sealer);
    await this.#writeAt(frame, 0);
    return frame;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

/** The head takes one sector. */
const HEAD_BYTES = 512;

/** Up to the last byte that is not zero. */
function usedBytes(bytes: Buffer): number {
  let used = bytes.length;
  while (used > 0 && bytes[used - 1] === 0) used -= 1;
  return used;
}

function unavailable(what: string, cause?: unknown): AppError {
  return new AppError("record_unavailable", what, { cause, hint: "see why the record cannot be written" });
}
