import { startOf } from "../entries/view.ts";
import { type AccessWay, type SummaryFilters, WAY_OPTIONS } from "./summaries.ts";

/** Filters of a summary as they stand in the address: a view that one can keep and pass on. Never a patient. */
export interface SummaryView {
  /** In the history entry, not in the address. */
  readonly person: string;
  readonly purpose: string;
  readonly way: string;
  /** `2026-05-04`, inclusive, in the browser's zone. */
  readonly from: string;
  readonly until: string;
}

export const NO_SUMMARY_VIEW: SummaryView = { person: "", purpose: "", way: "", from: "", until: "" };

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The view of an address; what is not a view's is left aside, so that an address can hold nothing else. */
export function summaryViewOf(search: Readonly<Record<string, unknown>>, person = ""): SummaryView {
  const text = (name: keyof SummaryView): string => {
    const value = search[name];
    return typeof value === "string" ? value.slice(0, 200) : "";
  };
  const day = (name: "from" | "until"): string => (DAY.test(text(name)) ? text(name) : "");
  return {
    person,
    purpose: text("purpose"),
    way: wayIn(text("way")) ?? "",
    from: day("from"),
    until: day("until"),
  };
}

/** The address of a view: only what is set. */
export function searchOfSummary({ person: _person, ...view }: SummaryView): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(view).filter(([, value]) => value !== ""));
}

/** What a view asks of the server; days and hours by this zone. */
export function filtersOf(view: SummaryView, zone: string): SummaryFilters {
  const way = wayIn(view.way);
  const texts = { purpose: view.purpose, from: startOf(view.from, 0), until: startOf(view.until, 1) };
  const set = Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== ""));
  return { ...set, ...(way === undefined ? {} : { way }), zone };
}

/** True when something narrows the summary, beside whom it is about. */
export function isNarrowed({ purpose, way, from, until }: SummaryView): boolean {
  return [purpose, way, from, until].some((value) => value !== "");
}

function wayIn(text: string): AccessWay | undefined {
  const known = WAY_OPTIONS.find(({ id }) => id !== "" && id === text);
  return known?.id as AccessWay | undefined;
}
