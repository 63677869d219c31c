import type { RelationDefinition } from "../../catalogue/relations.ts";
import { AppError } from "../../kernel/errors.ts";
import type { SourceKind } from "./collector.ts";
import { SOURCE_KINDS } from "./kinds/index.ts";
import { readOptions, type SourceOptions } from "./options.ts";

/** One source of one relation, ready to run. */
export interface PlannedSource {
  /** `care-team/1-care-team-member`: relation, place in its list, kind. The key of its facts and status. */
  readonly id: string;
  readonly relation: RelationDefinition;
  readonly kind: SourceKind;
  readonly options: SourceOptions;
  readonly types: readonly string[];
}

/** @throws AppError `config_invalid` for a kind or option that SPEC.md does not list; then no source runs (REL-1). */
export function planSources(definitions: Iterable<RelationDefinition>): readonly PlannedSource[] {
  return [...definitions]
    .filter((relation) => relation.kind === "fact")
    .flatMap((relation) =>
      relation.sources.map((source, index) => {
        const kind = Object.hasOwn(SOURCE_KINDS, source.kind) ? SOURCE_KINDS[source.kind] : undefined;
        if (!kind) throw unknownKind(relation.id, source.kind);
        const options = readOptions(source, kind.takes);
        const id = `${relation.id}/${index + 1}-${source.kind}`;
        return { id, relation, kind, options, types: kind.types(options) };
      }),
    );
}

function unknownKind(relation: string, kind: string): AppError {
  return new AppError(
    "config_invalid",
    `the relation \`${relation}\` names the unknown source kind \`${kind}\``,
    {
      hint: `use one of ${Object.keys(SOURCE_KINDS).join(", ")}`,
    },
  );
}

/** Search parameters of one read; a superset of what the sources need, who look at every resource themselves. */
export type SearchParameters = readonly (readonly [name: string, value: string])[];

const DATED: Readonly<Record<string, string>> = {
  Encounter: "date",
  Appointment: "date",
  Claim: "created",
  ExplanationOfBenefit: "created",
};

/** How to read a type for these sources: no further back than any of them looks. */
export function parametersOf(type: string, sources: readonly PlannedSource[], now: number): SearchParameters {
  const parameter = DATED[type];
  if (parameter === undefined) return [];
  const back = Math.max(...sources.map(({ options }) => options.before));
  return [[parameter, `ge${new Date(now - back).toISOString().slice(0, 10)}`]];
}

/** How to read a type for one patient; undefined where it is read whole, being about no patient. */
export function parametersForPatient(type: string, patientId: string): SearchParameters {
  if (type === "Patient") return [["_id", patientId]];
  if (type === "Group") return [["member", `Patient/${patientId}`]];
  if (type === "ResearchStudy") return [];
  return [["patient", `Patient/${patientId}`]];
}
