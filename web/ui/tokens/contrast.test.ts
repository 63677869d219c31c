import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const CSS = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8");

/** WCAG 2.2 SC 1.4.3: text on what it stands on. */
const TEXT: readonly (readonly [string, readonly string[]])[] = [
  ["ink", ["paper", "surface", "sunken"]],
  ["ink-soft", ["paper", "surface", "sunken"]],
  ["accent", ["paper", "surface", "sunken"]],
  ["accent-strong", ["paper", "surface", "sunken"]],
  ["on-accent", ["accent", "accent-strong"]],
  ["on-accent-soft", ["accent-soft"]],
  ["permit", ["permit-soft", "surface", "paper"]],
  ["deny", ["deny-soft", "surface", "paper"]],
  ["caution", ["caution-soft", "surface", "paper"]],
  ["ink", ["permit-soft", "deny-soft", "caution-soft", "accent-soft"]],
  ["paper", ["ink"]],
];

/** WCAG 2.2 SC 1.4.11: edges of controls, focus rings and what is plotted. */
const GRAPHIC: readonly (readonly [string, readonly string[]])[] = [
  ["edge", ["paper", "surface", "sunken"]],
  ["accent", ["paper", "surface", "sunken"]],
  ...[1, 2, 3, 4, 5, 6].map((n) => [`plot-${n}`, ["surface", "paper"]] as const),
];

const THEMES = [
  { name: "light", tokens: themeOf(0, ":root"), text: 4.5, graphic: 3 },
  { name: "dark", tokens: themeOf(1, ":root"), text: 4.5, graphic: 3 },
  {
    name: "high contrast on light",
    tokens: themeOf(0, ':root[data-contrast="more"]'),
    text: 7,
    graphic: 4.5,
  },
  { name: "high contrast on dark", tokens: themeOf(1, ':root[data-contrast="more"]'), text: 7, graphic: 4.5 },
];

describe.each(THEMES)("the theme $name", ({ tokens, text, graphic }) => {
  it.each(pairs(TEXT))("UX sets %s on %s apart as text", (ink, ground) => {
    expect(contrast(tokens, ink, ground)).toBeGreaterThanOrEqual(text);
  });

  it.each(pairs(GRAPHIC))("UX sets %s on %s apart as an edge or a mark", (mark, ground) => {
    expect(contrast(tokens, mark, ground)).toBeGreaterThanOrEqual(graphic);
  });
});

describe("the measure itself", () => {
  it("WCAG 2.2 gives black on white 21 to 1", () => {
    const tokens = new Map([
      ["black", "#000000"],
      ["white", "#ffffff"],
    ]);
    expect(contrast(tokens, "black", "white")).toBeCloseTo(21, 5);
  });

  it("finds every color of the sheet in each theme", () => {
    const declared = CSS.match(/^ {2}--[\w-]+: light-dark/gm)?.length ?? 0;
    const measured = THEMES[0]?.tokens.size ?? 0;
    expect([measured, declared]).toEqual([24, 48]);
  });
});

function pairs(list: readonly (readonly [string, readonly string[]])[]): (readonly [string, string])[] {
  return list.flatMap(([ink, grounds]) => grounds.map((ground) => [ink, ground] as const));
}

/** The colors of a rule by token; `:root` lies under every other. */
function themeOf(side: 0 | 1, selector: string): ReadonlyMap<string, string> {
  const tokens = new Map<string, string>();
  for (const rule of new Set([":root", selector])) {
    const start = CSS.indexOf(`${rule} {`);
    const body = CSS.slice(start, CSS.indexOf("\n}", start));
    for (const [, token = "", light = "", dark = ""] of body.matchAll(
      /--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g,
    )) {
      tokens.set(token, side === 0 ? light : dark);
    }
  }
  return tokens;
}

function contrast(tokens: ReadonlyMap<string, string>, a: string, b: string): number {
  const [lighter, darker] = [luminance(tokens, a), luminance(tokens, b)].toSorted((x, y) => y - x);
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05);
}

/** WCAG 2.2, relative luminance. */
function luminance(tokens: ReadonlyMap<string, string>, token: string): number {
  const hex = tokens.get(token);
  if (hex === undefined) throw new Error(`no color \`${token}\``);
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
