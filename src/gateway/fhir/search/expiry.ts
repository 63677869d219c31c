import type { Decision, Slice } from "../../../decision/types.ts";

/** When the first of what the decision rests on ends: a grant, an agreement; null: nothing of it has an end. */
export function endOf({ slices, request }: Decision): number | null {
  const ends = slices.flatMap(({ expires }) => expires ?? []);
  const baa = request.subject.baa?.until;
  const all = baa === undefined ? ends : [...ends, baa];
  return all.length === 0 ? null : Math.min(...all);
}

/** The slice of a grant that has ended since the decision was taken; undefined while all of them hold. */
export function endedSlice({ slices }: Decision, now: number): Slice | undefined {
  return slices.find(({ expires }) => expires !== null && expires <= now);
}
