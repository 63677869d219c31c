/** Writes mentions as the kernel does: src/projection/bytes/survey/mentions.ts says what they look like. */
import { HASH as NUMBER_SIGN } from "../javascript/bytes-of-json.ts";
import { doubt } from "../javascript/in-doubt.ts";
import type { JsonBytes } from "../javascript/json-bytes.ts";
import { HAS_IDENTIFIER, IS_OWN, KIND, WORDS } from "./mentions.ts";
import { ACTION, ROLE } from "./names.ts";
import type { ObjectMembers, Progress } from "./object-members.ts";

const URN = Buffer.from("urn:");
/** Bytes at the end of a text that its hash is made of. */
const HASHED = 16;

export class MentionWriter implements Progress {
  links = 0;
  stepped = 0;
  readonly #json: JsonBytes;
  /** The record comes first, and is known last. */
  readonly #words: number[] = Array.from({ length: WORDS }, () => 0);
  /** Of each member that the walk stands in: its name, from and until, and the object that it is a member of. */
  readonly #steps: number[] = [];

  constructor(json: JsonBytes) {
    this.#json = json;
  }

  stepIn(nameFrom: number, nameUntil: number, begin: number): void {
    this.#steps.push(nameFrom, nameUntil, begin);
  }

  stepOut(): void {
    this.#steps.length -= 3;
  }

  /** Mentions what an object that ends says of the record. `depth` is its own. */
  endObject(object: ObjectMembers, depth: number): void {
    const { role } = object;
    const hasCode = object.until(ACTION.code) > 0;
    if (hasCode) this.#mention(KIND.coding, object, ACTION.system, ACTION.code);
    if (role === ROLE.security) this.#mention(KIND.label, object, ACTION.system, ACTION.code);
    if (object.until(ACTION.reference) > 0 || role >= ROLE.subject) this.#link(object);
    if (role === ROLE.meta && object.until(ACTION.source) > 0)
      this.#mention(KIND.origin, object, ACTION.source, ACTION.code);
    if (depth > 1 && object.until(ACTION.resourceType) > 0 && object.stepped !== this.stepped)
      this.#scope(object);
  }

  /** All mentions of the record; in doubt of one without a type. */
  finish(record: ObjectMembers): readonly number[] {
    if (record.until(ACTION.resourceType) === 0) doubt();
    const written = this.#words.length;
    this.#mention(KIND.record, record, ACTION.resourceType, ACTION.id);
    this.#words.copyWithin(0, written);
    this.#words.length = written;
    return this.#words;
  }

  #mention(head: number, object: ObjectMembers, first: number, second: number): void {
    const [from, until] = [object.from(first), object.until(first)];
    const hash = this.#hash(from, until);
    this.#words.push(head, from, until, object.from(second), object.until(second), hash, 0, 0);
  }

  #link(object: ObjectMembers): void {
    const from = object.from(ACTION.reference);
    const isReference = object.until(ACTION.reference) > 0;
    // Objects come before what is in them; here what is in them ended first. And whom `#x` contains says the other one.
    if (isReference && object.links !== this.links) doubt();
    if (isReference && object.role >= ROLE.subject && this.#json.bytes[from] === NUMBER_SIGN) doubt();
    const role = object.role >= ROLE.subject ? object.role << 16 : 0;
    const flags = (object.isOwn ? IS_OWN : 0) | (object.has(ACTION.identifier) ? HAS_IDENTIFIER : 0);
    this.#mention(KIND.link | role | flags, object, ACTION.reference, ACTION.type);
    if (!isReference) return;
    this.links++;
    // Which types it may be to, the definitions say for the place where it stands.
    if (object.until(ACTION.type) === 0 && URN.every((byte, at) => this.#json.bytes[from + at] === byte))
      this.#writeSteps();
  }

  #writeSteps(): void {
    this.stepped++;
    const steps = this.#steps;
    for (let at = 0; at < steps.length; at += 3) {
      const begin = steps[at + 2] ?? 0;
      this.#words.push(KIND.step, steps[at] ?? 0, steps[at + 1] ?? 0, begin, begin, 0, 0, 0);
    }
  }

  #scope(object: ObjectMembers): void {
    const [from, until] = [object.from(ACTION.resourceType), object.until(ACTION.resourceType)];
    this.#words.push(KIND.scope, object.begin, object.begin, from, until, 0, 0, 0);
  }

  #hash(from: number, until: number): number {
    let hash = until - from;
    for (let at = Math.max(from, until - HASHED); at < until; at++)
      hash = Math.imul(hash ^ (this.#json.bytes[at] ?? 0), 0x01000193);
    return hash ^ (hash >>> 15);
  }
}
