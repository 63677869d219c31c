import { JsonNumber } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import type { Page } from "../search/bundle.ts";
import { labeled } from "../security-labels.ts";
import { versioned } from "./versions.ts";
import type { Version } from "./versions.ts";

/** One page of a record's history, ready to be written down. */
export interface HistoryPage {
  /** Where the record is read. */
  readonly url: string;
  /** `Observation/7` */
  readonly ref: string;
  readonly versions: readonly Version[];
  /** Versions over all pages. */
  readonly total: number;
  readonly links: Page["links"];
}

/**
 * The Bundle of a page of history (FHIR R4 Bundle, type history). Which version began the record, and when each was
 * made, is not told: every entry is a PUT without `lastModified`.
 */
export function historyBundle({ url, ref, versions, total, links }: HistoryPage): JsonObject {
  const link = (["self", "previous", "next"] as const).flatMap((relation) => {
    const token = links[relation];
    return token === null ? [] : [{ relation, url: `${url}/_history?_page=${token}` }];
  });
  return labeled({
    resourceType: "Bundle",
    type: "history",
    total: new JsonNumber(String(total)),
    link,
    ...(versions.length === 0 ? {} : { entry: versions.map((version) => entryOf(url, ref, version)) }),
  });
}

function entryOf(url: string, ref: string, version: Version): JsonObject {
  return {
    fullUrl: url,
    resource: versioned(version),
    request: { method: "PUT", url: ref },
    response: { status: "200", etag: `W/"${version.id}"` },
  };
}
