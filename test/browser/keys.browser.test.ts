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

describe.skipIf(!browserRuns())(`keys and backups${whySkipped === null ? "" : ` (${whySkipped})`}`, () => {
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it("F155 UX the custodian rotates a key in two steps of the keyboard, and sees it told", async () => {
    const context = await openWindow(browser, url, { theme: "dark", width: 390 });
    const { page, complaints } = await watchedPage(context);
    await signInAs(page, "kai.keycustodian", "system-support");
    await page.goto("/keys");
    await page.getByText("Wraps patients' keys").first().waitFor(SLOW);
    expect(await violations(page)).toEqual([]);
    expect(await fitsItsWidth(page)).toBe(true);
    await page
      .getByRole("button", { name: /^Rotate: / })
      .first()
      .press("Enter");
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Rotate now" }).press("Enter");
    await page.getByRole("dialog").waitFor({ state: "detached", ...SLOW });
    await page
      .getByRole("button", { name: /^Propose to destroy: / })
      .first()
      .waitFor(SLOW);
    await page
      .getByRole("region", { name: "What was done with keys" })
      .getByText("Rotated")
      .first()
      .waitFor(SLOW);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("F156 UX whoever runs the place backs up, holds a drill, and sees that it came back whole", async () => {
    const context = await openWindow(browser, url);
    const { page, complaints } = await watchedPage(context);
    await signInAs(page, "sam.security", "compliance");
    await page.goto("/backups");
    await page.getByRole("button", { name: "Back up now" }).press("Enter", SLOW);
    await page
      .getByRole("row", { name: /Backup.*Made/ })
      .first()
      .waitFor(SLOW);
    // While the backup is being answered for, the button is there and takes no press.
    await page.getByRole("button", { name: "Hold a drill", disabled: false }).press("Enter", SLOW);
    await page
      .getByRole("row", { name: /Drill.*Whole.*entries/ })
      .first()
      .waitFor(SLOW);
    expect(await violations(page)).toEqual([]);
    expect(await fitsItsWidth(page)).toBe(true);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it.each([
    ["bea.biller", "billing", "/keys"],
    ["priya.privacy", "compliance", "/keys"],
    ["bea.biller", "billing", "/backups"],
  ])("F155 F156 %s under %s is not offered %s, and denied it all the same", async (person, purpose, path) => {
    const context = await openWindow(browser, url);
    const { page } = await watchedPage(context);
    await signInAs(page, person, purpose);
    await page.goto(path);
    await page.getByText("Denied by the policy").first().waitFor(SLOW);
    expect(await page.getByText("Denied by the policy").count()).toBe(1);
    expect(await violations(page)).toEqual([]);
    expect(
      await page
        .getByRole("navigation")
        .getByText(/^(Keys|Backups)$/)
        .count(),
    ).toBe(0);
    await context.close();
  });
});
