import type { Recorder } from "./recorder.ts";
import type { RecordQuery } from "./search.ts";
import type { AuditEntry } from "./types.ts";

/** Entries that rest on a temporary grant, by kind; each counts once, so that their sum is the number of entries. */
export interface ExceptionCounts {
  readonly breakGlass: number;
  readonly jit: number;
}

const PAGE = 1_000;

/** An entry that rests on grants of both kinds counts as broken glass, the graver of the two. */
export async function countExceptions(
  recorder: Pick<Recorder, "search">,
  query: Omit<RecordQuery, "limit" | "after" | "exceptions">,
): Promise<ExceptionCounts> {
  let [breakGlass, jit] = [0, 0];
  let after: string | null = null;
  do {
    const cursor: Pick<RecordQuery, "after"> = after === null ? {} : { after };
    const page = await recorder.search({ ...query, ...cursor, exceptions: true, limit: PAGE }, false);
    const broken = page.entries.filter(isBreakGlass).length;
    breakGlass += broken;
    jit += page.entries.length - broken;
    after = page.next;
  } while (after !== null);
  return { breakGlass, jit };
}

function isBreakGlass({ exceptions }: AuditEntry): boolean {
  return exceptions?.includes("break-glass") === true;
}
