import { REASONS } from "../../kernel/reasons.ts";

/** What a reason code says; the code itself where it is no longer in use: the record outlives the list. */
export function reasonTitle(code: string): string {
  return known(code)?.title ?? code;
}

/** HTTP status that a reason answers with; 500 for a code that is no longer in use. */
export function reasonStatus(code: string): number {
  return known(code)?.status ?? 500;
}

function known(code: string): { readonly title: string; readonly status: number } | undefined {
  return Object.hasOwn(REASONS, code) ? REASONS[code as keyof typeof REASONS] : undefined;
}
