import type { z } from "@hono/zod-openapi";
import type { Person } from "../../identity/types.ts";
import type { PersonSchema } from "./schema.ts";

/** The allow-list of what leaves about a member of the workforce. */
export function presentPerson(person: Person): z.infer<typeof PersonSchema> {
  return {
    id: person.id,
    displayName: person.displayName,
    roles: [...person.roles],
    fhirUser: person.fhirUser,
    department: person.department,
    manager: person.manager,
    active: person.active,
  };
}
