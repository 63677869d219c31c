/** The walk down one resource as bytes: what rebuild.ts does with objects, by the same rules. */
import type { CatalogueTables } from "../catalogue-tables.ts";
import { NOTE_UNMAPPED, PASS_OVER, RELEASE, TRANSFORM, WALK_REFERENCE, WITHHOLD } from "../rules.ts";
import type { Action } from "../rules.ts";
import {
  HAS_VARIANTS,
  IS_ARRAY,
  IS_EXTENSION,
  IS_PRIMITIVE,
  IS_UNCOVERED,
  IS_URL,
  MEMBER_FLAGS,
  MEMBER_NODE,
  MEMBER_RULE,
  NO_ORDINAL,
  NODE_ACCOUNT,
  NODE_FLAGS,
  NODE_RULE,
  TYPES_MASK,
  TYPES_PLACE,
} from "../table-format.ts";
import type { CompiledView } from "../view.ts";
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  HASH,
  LOWER_N,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from "./bytes-of-json.ts";
import { doubt } from "./in-doubt.ts";
import { ItemOwners } from "./item-owners.ts";
import type { JsonBytes } from "./json-bytes.ts";
import { MemberNames, NamesSeen } from "./member-names.ts";
import { endWithOne, REFERENCE, RESOURCE_TYPE, valueNamed } from "./named-member.ts";
import { Output } from "./output.ts";
import type { Path } from "./path.ts";
import { Primitives } from "./primitives.ts";
import type { Fate } from "./primitives.ts";
import { RecordAccount } from "./record-account.ts";

const ONLY_REFERENCE = [REFERENCE];

/** What the walk found of one resource. */
export interface Walked {
  /** Behind the resource. */
  readonly end: number;
  /** Null: it is not there. */
  readonly json: Uint8Array | null;
}

/** Walks objects and lists of them, writing what comes out. Methods give where what they walked ends. */
export class Walk {
  readonly account: RecordAccount;
  readonly #json: JsonBytes;
  readonly #tables: CatalogueTables;
  readonly #out: Output;
  readonly #owners: ItemOwners;
  readonly #primitives: Primitives;
  readonly #names: MemberNames;
  readonly #seen = new NamesSeen();
  #view: CompiledView;
  #actions: Uint8Array;
  /** The tables' words, as long as they do not grow. */
  #words: Int32Array;
  /** The name of the member that is walked, with its quotes; until a member below it is. */
  #name = 0;
  #nameEnd = 0;
  /** What became of the value walked last. */
  #fate: Fate = "withheld";

  constructor(json: JsonBytes, view: CompiledView) {
    this.#json = json;
    this.#tables = view.tables;
    this.#view = view;
    this.#actions = view.actions;
    this.#words = view.tables.memory.words;
    this.account = new RecordAccount(view.tables);
    this.#names = new MemberNames(json, view.tables.memory);
    this.#out = new Output(json);
    this.#owners = new ItemOwners(json, view.tables);
    this.#primitives = new Primitives(json, this.#out);
  }

  /** MEMBER of the resource type at [from, until), which comes into the tables by this; 0: of none that is covered. */
  typeAt(from: number, until: number): number {
    const known = this.#names.findIn(TYPES_PLACE, TYPES_MASK, from, until);
    if (known !== 0) return known;
    const { kind } = this.#tables.type(this.#json.text(from, until));
    if (kind === "unscannable") doubt();
    return kind === "uncovered" ? 0 : this.#names.findIn(TYPES_PLACE, TYPES_MASK, from, until);
  }

