import { DROP, KEEP } from "../catalogue/transforms.ts";
import type { TransformVector } from "../catalogue/transforms.ts";
import type { DataElement } from "../catalogue/types.ts";
import type { ProjectionContext } from "./types.ts";

/** A member name as FHIR spells them. Any other could be data, and the gap report shows no data. */
const MEMBER_NAME = /^_?[A-Za-z][A-Za-z0-9]{0,63}$/;

/** How a path names a member: by `?` where the name could be data (PRJ-01). */
export function notedName(name: string): string {
  return MEMBER_NAME.test(name) ? name : "?";
}

/** What one walk down one resource carries along: the view, and the account of what came out and what did not. */
export class Walk {
  readonly vector: TransformVector;
  readonly context: ProjectionContext;
  readonly elements: readonly DataElement[];
  readonly released = new Set<number>();
  readonly withheld = new Set<number>();
  readonly unmapped = new Set<string>();
  /** Members from the resource type down to where the walk stands. */
  readonly path: string[];

  constructor(
    vector: TransformVector,
    context: ProjectionContext,
    elements: readonly DataElement[],
    path: string[] = [],
  ) {
    this.vector = vector;
    this.context = context;
    this.elements = elements;
    this.path = path;
  }

  /** The same place seen through the given elements alone, untransformed. Its account is its own. */
  only(elements: readonly number[]): Walk {
    const vector = new Uint8Array(this.vector.length);
    for (const element of elements) vector[element] = KEEP;
    return new Walk(vector, this.context, this.elements, [...this.path]);
  }

  /** The same place without the given elements. What it releases counts here. */
  without(elements: readonly number[]): Walk {
    const vector = this.vector.slice();
    for (const element of elements) vector[element] = DROP;
    return new Walk(vector, this.context, this.elements, [...this.path]);
  }

  /** Takes over what a walk over part of the same resource found. */
  absorb(part: Walk): void {
    for (const element of part.released) this.released.add(element);
    for (const element of part.withheld) this.withheld.add(element);
    for (const path of part.unmapped) this.unmapped.add(path);
  }

  release(elements: readonly number[]): void {
    for (const element of elements) this.released.add(element);
  }

  withhold(elements: readonly number[]): void {
    for (const element of elements) this.withheld.add(element);
  }

  /** Notes that no element covers the member the walk stands at. */
  noteUnmapped(): void {
    const last = this.path.at(-1) ?? "";
    this.unmapped.add([...this.path.slice(0, -1), notedName(last)].join("."));
  }
}
