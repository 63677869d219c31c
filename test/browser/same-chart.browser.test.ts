import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { fitsItsWidth, violations } from "./axe.ts";
import { browserRuns, type Look, openWindow, startBrowser, whySkipped } from "./chromium.ts";
import { ownConsole } from "./own-console.ts";
import { tabTo } from "./signed-in.ts";
import { type WatchedPage, watchedPage } from "./watched-page.ts";

const { url } = ownConsole();

let browser: Browser;
let context: BrowserContext;

async function open(look: Look = {}): Promise<WatchedPage> {
  context = await openWindow(browser, url, look);
  const watched = await watchedPage(context);
  await watched.page.goto("/");
  await watched.page.getByRole("table").waitFor({ timeout: 40_000 });
  return watched;
}

const row = (page: Page, name: RegExp) =>
  page.getByRole("row").filter({ has: page.getByRole("rowheader", { name }) });

describe.skipIf(!browserRuns())(
  `same chart, different eyes${whySkipped === null ? "" : ` (${whySkipped})`}`,
  () => {
    beforeAll(async () => {
      browser = await startBrowser();
    });
    afterEach(() => context.close());
    afterAll(() => browser.close());

    describe.each(["light", "dark", "contrast"] as const)("in the theme %s", (theme) => {
      it.each([1440, 390])(
        "UX passes axe at %i px and fits the width, without a complaint",
        async (width) => {
          const { page, complaints } = await open({ theme, width });
          expect(await violations(page)).toEqual([]);
          expect(await fitsItsWidth(page)).toBe(true);
          expect(complaints).toEqual([]);
        },
      );
    });

    it("UX is where a newcomer lands, with a column for each of five people", async () => {
      const { page } = await open();
      expect(page.url()).toBe(`${url}/same-chart`);
      const heads = await page.getByRole("columnheader").allInnerTexts();
      expect(heads.slice(1).map((head) => head.split("\n")[0])).toEqual([
        "Front desk",
        "Biller",
        "Nurse, medical assistant",
        "Researcher",
        "Vendor support",
      ]);
    });

    it("F008 shows one element kept, made coarser and withheld beside each other", async () => {
      const { page } = await open();
      const [clerk, , , researcher, vendor] = await row(page, /^Birth date/)
        .getByRole("cell")
        .allInnerTexts();
      expect(clerk).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(researcher).toMatch(/^\d{4}\s*year only$/);
      expect(vendor?.trim()).toMatch(/^withheld\s+no agreement covers it$/);
    });

    it("F013 tells by keyboard why it is withheld: the reason and what to do", async () => {
      const { page } = await open();
      await tabTo(page, /^Birth date/);
      await page.keyboard.press("Enter");
      await page.getByText("No active business associate agreement", { exact: false }).nth(1).waitFor();
      expect(await page.getByText("Activate the agreement.").first().isVisible()).toBe(true);
      expect(await violations(page)).toEqual([]);
    });

    it("UX shows only where they differ when asked to", async () => {
      const { page } = await open();
      expect(await page.getByText(/more withheld from everybody/).count()).toBeGreaterThan(0);
      await page.getByRole("switch").press("Space");
      await expect.poll(() => page.getByText(/more withheld from everybody/).count()).toBe(0);
    });

    it("F013 tells of what is shown by which rule and why, in words, with the rule of the declared purpose first", async () => {
      const { page } = await open();
      await tabTo(page, /^Birth date/);
      await page.keyboard.press("Enter");
      const rules = page.getByText(/^Nurse, medical assistant, for/);
      expect(await rules.first().innerText()).toContain("Treat a patient");
      expect(await page.getByText(/^Nursing cares for whoever/).count()).toBe(1);
      expect(await page.getByText("content/roles/nurse.yaml:15").first().isVisible()).toBe(true);
    });

    it("UX keeps in view whose column it is, however far one scrolls", async () => {
      const { page } = await open();
      await page.mouse.wheel(0, 2000);
      await expect.poll(() => page.evaluate<number>("scrollY")).toBeGreaterThan(1500);
      const top = await page.getByRole("columnheader", { name: /^Biller/ }).boundingBox();
      expect(top?.y).toBeGreaterThanOrEqual(40);
      expect(top?.y).toBeLessThan(100);
    });

    it("UX asks all five again, which writes new entries into the columns", async () => {
      const { page } = await open();
      const entry = () =>
        page.getByRole("link", { name: "Entry just written: Patient, Vera, denied" }).getAttribute("href");
      const before = await entry();
      expect(before).toMatch(/^\/record\/[0-9a-f]{8}-/);
      await page.getByRole("button", { name: "Ask again" }).press("Enter");
      await expect.poll(entry, { timeout: 40_000 }).not.toBe(before);
    });

    it("UX shows with each kind of record the entries that were written of it", async () => {
      const { page } = await open();
      const claims = row(page, /^Claims/).getByRole("link");
      expect(await claims.evaluateAll((links) => links.map((link) => link.ariaLabel))).toEqual([
        "Entry: Claims, Bea",
      ]);
    });

    it("UX becomes one of them by keyboard: their chart of the same patient, for the same purpose", async () => {
      const { page, asked } = await open();
      const name = await row(page, /^Name/).getByRole("cell").first().innerText();
      await tabTo(page, /^Be Nina$/);
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { level: 1, name }).waitFor({ timeout: 40_000 });
      expect(page.url()).toBe(`${url}/chart`);
      expect(await page.title()).toBe("Chart · Modicum");
      expect(await page.getByRole("button", { name: "Purpose: Treat a patient. Change" }).isVisible()).toBe(
        true,
      );
      expect(asked.filter((address) => /Patient\/(?!_search)|patient=|name=/.test(address))).toEqual([]);
    });

    it("UX shows one person at a time where it is narrow", async () => {
      const { page } = await open({ width: 390 });
      expect(await page.getByRole("columnheader").count()).toBe(2);
      await page.getByRole("tab", { name: "Vera" }).click();
      await expect.poll(() => page.getByRole("columnheader").nth(1).innerText()).toContain("Vendor support");
    });
  },
);
