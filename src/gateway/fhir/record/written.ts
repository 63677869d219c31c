import { parseJsonObject, stringifyJson } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";

/** A resource that is written to the caller: bytes or an object, each made of the other when it is first asked for. */
export class Written {
  #object: JsonObject | undefined;
  #bytes: Uint8Array | undefined;

  private constructor(object: JsonObject | undefined, bytes: Uint8Array | undefined) {
    this.#object = object;
    this.#bytes = bytes;
  }

  static ofObject(object: JsonObject): Written {
    return new Written(object, undefined);
  }

  /** Compact JSON of an object, as stringifyJson would write it. */
  static ofBytes(bytes: Uint8Array): Written {
    return new Written(undefined, bytes);
  }

  get object(): JsonObject {
    this.#object ??= parseJsonObject(this.#bytes ?? NOTHING);
    return this.#object;
  }

  get bytes(): Uint8Array {
    this.#bytes ??= Buffer.from(stringifyJson(this.#object ?? {}));
    return this.#bytes;
  }

  /** Its bytes where they are there already, so that nobody has to make them to look into them. */
  get text(): Uint8Array | null {
    return this.#bytes ?? null;
  }
}

const NOTHING = new Uint8Array();
