import { randomUUID } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fitsItsWidth, violations } from "./axe.ts";
import { browserRuns, openWindow, startBrowser, whySkipped } from "./chromium.ts";
import { ownConsole } from "./own-console.ts";
import { signInAs } from "./signed-in.ts";
import { watchedPage } from "./watched-page.ts";

const { url } = ownConsole();
const SLOW = { timeout: 40_000 };

let browser: Browser;

describe.skipIf(!browserRuns())(
  `sources of the record${whySkipped === null ? "" : ` (${whySkipped})`}`,
  () => {
    beforeAll(async () => {
      browser = await startBrowser();
    });
    afterAll(() => browser.close());

    it("F180 UX shows the live and the silent source, registers another by keyboard, and passes axe", async () => {
      const context = await openWindow(browser, url, { theme: "dark", width: 390 });
      const { page, complaints } = await watchedPage(context);
      await signInAs(page, "sam.security", "compliance");
      await page.goto("/sources");
      await page.getByText("Laboratory system").first().waitFor(SLOW);
      const text = await page.getByRole("main").innerText();
      expect(text).toContain("Live");
      expect(text).toContain("Silent");
      expect(await violations(page)).toEqual([]);
      expect(await fitsItsWidth(page)).toBe(true);
      await page.getByRole("button", { name: "Register a source" }).press("Enter");
      await page.getByRole("button", { name: "Register", exact: true }).press("Enter");
      expect(await violations(page)).toEqual([]);
      const id = `feed-${randomUUID().slice(0, 8)}`;
      for (const [label, words] of [
        ["Id", id],
        ["Name", id],
        ["Who answers for it", "sam.security"],
      ] as const) {
        await page.getByLabel(label, { exact: true }).focus();
        await page.keyboard.type(words);
      }
      await page.keyboard.press("Enter");
      await page.getByRole("dialog").waitFor({ state: "detached", ...SLOW });
      await page.getByText(id).first().waitFor(SLOW);
      expect(complaints).toEqual([]);
      await context.close();
    });

    it("F180 opens what was not taken without opening the source", async () => {
      const context = await openWindow(browser, url);
      const { page } = await watchedPage(context);
      await signInAs(page, "sam.security", "compliance");
      await page.goto("/sources");
      await page.getByRole("button", { name: "0 not taken" }).first().click(SLOW);
      await page.getByText("Everything was taken").waitFor(SLOW);
      expect(await page.getByRole("dialog").count()).toBe(1);
      await context.close();
    });
  },
);
