import { DROP } from "../catalogue/transforms.ts";
import type { TransformVector } from "../catalogue/transforms.ts";
import type { DataElement } from "../catalogue/types.ts";
import type { JsonObject } from "../kernel/json.ts";
import { elementsAt } from "./owners.ts";
import type { Owners } from "./owners.ts";
import { rebuildObject } from "./rebuild.ts";
import type { ProjectionContext } from "./types.ts";
import { elementsBelow } from "./visibility.ts";
import { Walk } from "./walk.ts";

/** Why a body cannot be written. INVARIANT: it follows from what the writer is shown, sends and may write alone. */
export interface WriteRefusal {
  readonly kind:
    /** The writer may not set the element, or is shown it in another form than it has. */
    | "not_writable"
    /** No element covers the member, so nobody can be granted it. */
    | "not_covered"
    /** Id, type and patient link say which record it is; a write leaves them alone. */
    | "fixed"
    /** It cannot be told which item a sent one stands for, or which element owns it. */
    | "ambiguous";
  /** Catalogue id; null where no element covers the member. */
  readonly element: string | null;
  /** Members from the type down, without positions. */
  readonly path: string;
}

/** What the writer is shown of a record, and may set of it. */
export interface WriteView {
  /** What this record shows. */
  readonly shown: TransformVector;
  /** The most that a record which is shown alike could show. */
  readonly most: TransformVector;
  /** 1 for each element that every record which is shown alike shows untransformed. */
  readonly kept: Uint8Array;
  /** 1 for each of those that may be set. */
  readonly writable: Uint8Array;
  readonly namesRecord?: boolean;
}

/** A member name as FHIR spells them; any other may be data, and is not repeated. */
const MEMBER_NAME = /^_?[a-z][A-Za-z]{0,40}$/;

/** What one walk over a body carries along: what is shown, what may be written, and what was found. */
export class WriteWalk {
  readonly view: WriteView;
  readonly context: ProjectionContext;
  readonly elements: readonly DataElement[];
  readonly changed = new Set<number>();
  readonly refusals: WriteRefusal[] = [];
  readonly path: string[];
  /** True for a record that is not there yet: who makes it says whose it is. */
  readonly namesRecord: boolean;

  constructor(type: string, view: WriteView, context: ProjectionContext, elements: readonly DataElement[]) {
    this.view = view;
    this.context = context;
    this.elements = elements;
    this.path = [type];
    this.namesRecord = view.namesRecord ?? false;
  }

  /** What the writer is shown of an object that these nodes own. */
  projected(object: JsonObject, owners: Owners): JsonObject {
    return rebuildObject(object, owners, this.projecting()) ?? {};
  }

  /** A walk that projects from where this one stands. */
  projecting(): Walk {
    return new Walk(this.view.shown, this.context, this.elements);
  }

  /** Notes a change of these elements, or refuses it. */
  change(elements: readonly number[]): void {
    const refused = elements.find((element) => this.view.writable[element] !== 1);
    if (elements.length === 0) this.refuse("not_covered");
    else if (refused !== undefined) this.refuse("not_writable", refused);
    else for (const element of elements) this.changed.add(element);
  }

  /** Notes that a value goes with all that may be in it: whoever takes it away needs every element below it. */
  remove(owners: Owners): void {
    this.change(elementsUnder(owners));
  }

  /** True when `remove` would not be refused. */
  mayRemove(owners: Owners): boolean {
    return elementsUnder(owners).every((element) => this.view.writable[element] === 1);
  }

  /** True where the value may be shown in another form as a whole: masked, generalized, as a token. */
  isTransformed(owners: Owners): boolean {
    const { kept, most } = this.view;
    return elementsAt(owners).some((element) => kept[element] !== 1 && (most[element] ?? DROP) !== DROP);
  }

  refuse(kind: WriteRefusal["kind"], element?: number): void {
    const id = element === undefined ? undefined : this.elements[element]?.id;
    this.refusals.push({ kind, element: id ?? null, path: this.path.join(".") });
  }

  /** Does something one member further down. */
  at(key: string, work: () => void): void {
    this.path.push(MEMBER_NAME.test(key) ? key : "?");
    work();
    this.path.pop();
  }
}

/** Every element that can own anything at or below the value. */
function elementsUnder(owners: Owners): readonly number[] {
  return [...new Set(owners.flatMap((node) => [...elementsBelow(node)]))];
}
