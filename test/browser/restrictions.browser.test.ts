import { randomUUID } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fitsItsWidth, violations } from "./axe.ts";
import { browserRuns, openWindow, startBrowser, whySkipped } from "./chromium.ts";
import { ownConsole } from "./own-console.ts";
import { signInAs, tabTo } from "./signed-in.ts";
import { watchedPage } from "./watched-page.ts";

const { url } = ownConsole();
const SLOW = { timeout: 40_000 };

let browser: Browser;

/** Registers a restriction as the person who is signed in; its id. */
async function registered(page: Page, patient: string): Promise<string> {
  const id = randomUUID();
  const body = JSON.stringify({ id, patient, kind: "agreed", recipients: ["employer"] });
  const headers = {
    "Content-Type": "application/json",
    "X-Modicum-Console": "1",
    "X-Purpose-Of-Use": "compliance",
  };
  const init = JSON.stringify({ method: "POST", headers, body });
  expect(await page.evaluate(`fetch("/api/v1/restrictions", ${init}).then(({ status }) => status)`)).toBe(
    200,
  );
  return id;
}

async function type(page: Page, field: RegExp | string, text: string): Promise<void> {
  await page.getByLabel(field).focus();
  await page.keyboard.type(text);
}

describe.skipIf(!browserRuns())(
  `restrictions and consents${whySkipped === null ? "" : ` (${whySkipped})`}`,
  () => {
    beforeAll(async () => {
      browser = await startBrowser();
    });
    afterAll(() => browser.close());

    it.each([
      { theme: "light", width: 1440 },
      { theme: "dark", width: 390 },
      { theme: "contrast", width: 1440 },
    ] as const)("UX passes axe in $theme at $width px: registers, forms, one restriction", async (look) => {
      const context = await openWindow(browser, url, look);
      const { page, complaints } = await watchedPage(context);
      const clean = async (): Promise<void> => {
        expect(await violations(page)).toEqual([]);
        expect(await fitsItsWidth(page)).toBe(true);
      };
      await signInAs(page, "priya.privacy", "compliance");
      const id = await registered(page, "axe-1");
      await page.goto("/restrictions");
      await page.getByRole("row").nth(1).waitFor(SLOW);
      await clean();
      await page.getByRole("button", { name: "Register a restriction" }).click();
      await page.getByRole("button", { name: "Register", exact: true }).click();
      await clean();
      await page.goto(`/restrictions/${id}`);
      await page.getByRole("button", { name: "Agree" }).waitFor(SLOW);
      await clean();
      await page.goto("/restrictions/consents");
      await page.getByRole("button", { name: "Register a consent" }).click(SLOW);
      await clean();
      expect(complaints).toEqual([]);
      await context.close();
    });

    it("F101 registers what was paid in full and ends it, by keyboard alone and without a patient in the address", async () => {
      const context = await openWindow(browser, url);
      const { page, asked } = await watchedPage(context);
      const patient = `paid-${randomUUID().slice(0, 8)}`;
      await signInAs(page, "priya.privacy", "compliance");
      await page.goto("/restrictions");
      await page.getByLabel("Patient (id)").waitFor(SLOW);
      await tabTo(page, /^Register a restriction$/);
      await page.keyboard.press("Enter");
      const dialog = page.getByRole("dialog");
      await dialog.waitFor();
      await page.keyboard.type(patient);
      await page.keyboard.press("Tab");
      await page.keyboard.press("ArrowDown");
      expect(await dialog.getByText("has no end of its own").count()).toBe(1);
      await type(page, "What was paid in full", "Claim/3");
      await page.keyboard.press("Tab");
      await tabTo(page, /^Register$/);
      await page.keyboard.press("Enter");
      await page.getByText(/in force at once.*Entry in the record: \S+/).waitFor(SLOW);

      await type(page, "Patient (id)", patient);
      await page.keyboard.press("Enter");
      await page
        .getByRole("row")
        .nth(2)
        .waitFor({ ...SLOW, state: "detached" });
      await tabTo(page, new RegExp(`^${patient}$`));
      await page.keyboard.press("Enter");
      await page.getByText("may not be refused").waitFor(SLOW);
      await tabTo(page, /^End it$/);
      await page.keyboard.press("Enter");
      await page.getByRole("dialog").waitFor();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Space");
      await tabTo(page, /^End it$/);
      await page.keyboard.press("Enter");
      await page.getByText(/it binds no longer\. Entry in the record: \S+/).waitFor(SLOW);
      await page.getByRole("row", { name: /^Ended .*asked for it in writing/ }).waitFor(SLOW);
      expect(asked.filter((address) => address.includes(patient))).toEqual([]);
      expect(`${page.url()} ${await page.title()}`).not.toContain(patient);
      await context.close();
    });

    it("F101 says what a conflict means, and keeps the form", async () => {
      const context = await openWindow(browser, url);
      const { page } = await watchedPage(context);
      await signInAs(page, "priya.privacy", "compliance");
      const taken = await registered(page, "conflict-1");
      await page.addInitScript({ content: `crypto.randomUUID = () => "${taken}"` });
      await page.goto("/restrictions");
      await page.getByRole("button", { name: "Register a restriction" }).click(SLOW);
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Patient (id)").fill("conflict-2");
      await dialog.getByRole("button", { name: "Register", exact: true }).click();
      await dialog.getByText("has been kept as it was then").waitFor(SLOW);
      expect(await dialog.getByLabel("Patient (id)").inputValue()).toBe("conflict-2");
      await context.close();
    });
  },
);