  /** The resource that opens here; `type` is the MEMBER of its type. */
  resource(open: number, type: number, view: CompiledView): Walked {
    this.#view = view;
    this.account.begin();
    this.#out.begin();
    this.#useTables();
    this.#seen.begin();
    const root = this.#word(type + MEMBER_NODE);
    const flags = this.#word(root + NODE_FLAGS);
    const node = this.#ownerOf(root, flags, open, 1);
    if (this.#actionAt(node) === PASS_OVER) {
      const read = (flags & HAS_VARIANTS) === 0 ? [] : this.#owners.namesRead(root);
      return { end: endWithOne(this.#json, open, 1, [RESOURCE_TYPE, ...read]), json: null };
    }
    const end = this.#object(open, node, this.account.paths.ofType(type, this.#tables), 1);
    return { end, json: this.#fate === "shown" ? this.#out.take() : null };
  }

  #object(open: number, node: number, path: Path, depth: number): number {
    const json = this.#json;
    const { bytes } = json;
    const mark = this.#out.length;
    this.#out.copy(open, open + 1);
    this.#seen.enter(depth);
    let shown = 0;
    let shownUrls = 0;
    let before = node;
    let at = json.firstMember(open, depth);
    while (bytes[at] === QUOTE) {
      const member = this.#memberAt(node, before, at);
      const flags = member === 0 ? 0 : this.#word(member + MEMBER_FLAGS);
      this.#see(member, flags, depth);
      const value = json.memberValue(this.#nameEnd);
      const end = this.#member(member, flags, value, shown === 0, path, depth);
      if (this.#fate === "shown") {
        shown++;
        if ((flags & IS_URL) !== 0) shownUrls++;
      }
      if (member !== 0) before = member;
      at = json.nextMember(end);
    }
    this.#seen.leave(depth);
    // PRJ-07: an extension's url alone is nothing.
    const isExtension = (this.#word(node + NODE_FLAGS) & IS_EXTENSION) !== 0;
    const isHollow = isExtension ? shown === shownUrls : shown === 0;
    if (isHollow) this.#out.backTo(mark);
    else this.#out.write(CLOSE_BRACE);
    this.#fate = isHollow ? "withheld" : "shown";
    return at + 1;
  }

  /** The MEMBER whose name stands at `at`; 0: the node has none. `before` is that of the member before it, or the node. */
  #memberAt(node: number, before: number, at: number): number {
    this.#name = at;
    const expected = this.#names.expected(before, at + 1);
    if (expected !== 0) {
      this.#nameEnd = at + this.#names.lengthOf(expected) + 2;
      return expected;
    }
    this.#nameEnd = this.#json.canonicalStringEnd(at);
    const member = this.#names.find(node, at + 1, this.#nameEnd - 1);
    if (member !== 0) this.#names.expect(member, before);
    return member;
  }

  #see(member: number, flags: number, depth: number): void {
    const ordinal = (flags >> 8) & 0xff;
    if (member !== 0 && ordinal !== NO_ORDINAL) this.#seen.addKnown(ordinal, depth);
    else this.#seen.addStranger(this.#json, this.#name + 1, this.#nameEnd - 1, depth);
  }

  #member(member: number, flags: number, value: number, isFirst: boolean, path: Path, depth: number): number {
    this.#fate = "withheld";
    if (this.#json.bytes[value] === LOWER_N) return this.#json.scalarEnd(value);
    if (member === 0 || (flags & IS_UNCOVERED) !== 0) return this.#uncovered(member, value, path, depth);
    return (flags & IS_PRIMITIVE) === 0
      ? this.#complex(member, flags, value, isFirst, path, depth)
      : this.#primitive(member, flags, value, isFirst, path, depth);
  }

  #primitive(
    member: number,
    flags: number,
    value: number,
    isFirst: boolean,
    path: Path,
    depth: number,
  ): number {
    const rule = this.#word(member + MEMBER_RULE);
    const isUrl = (flags & IS_URL) !== 0;
    const action = isUrl ? RELEASE : (this.#actions[rule & 0xffff] as Action);
    if (action === NOTE_UNMAPPED) return this.#uncovered(member, value, path, depth);
    const end =
      (flags & IS_ARRAY) !== 0
        ? this.#primitives.list(this.#name, this.#nameEnd, value, depth, action, isFirst)
        : this.#primitives.value(this.#name, this.#nameEnd, value, depth, action, isFirst);
    const { fate } = this.#primitives;
    this.#fate = fate;
    if (fate === "misshapen") this.account.noteMember(path, member);
    else if (fate === "withheld") this.account.withhold(rule >>> 16);
    else if (!isUrl) this.account.release(rule >>> 16);
    return end;
  }

  #uncovered(member: number, value: number, path: Path, depth: number): number {
    if (member === 0) this.account.noteStranger(path, this.#json, this.#name + 1, this.#nameEnd - 1);
    else this.account.noteMember(path, member);
    return this.#json.valueEnd(value, depth);
  }

  #complex(
    member: number,
    flags: number,
    value: number,
    isFirst: boolean,
    path: Path,
    depth: number,
  ): number {
    const isArray = (flags & IS_ARRAY) !== 0;
    if (this.#json.bytes[value] !== (isArray ? OPEN_BRACKET : OPEN_BRACE))
      return this.#uncovered(member, value, path, depth);
    const below = this.account.below(path, member);
    const node = this.#word(member + MEMBER_NODE);
    const mark = this.#out.length;
    this.#out.name(this.#name, this.#nameEnd, isFirst);
    const end = isArray
      ? this.#items(value, node, flags, below, depth + 1)
      : this.#item(value, node, flags, below, depth + 1);
    if (this.#fate === "misshapen") this.account.noteMember(path, member);
    if (this.#fate !== "shown") this.#out.backTo(mark);
    return end;
  }

  /** In doubt of a list that shows itself misshapen behind an item that was walked, and of null beside what comes out. */
  #items(open: number, node: number, flags: number, path: Path, depth: number): number {
    const json = this.#json;
    const out = this.#out;
    out.copy(open, open + 1);
    let [shown, walked, hasNull, isMisshapen] = [0, 0, false, false];
    let at = json.firstItem(open, depth);
    while (json.bytes[at] !== CLOSE_BRACKET) {
      const byte = json.bytes[at];
      if (byte === OPEN_BRACE && !isMisshapen) {
        const mark = out.length;
        if (shown > 0) out.write(COMMA);
        at = json.nextItem(this.#item(at, node, flags, path, depth + 1));
        if (this.#fate === "shown") shown++;
        else out.backTo(mark);
        walked++;
        continue;
      }
      if (byte === LOWER_N) hasNull = true;
      else isMisshapen = true;
      at = json.nextItem(json.valueEnd(at, depth));
    }
    if ((isMisshapen && walked > 0) || (hasNull && shown > 0)) doubt();
    out.write(CLOSE_BRACKET);
    this.#fate = isMisshapen ? "misshapen" : shown > 0 ? "shown" : "withheld";
    return at + 1;
  }

  /** One object; `node` and `flags` are of its member, `depth` its own. */
  #item(open: number, node: number, flags: number, path: Path, depth: number): number {
    const owner = this.#ownerOf(node, flags, open, depth);
    const action = this.#actionAt(owner);
    if (action === TRANSFORM) doubt();
    const isContained = action === WALK_REFERENCE && this.#pointsToContained(open, depth);
    if (action !== WITHHOLD && !isContained) return this.#object(open, owner, path, depth);
    this.account.withhold(this.#word(owner + NODE_ACCOUNT));
    this.#fate = "withheld";
    if (isContained) return endWithOne(this.#json, open, depth, ONLY_REFERENCE);
    return (flags & HAS_VARIANTS) !== 0
      ? endWithOne(this.#json, open, depth, this.#owners.namesRead(node))
      : this.#json.valueEnd(open, depth - 1);
  }

  #ownerOf(node: number, flags: number, open: number, depth: number): number {
    if ((flags & HAS_VARIANTS) === 0) return node;
    const owner = this.#owners.nodeOf(node, open, depth);
    this.#useTables();
    return owner;
  }

  /** To be called whenever the tables may have grown: with a type, or with owners that no item had before. */
  #useTables(): void {
    this.#words = this.#tables.memory.words;
    this.#actions = this.#view.actions;
    this.#names.grow();
    this.account.grow();
  }

  #actionAt(node: number): Action {
    return this.#actions[this.#word(node + NODE_RULE)] as Action;
  }

  /** PRJ-08. In doubt where an escape could spell the `#`. */
  #pointsToContained(open: number, depth: number): boolean {
    const { bytes } = this.#json;
    const target = valueNamed(this.#json, open, depth, REFERENCE);
    if (target < 0 || bytes[target] !== QUOTE) return false;
    if (bytes[target + 1] === BACKSLASH) doubt();
    return bytes[target + 1] === HASH;
  }

  #word(place: number): number {
    return this.#words[place >> 2] as number;
  }
}
