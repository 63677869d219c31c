import { isJsonObject, parseJsonObject, stringifyJson } from "../../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../../kernel/json.ts";
import type { FhirUpstreamWrites, TransactionOutcome, WriteOutcome } from "../upstream/writes.ts";

/** Records that can be changed, by `Type/id`. */
export interface Shelf {
  get(type: string, id: string): JsonObject | null;
  put(type: string, id: string, record: JsonObject | null): void;
}

/** Writes to a shelf as a server does them: with new ids, and refused where the version is another. */
export function memoryWrites(shelf: Shelf): FhirUpstreamWrites {
  let made = 0;
  const isCurrent = (type: string, id: string, version: string | null): boolean =>
    version === null || versionOf(shelf.get(type, id)) === version;
  const writes: FhirUpstreamWrites = {
    create: async (type, record) => {
      const id = `made-${(made += 1)}`;
      shelf.put(type, id, stored({ ...record, id }));
      return { kind: "done", id };
    },
    update: async (type, id, record, version) => {
      if (!isCurrent(type, id, version)) return { kind: "conflict" };
      shelf.put(type, id, stored({ ...record, id }));
      return { kind: "done", id };
    },
    delete: async (type, id, version) => {
      if (!isCurrent(type, id, version)) return { kind: "conflict" };
      shelf.put(type, id, null);
      return { kind: "done", id };
    },
    transaction: (bundle) => transact(writes, bundle),
  };
  return writes;
}

async function transact(writes: FhirUpstreamWrites, bundle: JsonObject): Promise<TransactionOutcome> {
  const ids: (string | null)[] = [];
  for (const entry of itemsOf(bundle["entry"])) {
    const outcome = await writeEntry(writes, entry);
    if (outcome.kind !== "done") return outcome;
    ids.push(outcome.id);
  }
  return { kind: "done", ids };
}

async function writeEntry(writes: FhirUpstreamWrites, entry: JsonObject): Promise<WriteOutcome> {
  const { request, resource } = entry;
  if (!isJsonObject(request)) return { kind: "refused", status: 400 };
  const [type = "", id = ""] = (request["url"] as string).split("/");
  if (request["method"] === "DELETE") return writes.delete(type, id, null);
  if (!isJsonObject(resource)) return { kind: "refused", status: 400 };
  return request["method"] === "POST"
    ? writes.create(type, resource)
    : writes.update(type, id, resource, null);
}

function stored(record: JsonObject): JsonObject {
  return parseJsonObject(stringifyJson(record));
}

function versionOf(record: JsonObject | null): string | null {
  const meta = record?.["meta"];
  const version = isJsonObject(meta) ? meta["versionId"] : undefined;
  return typeof version === "string" ? version : null;
}

function itemsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : [];
}
