import { randomUUID } from "node:crypto";
import { isJsonObject, parseJson, stringifyJson } from "../../src/kernel/json.ts";
import type { JsonObject, JsonValue } from "../../src/kernel/json.ts";
import { ServerFault } from "./faults.ts";
import type { ResourceStore, Stored } from "./resource-store.ts";
import type { Done, Write, Writer } from "./writes.ts";

/** FHIR R4 http, 3.1.0.11.2: the order in which the entries of a transaction are done. */
const ORDER: readonly string[] = ["DELETE", "POST", "PUT", "PATCH"];

interface Entry {
  readonly at: number;
  readonly write: Write;
  readonly newId: string;
}

/** Does a Bundle of writes: a batch one by one, a transaction all or nothing. Gives the Bundle of responses. */
export function writeBundle(bundle: JsonValue, store: ResourceStore, writer: Writer): string {
  const type = isJsonObject(bundle) ? bundle["type"] : undefined;
  if (!isJsonObject(bundle) || (type !== "batch" && type !== "transaction"))
    throw new ServerFault(400, "invalid", "the body is neither a batch nor a transaction");
  const responses: JsonObject[] = [];
  const undo: (() => void)[] = [];
  for (const entry of entriesOf(bundle).toSorted((a, b) => placeOf(a) - placeOf(b))) {
    const { write, newId } = entry;
    const id = write.id ?? newId;
    const before = store.read(write.type, id);
    undo.push(() => restore(store, { type: write.type, id }, before));
    try {
      responses[entry.at] = { response: responseOf(writer.write(write, newId)) };
    } catch (fault) {
      responses[entry.at] = { response: { status: String(statusOf(fault, type === "batch", undo)) } };
    }
  }
  return stringifyJson({ resourceType: "Bundle", type: `${type}-response`, entry: responses });
}

/** The status of an entry of a batch that failed; in a transaction, all that was done is undone. */
function statusOf(fault: unknown, isBatch: boolean, undo: readonly (() => void)[]): number {
  if (isBatch && fault instanceof ServerFault) return fault.status;
  for (const back of undo.toReversed()) back();
  throw fault;
}

function placeOf({ write }: Entry): number {
  return ORDER.indexOf(write.method);
}

function restore(
  store: ResourceStore,
  { type, id }: { type: string; id: string },
  before: Stored | undefined,
) {
  if (before === undefined) store.remove(type, id);
  else store.put(type, id, before.resource);
}

function responseOf({ status, stored }: Done): JsonObject {
  if (stored === null) return { status: String(status) };
  const meta = isJsonObject(stored.resource["meta"]) ? stored.resource["meta"] : {};
  const version = textOf(meta["versionId"]);
  const location = `${stored.type}/${stored.id}/_history/${version}`;
  return { status: String(status), location, etag: `W/"${version}"` };
}

/** Links to the `fullUrl` of a created entry become links to the record it becomes. */
function entriesOf(bundle: JsonObject): readonly Entry[] {
  const list = Array.isArray(bundle["entry"]) ? (bundle["entry"] as readonly JsonValue[]) : [];
  const raw = list.filter(isJsonObject).map((entry) => ({ entry, newId: randomUUID() }));
  let text = stringifyJson(raw.map(({ entry }) => entry["resource"] ?? null));
  for (const { entry, newId } of raw) {
    const { fullUrl, request, resource } = entry;
    if (typeof fullUrl !== "string" || !isJsonObject(request) || request["method"] !== "POST") continue;
    const type = isJsonObject(resource) ? textOf(resource["resourceType"]) : "";
    text = text.replaceAll(`"reference":"${fullUrl}"`, `"reference":"${type}/${newId}"`);
  }
  const bodies = parseJson(text) as readonly JsonValue[];
  return raw.map(({ entry, newId }, at) => ({ at, newId, write: writeOf(entry, bodies[at] ?? null) }));
}

function writeOf({ request }: JsonObject, body: JsonValue): Write {
  const { method, url, ifMatch, ifNoneExist } = isJsonObject(request) ? request : {};
  if (typeof url !== "string" || typeof method !== "string" || !ORDER.includes(method))
    throw new ServerFault(400, "invalid", "an entry has no request that writes");
  const { pathname, searchParams } = new URL(url, "http://loopback/");
  const [type = "", id = null] = pathname.split("/").filter((part) => part !== "");
  return {
    method: method as Write["method"],
    type,
    id,
    criteria: searchParams,
    ifMatch: typeof ifMatch === "string" ? ifMatch : undefined,
    ifNoneExist: typeof ifNoneExist === "string" ? ifNoneExist : undefined,
    body,
  };
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}
