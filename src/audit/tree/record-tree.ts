/** The record as a log: every entry a leaf, every commit under a signed checkpoint. */
import type { RecordSigningKey } from "../../keys/record-signing-key.ts";
import type { Clock } from "../../kernel/clock.ts";
import { AppError } from "../../kernel/errors.ts";
import type { NewEntry, RecordStore, RecordTreeStore, TreeCommit } from "../ports.ts";
import { type CheckpointSigner, createCheckpointSigner } from "./checkpoint.ts";
import { checkTail, type Head, headOf } from "./head.ts";
import { leafOf } from "./leaf.ts";
import { grown, rootOf } from "./merkle.ts";

/**
 * Opens the record over its store, after the tree and its newest entries were found to be as they were signed. `origin`
 * names a log that is begun here; one that was begun keeps its name.
 * @throws AppError `record_unavailable` where they are not: nothing is written on top of what was altered.
 */
export async function openRecordTree(
  store: RecordTreeStore,
  key: RecordSigningKey,
  origin: string,
  clock: Clock,
): Promise<RecordStore> {
  const readHead = async (): Promise<Head> => headOf(await store.tree(origin), key.publicKey);
  let head: Head | null = await readHead();
  await checkTail(store, head);
  const signer = createCheckpointSigner(head.origin, key);

  async function write(entries: readonly NewEntry[], early: Planned | null): Promise<void> {
    const before = head ?? (await readHead());
    const { commit, after } = early?.before === before ? early : planOn(before, entries);
    // Until the store has answered nobody knows which head is in force: it may have written and lost its voice.
    head = null;
    head = (await commit()) ? after : await writeInTurn(entries);
  }

  /** Another process was ahead, and may be so as long as it need not read the head. */
  function writeInTurn(entries: readonly NewEntry[]): Promise<Head> {
    return store.inTurn(async (own) => {
      const before = headOf(await own.tree(origin), key.publicKey);
      const { commit, after } = planOf(before, entries, signer, clock.now());
      if (!(await own.prepare(commit)()))
        throw new AppError("conflict", "the record's tree grew while nobody was to write");
      return after;
    });
  }

  /** The head once all that was given is written as it was planned; null where that is not known. */
  let expected: Head | null = head;
  let unwritten = 0;

  function planOn(before: Head, entries: readonly NewEntry[]): Planned {
    const { commit, after } = planOf(before, entries, signer, clock.now());
    return { before, commit: store.prepare(commit), after };
  }

  /** Hashed, signed and laid out while the entries before it are on their way to the database. */
  function plan(entries: readonly NewEntry[]): Planned | null {
    const before = unwritten === 0 ? head : expected;
    const early = before === null ? null : planOn(before, entries);
    expected = early?.after ?? null;
    return early;
  }

  let last: Promise<void> = Promise.resolve();
  return {
    append: async (entries) => {
      if (entries.length === 0) return;
      const early = plan(entries);
      unwritten += 1;
      const written = last.then(() => write(entries, early)).finally(() => (unwritten -= 1));
      last = written.catch(() => undefined);
      await written;
    },
    search: (query) => store.search(query),
  };
}

/** What is written on top of this head, and the head that it leads to. */
interface Plan {
  readonly commit: TreeCommit;
  readonly after: Head;
}

interface Planned {
  readonly before: Head;
  readonly commit: () => Promise<boolean>;
  readonly after: Head;
}

/** How far ahead of the clock an entry's time may be for a checkpoint to follow it: a clock that was put back. */
const AHEAD_MS = 86_400_000;

/**
 * When a checkpoint over these entries is signed: never before the one that it follows, nor before its entries, whatever
 * the clock says now.
 */
function signingTime(head: Head, entries: readonly NewEntry[], now: number): number {
  const stamped = entries.map((entry) => entry.at).filter((at) => at <= now + AHEAD_MS);
  return stamped.reduce((latest, at) => Math.max(latest, at), Math.max(now, head.signedAt));
}

function planOf(head: Head, entries: readonly NewEntry[], signer: CheckpointSigner, now: number): Plan {
  const { tree, origin } = head;
  const at = signingTime(head, entries, now);
  const firstSeq = head.firstSeq + tree.size;
  const leaves = entries.map((entry, index) => leafOf(entry, firstSeq + index, origin));
  const after = grown(tree, leaves);
  const { size, roots } = after;
  const note = signer.sign({ size, root: rootOf(after) }, at);
  const commit = {
    from: tree.size,
    size,
    roots: Buffer.concat(roots),
    firstSeq,
    entries,
    leaves,
    checkpoint: { at, note },
  };
  return { commit, after: { ...head, tree: after, signedAt: at } };
}
