import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fitsItsWidth, violations } from "./axe.ts";
import { browserRuns, openWindow, startBrowser, whySkipped } from "./chromium.ts";
import { ownConsole } from "./own-console.ts";
import { signInAs, tabTo } from "./signed-in.ts";
import { watchedPage } from "./watched-page.ts";

const { url } = ownConsole();
const SLOW = { timeout: 40_000 };

let browser: Browser;

describe.skipIf(!browserRuns())(`relation facts${whySkipped === null ? "" : ` (${whySkipped})`}`, () => {
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it.each([
    { theme: "light", width: 1440 },
    { theme: "light", width: 390 },
    { theme: "dark", width: 1440 },
    { theme: "contrast", width: 390 },
  ] as const)("UX passes axe in $theme at $width px: where the facts come from", async (look) => {
    const context = await openWindow(browser, url, look);
    const { page, complaints } = await watchedPage(context);
    await signInAs(page, "priya.privacy", "compliance");
    await page.goto("/relations");
    await page.getByRole("row").nth(2).waitFor(SLOW);
    expect(await violations(page)).toEqual([]);
    expect(await fitsItsWidth(page)).toBe(true);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("UX reads the facts anew by keyboard alone", async () => {
    const context = await openWindow(browser, url);
    const { page } = await watchedPage(context);
    await signInAs(page, "priya.privacy", "compliance");
    await page.goto("/relations");
    await page.getByRole("row").nth(2).waitFor(SLOW);
    await tabTo(page, /^Read now$/);
    const answered = page.waitForResponse(/\/api\/v1\/relations\/sync$/, SLOW);
    await page.keyboard.press("Enter");
    expect((await answered).status()).toBe(200);
    await page.getByRole("button", { name: "Read now" }).waitFor(SLOW);
    await context.close();
  });

  it("UX tells who may not see them so, as a screen", async () => {
    const context = await openWindow(browser, url);
    const { page } = await watchedPage(context);
    await signInAs(page, "bea.biller", "billing");
    await page.goto("/relations");
    await page.getByText("Denied by the policy").waitFor(SLOW);
    expect(await page.getByRole("navigation").getByText("Relation facts").count()).toBe(0);
    await context.close();
  });
});
