import { JsonNumber } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { noticeEntry } from "../labels/part2-notice.ts";
import { labeled } from "../security-labels.ts";

/** One page of a search, ready to be written down. */
export interface Page {
  /** Path below the base that was searched: `Observation`, `Patient/p1/$everything`; empty for the whole system. */
  readonly path: string;
  readonly baseUrl: string;
  readonly records: readonly PageRecord[];
  readonly included: readonly PageRecord[];
  /** Visible matches; null: not asked for. */
  readonly total: number | null;
  /** What has to go with a disclosure on a consent; null: nothing. */
  readonly notice: string | null;
  /** Sealed tokens of this page and its neighbors. */
  readonly links: { readonly self: string; readonly previous: string | null; readonly next: string | null };
}

export interface PageRecord {
  readonly type: string;
  readonly id: string;
  readonly resource: JsonObject;
}

/** The Bundle of a page (FHIR R4 Bundle, type searchset). Links hold a sealed token and nothing else. */
export function searchset(page: Page): JsonObject {
  const { self, previous, next } = page.links;
  const links = [linkTo(page, "self", self), linkTo(page, "previous", previous), linkTo(page, "next", next)];
  const entries = [
    ...page.records.map((record) => entryOf(page, record, "match")),
    ...page.included.map((record) => entryOf(page, record, "include")),
    ...(page.notice === null ? [] : [noticeEntry(page.notice)]),
  ];
  const bundle: JsonObject = {
    resourceType: "Bundle",
    type: "searchset",
    ...(page.total === null ? {} : { total: new JsonNumber(String(page.total)) }),
    link: links.filter((link) => link !== null),
    ...(entries.length === 0 ? {} : { entry: entries }),
  };
  return labeled(bundle);
}

function entryOf(
  { baseUrl }: Page,
  { type, id, resource }: PageRecord,
  mode: "match" | "include",
): JsonObject {
  return { fullUrl: `${baseUrl}/${type}/${id}`, resource, search: { mode } };
}

function linkTo({ baseUrl, path }: Page, relation: string, token: string | null): JsonObject | null {
  const place = path === "" ? baseUrl : `${baseUrl}/${path}`;
  return token === null ? null : { relation, url: `${place}?_page=${token}` };
}
