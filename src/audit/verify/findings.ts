/** What can be wrong with a log, each with what it means. The names are stable: scripts may count on them. */
export const FINDINGS = {
  "checkpoint-malformed": "a checkpoint is not written as one",
  "checkpoint-altered": "a checkpoint was changed after it was signed",
  "foreign-checkpoint": "a checkpoint of another log stands here",
  "swapped-key": "a checkpoint is signed by another key than the one you hold",
  "checkpoint-replayed": "an older checkpoint is given out as a newer one",
  "clock-regressed": "a checkpoint states an earlier time than the one before it",
  fork: "two histories were signed: the tree is not the one of a checkpoint of the same size",
  "rolled-back": "the log is shorter than it was",
  "history-rewritten": "the tree is not the one that was signed",
  truncated: "a part of the log is missing",
  "tile-altered": "a hash tile is not the one that follows from the tree",
  "entry-altered": "an entry is not the one that was recorded",
  "entry-deleted": "an entry was taken out",
  "entry-inserted": "an entry was put in",
  "entries-reordered": "entries stand in another order than they were recorded in",
  "foreign-entry": "an entry of another log stands here",
  "entry-malformed": "an entry is not in canonical form, or lacks a member",
  "entry-misplaced": "an entry does not follow its predecessor by `seq`",
  "entry-duplicated": "two entries have one id",
  "entry-time": "an entry is later than the checkpoint that first covered it",
  "sealed-swapped": "the sealed part of another entry stands here",
  "sealed-altered": "a sealed part is not the one that was recorded",
  "witness-forged": "a line bears the witness's name, and is not signed by its key",
  "witness-missing": "no checkpoint is cosigned by the witness",
} as const;

export type FindingClass = keyof typeof FINDINGS;

export interface Finding {
  readonly class: FindingClass;
  /** `entry 4711`, `checkpoint of size 12`, `tile/1/000`. */
  readonly place: string;
}

/** Findings of one class that are kept one by one; the others are counted. */
const KEPT = 100;

export interface FindingList {
  add(name: FindingClass, place: string): void;
  readonly found: readonly Finding[];
  /** How many there are of each class, kept or not. */
  readonly counts: ReadonlyMap<FindingClass, number>;
}

/** A list that stays short however much is wrong. */
export function findingList(): FindingList {
  const found: Finding[] = [];
  const counts = new Map<FindingClass, number>();
  return {
    found,
    counts,
    add: (name, place) => {
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      if (count <= KEPT) found.push({ class: name, place });
    },
  };
}
