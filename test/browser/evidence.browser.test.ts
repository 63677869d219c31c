import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyPack } from "../../src/governance/evidence/verify-pack.ts";
import { fitsItsWidth, violations } from "./axe.ts";
import { browserRuns, openWindow, startBrowser, whySkipped } from "./chromium.ts";
import { ownConsole } from "./own-console.ts";
import { signInAs } from "./signed-in.ts";
import { watchedPage } from "./watched-page.ts";

const { url } = ownConsole();
const SLOW = { timeout: 40_000 };

let browser: Browser;

describe.skipIf(!browserRuns())(`evidence${whySkipped === null ? "" : ` (${whySkipped})`}`, () => {
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it("F133 UX the auditor chooses, samples, builds and downloads in four steps of the keyboard, and the pack is whole", async () => {
    const context = await openWindow(browser, url);
    const { page, complaints } = await watchedPage(context);
    await signInAs(page, "audra.auditor", "audit");
    await page.goto("/evidence");
    await page.getByRole("checkbox", { name: /^Entries of the record/ }).press("Space", SLOW);
    await page.getByRole("checkbox", { name: /^People and their roles/ }).press("Space");
    await page.getByRole("textbox", { name: "Sample size" }).fill("5");
    await page.getByRole("button", { name: "Build" }).press("Enter");
    const save = page.getByRole("button", { name: "Download the pack" });
    await save.waitFor(SLOW);
    const [download] = await Promise.all([page.waitForEvent("download", SLOW), save.press("Enter")]);
    await page.getByText("The hash is the one that the record says").waitFor(SLOW);
    const verdict = verifyPack(await readFile(await download.path()), null);
    expect(verdict).toMatchObject({ findings: [], proven: 2 });
    expect(await violations(page)).toEqual([]);
    expect(await fitsItsWidth(page)).toBe(true);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("F133 UX an artifact shows hash, question and entry, and its question is asked again", async () => {
    const context = await openWindow(browser, url, { theme: "dark", width: 390 });
    const { page, complaints } = await watchedPage(context);
    await signInAs(page, "priya.privacy", "compliance");
    await page.goto("/evidence");
    await page.getByRole("button", { name: "People and their roles" }).first().press("Enter", SLOW);
    await page.getByRole("heading", { level: 1, name: "People and their roles" }).waitFor(SLOW);
    await page.getByText("Entry that says the hash").waitFor(SLOW);
    await page.getByRole("button", { name: "Ask the question again" }).press("Enter");
    await page.getByText("The same bytes").waitFor(SLOW);
    expect(await page.title()).toBe("Artifact · Modicum");
    expect(await violations(page)).toEqual([]);
    expect(await fitsItsWidth(page)).toBe(true);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("EVI-16 F133 a biller is not offered evidence, and denied it all the same", async () => {
    const context = await openWindow(browser, url);
    const { page } = await watchedPage(context);
    await signInAs(page, "bea.biller", "billing");
    await page.goto("/evidence");
    await page.getByText("Denied by the policy").first().waitFor(SLOW);
    expect(await page.getByRole("navigation").getByText("Evidence").count()).toBe(0);
    await context.close();
  });
});
