import { stringifyJson } from "../kernel/json.ts";
import type { JsonObject, JsonValue } from "../kernel/json.ts";
import { countExtension, DATA_ABSENT_REASON, extension, maskedElement, mergeElements } from "./extensions.ts";
import type { ShownMember } from "./shown-member.ts";

/** What of the items of one complex member comes out. */
export class ItemGroup {
  /** In the order of the input; null keeps the place of a `_x` that has no item. */
  readonly items: JsonValue[] = [];
  private markers: Map<string, JsonObject> | undefined;
  private counts: Map<string, number> | undefined;

  add(item: JsonObject | undefined): void {
    if (item !== undefined) this.items.push(item);
  }

  /** One marker for the member, however many items are masked; extensions one for each url. */
  mask(own: JsonObject, datatype: string, rest: JsonObject | undefined): void {
    const marker = datatype === "Extension" ? maskedExtension(own) : maskedElement();
    (this.markers ??= new Map()).set(stringifyJson(marker), marker);
    this.add(rest);
  }

  count(elementId: string, rest: JsonObject | undefined): void {
    this.counts ??= new Map();
    this.counts.set(elementId, (this.counts.get(elementId) ?? 0) + 1);
    this.add(rest);
  }

  /** Markers stand at the end, so that their place does not tell which items they stand for. */
  shown(isArray: boolean): ShownMember | undefined {
    const notes = [...(this.counts ?? [])].map(([id, count]) => countExtension(id, count));
    const all = this.markers === undefined ? this.items : [...this.items, ...this.markers.values()];
    if (all.every((item) => item === null)) return notes.length === 0 ? undefined : { notes };
    return { value: isArray ? all : merged(all), notes };
  }
}

function maskedExtension(own: JsonObject): JsonObject {
  const url = own["url"];
  return extension(typeof url === "string" ? url : "", "extension", [
    extension(DATA_ABSENT_REASON, "valueCode", "masked"),
  ]);
}

/** A member that is not a list has one item at most, and a marker beside it at most. */
function merged(all: readonly JsonValue[]): JsonValue {
  const [item, marker] = all as readonly JsonObject[];
  return item !== undefined && marker !== undefined ? mergeElements(item, marker) : (item ?? null);
}
