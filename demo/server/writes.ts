import { randomUUID } from "node:crypto";
import { applyJsonPatch } from "../../src/kernel/json-patch.ts";
import { isJsonObject } from "../../src/kernel/json.ts";
import type { JsonObject, JsonValue } from "../../src/kernel/json.ts";
import { ServerFault } from "./faults.ts";
import { parseQuery } from "./query.ts";
import type { ResourceStore, Stored } from "./resource-store.ts";
import { search } from "./search.ts";

/** One write as FHIR R4 http, 3.1.0.3 to 3.1.0.9 has it, apart from its transport. */
export interface Write {
  readonly method: "POST" | "PUT" | "PATCH" | "DELETE";
  readonly type: string;
  readonly id: string | null;
  /** The query of a conditional write. */
  readonly criteria: URLSearchParams;
  readonly ifMatch: string | undefined;
  readonly ifNoneExist: string | undefined;
  readonly body: JsonValue;
}

/** What a write did; `stored` is null for a deletion. */
export interface Done {
  readonly status: 200 | 201 | 204;
  readonly stored: Stored | null;
}

/** Writes into a store of records. They last until the process ends. */
export class Writer {
  readonly #store: ResourceStore;

  constructor(store: ResourceStore) {
    this.#store = store;
  }

  /** Faults with 400, 404, 409, 412 and 422 as FHIR R4 says. `newId` is the id of a record that is created. */
  write(write: Write, newId: string = randomUUID()): Done {
    if (write.method === "POST") return this.#create(write, newId);
    const target = this.#target(write);
    if (target !== undefined) this.#checkVersion(target, write.ifMatch);
    if (write.method === "DELETE") return this.#delete(target);
    if (write.method === "PATCH") return this.#patch(target, write);
    return target === undefined ? this.#put(write, write.id ?? newId) : this.#put(write, target.id);
  }

  #create(write: Write, newId: string): Done {
    const criteria = write.ifNoneExist === undefined ? null : new URLSearchParams(write.ifNoneExist);
    const [found, more] = criteria === null ? [] : this.#matches(write.type, criteria);
    if (more !== undefined) throw new ServerFault(412, "multiple-matches", "the criteria are not selective");
    return found === undefined ? this.#put(write, newId) : { status: 200, stored: found };
  }

  #target({ type, id, criteria }: Write): Stored | undefined {
    if (id !== null) return this.#store.read(type, id);
    const [found, more] = this.#matches(type, criteria);
    if (more !== undefined) throw new ServerFault(412, "multiple-matches", "the criteria are not selective");
    return found;
  }

  #matches(type: string, criteria: URLSearchParams): readonly Stored[] {
    if (criteria.size === 0) throw new ServerFault(400, "invalid", "a conditional write has criteria");
    return search(this.#store, parseQuery(this.#store, type, criteria));
  }

  #checkVersion(target: Stored, ifMatch: string | undefined): void {
    if (ifMatch !== undefined && ifMatch !== `W/"${versionOf(target)}"`)
      throw new ServerFault(412, "conflict", "the record has another version");
  }

  #delete(target: Stored | undefined): Done {
    if (target !== undefined) this.#store.remove(target.type, target.id);
    return { status: 204, stored: null };
  }

  #patch(target: Stored | undefined, write: Write): Done {
    if (target === undefined) throw new ServerFault(404, "not-found", "there is no such record");
    const patched = applyJsonPatch(target.resource, write.body);
    if (!patched.ok) throw new ServerFault(422, "processing", "the patch cannot be applied");
    return this.#put({ ...write, body: patched.value }, target.id);
  }

  #put({ type, body }: Write, id: string): Done {
    if (!isJsonObject(body) || body["resourceType"] !== type)
      throw new ServerFault(422, "invalid", `the body is no \`${type}\``);
    const before = this.#store.read(type, id);
    const version = before === undefined ? 1 : versionOf(before) + 1;
    const stored = this.#store.put(type, id, withVersion(body, id, version));
    return { status: before === undefined ? 201 : 200, stored };
  }
}

/** The version of a record as a number; 1 where it says none. */
function versionOf({ resource: { meta } }: Stored): number {
  return isJsonObject(meta) && typeof meta["versionId"] === "string" ? Number(meta["versionId"]) : 1;
}

function withVersion(body: JsonObject, id: string, version: number): JsonObject {
  const { resourceType, id: _id, meta, ...rest } = body;
  const own = isJsonObject(meta) ? meta : {};
  const stamped = { ...own, versionId: String(version), lastUpdated: new Date().toISOString() };
  return { resourceType, id, meta: stamped, ...rest };
}
