import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** Where Chromium is: `MODICUM_CHROMIUM`, Debian's place, or the search path; null when there is none. */
export function findChromium(): string | null {
  const named = process.env["MODICUM_CHROMIUM"];
  if (named !== undefined) return existsSync(named) ? named : null;
  if (existsSync("/usr/bin/chromium")) return "/usr/bin/chromium";
  return NAMES.map(onPath).find((path) => path !== null) ?? null;
}

/** Why browser tests are skipped; null when they run. */
export const whySkipped = findChromium() === null ? "no Chromium: set MODICUM_CHROMIUM" : null;

/**
 * What to do where there is no Chromium: skip with the reason, or fail where the tests are required.
 * @throws Error with MODICUM_BROWSER=required and no Chromium
 */
export function browserRuns(): boolean {
  if (whySkipped === null) return true;
  if (process.env["MODICUM_BROWSER"] === "required") throw new Error(whySkipped);
  return false;
}

/** Starts Chromium with a profile of its own, which goes with it. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error("no Chromium: set MODICUM_CHROMIUM");
  return chromium.launch({ executablePath, args: FLAGS });
}

export interface Look {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: "light" | "dark" | "contrast";
}

/** A fresh window: no cookie, no storage, the theme chosen. */
export async function openWindow(
  browser: Browser,
  baseURL: string,
  { width = 1440, height = 900, theme = "light" }: Look = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL, viewport: { width, height }, locale: "en-US" });
  await context.addInitScript({ content: `localStorage.setItem("modicum.theme", "${theme}")` });
  return context;
}

function onPath(name: string): string | null {
  try {
    return execFileSync("which", [name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return null;
  }
}
