import type { EntryQuery } from "./entries.ts";

/** Filters of the record as they stand in the address: a view that one can keep and pass on. Never a patient. */
export interface View {
  readonly whose: "mine" | "everyone";
  /** In the history entry, not in the address. */
  readonly person: string;
  readonly purpose: string;
  readonly outcome: string;
  readonly interaction: string;
  readonly type: string;
  /** `2026-05-04`, inclusive, in the browser's zone. */
  readonly from: string;
  readonly until: string;
  /** `only`: what rests on a just-in-time or break-glass grant. */
  readonly exceptions: string;
  /** `oldest`: oldest first; else the newest come first. */
  readonly order: string;
}

export const NO_VIEW: View = {
  whose: "everyone",
  person: "",
  purpose: "",
  outcome: "",
  interaction: "",
  type: "",
  from: "",
  until: "",
  exceptions: "",
  order: "",
};

const OUTCOMES = ["permit", "deny", "error"] as const;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The view of an address; what is not a view's is left aside, so that an address can hold nothing else. */
export function viewOf(search: Readonly<Record<string, unknown>>, person = ""): View {
  const text = (name: keyof View): string => {
    const value = search[name];
    return typeof value === "string" ? value.slice(0, 200) : "";
  };
  const day = (name: "from" | "until"): string => (DAY.test(text(name)) ? text(name) : "");
  return {
    whose: search["whose"] === "mine" ? "mine" : "everyone",
    person,
    purpose: text("purpose"),
    outcome: text("outcome"),
    interaction: text("interaction"),
    type: text("type"),
    from: day("from"),
    until: day("until"),
    exceptions: text("exceptions") === "only" ? "only" : "",
    order: text("order") === "oldest" ? "oldest" : "",
  };
}

/** The address of a view: only what is set. */
export function searchOf(view: View): Readonly<Record<string, string>> {
  const { whose, person: _person, ...filters } = view;
  const set = Object.entries(filters).filter(([, value]) => value !== "");
  return { ...(whose === "mine" ? { whose } : {}), ...Object.fromEntries(set) };
}

/** True when something narrows the list. */
export function isFiltered(view: View, patient: string): boolean {
  const { whose: _whose, order: _order, ...filters } = view;
  return patient !== "" || Object.values(filters).some((value) => value !== "");
}

/** What a view asks of the record. Days begin and end by the browser's clock; `until` is the end of its day. */
export function queryOf(view: View, patient: string, mayReadEveryone: boolean): EntryQuery {
  const mine = !mayReadEveryone || view.whose === "mine";
  const outcome = OUTCOMES.find((known) => known === view.outcome);
  const texts = {
    person: mine ? "" : view.person,
    patient,
    purpose: view.purpose,
    interaction: view.interaction,
    resourceType: view.type,
    from: startOf(view.from, 0),
    until: startOf(view.until, 1),
  };
  const set = Object.entries(texts).filter(([, value]) => value !== "");
  const exceptions = view.exceptions === "only" ? { exceptions: true as const } : {};
  const order = view.order === "oldest" ? { descending: false as const } : {};
  return {
    mine,
    ...exceptions,
    ...order,
    ...(outcome === undefined ? {} : { outcome }),
    ...Object.fromEntries(set),
  };
}

/** ISO time of the first moment of a day, so many days later; empty for none. */
export function startOf(day: string, later: number): string {
  if (day === "") return "";
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const moment = new Date(year, month - 1, date + later);
  return Number.isNaN(moment.getTime()) ? "" : moment.toISOString();
}

/** How many exceptions there are on all pages, by kind. */
export function exceptionsLabel(
  counts: { readonly breakGlass: number; readonly jit: number } | undefined,
): string {
  if (counts === undefined) return "";
  const { breakGlass, jit } = counts;
  return `${breakGlass + jit} exceptions: ${breakGlass} break-glass, ${jit} just-in-time`;
}
