import type { JsonObject } from "../../../kernel/json.ts";
import type { Holder } from "../../ports.ts";
import { type FactDraft, factsFor, type SourceKind } from "../collector.ts";
import { nameOf, patientsOf, referencesOf, spanOf, textOf } from "../fhir-fields.ts";

const ON_STUDY: ReadonlySet<string> = new Set([
  "on-study",
  "on-study-intervention",
  "on-study-observation",
  "follow-up",
]);

/** The subjects of a study, for its principal investigator. */
export const researchSubject: SourceKind = {
  takes: [],
  types: () => ["ResearchStudy", "ResearchSubject"],
  start({ directory }) {
    const investigators = new Map<string, readonly Holder[]>();
    const drafts: FactDraft[] = [];
    return {
      add(resource) {
        if (resource["resourceType"] === "ResearchSubject")
          drafts.push(...subjectFacts(resource, investigators));
        else {
          const holders = referencesOf(resource["principalInvestigator"]).flatMap((who) =>
            directory.holdersOf(who),
          );
          investigators.set(nameOf(resource) ?? "", holders);
        }
      },
      finish: () => drafts,
    };
  },
};

function subjectFacts(
  subject: JsonObject,
  investigators: ReadonlyMap<string, readonly Holder[]>,
): readonly FactDraft[] {
  if (!ON_STUDY.has(textOf(subject["status"]) ?? "")) return [];
  const studies = referencesOf(subject["study"]).map(({ type, id }) => `${type}/${id}`);
  const holders = studies.flatMap((study) => investigators.get(study) ?? []);
  return factsFor(holders, {
    ...spanOf(subject["period"]),
    patients: patientsOf(subject["individual"]),
    refs: studies,
    source: nameOf(subject),
  });
}
