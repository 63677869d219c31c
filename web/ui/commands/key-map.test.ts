// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { IDLE, isTyping, type KeyMapState, SEQUENCE_MS, stepKeys } from "./key-map.ts";

const SHORTCUTS = new Set(["Mod+K", "Esc", "?", "g w", "g r", "p"]);
const press = (key: string, more: object = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});
const calm = { typing: false, singleKeys: true, now: 0 };

/** What is hit by keys pressed one after the other, a tenth of a second apart. */
function hits(keys: readonly string[], context = calm): (string | null)[] {
  let state: KeyMapState = IDLE;
  return keys.map((key, at) => {
    const answer = stepKeys(SHORTCUTS, press(key), { ...context, now: at * 100 }, state);
    state = answer.state;
    return answer.hit;
  });
}

describe("the keyboard map", () => {
  it.each([{ ctrlKey: true }, { metaKey: true }])("UX hits Mod+K with %o, also while typing", (modifier) => {
    const typing = { ...calm, typing: true, singleKeys: false };
    expect(stepKeys(SHORTCUTS, press("k", modifier), typing, IDLE).hit).toBe("Mod+K");
  });

  it("UX hits Escape, also where single keys are off, but not while typing or in a dialog", () => {
    const escape = (context: object) =>
      stepKeys(SHORTCUTS, press("Escape"), { ...calm, ...context }, IDLE).hit;
    expect([escape({}), escape({ singleKeys: false }), escape({ typing: true })]).toEqual([
      "Esc",
      "Esc",
      null,
    ]);
  });

  it("hits a single key", () => {
    expect(hits(["?"])).toEqual(["?"]);
  });

  it("hits a sequence with its second key", () => {
    expect(hits(["g", "w"])).toEqual([null, "g w"]);
  });

  it("takes a key for itself when the sequence does not go on so", () => {
    expect(hits(["g", "p"])).toEqual([null, "p"]);
  });

  it("forgets the first key of a sequence after a while", () => {
    const late = { ...calm, now: SEQUENCE_MS + 1 };
    expect(stepKeys(SHORTCUTS, press("w"), late, { prefix: "g", at: 0 }).hit).toBeNull();
  });

  it("WCAG 2.1.4 hits no single key while text is typed", () => {
    expect(hits(["?", "g", "w"], { ...calm, typing: true })).toEqual([null, null, null]);
  });

  it("WCAG 2.1.4 hits no single key when they are turned off", () => {
    expect(hits(["?", "p"], { ...calm, singleKeys: false })).toEqual([null, null]);
  });

  it("leaves combinations with Alt to the browser and to screen readers", () => {
    expect(stepKeys(SHORTCUTS, press("p", { altKey: true }), calm, IDLE).hit).toBeNull();
  });
});

describe("where text is typed", () => {
  it.each([
    ["<input>", true],
    ["<textarea></textarea>", true],
    ["<input type=checkbox>", false],
    ["<button></button>", false],
    ["<div role=menu></div>", true],
    ["<div role=listbox></div>", true],
  ])("%s is such a place: %s", (html, expected) => {
    document.body.innerHTML = html;
    expect(isTyping(document.body.firstElementChild)).toBe(expected);
  });
});
