import { finding } from "../diagnostics.ts";
import type { SourceFile } from "../parse/parse-file.ts";
import type { Report } from "../resolve/element-name.ts";
import { lookUp, ROLE } from "../resolve/names.ts";
import type { ResolvedPolicy, ResolvedRole } from "../resolve/policy.ts";

type Member = SourceFile<"People">["source"]["people"][number];

/** What must hold of people: known roles that do not conflict, known managers, each once: POL-201, POL-210, POL-505, POL-511. */
export function checkPeople({ bundle, roles }: ResolvedPolicy, report: Report): void {
  const files = new Map<string, SourceFile<"People">>();
  const known = new Map(
    bundle.People.flatMap((file) => file.source.people.map(({ id }) => [id, file] as const)),
  );
  for (const file of bundle.People) {
    for (const [position, person] of file.source.people.entries()) {
      const path = ["people", position];
      const other = files.get(person.id);
      if (other !== undefined) {
        const message = `person \`${person.id}\` is declared in \`${other.path}\` too`;
        report(finding("POL-201", file.at([...path, "id"]), message));
      }
      files.set(person.id, file);
      checkRolesOf(person, position, file, roles, report);
      if (person.manager !== undefined) {
        const what = { id: "POL-511", noun: "person" } as const;
        lookUp(person.manager, known, what, { file, path: [...path, "manager"] }, report);
      }
    }
  }
}

function checkRolesOf(
  person: Member,
  position: number,
  file: SourceFile<"People">,
  roles: ReadonlyMap<string, ResolvedRole>,
  report: Report,
): void {
  for (const [index, name] of person.roles.entries()) {
    const path = ["people", position, "roles", index];
    const role = lookUp(name, roles, ROLE, { file, path }, report);
    const conflict = person.roles
      .slice(0, index)
      .find((other) => role?.file.source.conflictsWith.includes(other) ?? false);
    if (conflict === undefined) continue;
    report(
      finding("POL-505", file.at(path), `roles \`${conflict}\` and \`${name}\` of \`${person.id}\` conflict`),
    );
  }
}
