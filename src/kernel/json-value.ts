/**
 * JSON as it travels through Modicum. Numbers keep their literal (`1.00`, 20-digit integers),
 * because a decimal's precision is clinical information (FHIR R4, datatypes, decimal).
 */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  valueOf(): number {
    return Number(this.text);
  }
}

export type JsonValue = null | boolean | string | JsonNumber | JsonArray | JsonObject;
export type JsonArray = readonly JsonValue[];
/** When read by parseJson it inherits nothing, so `__proto__` is a key like any other. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/** An object under construction; see newJsonObject. */
export type MutableJsonObject = Record<string, JsonValue | undefined>;

/** True for an object: neither null, an array nor a number. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber)
  );
}

/** An empty object with a null prototype: setting `__proto__` on it makes an ordinary member. */
export function newJsonObject(): MutableJsonObject {
  return Object.create(null) as MutableJsonObject;
}
