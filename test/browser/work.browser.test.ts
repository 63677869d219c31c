import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { fitsItsWidth, violations } from "./axe.ts";
import { browserRuns, type Look, openWindow, startBrowser, whySkipped } from "./chromium.ts";
import { ownConsole } from "./own-console.ts";
import { signInAs, tabTo } from "./signed-in.ts";
import { watchedPage } from "./watched-page.ts";

const { url } = ownConsole();
const SLOW = { timeout: 40_000 };

let browser: Browser;
let context: BrowserContext;

async function open(person: string, purpose: string | null, look: Look = {}): Promise<Page> {
  context = await openWindow(browser, url, look);
  const { page } = await watchedPage(context);
  await signInAs(page, person, purpose);
  await page.goto("/work");
  await page.getByRole("heading", { level: 1, name: "My work" }).waitFor(SLOW);
  return page;
}

describe.skipIf(!browserRuns())(`my work${whySkipped === null ? "" : ` (${whySkipped})`}`, () => {
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterEach(() => context.close());
  afterAll(() => browser.close());

  it.each([
    ["hana.hr", null, "What waits for you appears here."],
    ["lou.logsender", "compliance", "Your role is given nothing to read for this purpose."],
    ["vera.vendor", "system-support", "no active business associate agreement covers this"],
    ["bea.biller", "billing", "What your role sees stands below."],
  ])("UX tells %s that nothing needs them, and why, with no denial", async (person, purpose, text) => {
    const page = await open(person, purpose);
    await page.getByText("Nothing needs you").waitFor(SLOW);
    expect(await page.getByRole("main").innerText()).toContain(text);
    expect(await page.getByRole("region", { name: "Denied" }).count()).toBe(0);
    expect(await violations(page)).toEqual([]);
  });

  it("UX says what the role sees with each of its purposes, and switches by keyboard", async () => {
    const page = await open("bea.biller", "billing");
    await page.getByText("Your role sees:").first().waitFor(SLOW);
    expect(await page.getByText("Your role sees:").count()).toBe(3);
    await tabTo(page, /^Switch to Check/);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /^Purpose: Check/ }).waitFor(SLOW);
  });

  it("UX fits 320 px", async () => {
    const page = await open("bea.biller", "billing", { width: 320 });
    await page.getByText("Your role sees:").first().waitFor(SLOW);
    expect(await fitsItsWidth(page)).toBe(true);
  });
});
