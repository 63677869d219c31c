/** What a key press looks like to the map; a KeyboardEvent is one. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** How long the first key of a sequence such as `g w` waits for the second, in milliseconds. */
export const SEQUENCE_MS = 1200;

export interface KeyMapState {
  readonly prefix: string | null;
  readonly at: number;
}

export const IDLE: KeyMapState = { prefix: null, at: 0 };

export interface KeyMapAnswer {
  /** The shortcut that was completed, as it was registered. */
  readonly hit: string | null;
  readonly state: KeyMapState;
}

/**
 * One step of the keyboard map: `Mod+K`, `Esc`, single keys such as `?`, and sequences such as `g w`.
 * Single keys and sequences count only when they are turned on and no text is being typed (WCAG 2.1.4).
 */
export function stepKeys(
  shortcuts: ReadonlySet<string>,
  press: KeyPress,
  context: { readonly typing: boolean; readonly singleKeys: boolean; readonly now: number },
  state: KeyMapState,
): KeyMapAnswer {
  if (press.ctrlKey || press.metaKey) {
    const chord = `Mod+${press.key.toUpperCase()}`;
    return { hit: !press.altKey && shortcuts.has(chord) ? chord : null, state: IDLE };
  }
  if (press.key === "Escape" && !press.altKey && !context.typing)
    return { hit: shortcuts.has("Esc") ? "Esc" : null, state: IDLE };
  if (press.altKey || context.typing || !context.singleKeys || press.key.length !== 1)
    return { hit: null, state: IDLE };
  const waiting = state.prefix !== null && context.now - state.at <= SEQUENCE_MS;
  const sequence = waiting ? `${state.prefix} ${press.key}` : press.key;
  if (shortcuts.has(sequence)) return { hit: sequence, state: IDLE };
  if (shortcuts.has(press.key)) return { hit: press.key, state: IDLE };
  const begins = [...shortcuts].some((shortcut) => shortcut.startsWith(`${press.key} `));
  return { hit: null, state: begins ? { prefix: press.key, at: context.now } : IDLE };
}

/** Where letters are text, or find an entry by its beginning. */
const TAKES_LETTERS = [
  "input:not([type=checkbox]):not([type=radio])",
  "textarea",
  "select",
  "[contenteditable=true]",
  "[role=menu]",
  "[role=listbox]",
].join(", ");

/** True where single keys belong to what has the focus. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(TAKES_LETTERS) !== null;
}

/** True inside a dialog: what is behind it must not act on letters. */
export function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("[role=dialog]") !== null;
}
