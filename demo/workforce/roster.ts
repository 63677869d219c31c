import { AppError } from "../../src/kernel/errors.ts";
import type { Random } from "../random.ts";
import type { Person, World } from "../world/types.ts";
import { yearsBetween } from "../calendar.ts";
import type { Day } from "../calendar.ts";
import { DEPARTMENTS } from "./departments.ts";
import { DEFAULT_SHIFT, DEMO_POSITIONS, PRACTICE_COLLEAGUES } from "./positions.ts";
import type { Position } from "./positions.ts";
import type { Member, Workforce } from "./types.ts";

const MANAGER = "max.manager";

/** Fills every position from the town: members live in its households and may be patients themselves. */
export function hireWorkforce(random: Random, world: World, today: Day): Workforce {
  const adults = world.households
    .flatMap((household) => household.members)
    .filter((person) => isOfWorkingAge(person, today));
  const positions = [...DEMO_POSITIONS, ...PRACTICE_COLLEAGUES];
  const hired = random.sample(adults, positions.length);
  const taken = new Set<string>();
  const members = positions.map((position, index) => {
    const person = hired[index];
    if (person === undefined)
      throw new AppError("internal", `the town has too few adults for \`${positions.length}\` positions`);
    return hire(random.stream(index), position, person, taken);
  });
  return workforceOf(members);
}

function isOfWorkingAge(person: Person, today: Day): boolean {
  const age = yearsBetween(person.bornOn, today);
  return age >= 24 && age <= 66;
}

function hire(random: Random, position: Position, person: Person, taken: Set<string>): Member {
  const named = position.userName === null ? person : renamed(person, position.userName, position.family);
  const userName = position.userName ?? freeUserName(person, taken);
  taken.add(userName);
  return {
    userName,
    displayName: `${named.given[0]} ${named.family}`,
    role: position.role,
    department: position.department,
    manager: userName === MANAGER ? null : MANAGER,
    practitionerId: `practitioner-${userName.replaceAll(".", "-")}`,
    title: position.title,
    credential: position.credential ?? null,
    npi: position.role === "provider" || position.role === "pharmacist" ? nationalProviderId(random) : null,
    person: named,
    shift: position.shift ?? DEFAULT_SHIFT,
  };
}

/** A demo person keeps the household, age and kin of the one drawn, under the name the demo signs in with. */
function renamed(person: Person, userName: string, familyName: string | undefined): Person {
  const [given = "", last = ""] = userName
    .split(".")
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1));
  const family = familyName ?? last;
  return { ...person, given: [given], family, birthFamily: family };
}

function freeUserName(person: Person, taken: ReadonlySet<string>): string {
  const base = `${person.given[0]}.${person.family}`.toLowerCase().replaceAll(/[^a-z.]/g, "");
  let candidate = base;
  for (let nth = 2; taken.has(candidate); nth++) candidate = `${base}${nth}`;
  return candidate;
}

/** Ten digits, the last the Luhn digit over the prefix 80840 (45 CFR 162.406). */
export function nationalProviderId(random: Random): string {
  const nine = `1${random.digits(8)}`;
  const doubledSum = Array.from(`80840${nine}`)
    .toReversed()
    .reduce((sum, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
      return sum + (value > 9 ? value - 9 : value);
    }, 0);
  return `${nine}${(10 - (doubledSum % 10)) % 10}`;
}

function workforceOf(members: readonly Member[]): Workforce {
  return {
    members,
    departments: DEPARTMENTS,
    member(userName) {
      const found = members.find((member) => member.userName === userName);
      if (found === undefined)
        throw new AppError("not_found", `no member of the workforce is called \`${userName}\``);
      return found;
    },
    department(id) {
      const found = DEPARTMENTS.find((department) => department.id === id);
      if (found === undefined) throw new AppError("not_found", `there is no department \`${id}\``);
      return found;
    },
  };
}
