/** Resources of every FHIR R4 type that have a value at every member, each value unlike any other: canaries. */
import { isShape, jsonMembersOf } from "../../catalogue/fhir-r4/definitions.ts";
import { JsonNumber, newJsonObject } from "../../kernel/json.ts";
import type { JsonObject, JsonValue, MutableJsonObject } from "../../kernel/json.ts";

/** A resource with its canaries: literal as it stands in JSON → path without list positions. */
export interface Maximal {
  readonly resource: JsonObject;
  readonly canaries: ReadonlyMap<string, string>;
}

const DEPTH = 6;
const WIDE_DEPTH = 3;
const UNKNOWN_URL = "http://canary.example/unknown";
const DAY = 86_400_000;

/** `urls`: extensions of the resource that a catalogue knows and that shall be there too. */
export function maximalResource(type: string, urls: readonly string[]): Maximal {
  const planter = new Planter();
  const resource = planter.object(type, type, [type]);
  resource["resourceType"] = type;
  resource["contained"] = [
    { resourceType: "Basic", id: "p", code: { text: planter.text(`${type}.contained`) } },
  ];
  resource["extension"] = [
    planter.unknown(`${type}.extension`),
    ...urls.map((url) => planter.known(url, `${type}.extension`)),
  ];
  return { resource, canaries: planter.canaries };
}

class Planter {
  readonly canaries = new Map<string, string>();
  private next = 1;

  object(shape: string, path: string, above: readonly string[]): MutableJsonObject {
    const built = newJsonObject();
    for (const { key, type, member } of jsonMembersOf(shape).values()) {
      if (type === "Resource" || key === "contained") continue;
      const at = `${path}.${key}`;
      const value = isShape(type) ? this.below(type, at, above) : this.primitive(type, at);
      if (value === undefined) continue;
      built[key] = member.array ? [value] : value;
      if (!isShape(type) && key !== "resourceType" && key !== "url") {
        const sibling = this.sibling(`${path}._${key}`);
        built[`_${key}`] = member.array ? [sibling] : sibling;
      }
    }
    return built;
  }

  unknown(path: string): JsonObject {
    return { id: this.text(`${path}.id`), url: UNKNOWN_URL, valueString: this.text(`${path}.valueString`) };
  }

  known(url: string, path: string): JsonObject {
    return {
      url,
      valueString: this.text(`${path}.valueString`),
      valueCode: this.text(`${path}.valueCode`),
      valueAddress: { city: this.text(`${path}.valueAddress.city`) },
      valueCodeableConcept: { text: this.text(`${path}.valueCodeableConcept.text`) },
      extension: ["ombCategory", "detailed", "text", UNKNOWN_URL].map((inner) => ({
        url: inner,
        valueString: this.text(`${path}.extension.valueString`),
        valueCoding: { code: this.text(`${path}.extension.valueCoding.code`) },
      })),
    };
  }

  text(path: string): string {
    const text = `canary${this.number()}`;
    this.canaries.set(text, path);
    return text;
  }

  private below(type: string, path: string, above: readonly string[]): JsonValue | undefined {
    if (type === "Extension") return this.unknown(path);
    const isWide = above.length >= WIDE_DEPTH && jsonMembersOf(type).size > 25;
    if (isWide || above.length >= DEPTH || above.includes(type)) return undefined;
    return this.object(type, path, [...above, type]);
  }

  private sibling(path: string): JsonObject {
    return { id: this.text(`${path}.id`), extension: [this.unknown(`${path}.extension`)] };
  }

  private primitive(type: string, path: string): JsonValue {
    if (type === "boolean") return true;
    const literal = this.literal(type);
    this.canaries.set(literal, path);
    const isNumber =
      type === "decimal" || type === "integer" || type === "positiveInt" || type === "unsignedInt";
    return isNumber ? new JsonNumber(literal) : literal;
  }

  private literal(type: string): string {
    switch (type) {
      case "decimal":
        return `77${this.number()}.50`;
      case "integer":
      case "positiveInt":
      case "unsignedInt":
        return `77${this.number()}77`;
      case "date":
        return new Date(Date.UTC(1000, 0, 1) + Number(this.number()) * DAY).toISOString().slice(0, 10);
      case "dateTime":
      case "instant":
        return `2020-01-01T00:00:00.${this.number()}Z`;
      case "time":
        return `00:00:00.${this.number()}`;
      default:
        return `canary${this.number()}`;
    }
  }

  private number(): string {
    return String(this.next++).padStart(7, "0");
  }
}

const LITERALS =
  /canary\d{7}|77\d{7}77|77\d{7}\.50|2020-01-01T00:00:00\.\d{7}Z|00:00:00\.\d{7}|\b1\d{3}-\d\d-\d\d\b/g;

/** Paths of the canaries that stand anywhere in a text. */
export function survivors(text: string, { canaries }: Maximal): string[] {
  return [...text.matchAll(LITERALS)].flatMap(([literal]) => canaries.get(literal) ?? []);
}
