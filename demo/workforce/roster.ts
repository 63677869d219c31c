import { AppError } from "../../src/kernel/errors.ts";
import type { Random } from "../random.ts";
import type { Cast, Part } from "../world/cast.ts";
import type { Person } from "../world/types.ts";
import type { SizePlan } from "../sizes.ts";
import { DEFAULT_SHIFT, DEMO_POSITIONS, PRACTICE_COLLEAGUES } from "./positions.ts";
import type { Position } from "./positions.ts";
import { departmentsOf, positionsOf } from "./staffing.ts";
import type { Member, Workforce } from "./types.ts";
import { workforceOf } from "./workforce.ts";

const MANAGER = "max.manager";
const YOUNGEST = 24;
const OLDEST = 66;

/** The parts that the demo people play, named as they sign in. */
export function workforceParts(): readonly Part[] {
  return DEMO_POSITIONS.map(({ userName, family }) => {
    const [given = "", last = ""] = userName.split(".").map(capitalized);
    return { userName, given: [given], family: family ?? last, fits: isOfWorkingAge };
  });
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function isOfWorkingAge({ age }: Person): boolean {
  return age >= YOUNGEST && age <= OLDEST;
}

/** Fills every position from the town: members live in its households and may be patients themselves. */
export function hireWorkforce(random: Random, cast: Cast, plan: SizePlan): Workforce {
  const playing = new Set([...cast.players.values()].map(({ key }) => key));
  const free = cast.world.households
    .flatMap(({ members }) => members)
    .filter((person) => !playing.has(person.key) && isOfWorkingAge(person));
  const positions = plan.jobs === "one-person" ? PRACTICE_COLLEAGUES : positionsOf(plan);
  const colleagues = random.sample(free, positions.length);
  const taken = new Set<string>(DEMO_POSITIONS.map(({ userName }) => userName));
  const members: Member[] = [];
  for (const position of DEMO_POSITIONS) {
    members.push(
      hire(random, position, { person: personFor(position.userName, cast), userName: position.userName }),
    );
  }
  for (const [index, position] of positions.entries()) {
    const person = colleagues[index];
    if (person === undefined) throw new AppError("internal", "the town has too few adults for the practice");
    members.push(hire(random, position, { person, userName: freeUserName(person, taken) }));
  }
  return workforceOf(members, departmentsOf(plan), plan.jobs);
}

function personFor(userName: string, cast: Cast): Person {
  const person = cast.players.get(userName);
  if (person === undefined) throw new AppError("internal", `nobody plays \`${userName}\``);
  return person;
}

function hire(
  random: Random,
  position: Position,
  { person, userName }: { person: Person; userName: string },
): Member {
  const isClinician = position.role === "provider" || position.role === "pharmacist";
  return {
    userName,
    displayName: `${person.given[0]} ${person.family}`,
    role: position.role,
    department: position.department,
    manager: userName === MANAGER ? null : MANAGER,
    practitionerId: `practitioner-${userName.replaceAll(".", "-")}`,
    title: position.title,
    credential: position.credential ?? null,
    npi: isClinician ? nationalProviderId(random.stream(`npi/${userName}`)) : null,
    person,
    shift: position.shift ?? DEFAULT_SHIFT,
    roundTheClock: position.roundTheClock ?? false,
  };
}

/** Takes the name too. */
function freeUserName(person: Person, taken: Set<string>): string {
  const base = `${person.given[0]}.${person.family}`.toLowerCase().replaceAll(/[^a-z.]/g, "");
  let candidate = base;
  for (let nth = 2; taken.has(candidate); nth++) candidate = `${base}${nth}`;
  taken.add(candidate);
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
