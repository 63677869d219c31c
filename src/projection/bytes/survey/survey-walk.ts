/** One pass over a record's objects and lists. */
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  isDigit,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from "../javascript/bytes-of-json.ts";
import { doubt } from "../javascript/in-doubt.ts";
import type { JsonBytes } from "../javascript/json-bytes.ts";
import { MentionWriter } from "./mention-writer.ts";
import { ACTION, IN_LIST, MOST_ROLES, NO_LIST, ROLE, surveyNames } from "./names.ts";
import { ObjectMembers } from "./object-members.ts";
import { WatchedNames } from "./watched-names.ts";

const ROLE_BITS = MOST_ROLES - 1;

export class SurveyWalk {
  readonly #json: JsonBytes;
  readonly #names: WatchedNames;
  /** Role of what stands in a member: by the role of its object, and its action. */
  readonly #roles = new Uint8Array(MOST_ROLES * MOST_ROLES);
  #writer: MentionWriter;

  constructor(json: JsonBytes) {
    const { names, rules } = surveyNames();
    this.#json = json;
    this.#names = new WatchedNames(names);
    for (const { role, action, below } of rules)
      this.#roles[(role & ROLE_BITS) * MOST_ROLES + action] = below;
    this.#writer = new MentionWriter(json);
  }

  /** The record that opens here: where it ends, and its mentions. */
  record(open: number): { readonly end: number; readonly words: readonly number[] } {
    this.#writer = new MentionWriter(this.#json);
    const record = new ObjectMembers(open, ROLE.resource, true, this.#writer);
    const end = this.#members(open, 1, record);
    return { end, words: this.#writer.finish(record) };
  }

  #members(open: number, depth: number, object: ObjectMembers): number {
    const json = this.#json;
    let at = json.firstMember(open, depth);
    while (json.bytes[at] !== CLOSE_BRACE) at = json.nextMember(this.#member(at, depth, object));
    this.#writer.endObject(object, depth);
    return at + 1;
  }

  #member(at: number, depth: number, object: ObjectMembers): number {
    const json = this.#json;
    const nameEnd = json.plainStringEnd(at);
    const action = this.#names.actionAt(json.bytes, at + 1, nameEnd - 1);
    if (action !== 0) object.see(action);
    const value = json.memberValue(nameEnd);
    const first = json.bytes[value];
    if (first === QUOTE) return this.#string(value, action, object);
    if (first !== OPEN_BRACE && first !== OPEN_BRACKET) return json.scalarEnd(value);
    // An object of JavaScript puts names that are numbers in front, so links below would come in another order.
    if (isDigit(json.bytes[at + 1] ?? 0)) doubt();
    this.#writer.stepIn(at + 1, nameEnd - 1, object.begin);
    const role = this.#roles[object.role * MOST_ROLES + action] ?? ROLE.plain;
    if ((role & (first === OPEN_BRACKET ? NO_LIST : IN_LIST)) !== 0) doubt();
    const own = object.isOwn && action !== ACTION.contained;
    const end = this.#container(value, depth + 1, role, own);
    this.#writer.stepOut();
    return end;
  }

  #string(open: number, action: number, object: ObjectMembers): number {
    if (action === 0) return this.#json.stringEnd(open);
    const end = this.#json.plainStringEnd(open);
    object.take(action, open + 1, end - 1);
    return end;
  }

  #container(open: number, depth: number, role: number, isOwn: boolean): number {
    const json = this.#json;
    if (json.bytes[open] === OPEN_BRACE)
      return this.#members(open, depth, new ObjectMembers(open, role & ROLE_BITS, isOwn, this.#writer));
    let at = json.firstItem(open, depth);
    while (json.bytes[at] !== CLOSE_BRACKET) at = json.nextItem(this.#item(at, depth, role, isOwn));
    return at + 1;
  }

  #item(at: number, depth: number, role: number, isOwn: boolean): number {
    const first = this.#json.bytes[at];
    if (first !== OPEN_BRACE && first !== OPEN_BRACKET) return this.#json.valueEnd(at, depth);
    // Where the rules read items and find a list, they are left to say what that means.
    if (first === OPEN_BRACKET && role !== ROLE.plain) doubt();
    return this.#container(at, depth + 1, role, isOwn);
  }
}
