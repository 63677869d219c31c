import { everyone } from "../../identity/holders.ts";
import type { Person } from "../../identity/types.ts";
import type { Permitted } from "../../pipeline.ts";
import { givesElement } from "../control.ts";
import type { PeopleDesk } from "../ports.ts";

/** The active people of the roster by role, each list by id. */
export type Holders = ReadonlyMap<string, readonly Person[]>;

/** The whole roster, active or not, by id. @throws AppError when a page of it cannot be read */
export async function readRoster(people: Pick<PeopleDesk, "list">): Promise<readonly Person[]> {
  const roster: Person[] = [];
  for await (const person of everyone(people)) roster.push(person);
  return roster;
}

/** Who holds which role now. */
export function holdersOf(roster: readonly Person[]): Holders {
  const holders = new Map<string, Person[]>();
  for (const person of roster.filter(({ active }) => active)) {
    for (const role of person.roles) {
      const held = holders.get(role) ?? [];
      held.push(person);
      holders.set(role, held);
    }
  }
  return holders;
}

/** Whether the people who hold a role may be named to this caller; how many they are is part of the policy's reading. */
export function mayName(permitted: Permitted): boolean {
  return givesElement(permitted, "workforce.roster");
}

/** What an answer on the policy lets out, with the people it names. */
export function releasedWith(named: boolean): readonly string[] {
  return named ? ["policy.rules", "workforce.roster"] : ["policy.rules"];
}
