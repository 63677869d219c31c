import { isJsonObject, stringifyJson } from "../../src/kernel/json.ts";
import type { JsonObject } from "../../src/kernel/json.ts";
import { integer } from "../fhir/datatypes.ts";
import type { ResourceStore } from "./resource-store.ts";

const DAY_MS = 86_400_000;

/** What a first version said where the one that stands says something final. */
const DRAFTS: Readonly<Record<string, JsonObject>> = {
  DiagnosticReport: { status: "preliminary" },
  DocumentReference: { docStatus: "preliminary" },
  Observation: { status: "preliminary" },
};

/**
 * The versions of a record, newest first: those that were written over here, and before them the drafts that a chart
 * of several versions was written in. A draft differs in its narrative at least, as an edit of what few may see does.
 */
export function versionsOf(store: ResourceStore, type: string, id: string): readonly JsonObject[] {
  const current = store.read(type, id);
  if (current === undefined) return [];
  const written = [current, ...store.formerOf(type, id)].map(({ resource }) => resource);
  const oldest = written.at(-1) ?? current.resource;
  const drafts = Array.from({ length: versionOf(oldest) - 1 }, (_, at) => draftOf(type, oldest, at + 1));
  return [...written, ...drafts];
}

/** Bundle of the type history (FHIR R4 http, 3.1.0.14) as JSON text, whole. */
export function historyText(base: string, versions: readonly JsonObject[]): string {
  const entry = versions.map((resource) => {
    const ref = `${resource["resourceType"] as string}/${resource["id"] as string}`;
    const version = versionOf(resource);
    return {
      fullUrl: `${base}/${ref}`,
      resource,
      request: { method: version === 1 ? "POST" : "PUT", url: ref },
      response: { status: version === 1 ? "201" : "200", etag: `W/"${version}"` },
    };
  });
  return stringifyJson({ resourceType: "Bundle", type: "history", total: integer(entry.length), entry });
}

/** `meta.versionId`; 1 where a record has none. */
export function versionOf({ meta }: JsonObject): number {
  return isJsonObject(meta) && typeof meta["versionId"] === "string" ? Number(meta["versionId"]) : 1;
}

/** The version so many before `resource`. */
function draftOf(type: string, resource: JsonObject, back: number): JsonObject {
  const meta = isJsonObject(resource["meta"]) ? resource["meta"] : {};
  const version = versionOf(resource) - back;
  const updated = typeof meta["lastUpdated"] === "string" ? Date.parse(meta["lastUpdated"]) : Number.NaN;
  const lastUpdated = Number.isNaN(updated) ? undefined : new Date(updated - back * DAY_MS).toISOString();
  return {
    ...resource,
    ...(version === 1 ? DRAFTS[type] : {}),
    text: { status: "generated", div: `<div xmlns="http://www.w3.org/1999/xhtml">Draft ${version}</div>` },
    meta: { ...meta, versionId: String(version), lastUpdated },
  };
}
