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

describe.skipIf(!browserRuns())(`health${whySkipped === null ? "" : ` (${whySkipped})`}`, () => {
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it("F183 F176 F178 UX shows each part in words, how the record lags and what the witnesses did", async () => {
    const context = await openWindow(browser, url, { theme: "dark", width: 390 });
    const { page, complaints } = await watchedPage(context);
    await signInAs(page, "sam.security", "compliance");
    await page.goto("/health");
    const table = page.getByRole("table");
    await table.waitFor(SLOW);
    const text = await table.innerText();
    for (const words of [
      "Writing the record",
      "The last commit took",
      "Witness",
      "Free disk",
      "Attention",
      "OK",
    ])
      expect(text).toContain(words);
    expect(await violations(page)).toEqual([]);
    expect(await fitsItsWidth(page)).toBe(true);
    await page.getByRole("link", { name: "Backups", exact: true }).first().press("Enter");
    await page.getByRole("heading", { name: "Backups and drills" }).waitFor(SLOW);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("INV-13 F183 looks again within the visit that its first look began", async () => {
    const context = await openWindow(browser, url);
    const { page } = await watchedPage(context);
    await signInAs(page, "ivan.itsupport", "system-support");
    await page.clock.install();
    const first = page.waitForResponse(/\/api\/v1\/health$/);
    await page.goto("/health");
    const entry = (await first).headers()["x-request-id"];
    await page.getByRole("table").waitFor(SLOW);
    const again = page.waitForResponse(/\/api\/v1\/health\?visit=/);
    await page.clock.runFor(16_000);
    expect((await again).headers()["x-request-id"]).toBe(entry);
    await context.close();
  });

  it("INV-15 a biller is not offered it, and denied it all the same", async () => {
    const context = await openWindow(browser, url);
    const { page } = await watchedPage(context);
    await signInAs(page, "bea.biller", "billing");
    await page.goto("/health");
    await page.getByText("Denied by the policy").first().waitFor(SLOW);
    expect(await page.getByRole("navigation").getByText("Health", { exact: true }).count()).toBe(0);
    await context.close();
  });
});
