import { parseJsonObject, stringifyJson } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { joined } from "../../../kernel/pieces.ts";
import type { Piece } from "../../../kernel/pieces.ts";

/** A resource that is written to the caller: text or an object, each made of the other when it is first asked for. */
export class Written {
  #object: JsonObject | undefined;
  #bytes: Uint8Array | undefined;
  #pieces: readonly Piece[] | undefined;

  private constructor(
    object: JsonObject | undefined,
    bytes: Uint8Array | undefined,
    pieces: readonly Piece[] | undefined,
  ) {
    this.#object = object;
    this.#bytes = bytes;
    this.#pieces = pieces;
  }

  static ofObject(object: JsonObject): Written {
    return new Written(object, undefined, undefined);
  }

  /** Compact JSON of an object, as stringifyJson would write it. */
  static ofBytes(bytes: Uint8Array): Written {
    return new Written(undefined, bytes, undefined);
  }

  /** The same in pieces. */
  static ofPieces(pieces: readonly Piece[]): Written {
    return new Written(undefined, undefined, pieces);
  }

  get object(): JsonObject {
    this.#object ??= parseJsonObject(this.bytes);
    return this.#object;
  }

  get bytes(): Uint8Array {
    this.#bytes ??=
      this.#pieces === undefined ? Buffer.from(stringifyJson(this.#object ?? {})) : joined(this.#pieces);
    return this.#bytes;
  }

  /** What its bytes are made of, for whoever puts them into a longer text. */
  get pieces(): readonly Piece[] {
    return this.#pieces ?? [this.bytes];
  }

  /** True where it is text already, so that nobody has to make it to look into it. */
  get isText(): boolean {
    return this.#bytes !== undefined || this.#pieces !== undefined;
  }
}
