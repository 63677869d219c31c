/** The walk down one resource as bytes: what rebuild.ts does with objects, by the same rules. */
import type { CatalogueTables } from "../catalogue-tables.ts";
import { NOTE_UNMAPPED, PASS_OVER, RELEASE, TRANSFORM, WALK_REFERENCE, WITHHOLD } from "../rules.ts";
import type { Action } from "../rules.ts";
import {
  HAS_VARIANTS,
  IS_ARRAY,
  IS_EXTENSION,
  IS_PRIMITIVE,
  IS_URL,
  MEMBER_FLAGS,
  MEMBER_NODE,
  MEMBER_RULE,
  NO_ORDINAL,
  NODE_ACCOUNT,
  NODE_FLAGS,
  NODE_RULE,
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
import { memberNamed, NamesSeen } from "./member-names.ts";
import { endWithOne, REFERENCE, RESOURCE_TYPE, valueNamed } from "./named-member.ts";
import { Output } from "./output.ts";
import type { Path } from "./path.ts";
import { Primitives } from "./primitives.ts";
import type { Fate } from "./primitives.ts";
import { RecordAccount, RELEASED, WITHHELD } from "./record-account.ts";

/** What the walk found of one resource. */
export interface Walked {
  /** Behind the resource. */
  readonly end: number;
  /** Null: it is not there. */
  readonly json: Uint8Array | null;
}

/** A member while it is walked. */
interface Member {
  /** In the tables; 0: R4 has none of the name. */
  readonly place: number;
  readonly name: number;
  readonly nameEnd: number;
  /** Nothing of its object came out before it. */
  readonly isFirst: boolean;
}

/** Walks objects and lists of them, writing what comes out. Methods give where what they walked ends. */
export class Walk {
  readonly account: RecordAccount;
  readonly #json: JsonBytes;
  readonly #tables: CatalogueTables;
  readonly #out: Output;
  readonly #owners: ItemOwners;
  readonly #primitives: Primitives;
  readonly #names = new NamesSeen();
  #view: CompiledView;
  #actions: Uint8Array;
  /** What became of the value walked last. */
  #fate: Fate = "withheld";

  constructor(json: JsonBytes, view: CompiledView) {
    this.#json = json;
    this.#tables = view.tables;
    this.#view = view;
    this.#actions = view.actions;
    this.account = new RecordAccount(view.tables);
    this.#out = new Output(json);
    this.#owners = new ItemOwners(json, view.tables);
    this.#primitives = new Primitives(json, this.#out);
  }

  /** The resource that opens here, of a type that has this root in the tables. */
  resource(open: number, root: number, type: string, view: CompiledView): Walked {
    this.#view = view;
    this.#actions = view.actions;
    this.account.begin();
    this.#out.begin();
    this.#names.begin();
    const node = this.#ownerOf(root, this.#word(root + NODE_FLAGS), open, 1);
    if (this.#actionAt(node) === PASS_OVER) return { end: this.#endOfHidden(root, open), json: null };
    const end = this.#object(open, node, this.account.paths.ofType(type), 1);
    return { end, json: this.#fate === "shown" ? this.#out.take() : null };
  }

  #endOfHidden(root: number, open: number): number {
    if ((this.#word(root + NODE_FLAGS) & HAS_VARIANTS) !== 0) this.#owners.endOf(root, open, 1);
    return endWithOne(this.#json, open, 1, RESOURCE_TYPE);
  }

  #object(open: number, node: number, path: Path, depth: number): number {
    const json = this.#json;
    const { bytes } = json;
    const mark = this.#out.length;
    this.#out.copy(open, open + 1);
    this.#names.enter(depth);
    let shown = 0;
    let shownUrls = 0;
    let at = json.firstMember(open, depth);
    while (bytes[at] === QUOTE) {
      const nameEnd = json.canonicalStringEnd(at);
      const value = json.memberValue(nameEnd);
      const place = memberNamed(json, this.#tables.memory, node, at + 1, nameEnd - 1);
      const flags = place === 0 ? 0 : this.#word(place + MEMBER_FLAGS);
      this.#see(place, flags, at + 1, nameEnd - 1, depth);
      const end = this.#member({ place, name: at, nameEnd, isFirst: shown === 0 }, flags, value, path, depth);
      if (this.#fate === "shown") {
        shown++;
        if ((flags & IS_URL) !== 0) shownUrls++;
      }
      at = json.nextMember(end);
    }
    this.#names.leave(depth);
    // PRJ-07: an extension's url alone is nothing.
    const isHollow = (this.#word(node + NODE_FLAGS) & IS_EXTENSION) !== 0 ? shown === shownUrls : shown === 0;
    if (isHollow) this.#out.backTo(mark);
    else this.#out.write(CLOSE_BRACE);
    this.#fate = isHollow ? "withheld" : "shown";
    return at + 1;
  }

  #see(place: number, flags: number, from: number, until: number, depth: number): void {
    const ordinal = (flags >> 8) & 0xff;
    if (place === 0 || ordinal === NO_ORDINAL) this.#names.addStranger(this.#json, from, until, depth);
    else this.#names.addKnown(ordinal, depth);
  }

  #member(member: Member, flags: number, value: number, path: Path, depth: number): number {
    const json = this.#json;
    const { place, name, nameEnd, isFirst } = member;
    this.#fate = "withheld";
    if (json.bytes[value] === LOWER_N) return json.scalarEnd(value);
    const node = place === 0 ? 0 : this.#word(place + MEMBER_NODE);
    if (node === 0) return this.#uncovered(member, value, path, depth);
    if ((flags & IS_PRIMITIVE) === 0) return this.#complex(member, flags, value, path, depth);
    const rule = this.#word(place + MEMBER_RULE);
    const action = (flags & IS_URL) !== 0 ? RELEASE : (this.#actions[rule & 0xffff] as Action);
    if (action === NOTE_UNMAPPED) return this.#uncovered(member, value, path, depth);
    const end =
      (flags & IS_ARRAY) !== 0
        ? this.#primitives.list(name, nameEnd, value, depth, action, isFirst)
        : this.#primitives.value(name, nameEnd, value, depth, action, isFirst);
    this.#fate = this.#primitives.fate;
    if (this.#fate === "misshapen") this.account.noteMember(path, place);
    else if ((flags & IS_URL) === 0)
      this.account.mark(rule >>> 16, this.#fate === "shown" ? RELEASED : WITHHELD);
    return end;
  }

  #uncovered({ place, name, nameEnd }: Member, value: number, path: Path, depth: number): number {
    if (place === 0) this.account.noteStranger(path, this.#json, name + 1, nameEnd - 1);
    else this.account.noteMember(path, place);
    return this.#json.valueEnd(value, depth);
  }

  #complex(member: Member, flags: number, value: number, path: Path, depth: number): number {
    const { place, name, nameEnd, isFirst } = member;
    const isArray = (flags & IS_ARRAY) !== 0;
    if (this.#json.bytes[value] !== (isArray ? OPEN_BRACKET : OPEN_BRACE))
      return this.#uncovered(member, value, path, depth);
    const below = this.account.below(path, place);
    const node = this.#word(place + MEMBER_NODE);
    const mark = this.#out.length;
    this.#out.name(name, nameEnd, isFirst);
    const end = isArray
      ? this.#items(value, node, flags, below, depth + 1)
      : this.#item(value, node, flags, below, depth + 1);
    if (this.#fate === "misshapen") this.account.noteMember(path, place);
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
    this.account.mark(this.#word(owner + NODE_ACCOUNT), WITHHELD);
    this.#fate = "withheld";
    if (isContained) return endWithOne(this.#json, open, depth, REFERENCE);
    return (flags & HAS_VARIANTS) !== 0
      ? this.#owners.endOf(node, open, depth)
      : this.#json.valueEnd(open, depth - 1);
  }

  #ownerOf(node: number, flags: number, open: number, depth: number): number {
    if ((flags & HAS_VARIANTS) === 0) return node;
    const owner = this.#owners.nodeOf(node, open, depth);
    // Owners that no item had before may have made the tables grow.
    this.#actions = this.#view.actions;
    this.account.grow();
    return owner;
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
    return this.#tables.memory.words[place >> 2] as number;
  }
}
