import type { InferResponseType } from "hono/client";
import { answerOf, api } from "../../api/client.ts";

/** What one may see for the declared purpose, in five parts. */
export type Scope = InferResponseType<typeof api.scope.$get, 200>;
export type RelationScope = Scope["records"][number];
export type TypeScope = Scope["types"][number];
export type Member = TypeScope["members"][number];

/** @throws ApiError */
export async function readScope(): Promise<Scope> {
  return answerOf(api.scope.$get());
}

/** The kinds that a chart usually holds, in the order in which it is read. */
const USUAL = [
  "Patient",
  "Appointment",
  "Encounter",
  "Condition",
  "AllergyIntolerance",
  "MedicationRequest",
  "MedicationDispense",
  "Immunization",
  "Observation",
  "DiagnosticReport",
  "ImagingStudy",
  "DocumentReference",
  "Procedure",
  "ServiceRequest",
  "CarePlan",
  "CareTeam",
  "Goal",
  "FamilyMemberHistory",
  "Coverage",
  "CoverageEligibilityResponse",
  "Claim",
  "ClaimResponse",
  "ExplanationOfBenefit",
  "ChargeItem",
  "Invoice",
  "Account",
];

interface ChartTypes {
  readonly usual: readonly TypeScope[];
  readonly rare: readonly TypeScope[];
}

/** The kinds of record of a patient's chart that the purpose shows anything of, as one reads them. */
export function chartTypes({ types }: Pick<Scope, "types">): ChartTypes {
  const ofCharts = types.filter(({ directory }) => !directory);
  const rank = new Map(USUAL.map((type, at) => [type, at]));
  const usual = ofCharts
    .filter(({ type }) => rank.has(type))
    .toSorted((a, b) => (rank.get(a.type) ?? 0) - (rank.get(b.type) ?? 0));
  return { usual, rare: ofCharts.filter(({ type }) => !rank.has(type)) };
}

/** The catalogue's title of every element that the scope names, by id. */
export function elementTitles({ fields }: Scope): ReadonlyMap<string, string> {
  return new Map(
    fields.flatMap(({ shown, leftOut }) =>
      [...shown, ...leftOut].map(({ element, title }) => [element, title] as const),
    ),
  );
}

/** True when the purpose shows the element as it is, so that one may search by it. */
export function showsWhole({ fields }: Scope, element: string): boolean {
  return fields.some(({ shown }) =>
    shown.some((field) => field.element === element && field.transform === "keep"),
  );
}

const UNITS: Readonly<Record<string, string>> = {
  mo: "month",
  m: "minute",
  h: "hour",
  d: "day",
  w: "week",
  y: "year",
};

/** `30d` as `30 days`; what is not a duration stays as it is. */
export function durationText(text: string): string {
  const [, count = "", unit = ""] = /^(\d+)(mo|[mhdwy])$/.exec(text) ?? [];
  const name = UNITS[unit];
  if (name === undefined) return text;
  return count === "1" ? `1 ${name}` : `${count} ${name}s`;
}

/** The windows of a relation in a few words: `30 days back, 30 days ahead`; empty when it has none. */
export function windowText({ windows }: Pick<RelationScope, "windows">): string {
  const spans = windows.map(({ before, after }) =>
    [
      before === null ? "" : `${durationText(before)} back`,
      after === null ? "" : `${durationText(after)} ahead`,
    ]
      .filter((part) => part !== "")
      .join(", "),
  );
  return [...new Set(spans.filter((span) => span !== ""))].join("; or ");
}
