import { readFile } from "node:fs/promises";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { fitsItsWidth, violations } from "./axe.ts";
import { browserRuns, type Look, openWindow, startBrowser, whySkipped } from "./chromium.ts";
import { tabTo } from "./signed-in.ts";
import { buildPartsPage, type PartsPage } from "./parts-page.ts";
import { watchedPage } from "./watched-page.ts";

let parts: PartsPage;
let browser: Browser;
let context: BrowserContext;

async function open(look: Look = {}): Promise<{ page: Page; complaints: readonly string[] }> {
  context = await openWindow(browser, "http://parts.invalid", look);
  const url = await parts.serve(context);
  const watched = await watchedPage(context);
  await watched.page.goto(url);
  await watched.page
    .getByRole("img", { name: /412 patients/ })
    .locator("svg")
    .waitFor();
  return watched;
}

describe.skipIf(!browserRuns())(
  `the parts of the console${whySkipped === null ? "" : ` (${whySkipped})`}`,
  () => {
    beforeAll(async () => {
      [parts, browser] = await Promise.all([buildPartsPage(), startBrowser()]);
    });
    afterEach(() => context.close());
    afterAll(async () => {
      await browser.close();
      await parts.remove();
    });

    describe.each(["light", "dark", "contrast"] as const)("in the theme %s", (theme) => {
      it.each([1440, 390, 320])(
        "UX pass axe at %i px and fit the width, without a complaint of the browser",
        async (width) => {
          const { page, complaints } = await open({ theme, width });
          expect(await violations(page)).toEqual([]);
          expect(await fitsItsWidth(page)).toBe(true);
          expect(complaints).toEqual([]);
        },
      );
    });

    it("UX move through a table by j and k, select by x, open by Enter, go back by Escape", async () => {
      const { page } = await open();
      for (const key of ["j", "j", "k", "j", "x", "Enter"]) await page.keyboard.press(key);
      const state = page.getByTestId("state");
      await expect.poll(() => state.textContent()).toBe("opened entry-2; selected entry-2");
      await page.keyboard.press("Escape");
      await expect.poll(() => state.textContent()).toBe("opened back; selected entry-2");
    });

    it("WCAG 2.4.11 never hide the focused row under the table's header", async () => {
      const { page } = await open();
      for (let step = 0; step < 25; step += 1) await page.keyboard.press("j");
      for (let step = 0; step < 20; step += 1) await page.keyboard.press("k");
      const row = await page.locator("tbody tr:focus").first().boundingBox();
      const head = await page.locator("thead").first().boundingBox();
      expect(row?.y).toBeGreaterThanOrEqual((head?.y ?? 0) + (head?.height ?? 0) - 1);
    });

    it("UX sort by a press on a title, and say so", async () => {
      const { page } = await open();
      await page.getByRole("button", { name: "Person" }).click();
      const header = page.getByRole("columnheader", { name: "Person" });
      expect(await header.getAttribute("aria-sort")).toBe("ascending");
      await header.getByRole("button").click();
      expect(await header.getAttribute("aria-sort")).toBe("descending");
    });

    it("UX show a hidden column when it is chosen", async () => {
      const { page } = await open();
      await page.getByRole("button", { name: "Columns of Entries" }).click();
      await page.getByRole("menuitemcheckbox", { name: "Note" }).click();
      await page.keyboard.press("Escape");
      expect(await page.getByRole("columnheader", { name: "Note" }).isVisible()).toBe(true);
    });

    it("CWE-1236 download the shown rows as CSV that runs no formula", async () => {
      const { page } = await open();
      const download = page.waitForEvent("download");
      await page.getByRole("button", { name: "Download Entries as CSV" }).click();
      const file = await download;
      expect(file.suggestedFilename()).toBe("entries-2026-05-04.csv");
      const [header, first] = (await readFile(await file.path(), "utf8")).split("\r\n");
      expect(header).toBe("Entry,Person,At,Outcome,Elements");
      expect(first).toMatch(/^entry-1,'=Bea Biller,2026-05-04T14:00:00\.000Z,permit,/);
    });

    it("UX clear a filter that nothing matches", async () => {
      const { page } = await open();
      const search = page.getByRole("searchbox", { name: "Find a person" });
      await search.fill("nobody");
      await page.getByRole("button", { name: "Clear the filter" }).first().click();
      expect(await search.inputValue()).toBe("");
      expect(await page.getByRole("row").count()).toBeGreaterThan(40);
    });

    it("UX give a plot its twin as a table with the same points", async () => {
      const { page } = await open();
      await page.getByRole("radio", { name: "Table" }).click();
      expect(await page.getByRole("row", { name: "Front desk 96" }).isVisible()).toBe(true);
      expect(await page.getByText("n = 5 roles").isVisible()).toBe(true);
    });

    it("UX keep the focus on a button that works on what was asked, and take no second press", async () => {
      const { page } = await open();
      await page.getByRole("button", { name: "Secondary" }).click();
      await tabTo(page, /^Read now$/);
      await page.keyboard.press("Enter");
      const pending = page.getByRole("button", { name: "Read now working" });
      await pending.waitFor();
      expect(await pending.getAttribute("aria-disabled")).toBe("true");
      expect(await page.locator("button:focus").textContent()).toContain("Read now");
      expect(await violations(page)).toEqual([]);
    });

    it("UX hold the focus in a dialog and give it back", async () => {
      const { page } = await open();
      const opener = page.getByRole("button", { name: "Open a dialog" });
      await opener.focus();
      await page.keyboard.press("Enter");
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await expect.poll(() => page.locator("button:focus").textContent()).toBe("Open a dialog");
    });

    it("WCAG 2.5.8 are 24 px or more wherever one presses", async () => {
      const { page } = await open();
      const small = await page.evaluate(`
      [...document.querySelectorAll("button, [role=radio], label:has(input), input:not([type=checkbox]):not([type=radio])")]
        .filter((e) => e.checkVisibility() && !e.closest("[data-react-aria-prevent-focus]"))
        .map((e) => [e.textContent || e.getAttribute("aria-label"), e.getBoundingClientRect()])
        .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 24))
        .map(([name, box]) => name + " " + box.width + "x" + box.height)
    `);
      expect(small).toEqual([]);
    });
  },
);
