/** What the person declared for this tab: a purpose of the catalogue, and its case where the purpose is bound to one. */
export interface Declared {
  /** By whom; nobody else's requests are sent with it. */
  readonly person: string | null;
  readonly purpose: string | null;
  readonly case: string | null;
}

const KEY = "modicum.declared";
const NOTHING: Declared = { person: null, purpose: null, case: null };

let current: Declared = read();
const listeners = new Set<() => void>();

/** What is declared now; every request is sent with it. */
export function declared(): Declared {
  return current;
}

/** Declares a purpose from now on, in this tab alone; survives a reload, ends with the tab. */
export function declare(next: Declared): void {
  current = next;
  try {
    sessionStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

/** Withdraws what was declared. */
export function declareNothing(): void {
  declare(NOTHING);
}

/** For useSyncExternalStore. */
export function onDeclared(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function read(): Declared {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    if (typeof stored !== "object" || stored === null) return NOTHING;
    const { person, purpose, case: bound } = stored as Partial<Record<keyof Declared, unknown>>;
    return {
      person: typeof person === "string" ? person : null,
      purpose: typeof purpose === "string" ? purpose : null,
      case: typeof bound === "string" ? bound : null,
    };
  } catch {
    return NOTHING;
  }
}
