/** How the records of a file are judged: by the decision that was taken before its first byte was read. */
import { POPULOUS_ZIP3 } from "../catalogue/census/zip3.ts";
import type { LabelBook } from "../catalogue/label-book.ts";
import { recordFactsFrom, recordFactsOf } from "../catalogue/record-facts.ts";
import type { TransformVector } from "../catalogue/transforms.ts";
import type { RecordFacts } from "../catalogue/types.ts";
import { grantedSomewhere } from "../decision/reach.ts";
import type { Decision, RecordPredicate } from "../decision/types.ts";
import { viewOf } from "../decision/view.ts";
import { openScanner } from "../projection/bytes/open-scanner.ts";
import type { OpenScanner } from "../projection/bytes/open-scanner.ts";
import { surveyRecord } from "../projection/bytes/survey/survey-record.ts";
import type { CsvOptions } from "../projection/files/csv.ts";
import { objectProjection } from "../projection/object-projection.ts";
import { openCsvKernel } from "./minimize-kernel.ts";
import type { Scoped } from "./minimize-scope.ts";

export const FORMATS = ["ndjson", "json", "csv"] as const;
export type Format = (typeof FORMATS)[number];

/** Options for every format; what only some use is made ready when it is first asked for. */
export function fileOptions(
  { policy, decision, facts, now }: Scoped,
  format: Format,
  skipBad: boolean,
  labels: LabelBook,
): CsvOptions {
  const elementsOf = (record: RecordFacts): TransformVector | null =>
    viewOf(decision, record, facts)?.elements ?? null;
  const options: CsvOptions = {
    catalogue: policy.catalogue,
    projection: objectProjection(policy.catalogue),
    context: { now, tokenize: null, zip3: POPULOUS_ZIP3 },
    viewFor: (resource) => elementsOf(recordFactsOf(resource, policy.segments, labels.lentTo(resource))),
    grantedFor: (type) => grantedSomewhere(decision, type),
    skipBad,
  };
  if (format === "csv")
    return {
      ...options,
      discerns: { patients: discernsPatients(decision), segments: policy.segments },
      kernel: openCsvKernel(),
    };
  if (format === "json") return options;
  const { scanner, views }: OpenScanner = openScanner(policy.catalogue);
  return {
    ...options,
    bytes: {
      scanner,
      views,
      viewFor: (text, span) => {
        const survey = surveyRecord(scanner, text, policy.segments, span);
        return elementsOf(recordFactsFrom(survey, policy.segments, labels.lentThrough(survey)));
      },
    },
  };
}

/** True where records of one type and the same segments may show different things, by whose they are. */
export function discernsPatients({ slices, ceilings }: Pick<Decision, "slices" | "ceilings">): boolean {
  return [...slices, ...ceilings].some(({ records }) => records !== null && dependsOnPatient(records));
}

function dependsOnPatient(predicate: RecordPredicate): boolean {
  if (predicate.kind === "all") return predicate.of.some(dependsOnPatient);
  if (predicate.kind === "not") return dependsOnPatient(predicate.of);
  // Every other kind looks at patients, or at references, of which the patient is one.
  return predicate.kind !== "assumed" && predicate.kind !== "directory" && predicate.kind !== "type";
}
