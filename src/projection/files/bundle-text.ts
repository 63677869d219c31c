import { isJsonObject, newJsonObject, stringifyJson } from "../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../kernel/json.ts";

/** A random name of an entry inside its Bundle; it links entries and tells nothing beyond the id of the resource. */
const URN_UUID = /^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The text of a rebuilt Bundle. Of the original stand: its type, and of each entry that is there for the caller the
 * resource, a `urn:uuid:` fullUrl, and in a search set the mode. Any type other than `searchset` becomes
 * `collection`: the requests and responses that the others need (FHIR R4 bdl-3, bdl-4) are left out, and a
 * minimized transaction must not be posted, for it would wipe what it does not hold.
 */
export class BundleText {
  private readonly write: (text: string) => void;
  private started = false;
  private inEntries = false;
  private typed = false;
  private isSearch = false;
  private hadTotal = false;
  private matches = 0;

  constructor(write: (text: string) => void) {
    this.write = write;
  }

  /** The original says how many there are. */
  total(): void {
    this.hadTotal = true;
  }

  /** Written once, as soon as it is known. */
  type(value: JsonValue | undefined): void {
    if (this.typed || value === undefined) return;
    this.typed = true;
    this.isSearch = value === "searchset";
    this.between();
    this.write(`,"type":"${this.isSearch ? "searchset" : "collection"}"`);
  }

  entry(original: JsonObject, resource: JsonObject): void {
    const search = original["search"];
    const mode = isJsonObject(search) ? search["mode"] : undefined;
    const isInclude = mode === "include" || mode === "outcome";
    const entry = newJsonObject();
    const fullUrl = original["fullUrl"];
    if (typeof fullUrl === "string" && URN_UUID.test(fullUrl)) entry["fullUrl"] = fullUrl;
    entry["resource"] = resource;
    if (this.isSearch && (isInclude || mode === "match")) entry["search"] = { mode };
    if (!isInclude) this.matches++;
    this.start();
    this.write(this.inEntries ? "," : ',"entry":[');
    this.inEntries = true;
    this.write(stringifyJson(entry));
  }

  finish(): void {
    this.between();
    // A total is said of searches only (bdl-1), and of what is there for the caller.
    if (this.isSearch && this.hadTotal) this.write(`,"total":${this.matches}`);
    this.write("}\n");
  }

  private between(): void {
    this.start();
    if (this.inEntries) this.write("]");
    this.inEntries = false;
  }

  private start(): void {
    if (!this.started) this.write('{"resourceType":"Bundle"');
    this.started = true;
  }
}
