/** What was read so far of one object. */
import { doubt } from "../javascript/in-doubt.ts";
import { ACTION } from "./names.ts";

/** How many links were mentioned, and how many of those with the steps to them. */
export interface Progress {
  readonly links: number;
  readonly stepped: number;
}

export class ObjectMembers {
  readonly begin: number;
  readonly role: number;
  /** Not below `contained`. */
  readonly isOwn: boolean;
  /** Of the walk when the object began. */
  readonly links: number;
  readonly stepped: number;
  #seen = 0;
  readonly #places: number[] = [];

  constructor(begin: number, role: number, isOwn: boolean, { links, stepped }: Progress) {
    this.begin = begin;
    this.role = role;
    this.isOwn = isOwn;
    this.links = links;
    this.stepped = stepped;
  }

  /** Takes down that a member of this action begins; in doubt of a second one. */
  see(action: number): void {
    if (this.has(action)) doubt();
    this.#seen |= 1 << action;
  }

  has(action: number): boolean {
    return (this.#seen & (1 << action)) !== 0;
  }

  /** Takes down a string of a member that matters. */
  take(action: number, from: number, until: number): void {
    if (action > ACTION.source) return;
    this.#places[2 * action] = from;
    this.#places[2 * action + 1] = until;
  }

  /** Where the string of a member begins, and where it ends: 0 where there is none. */
  from(action: number): number {
    return this.#places[2 * action] ?? 0;
  }

  until(action: number): number {
    return this.#places[2 * action + 1] ?? 0;
  }
}
