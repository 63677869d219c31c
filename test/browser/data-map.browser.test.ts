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

describe.skipIf(!browserRuns())(`the data map${whySkipped === null ? "" : ` (${whySkipped})`}`, () => {
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it("F129 UX draws what may flow where, with a table twin that leads to the controls", async () => {
    const context = await openWindow(browser, url);
    const { page, complaints } = await watchedPage(context);
    await signInAs(page, "priya.privacy", "compliance");
    await page.goto("/data-map");
    await page.getByRole("img", { name: /by 20 categories/ }).waitFor(SLOW);
    expect(await violations(page)).toEqual([]);
    await page.getByRole("radio", { name: "Table" }).press("Space");
    const biller = page.getByRole("link", { name: "Biller" }).first();
    expect(await biller.getAttribute("href", SLOW)).toBe("/policy/roles/biller");
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("F128 UX opens a system, its elements by category, and who may receive them for what", async () => {
    const context = await openWindow(browser, url, { theme: "dark", width: 390 });
    const { page, complaints } = await watchedPage(context);
    await signInAs(page, "audra.auditor", "audit");
    await page.goto("/data-map");
    await page.getByRole("button", { name: "The record of access" }).press("Enter", SLOW);
    await page.getByRole("button", { name: /^20\. Consents/ }).press("Enter", SLOW);
    await page.getByText("Entries, without the patients").first().waitFor(SLOW);
    await page.getByRole("cell", { name: "audit", exact: true }).first().waitFor(SLOW);
    expect(await violations(page)).toEqual([]);
    expect(await fitsItsWidth(page)).toBe(true);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("F128 F154 UX names a system by keyboard, confirms it, and finds what was stated under protection", async () => {
    const context = await openWindow(browser, url);
    const { page, complaints } = await watchedPage(context);
    await signInAs(page, "ivan.itsupport", "system-support");
    await page.goto("/data-map/systems");
    await page.getByRole("button", { name: "Name a system" }).press("Enter", SLOW);
    await page.getByRole("button", { name: "Add", exact: true }).press("Enter");
    await page.getByText("Say what it is called.").waitFor(SLOW);
    expect(await violations(page)).toEqual([]);
    const id = `drive-${randomUUID().slice(0, 8)}`;
    for (const [label, words] of [
      ["Name", id],
      ["Id", id],
      ["Who answers for it", "it"],
    ] as const) {
      await page.getByLabel(label, { exact: true }).focus();
      await page.keyboard.type(words);
    }
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor({ state: "detached", ...SLOW });
    await page.getByRole("button", { name: `Still right: ${id}` }).press("Enter", SLOW);
    await page.getByRole("status").getByText("is confirmed for a year").waitFor(SLOW);
    await page.goto("/data-map/protection");
    await page.getByText(id).first().waitFor(SLOW);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("INV-15 an auditor reads the register and is offered no change; a biller is denied", async () => {
    const context = await openWindow(browser, url);
    const { page } = await watchedPage(context);
    await signInAs(page, "audra.auditor", "audit");
    await page.goto("/data-map/systems");
    await page.getByRole("heading", { name: "To inventory" }).waitFor(SLOW);
    expect(await page.getByRole("button", { name: /^Name/ }).count()).toBe(0);
    await signInAs(page, "bea.biller", "billing");
    await page.goto("/data-map");
    await page.getByText("Denied by the policy").first().waitFor(SLOW);
    await context.close();
  });
});
