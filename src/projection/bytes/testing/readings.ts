/** What the strict reader makes of a text, and of one whose only fault is that names of members come twice. */
import { isJsonObject, JsonNumber, parseJson } from "../../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../../kernel/json.ts";

/**
 * `strict`: one reading. `repeated`: every repeated name but its first is renamed in `first`, and `last` has the last
 * of them, numbers as a double writes them. Where the reference notes one of `renamed` as unmapped, it walked the object.
 */
export type Readings =
  | { readonly kind: "refused" }
  | { readonly kind: "strict"; readonly value: JsonObject }
  | {
      readonly kind: "repeated";
      readonly first: JsonObject;
      readonly last: JsonObject;
      readonly renamed: readonly string[];
    };

const REPEATED_AT = /byte (\d+): duplicate key$/;
const MOST_REPEATED = 1_000;
const REFUSED: Readings = { kind: "refused" };

export function readingsOf(text: Uint8Array): Readings {
  let bytes = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
  const renamed: string[] = [];
  for (;;) {
    const attempt = attemptToRead(bytes);
    if (typeof attempt === "number" && renamed.length < MOST_REPEATED) {
      bytes = renamedAt(bytes, attempt, renamed.length);
      renamed.push(`zzRepeated${renamed.length}`);
      continue;
    }
    if (typeof attempt === "number" || attempt === null || !isJsonObject(attempt.value)) return REFUSED;
    if (renamed.length === 0) return { kind: "strict", value: attempt.value };
    return { kind: "repeated", first: attempt.value, last: lastOf(text), renamed };
  }
}

/** The value, the byte at which a name stands for the second time, or null. */
function attemptToRead(bytes: Buffer): { readonly value: JsonValue } | number | null {
  try {
    return { value: parseJson(bytes) };
  } catch (error) {
    const at = REPEATED_AT.exec(error instanceof Error ? error.message : "")?.[1];
    return at === undefined ? null : Number(at);
  }
}

/** Another name for the member, and a member before it that is noted wherever its object is walked. */
function renamedAt(bytes: Buffer, at: number, count: number): Buffer {
  let end = at + 1;
  while (bytes[end] !== 0x22) end += bytes[end] === 0x5c ? 2 : 1;
  const names = Buffer.from(`"zzRepeated${count}":1,"zzAgain${count}"`);
  return Buffer.concat([bytes.subarray(0, at), names, bytes.subarray(end + 1)]);
}

function lastOf(text: Uint8Array): JsonObject {
  const decoded = new TextDecoder().decode(text);
  return JSON.parse(decoded, (_, value: unknown) =>
    typeof value === "number" ? new JsonNumber(JSON.stringify(value)) : value,
  ) as JsonObject;
}
