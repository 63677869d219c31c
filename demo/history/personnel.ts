import type { Day } from "../calendar.ts";
import type { Random } from "../random.ts";
import { DEMO_POSITIONS } from "../workforce/positions.ts";
import type { Member, Workforce } from "../workforce/types.ts";
import type { PersonnelChange } from "./types.ts";

const LEAVE_SHARE = 0.06;
const MOVED_SHARE = 0.03;
const ENDS_SHARE = 0.03;

/** What changed among the colleagues within the window; the demo people stay, and physicians keep their patients. */
export function drawPersonnelChanges(
  random: Random,
  workforce: Workforce,
  window: { readonly from: Day; readonly until: Day },
): readonly PersonnelChange[] {
  const named = new Set(DEMO_POSITIONS.map(({ userName }) => userName));
  return workforce.members
    .filter(({ userName }) => !named.has(userName))
    .filter(({ role, roundTheClock }) => role !== "provider" || roundTheClock)
    .flatMap((member) => changeOf(random.stream(member.userName), member, workforce, window));
}

function changeOf(
  random: Random,
  member: Member,
  workforce: Workforce,
  { from, until }: { readonly from: Day; readonly until: Day },
): PersonnelChange[] {
  const day = random.int(from, until - 1);
  const fate = random.next();
  const change = { member, from: day, until: day, previous: member.department };
  if (fate < LEAVE_SHARE) return [{ ...change, kind: "leave", until: day + random.int(4, 15) }];
  if (fate < LEAVE_SHARE + MOVED_SHARE) {
    const others = workforce.departments.filter(({ id, clinical }) => clinical && id !== member.department);
    return [{ ...change, kind: "moved", previous: random.pick(others).id }];
  }
  if (fate < LEAVE_SHARE + MOVED_SHARE + ENDS_SHARE) {
    const last = random.int(from + 7, Math.max(from + 7, until - 1));
    return [{ ...change, kind: "ends", from: last, until: last }];
  }
  return [];
}
