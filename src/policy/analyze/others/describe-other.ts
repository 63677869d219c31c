import type { OtherChange } from "./types.ts";

/** Entries of a list that one line names. */
const MOST_ITEMS = 12;
/** Longer than any id with its form: such an entry is a list of them, or prose. */
const LONGEST_ITEM = 120;

/**
 * A difference beside the cells in one line of ids, for the record: `opens purpose billing disclose.to: gained
 * clearinghouse`. Of wording the field alone, since prose has no ids.
 */
export function describeOther({ kind, id, field, was, is, bearing }: OtherChange): string {
  const place = [bearing, kind, id, field === "" ? "(whole)" : field].join(" ");
  if (bearing === "wording" || was.length + is.length === 0) return place;
  if (was.length === 0) return `${place}: gained ${listed(is)}`;
  if (is.length === 0) return `${place}: lost ${listed(was)}`;
  return `${place}: from [${listed(was)}] to [${listed(is)}]`;
}

function listed(items: readonly string[]): string {
  const rest = items.length - MOST_ITEMS;
  const shown = items.slice(0, MOST_ITEMS).map(short).join(", ");
  return rest > 0 ? `${shown}, and ${rest} more` : shown;
}

/** Of a field of something whole its name stays: `labels.codes: …`. */
function short(item: string): string {
  if (item.length <= LONGEST_ITEM && !item.includes("\n")) return item;
  const [, name] = /^([A-Za-z.]+): /.exec(item) ?? [];
  return name === undefined ? "…" : `${name}: …`;
}
