import type { InferResponseType } from "hono/client";
import { answerOf, api } from "../../../api/client.ts";

export type Viewers = InferResponseType<(typeof api.record)["_viewers"]["$post"], 200>;
export type Viewer = Viewers["viewers"][number];
export type Activity = InferResponseType<(typeof api.record)["_activity"]["$post"], 200>;
export type ActivityDay = Activity["days"][number];
export type Exceptions = InferResponseType<(typeof api.record)["_exceptions"]["$post"], 200>;
export type ExceptionGroup = Exceptions["groups"][number];
export type GrantTimeline = InferResponseType<(typeof api.record.grants)[":id"]["$get"], 200>;
export type GrantStep = GrantTimeline["steps"][number];
export type AccessWay = Viewer["ways"][number]["name"];

/** How far a summary went. */
export type Counted = Pick<Viewers, "counted" | "oldest" | "newest" | "next">;

/** What narrows a summary, as the server takes it. */
export interface SummaryFilters {
  readonly purpose?: string;
  readonly way?: AccessWay;
  readonly from?: string;
  readonly until?: string;
  readonly zone?: string;
}

const onFrom = (after: string | null): { after?: string } => (after === null ? {} : { after });

/** @throws ApiError */
export async function readViewers(
  patient: string,
  filters: SummaryFilters,
  after: string | null,
): Promise<Viewers> {
  return answerOf(api.record["_viewers"].$post({ json: { patient, ...filters, ...onFrom(after) } }));
}

/** @throws ApiError */
export async function readActivity(
  person: string,
  filters: SummaryFilters,
  after: string | null,
): Promise<Activity> {
  return answerOf(api.record["_activity"].$post({ json: { person, ...filters, ...onFrom(after) } }));
}

/** @throws ApiError */
export async function readExceptions(
  { purpose, from, until }: SummaryFilters,
  person: string,
  after: string | null,
): Promise<Exceptions> {
  const asked = { purpose, from, until, person: person === "" ? undefined : person };
  const set = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  return answerOf(api.record["_exceptions"].$post({ json: { ...set, ...onFrom(after) } }));
}

/** @throws ApiError; 404 of a grant that the record does not know */
export async function readTimeline(id: string): Promise<GrantTimeline> {
  return answerOf(api.record.grants[":id"].$get({ param: { id } }));
}

const WAYS: Readonly<Record<AccessWay, string>> = {
  role: "By the role",
  grant: "By a grant",
  jit: "Just-in-time",
  "break-glass": "Break-glass",
  record: "Looked at the record",
  system: "The system by itself",
  source: "Another system tells",
};

/** How access was had, in words. */
export function wayText(way: AccessWay): string {
  return WAYS[way];
}

export const WAY_OPTIONS = [
  { id: "", label: "Any" },
  ...Object.entries(WAYS).map(([id, label]) => ({ id, label })),
];

/** `treatment 12, billing 3` */
export function talliesText(
  rows: readonly { readonly name: string; readonly entries: number }[],
  word = (name: string) => name,
): string {
  if (rows.length === 1 && rows[0] !== undefined) return word(rows[0].name);
  return rows.map(({ name, entries }) => `${word(name)} ${entries.toLocaleString("en-US")}`).join(", ");
}
