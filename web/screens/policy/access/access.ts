import { answerOf, api, type Body } from "../../../api/client.ts";

type Answer = Body<Awaited<ReturnType<(typeof api.policy)["access-report"]["$get"]>>>;

/** The report as JSON; the route has it as CSV too. */
export type AccessReport = Extract<Answer, { readonly orphans: unknown }>;
export type PersonAccess = AccessReport["people"][number];

/**
 * A page of the report.
 * @throws ApiError, among others when a source of it is not whole
 */
export async function readAccess(query: Readonly<Record<string, string>>): Promise<AccessReport> {
  return (await answerOf(
    api.policy["access-report"].$get({ query: { ...query, format: "json" } }),
  )) as AccessReport;
}
