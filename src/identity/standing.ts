import type { ReasonCode } from "../kernel/reasons.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Person } from "./types.ts";

/** Whether somebody may act here at all: on the roster, active, with a role (45 CFR 164.308(a)(3)(ii)(C)). */
export function standingOf(person: Person | undefined): Result<Person, ReasonCode> {
  if (person === undefined) return err("person_unknown");
  if (!person.active) return err("person_inactive");
  return person.roles.length === 0 ? err("role_missing") : ok(person);
}
