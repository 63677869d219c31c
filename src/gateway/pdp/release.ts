import type { RecordedRelease } from "../../audit/types.ts";
import type { Permitted } from "../../pipeline.ts";
import type { Verdict } from "./judge.ts";
import type { PdpResource } from "./messages.ts";
import type { TargetRecord } from "./target.ts";

/** What a yes lets out, where who asked holds the data: as much of it as the verdict permits. */
export function releaseOf(
  { rules, grantIds, elements, withheld }: Verdict,
  record: TargetRecord | null,
  { type }: Pick<PdpResource, "type">,
): RecordedRelease {
  return {
    outcome: "permit",
    reason: null,
    rules,
    grantIds,
    patients: record?.facts.patients ?? [],
    records: record === null ? [] : [`${type}/${record.facts.id}`],
    released: elements.map(({ id }) => id),
    withheldCount: withheld,
  };
}

/** Ids that a search lets out to who may do something with them; no element of them. */
export function listRelease(
  { decision }: Permitted,
  type: string,
  ids: readonly string[],
  patients: readonly string[],
): RecordedRelease {
  return {
    outcome: "permit",
    reason: null,
    rules: [...new Set(decision.slices.map((slice) => slice.rule))],
    grantIds: [],
    patients: [...new Set(patients)],
    records: ids.map((id) => `${type}/${id}`),
    released: [],
    withheldCount: 0,
  };
}

/** What reading about others lets out. */
export const AUDITED: readonly string[] = ["policy.rules", "relation.facts"];

/** What an answer about others lets out: the rules, who has to do with whom, and about whom it was. */
export function auditorsRelease(
  { decision }: Permitted,
  patients: readonly string[],
  released: readonly string[] = AUDITED,
): RecordedRelease {
  return {
    outcome: "permit",
    reason: null,
    rules: [...new Set(decision.slices.map((slice) => slice.rule))],
    grantIds: [],
    patients,
    records: [],
    released,
    withheldCount: 0,
  };
}
