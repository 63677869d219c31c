import { stringifyJson } from "../../src/kernel/json.ts";
import type { JsonObject } from "../../src/kernel/json.ts";
import { integer } from "../fhir/datatypes.ts";
import type { Stored } from "./resource-store.ts";

/** One page of matches. */
export interface Page {
  readonly base: string;
  readonly matches: readonly Stored[];
  readonly offset: number;
  readonly count: number;
  readonly total: boolean;
  /** The query as asked by GET; null when it came by POST and must not stand in a URL. */
  readonly self: string | null;
  /** Where the next page is, if there is one. */
  readonly next: string | null;
}

/** Searchset Bundle (FHIR R4, bundle) as JSON text around the texts of its resources. */
export function searchsetText(page: Page): string {
  const shown = page.matches.slice(page.offset, page.offset + page.count);
  const link = [
    ...(page.self === null ? [] : [{ relation: "self", url: page.self }]),
    ...(page.next === null ? [] : [{ relation: "next", url: page.next }]),
  ];
  const head: JsonObject = {
    resourceType: "Bundle",
    type: "searchset",
    total: page.total ? integer(page.matches.length) : undefined,
    link: link.length === 0 ? undefined : link,
  };
  const entries = shown.map(
    (stored) =>
      `{"fullUrl":${JSON.stringify(`${page.base}/${stored.type}/${stored.id}`)},"resource":${stored.text},"search":{"mode":"match"}}`,
  );
  const headText = stringifyJson(head);
  return entries.length === 0 ? headText : `${headText.slice(0, -1)},"entry":[${entries.join(",")}]}`;
}

/** OperationOutcome with one error; `issue` is a code of the value set issue-type. */
export function outcomeText(issue: string, diagnostics: string): string {
  return stringifyJson({
    resourceType: "OperationOutcome",
    issue: [{ severity: "error", code: issue, diagnostics }],
  });
}
