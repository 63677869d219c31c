import type { JsonObject } from "../../../kernel/json.ts";

export function typeOf(record: JsonObject): string {
  return record["resourceType"] as string;
}

/** `Type/id` */
export function nameOf(record: JsonObject): string {
  return `${typeOf(record)}/${record["id"] as string}`;
}
