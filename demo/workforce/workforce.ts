import { AppError } from "../../src/kernel/errors.ts";
import { placeOf } from "../random.ts";
import type { SizePlan } from "../sizes.ts";
import type { Department, Member, Workforce } from "./types.ts";

/** The workforce over its members: looked up by name, by role and place, and by who takes which job. */
export function workforceOf(
  members: readonly Member[],
  departments: readonly Department[],
  jobs: SizePlan["jobs"],
): Workforce {
  const byName = new Map(members.map((member) => [member.userName, member] as const));
  const byId = new Map(departments.map((department) => [department.id, department] as const));
  const byPlace = new Map<string, Member[]>();
  for (const member of members) {
    const place = `${member.role}/${member.department}`;
    const staff = byPlace.get(place);
    if (staff === undefined) byPlace.set(place, [member]);
    else staff.push(member);
  }
  const staff = (role: string, department: string): readonly Member[] =>
    byPlace.get(`${role}/${department}`) ?? [];
  const takes = (role: string, department: string, key: string): Member | undefined => {
    const able = staff(role, department);
    return able[jobs === "one-person" || able.length === 0 ? 0 : placeOf(key, able.length)];
  };
  const member = (userName: string): Member => {
    const found = byName.get(userName);
    if (found === undefined)
      throw new AppError("not_found", `no member of the workforce is called \`${userName}\``);
    return found;
  };
  return {
    members,
    departments,
    member,
    department(id) {
      const found = byId.get(id);
      if (found === undefined) throw new AppError("not_found", `there is no department \`${id}\``);
      return found;
    },
    staff,
    takes,
    colleagueOf(userName, key) {
      const own = member(userName);
      return jobs === "one-person" ? own : (takes(own.role, own.department, key) ?? own);
    },
  };
}
