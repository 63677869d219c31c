/** Which types a reference may be to by the place where it stands, for those that do not say it themselves. */
import { jsonMembersOf } from "../../../catalogue/fhir-r4/definitions.ts";

/** A member on the way to a reference: its name, and where the object begins that it is a member of. */
export interface Step {
  readonly name: string;
  readonly begin: number;
}

/** The targets that R4 defines there. `scopes` are the types of resources within the record, by their beginning. */
export function targetsAt(
  type: string,
  steps: readonly Step[],
  scopes: ReadonlyMap<number, string>,
): readonly string[] {
  let shape = type;
  let targets: readonly string[] = [];
  for (const { name, begin } of steps) {
    const member = jsonMembersOf(scopes.get(begin) ?? shape).get(name);
    shape = member?.type ?? "";
    targets = member?.member.targets ?? [];
  }
  return targets;
}
