/** What the kernel left places for: tokens, and what only the object-level projection knows to make. */
import { AppError } from "../../../kernel/errors.ts";
import { parseJsonObject, stringifyJson } from "../../../kernel/json.ts";
import type { JsonValue } from "../../../kernel/json.ts";
import { ItemGroup } from "../../item-group.ts";
import { elementsAt } from "../../owners.ts";
import { showItem } from "../../rebuild.ts";
import { tokenizeComplex } from "../../transforms/tokenize.ts";
import { generalizeToYear, HIGHEST_AGE } from "../../transforms/year.ts";
import type { ProjectionContext } from "../../types.ts";
import { Walk } from "../../walk.ts";
import type { CompiledView } from "../view.ts";
import {
  HOLE_FRAGMENT,
  HOLE_IDENTIFIER,
  HOLE_REFERENCE,
  HOLE_SIZE,
  HOLE_YEAR_BESIDE,
  HOLES_AT,
  HOLES_LENGTH,
  KIND_BITS,
  TEXT_AT,
  TEXT_LENGTH,
} from "./kernel.ts";
import type { Session } from "./session.ts";

/** No year of four digits is as late. */
const NO_YEAR = 10_000;

/** Filled texts of one call stand together in pieces of so many bytes. */
const PIECE = 2 ** 16;
/** Bytes of a UTF-16 code unit in UTF-8, at most. */
const MOST_BYTES = 3;

/** Says what the kernel may transform for this caller; without a context nothing, so that it is in doubt. */
export function useContext(
  { kernel }: Session,
  context: ProjectionContext | undefined,
  fillsHoles: boolean,
): void {
  const earliest = context === undefined ? NO_YEAR : new Date(context.now).getUTCFullYear() - HIGHEST_AGE;
  kernel.useTransforms(fillsHoles && context !== undefined ? 1 : 0, earliest);
}

/** Fills the holes of the results of one call. */
export class Filler {
  private readonly session: Session;
  private readonly context: ProjectionContext;
  /** By what they are made of. */
  private readonly years = new Map<string, string>();
  private piece = Buffer.alloc(0);
  private used = 0;
  /** The text in hand, where in it the filling in hand is to stand, and what it is made of. */
  private text = Buffer.alloc(0);
  private from = 0;
  private until = 0;
  private source = 0;
  private sourceUntil = 0;

  constructor(session: Session, context: ProjectionContext) {
    this.session = session;
    this.context = context;
  }

  /**
   * The text of the result at this address with its holes filled, in memory of this call. Undefined: it has none. Null:
   * in doubt, for something comes out otherwise than in such a place.
   */
  filled(result: number, view: CompiledView): Uint8Array | null | undefined {
    const { words } = this.session.memory;
    const length = words.getUint32(result + HOLES_LENGTH, true);
    if (length === 0) return undefined;
    const textAt = words.getUint32(result + TEXT_AT, true);
    this.text = Buffer.from(words.buffer, textAt, words.getUint32(result + TEXT_LENGTH, true));
    const holes = words.getUint32(result + HOLES_AT, true);
    const fillings: string[] = [];
    let size = this.text.length;
    for (let at = holes; at < holes + length; at += HOLE_SIZE) {
      this.readHole(at, textAt);
      const filling = this.filling(words.getUint32(at + 12, true), view);
      if (filling === null) return null;
      fillings.push(filling);
      size += filling.length * MOST_BYTES;
    }
    this.reserve(size);
    return this.write(fillings, holes, textAt);
  }

  private readHole(at: number, textAt: number): void {
    const { words } = this.session.memory;
    const from = words.getUint32(at + 4, true);
    this.from = words.getUint32(at, true) - textAt;
    this.until = this.from + words.getUint32(at + 8, true) - from;
    // In the output: what the text was read from may be gone.
    this.source = this.from + words.getUint32(at + 16, true) - from;
    this.sourceUntil = this.from + words.getUint32(at + 20, true) - from;
  }

  private reserve(size: number): void {
    if (this.used + size <= this.piece.length) return;
    this.piece = Buffer.allocUnsafeSlow(Math.max(PIECE, size));
    this.used = 0;
  }

  private write(fillings: readonly string[], holes: number, textAt: number): Uint8Array {
    const { piece, text } = this;
    const start = this.used;
    let [from, to] = [0, start];
    for (const [index, filling] of fillings.entries()) {
      this.readHole(holes + index * HOLE_SIZE, textAt);
      to += text.copy(piece, to, from, this.from);
      to += piece.write(filling, to);
      from = this.until;
    }
    to += text.copy(piece, to, from);
    this.used = to;
    return piece.subarray(start, to);
  }

  /** What the object-level projection writes there; null: nothing, or more than that. `what`: see KIND_BITS. */
  private filling(what: number, view: CompiledView): string | null {
    const kind = what & ((1 << KIND_BITS) - 1);
    const index = what >>> KIND_BITS;
    if (kind === HOLE_FRAGMENT) return this.fragment(index, view);
    const source = this.text.toString("utf8", this.source, this.sourceUntil);
    if (kind === HOLE_YEAR_BESIDE) return this.yearBeside(source);
    const { tokenize } = this.context;
    const element = view.tables.accounts[index]?.[0];
    if (tokenize === null || element === undefined) return null;
    return tokenIn(kind, source, (value) => tokenize(element, value));
  }

  private fragment(rule: number, { vector, tables }: CompiledView): string | null {
    const owners = tables.rules[rule]?.owners;
    const item = objectIn(this.text.subarray(this.source, this.sourceUntil));
    if (owners === undefined || item === null) return null;
    const group = new ItemGroup();
    const walk = new Walk(vector, this.context, tables.catalogue.elements);
    showItem(item, owners, walk, group);
    const shown = group.shown(false)?.value;
    // The account says that the owners were withheld and that something came out in their place.
    const isAsNoted = elementsAt(owners).every((one) => walk.withheld.has(one) && walk.released.has(one));
    return shown === undefined || !isAsNoted ? null : stringifyJson(shown);
  }

  private yearBeside(instant: string): string | null {
    const name = `"_${this.text.toString("latin1", this.from + 1, this.source - 2)}`;
    // What stands beside it already is to be laid together.
    if (this.text.includes(name)) return null;
    const known = this.years.get(instant.slice(0, 5));
    if (known !== undefined) return name + known;
    const shown = generalizeToYear(instant, "instant", this.context);
    if (shown === null || !("sibling" in shown)) return null;
    const year = `:${stringifyJson(shown.sibling)}`;
    this.years.set(instant.slice(0, 5), year);
    return name + year;
  }
}

/** Null: it cannot be read as an object. */
function objectIn(text: Uint8Array): ReturnType<typeof parseJsonObject> | null {
  try {
    return parseJsonObject(text);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

function tokenIn(kind: number, text: string, tokenize: (value: string) => string): string {
  let value: JsonValue | undefined = undefined;
  if (kind === HOLE_IDENTIFIER) value = tokenizeComplex({ value: text }, "Identifier", tokenize);
  else if (kind === HOLE_REFERENCE) value = tokenizeComplex({ reference: text }, "Reference", tokenize);
  return stringifyJson(value ?? tokenize(text));
}
