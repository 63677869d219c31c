import { answerOf, api } from "../../../api/client.ts";
import { problemOf } from "../../../api/problem.ts";
import { base64Of } from "../../../log/bytes.ts";
import type { EntryEvidence, SeenHead } from "./check.ts";
import { readNote } from "../../../log/note.ts";
import type { WitnessEvidence } from "./witnessed.ts";

/** What of a log this browser keeps: size and root hash of the largest checkpoint that held. */
const keptUnder = (origin: string): string => `modicum.log.${origin}`;

/**
 * All that is needed to check an entry: its proof, the key of the log, and how the log goes on from what was kept here.
 * @throws ApiError; 404 of an entry that is not there, not for who asks, or older than the record's tree
 */
export async function readEvidence(id: string): Promise<EntryEvidence> {
  // Before the proof, so that none of them is ahead of it.
  const cosigned = await readWitnesses();
  const [proof, key] = await Promise.all([
    answerOf(api.record[":id"].proof.$get({ param: { id } })),
    readKey(),
  ]);
  const note = readNote(proof.checkpoint);
  if (note === null) return { proof, key, before: null, witnesses: null };
  const goesOn = async ({ size }: { readonly size: number }) =>
    size > note.size ? null : readConsistency(size, note.size);
  const head = seenHead(note.origin);
  const before = head === null ? null : { head, path: await goesOn(head) };
  const witnesses =
    cosigned && (await Promise.all(cosigned.map(async (one) => ({ ...one, path: await goesOn(one) }))));
  return { proof, key, before, witnesses };
}

async function readKey(): Promise<string | null> {
  const response = await fetch("/log/key", { cache: "no-store" });
  return response.ok ? response.text() : null;
}

/** Null: the server has none. */
async function readConsistency(from: number, to: number): Promise<readonly string[] | null> {
  try {
    const query = { from: String(from), to: String(to) };
    return (await answerOf(api.record.consistency.$get({ query }))).path;
  } catch (fault) {
    if (problemOf(fault).status === 404) return null;
    throw fault;
  }
}

/** Who cosigns, up to where; null for who may not know. */
async function readWitnesses(): Promise<readonly (Omit<WitnessEvidence, "path"> & Cosigned)[] | null> {
  return answerOf(api.record.witnesses.$get()).then(
    ({ witnesses }) => witnesses,
    () => null,
  );
}

interface Cosigned {
  readonly size: number;
}

function seenHead(origin: string): SeenHead | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keptUnder(origin)) ?? "null");
    if (typeof kept !== "object" || kept === null || !("size" in kept) || !("root" in kept)) return null;
    const { size, root } = kept;
    return Number.isSafeInteger(size) && typeof root === "string" ? { size: Number(size), root } : null;
  } catch {
    return null;
  }
}

/** Keeps a checkpoint that held, for the next time. */
export function keepHead(note: {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}): void {
  const head: SeenHead = { size: note.size, root: base64Of(note.root) };
  localStorage.setItem(keptUnder(note.origin), JSON.stringify(head));
}

/** Forgets what was seen: the next check begins anew. */
export function forgetHead(origin: string): void {
  localStorage.removeItem(keptUnder(origin));
}
