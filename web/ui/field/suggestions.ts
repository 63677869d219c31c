import type { Option } from "./option-list.tsx";

/** What a value is shown as: the words of what is known, anything else as typed. */
export function shownFor(value: string, options: readonly Option[]): string {
  return options.find(({ id }) => id === value)?.label ?? value;
}

/** The id of what was typed: by its words or its id, in any case; else the text itself. */
export function idOf(text: string, options: readonly Option[]): string {
  return exactId(text, options) ?? text;
}

/** The same of a choice; null: it was not typed in full. */
export function exactId(text: string, options: readonly Option[]): string | null {
  const sought = text.trim().toLowerCase();
  const found = options.find(({ id, label }) => [id, label].some((one) => one.toLowerCase() === sought));
  return found?.id ?? null;
}

/** Whether an option, its words and its id on a line each, is offered for a text; one typed in full is not. */
export function matches(option: string, text: string): boolean {
  const lines = option.toLowerCase().split("\n");
  const sought = text.trim().toLowerCase();
  return !lines.includes(sought) && lines.some((line) => line.includes(sought));
}
