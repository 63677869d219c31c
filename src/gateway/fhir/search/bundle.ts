import { JsonNumber } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { labeled } from "../security-labels.ts";

/** One page of a search, ready to be written down. */
export interface Page {
  readonly type: string;
  readonly baseUrl: string;
  readonly records: readonly { readonly id: string; readonly resource: JsonObject }[];
  /** Visible matches; null: not asked for. */
  readonly total: number | null;
  /** Sealed tokens of this page and its neighbors. */
  readonly links: { readonly self: string; readonly previous: string | null; readonly next: string | null };
}

/** The Bundle of a page (FHIR R4 Bundle, type searchset). Links hold a sealed token and nothing else. */
export function searchset(page: Page): JsonObject {
  const { self, previous, next } = page.links;
  const links = [linkTo(page, "self", self), linkTo(page, "previous", previous), linkTo(page, "next", next)];
  const bundle: JsonObject = {
    resourceType: "Bundle",
    type: "searchset",
    ...(page.total === null ? {} : { total: new JsonNumber(String(page.total)) }),
    link: links.filter((link) => link !== null),
    ...(page.records.length === 0 ? {} : { entry: page.records.map((record) => entryOf(page, record)) }),
  };
  return labeled(bundle);
}

function entryOf({ baseUrl, type }: Page, { id, resource }: Page["records"][number]): JsonObject {
  return { fullUrl: `${baseUrl}/${type}/${id}`, resource, search: { mode: "match" } };
}

function linkTo({ baseUrl, type }: Page, relation: string, token: string | null): JsonObject | null {
  return token === null ? null : { relation, url: `${baseUrl}/${type}?_page=${token}` };
}
