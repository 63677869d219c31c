import { momentOf } from "../../calendar.ts";
import type { Day } from "../../calendar.ts";
import type { Patient } from "../../demand/types.ts";
import type { Member } from "../../workforce/types.ts";
import type { Section } from "../types.ts";
import type { Opportunity, PlannedLook } from "./types.ts";

/** Some of the days of the window on which this member works, in order; fewer when there are not so many. */
export function workdays({ random, rota, from, until }: Opportunity, member: Member, count: number): Day[] {
  const all = Array.from({ length: until - from }, (_, nth) => from + nth);
  const at = all.filter((day) => rota.worksOn(member, day));
  return random.sample(at, count).toSorted((a, b) => a - b);
}

/** Different people at most as many as wanted, of a list that has some more than once. */
export function several({ random }: Opportunity, people: readonly Member[], count: number): Member[] {
  return [...new Set(random.sample(people, count * 2))].slice(0, count);
}

/** A look between ordinary work, at any minute of the shift. */
export function lookInShift(
  { random }: Opportunity,
  look: {
    readonly member: Member;
    readonly patient: Patient;
    readonly day: Day;
    readonly sections: readonly Section[];
  },
): PlannedLook {
  const [from, until] = look.member.shift;
  return { ...look, at: momentOf(look.day, random.int(from, until - 1), random.int(0, 59)) };
}
