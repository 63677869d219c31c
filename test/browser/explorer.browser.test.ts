import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedHospital } from "../../demo/testing/shared-hospital.ts";
import { fitsItsWidth, violations } from "./axe.ts";
import { browserRuns, openWindow, startBrowser, whySkipped } from "./chromium.ts";
import { ownConsole } from "./own-console.ts";
import { signInAs, tabTo } from "./signed-in.ts";
import { watchedPage } from "./watched-page.ts";

const { url } = ownConsole();
const { landmarks } = sharedHospital();
const SLOW = { timeout: 40_000 };

let browser: Browser;

async function choose(page: Page, select: RegExp, option: RegExp): Promise<void> {
  await page.getByRole("button", { name: select }).click();
  await page.getByRole("option", { name: option }).click();
}

async function sendAsBiller(page: Page, target: string): Promise<void> {
  await page.goto("/explorer");
  await page.getByRole("button", { name: "Send" }).waitFor(SLOW);
  await choose(page, /As$/, /^Bea Biller/);
  await page.getByLabel("Path below /fhir").fill(target);
  await page.getByRole("button", { name: "Send" }).click();
}

describe.skipIf(!browserRuns())(`the API explorer${whySkipped === null ? "" : ` (${whySkipped})`}`, () => {
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it.each([
    { theme: "light", width: 1440 },
    { theme: "dark", width: 390 },
    { theme: "contrast", width: 1440 },
  ] as const)("UX passes axe in $theme at $width px: request, answer, and each step", async (look) => {
    const context = await openWindow(browser, url, look);
    const { page, complaints } = await watchedPage(context);
    await signInAs(page, "priya.privacy", "compliance");
    await sendAsBiller(page, `/Claim?patient=${landmarks.billablePatient}&_count=2`);
    await page.getByText("Status 200", { exact: true }).waitFor(SLOW);
    await page.getByText("billablePeriod").first().waitFor(SLOW);
    for (const tab of ["Answer", "Decision", "Asked upstream", "Rebuilt"]) {
      await page.getByRole("tab", { name: tab }).click();
      expect(await violations(page)).toEqual([]);
      expect(await fitsItsWidth(page)).toBe(true);
    }
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("F161 shows which element a refused parameter would have read", async () => {
    const context = await openWindow(browser, url);
    const { page } = await watchedPage(context);
    await signInAs(page, "priya.privacy", "compliance");
    await sendAsBiller(page, "/Patient?general-practitioner=Practitioner/1");
    await page.getByText("Status 403", { exact: true }).waitFor(SLOW);
    await page.getByRole("tab", { name: "Decision" }).click();
    await page
      .getByRole("row", { name: /^general-practitioner/ })
      .getByText("patient.care-providers")
      .waitFor(SLOW);
    await context.close();
  });

  it("UX sends a request by keyboard alone", async () => {
    const context = await openWindow(browser, url);
    const { page } = await watchedPage(context);
    await signInAs(page, "priya.privacy", "compliance");
    await page.goto("/explorer");
    await page.getByRole("button", { name: "Send" }).waitFor(SLOW);
    await tabTo(page, /^Send$/);
    await page.keyboard.press("Enter");
    await page.getByText(/^Status \d+$/).waitFor(SLOW);
    await context.close();
  });

  it("UX tells who may not use it so, as a screen", async () => {
    const context = await openWindow(browser, url);
    const { page } = await watchedPage(context);
    await signInAs(page, "bea.biller", "billing");
    await page.goto("/explorer");
    await page.getByText("Denied by the policy").waitFor(SLOW);
    await context.close();
  });
});
