import type { Browser, BrowserContext } from "playwright-core";
import { type Look, openWindow } from "./chromium.ts";
import { type WatchedPage, watchedPage } from "./watched-page.ts";

/** A busy machine may take this long for one answer, in milliseconds. */
export const PATIENT = { timeout: 45_000 };

export interface PolicyWindow extends WatchedPage {
  readonly context: BrowserContext;
}

/** A window signed in as a person of the demo, at a page of the policy studio. */
export async function openPolicy(
  browser: Browser,
  url: string,
  path: string,
  { person = "priya.privacy", ...look }: Look & { readonly person?: string } = {},
): Promise<PolicyWindow> {
  const context = await openWindow(browser, url, look);
  const headers = { "X-Modicum-Console": "1", Origin: url };
  await context.request.post("/api/v1/session", { data: { person }, headers });
  const watched = await watchedPage(context);
  await watched.page.goto(path);
  await watched.page.getByRole("heading", { level: 1 }).waitFor(PATIENT);
  return { ...watched, context };
}
