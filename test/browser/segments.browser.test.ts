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

describe.skipIf(!browserRuns())(`segments${whySkipped === null ? "" : ` (${whySkipped})`}`, () => {
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it.each([
    { theme: "light", width: 1440 },
    { theme: "dark", width: 1440 },
    { theme: "contrast", width: 390 },
  ] as const)(
    "F166 leads by keyboard from the segments to what labels one and who sees it, and passes axe in $theme at $width px",
    async (look) => {
      const context = await openWindow(browser, url, look);
      const { page, complaints } = await watchedPage(context);
      await signInAs(page, "priya.privacy", "compliance");
      await page.goto("/segments");
      await page.getByRole("row", { name: /^Psychotherapy notes .*by the source alone/ }).waitFor(SLOW);
      expect(await violations(page)).toEqual([]);
      expect(await fitsItsWidth(page)).toBe(true);
      await tabTo(page, /^Substance use$/);
      await page.keyboard.press("Enter");
      await page.getByRole("row", { name: /^RxNorm Medications \d+ exactly/ }).waitFor(SLOW);
      await page.getByRole("row", { name: /^Provider Treat a patient/ }).waitFor(SLOW);
      expect(await violations(page)).toEqual([]);
      expect(await fitsItsWidth(page)).toBe(true);
      await tabTo(page, /^Provider/);
      await page.keyboard.press("Enter");
      await page.getByRole("dialog").getByText("Of records that carry this label alone").waitFor(SLOW);
      expect(await violations(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await context.close();
    },
  );

  it("UX tells who may not see registers and segments so, as a screen", async () => {
    const context = await openWindow(browser, url);
    const { page } = await watchedPage(context);
    await signInAs(page, "bea.biller", "billing");
    for (const path of ["/restrictions", "/restrictions/consents", "/segments"]) {
      await page.goto(path);
      await page.getByText("Denied by the policy").waitFor(SLOW);
    }
    expect(
      await page
        .getByRole("navigation")
        .getByText(/Restrictions|Segments/)
        .count(),
    ).toBe(0);
    await context.close();
  });
});
