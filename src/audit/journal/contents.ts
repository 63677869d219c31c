/** What stands in a journal, believed only as far as its seals and its chain hold. */
import { z } from "zod";
import type { Sealer } from "../../keys/ports.ts";
import type { AuditEntry } from "../types.ts";
import { DIGEST_BYTES, type Frame, frameAt, frameOf } from "./frame.ts";

/** The first frame: whose journal it is, and whether what follows is in the record already. */
const head = z.strictObject({ journal: z.string(), state: z.enum(["open", "merged"]) });
export type JournalHead = z.infer<typeof head>;

/** Where the next frame goes, and what it follows. */
export interface JournalEnd {
  readonly at: number;
  readonly number: number;
  readonly previous: Uint8Array;
}

export interface JournalContents {
  /** Null where nothing was begun, or what was begun cannot be read. */
  readonly head: JournalHead | null;
  /** In the order they were written. */
  readonly entries: readonly AuditEntry[];
  readonly tail: "whole" | "torn" | "altered";
  readonly end: JournalEnd;
}

const NOTHING = new Uint8Array(DIGEST_BYTES);

/** The frame that begins a journal, or says that it was merged. It fits in one sector. */
export async function headFrame(of: JournalHead, sealer: Sealer): Promise<Buffer> {
  return frameOf(0, NOTHING, await sealer.seal(Buffer.from(JSON.stringify(of)), "audit.journal.head"));
}

/** The frame of entries that are written at once. */
export async function entriesFrame(
  entries: readonly AuditEntry[],
  journal: string,
  end: JournalEnd,
  sealer: Sealer,
): Promise<Buffer> {
  const payload = await sealer.seal(Buffer.from(JSON.stringify(entries)), contextOf(journal, end));
  return frameOf(end.number, end.previous, payload);
}

/** A frame that was moved, repeated, or brought from another journal does not open. */
function contextOf(journal: string, { number, previous }: JournalEnd): string {
  return `audit.journal\0${journal}\0${number}\0${Buffer.from(previous).toString("hex")}`;
}

/** Reads a journal as far as it holds. */
export async function contentsOf(bytes: Buffer, sealer: Sealer): Promise<JournalContents> {
  const begin: JournalEnd = { at: 0, number: 0, previous: NOTHING };
  const first = frameAt(bytes, 0);
  if (first.kind !== "frame") {
    const tail = first.kind === "none" ? "whole" : "altered";
    return { head: null, entries: [], tail, end: begin };
  }
  const begun = await opened(first.frame, "audit.journal.head", sealer);
  const parsed = head.safeParse(begun);
  if (!parsed.success) return { head: null, entries: [], tail: "altered", end: begin };
  const after = endAfter(begin, first.frame);
  if (parsed.data.state === "merged") return { head: parsed.data, entries: [], tail: "whole", end: after };
  return { head: parsed.data, ...(await entriesAfter(bytes, parsed.data.journal, after, sealer)) };
}

async function entriesAfter(
  bytes: Buffer,
  journal: string,
  from: JournalEnd,
  sealer: Sealer,
): Promise<Omit<JournalContents, "head">> {
  const entries: AuditEntry[] = [];
  let end = from;
  for (;;) {
    const found = frameAt(bytes, end.at);
    if (found.kind === "none") return { entries, tail: "whole", end };
    if (found.kind !== "frame") return { entries, tail: found.kind, end };
    const read = await opened(found.frame, contextOf(journal, end), sealer);
    if (!follows(found.frame, end) || !Array.isArray(read)) return { entries, tail: "altered", end };
    entries.push(...(read as readonly AuditEntry[]));
    end = endAfter(end, found.frame);
  }
}

/** Null where the seal does not open in this place. */
async function opened({ payload }: Frame, context: string, sealer: Sealer): Promise<unknown> {
  try {
    return JSON.parse(Buffer.from(await sealer.open(payload, context)).toString("utf8"));
  } catch {
    return null;
  }
}

function follows(frame: Frame, end: JournalEnd): boolean {
  return frame.number === end.number && Buffer.compare(frame.previous, end.previous) === 0;
}

/** Where the frame after this one goes. */
export function endAfter(
  { at, number }: JournalEnd,
  { size, digest }: Pick<Frame, "size" | "digest">,
): JournalEnd {
  return { at: at + size, number: number + 1, previous: digest };
}
