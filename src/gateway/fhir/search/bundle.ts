import { JsonNumber, stringifyJson } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { joined } from "../../../kernel/pieces.ts";
import type { Piece } from "../../../kernel/pieces.ts";
import { noticeEntry } from "../labels/part2-notice.ts";
import { Written } from "../record/written.ts";
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
  readonly resource: Written;
}

/**
 * The Bundle of a page (FHIR R4 Bundle, type searchset), put together from its records as they are written. Links hold a
 * sealed token and nothing else.
 */
export function searchset(page: Page): Written {
  const { self, previous, next } = page.links;
  const links = [linkTo(page, "self", self), linkTo(page, "previous", previous), linkTo(page, "next", next)];
  const head = labeled({
    resourceType: "Bundle",
    type: "searchset",
    ...(page.total === null ? {} : { total: new JsonNumber(String(page.total)) }),
    link: links.filter((link) => link !== null),
  });
  const entries = [
    ...page.records.map((record) => entryOf(page, record, "match")),
    ...page.included.map((record) => entryOf(page, record, "include")),
    ...(page.notice === null ? [] : [[stringifyJson(noticeEntry(page.notice))]]),
  ];
  return entries.length === 0 ? Written.ofObject(head) : Written.ofBytes(bundleText(head, entries));
}

type Pieces = readonly Piece[];

function bundleText(head: JsonObject, entries: readonly Pieces[]): Uint8Array {
  const pieces: Piece[] = [`${stringifyJson(head).slice(0, -1)},"entry":`];
  for (const [at, entry] of entries.entries()) pieces.push(at === 0 ? "[" : ",", ...entry);
  pieces.push("]}");
  return joined(pieces);
}

function entryOf({ baseUrl }: Page, { type, id, resource }: PageRecord, mode: "match" | "include"): Pieces {
  const url = stringifyJson(`${baseUrl}/${type}/${id}`);
  return [`{"fullUrl":${url},"resource":`, ...resource.pieces, `,"search":{"mode":"${mode}"}}`];
}

function linkTo({ baseUrl, path }: Page, relation: string, token: string | null): JsonObject | null {
  const place = path === "" ? baseUrl : `${baseUrl}/${path}`;
  return token === null ? null : { relation, url: `${place}?_page=${token}` };
}
