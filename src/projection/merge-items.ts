import { isJsonObject } from "../kernel/json.ts";
import type { JsonArray, JsonObject, JsonValue } from "../kernel/json.ts";
import { ItemGroup } from "./item-group.ts";
import { areOwnedAlike, checkNewItem, isHollow } from "./new-value.ts";
import { isOpenlyOwned } from "./open-ownership.ts";
import { elementsAt, ownersOf } from "./owners.ts";
import type { Owners } from "./owners.ts";
import { showItem } from "./rebuild.ts";
import { isSameValue } from "./same-value.ts";
import type { WriteWalk } from "./write-walk.ts";

/** A list as it is stored, as it is shown, and as it is sent. */
export interface Lists {
  readonly stored: JsonArray;
  readonly shown: JsonArray;
  readonly sent: JsonArray;
}

type MergeObject = (stored: JsonObject, sent: JsonObject, owners: Owners, walk: WriteWalk) => JsonObject;

/** A stored item of which something is shown. */
interface Slot {
  /** Its place in the stored list. */
  readonly at: number;
  readonly item: JsonObject;
  readonly form: JsonValue;
  readonly owners: Owners;
}

/**
 * The stored list with the changes of the sent one. Items that are not shown keep their place; sent items take the
 * places of the shown ones in their own order, more of them follow at the end. An item is known again when it is
 * sent as it was shown; changed ones by their place, and then only when the number of items is the same.
 */
export function mergeItems(
  lists: Lists,
  nodes: Owners,
  walk: WriteWalk,
  mergeObject: MergeObject,
): JsonArray {
  if (!isOpenlyOwned(nodes, walk.view)) {
    walk.refuse("ambiguous", elementsAt(nodes)[0]);
    return lists.stored;
  }
  const slots = slotsOf(lists.stored, nodes, walk);
  const sent = withoutMarkers(lists, slots, nodes, walk);
  if (sent === null) return lists.stored;
  const paired = pairingOf(slots, sent);
  const left = {
    slots: slots.filter((slot) => !paired.has(slot)),
    sent: [...sent.keys()].filter((at) => ![...paired.values()].includes(at)),
  };
  if (isAmbiguous(slots, sent, paired, left)) {
    walk.refuse("ambiguous", elementsAt(nodes)[0]);
    return lists.stored;
  }
  const items: JsonValue[] = [...sent];
  for (const [slot, at] of paired) items[at] = slot.item;
  checkOrder(slots, paired, walk);
  if (left.slots.length > 0 && left.sent.length > 0) {
    for (const at of left.sent)
      items[at] = changedItem(slots[at], sent[at] ?? null, nodes, walk, mergeObject);
  } else {
    for (const at of left.sent) checkNewItem(sent[at] ?? null, nodes, walk);
    for (const slot of left.slots) walk.remove(slot.owners);
  }
  return inPlaces(lists.stored, slots, items);
}

function slotsOf(stored: JsonArray, nodes: Owners, walk: WriteWalk): readonly Slot[] {
  return stored.flatMap((item, at) => {
    if (!isJsonObject(item)) return [];
    const owners = ownersOf(item, nodes);
    const group = new ItemGroup();
    showItem(item, owners, walk.projecting(), group);
    const [form] = group.items;
    return form === undefined ? [] : [{ at, item, form, owners }];
  });
}

/** What is sent for items: without the markers behind them, which have to come back. Null: they did not. */
function withoutMarkers(
  { shown, sent }: Lists,
  slots: readonly Slot[],
  nodes: Owners,
  walk: WriteWalk,
): JsonArray | null {
  const markers = shown.slice(slots.length);
  const from = sent.length - markers.length;
  if (from >= 0 && markers.every((marker, at) => isSameValue(sent[from + at], marker)))
    return sent.slice(0, from);
  walk.refuse("not_writable", elementsAt(nodes)[0]);
  return null;
}

/** Each slot with the place of the sent item that is the same as what is shown of it. */
function pairingOf(slots: readonly Slot[], sent: JsonArray): ReadonlyMap<Slot, number> {
  const paired = new Map<Slot, number>();
  const taken = new Set<number>();
  for (const slot of slots) {
    const at = sent.findIndex((item, place) => !taken.has(place) && isSameValue(item, slot.form));
    if (at < 0) continue;
    paired.set(slot, at);
    taken.add(at);
  }
  return paired;
}

/** True when more than one reading is left of which stored item a sent one stands for. */
function isAmbiguous(
  slots: readonly Slot[],
  sent: JsonArray,
  paired: ReadonlyMap<Slot, number>,
  left: { readonly slots: readonly Slot[]; readonly sent: readonly number[] },
): boolean {
  const twins = left.slots.some((slot) =>
    [...paired.keys()].some((other) => isSameValue(slot.form, other.form)),
  );
  if (twins) return true;
  if (left.slots.length === 0 || left.sent.length === 0) return false;
  const inPlace =
    slots.length === sent.length && slots.every((slot, ordinal) => (paired.get(slot) ?? ordinal) === ordinal);
  return !inPlace;
}

/** Who changes the order of items changes what owns them. */
function checkOrder(slots: readonly Slot[], paired: ReadonlyMap<Slot, number>, walk: WriteWalk): void {
  let last = -1;
  for (const slot of slots) {
    const at = paired.get(slot);
    if (at === undefined) continue;
    if (at < last) walk.remove(slot.owners);
    last = Math.max(last, at);
  }
}

function changedItem(
  slot: Slot | undefined,
  sent: JsonValue,
  nodes: Owners,
  walk: WriteWalk,
  mergeObject: MergeObject,
): JsonValue {
  if (slot === undefined || !isJsonObject(sent) || isHollow(sent, slot.owners)) {
    walk.refuse("not_covered");
    return sent;
  }
  if (walk.isTransformed(slot.owners)) {
    walk.change(elementsAt(slot.owners));
    return sent;
  }
  if (areOwnedAlike(slot.form, sent, nodes)) return mergeObject(slot.item, sent, slot.owners, walk);
  walk.remove(slot.owners);
  checkNewItem(sent, nodes, walk);
  return sent;
}

function inPlaces(stored: JsonArray, slots: readonly Slot[], items: readonly JsonValue[]): JsonArray {
  const rest = [...items];
  const shown = new Set(slots.map(({ at }) => at));
  const kept = stored.flatMap((item, at) => {
    if (!shown.has(at)) return [item];
    const next = rest.shift();
    return next === undefined ? [] : [next];
  });
  return [...kept, ...rest];
}
