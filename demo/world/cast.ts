import { AppError } from "../../src/kernel/errors.ts";
import type { Random } from "../random.ts";
import type { Person, World } from "./types.ts";

/** A demo person: who signs in under this user name is called so. */
export interface Part {
  readonly userName: string;
  readonly given: readonly string[];
  readonly family: string;
  readonly fits: (person: Person) => boolean;
}

export interface Cast {
  readonly world: World;
  /** User name to the person of the town who plays the part. */
  readonly players: ReadonlyMap<string, Person>;
}

/**
 * Gives people of the town the names of the demo people. They keep household, age and kin, and the household
 * knows them by the new name. Throws `internal` when the town has nobody for a part.
 */
export function castParts(random: Random, world: World, parts: readonly Part[]): Cast {
  const people = world.households.flatMap(({ members }) => members);
  const shuffled = random.sample(people, people.length);
  const players = new Map<string, Person>();
  const renamed = new Map<string, Person>();
  for (const part of parts) {
    const found = shuffled.find((person) => !renamed.has(person.key) && part.fits(person));
    if (found === undefined) throw new AppError("internal", `the town has nobody to be \`${part.userName}\``);
    const player = renamedTo(found, part);
    players.set(part.userName, player);
    renamed.set(found.key, player);
  }
  const households = world.households.map((household) => ({
    ...household,
    members: household.members.map((member) => renamed.get(member.key) ?? member),
  }));
  return { world: { households }, players };
}

function renamedTo(person: Person, { given, family }: Part): Person {
  const handle = `${given[0]}.${family}`.toLowerCase().replaceAll(/[^a-z.]/g, "");
  return { ...person, given, family, birthFamily: family, email: `${handle}@example.com` };
}
