const KEY = "modicum.single-keys";
const listeners = new Set<() => void>();
let singleKeys = read();

/** Whether single keys such as `?` and `j` act (WCAG 2.1.4 asks that they can be turned off). */
export function singleKeysOn(): boolean {
  return singleKeys;
}

/** Turns single keys on or off in this browser. */
export function setSingleKeys(on: boolean): void {
  singleKeys = on;
  try {
    localStorage.setItem(KEY, on ? "on" : "off");
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

/** For useSyncExternalStore. */
export function onSettings(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function read(): boolean {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}
