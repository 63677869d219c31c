import type { ProtectionStatement, StatedSystem, SystemWords } from "./types.ts";

/** How long a confirmation holds: 45 CFR 164.316(b)(2)(iii) asks for periodic review, and a year is our reading. */
const REVIEW_MS = 365 * 86_400_000;

type Said = Pick<ProtectionStatement, "encrypted" | "how"> | null;

/** A system as it enters the register, confirmed by whoever adds it. */
export function addedSystem(words: SystemWords, by: string, now: number): StatedSystem {
  return {
    ...words,
    inTransit: statement(null, words.inTransit, by, now),
    atRest: statement(null, words.atRest, by, now),
    addedBy: by,
    addedAt: now,
    changedBy: by,
    changedAt: now,
    confirmedBy: by,
    confirmedAt: now,
    version: 1,
  };
}

/** The system in other words, as its next version. What somebody said of encryption stays theirs until it is said otherwise. */
export function changedSystem(
  known: StatedSystem,
  words: SystemWords,
  by: string,
  now: number,
): StatedSystem {
  return {
    ...known,
    ...words,
    id: known.id,
    inTransit: statement(known.inTransit, words.inTransit, by, now),
    atRest: statement(known.atRest, words.atRest, by, now),
    changedBy: by,
    changedAt: now,
    version: known.version + 1,
  };
}

/** The same, said to be right still. */
export function confirmedSystem(known: StatedSystem, by: string, now: number): StatedSystem {
  return { ...known, confirmedBy: by, confirmedAt: now, version: known.version + 1 };
}

/** Whether these words are those that stand in the register. */
export function saysTheSame(known: StatedSystem, words: SystemWords): boolean {
  return JSON.stringify(wordsOf(known)) === JSON.stringify(wordsOf(words));
}

/** By when a system has to be confirmed again; null: never, as it is in use no more. Milliseconds since 1970. */
export function reviewDueAt({ standing, confirmedAt }: StatedSystem): number | null {
  return standing === "retired" ? null : confirmedAt + REVIEW_MS;
}

function statement(known: ProtectionStatement | null, said: Said, by: string, at: number) {
  if (said === null) return null;
  const { encrypted, how } = said;
  return known?.encrypted === encrypted && known.how === how ? known : { encrypted, how, by, at };
}

/** In one order, so that two can be compared. */
function wordsOf(words: SystemWords): readonly unknown[] {
  const { name, kind, standing, owner, location, categories, recipients, vendor, retention } = words;
  const said = [words.inTransit, words.atRest].map((one) => one && [one.encrypted, one.how]);
  return [name, kind, standing, owner, location, categories, recipients, vendor, retention, said];
}
