import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { fitsItsWidth, violations } from "./axe.ts";
import { browserRuns, type Look, openWindow, startBrowser, whySkipped } from "./chromium.ts";
import { ownConsole } from "./own-console.ts";
import { type WatchedPage, watchedPage } from "./watched-page.ts";

const { url } = ownConsole();

let browser: Browser;
let context: BrowserContext;

async function open(path: string, look: Look = {}): Promise<WatchedPage> {
  context = await openWindow(browser, url, look);
  const watched = await watchedPage(context);
  await watched.page.goto(path);
  await watched.page.getByRole("heading", { level: 1 }).waitFor();
  return watched;
}

async function signIn(page: Page, name = "Bea Biller"): Promise<void> {
  await page.getByRole("button", { name: new RegExp(name) }).click();
  await page.getByRole("heading", { level: 1, name: "My work" }).waitFor();
}

const purposeButton = (page: Page) => page.getByRole("button", { name: /^Purpose:/ });

describe.skipIf(!browserRuns())(`the console${whySkipped === null ? "" : ` (${whySkipped})`}`, () => {
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterEach(() => context.close());
  afterAll(() => browser.close());

  describe.each(["light", "dark", "contrast"] as const)("in the theme %s", (theme) => {
    it.each([1440, 390, 320])(
      "UX passes axe at %i px: sign-in, My work, purposes, commands, keyboard map",
      async (width) => {
        const { page, complaints } = await open("/sign-in", { theme, width });
        expect(await violations(page)).toEqual([]);
        await signIn(page);
        expect(await violations(page)).toEqual([]);
        expect(await fitsItsWidth(page)).toBe(true);
        for (const key of ["p", "Control+k", "?"]) {
          await page.keyboard.press(key);
          await page.getByRole("dialog").waitFor();
          expect(await violations(page)).toEqual([]);
          await page.keyboard.press("Escape");
          await page.getByRole("dialog").waitFor({ state: "detached" });
        }
        expect(complaints).toEqual([]);
      },
    );
  });

  it("UX signs in and declares a purpose by keyboard alone", async () => {
    const { page } = await open("/sign-in");
    await page.getByRole("searchbox").focus();
    await page.keyboard.type("biller");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "My work" }).waitFor();
    const before = await purposeButton(page).getAttribute("aria-label");
    await page.keyboard.press("p");
    await page.getByRole("listbox", { name: "Purposes of your role" }).waitFor();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await purposeButton(page).getAttribute("aria-label")).not.toBe(before);
  });

  it("UX shows purpose and system at all times, also where it is narrow", async () => {
    const { page } = await open("/sign-in", { width: 390 });
    await signIn(page);
    expect(await purposeButton(page).isVisible()).toBe(true);
    expect(await page.getByRole("banner").getByText("System").isVisible()).toBe(true);
  });

  it("UX goes on to the page that one wanted once signed in", async () => {
    const { page } = await open("/work?from=a-bookmark");
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Sign in");
    await signIn(page);
    expect(page.url()).toBe(`${url}/work?from=a-bookmark`);
  });

  it("UX keeps the declared purpose over a reload, and forgets it at sign-out", async () => {
    const { page } = await open("/sign-in");
    await signIn(page);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("Purpose: ");
    await page.getByRole("menuitem").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    const chosen = await purposeButton(page).getAttribute("aria-label");
    await page.reload();
    await purposeButton(page).waitFor();
    expect(await purposeButton(page).getAttribute("aria-label")).toBe(chosen);
    await page.getByRole("button", { name: /^Your account/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("heading", { level: 1, name: "Sign in" }).waitFor();
    const kept = (): Promise<unknown> => page.evaluate("sessionStorage.getItem('modicum.declared')");
    await expect.poll(kept).toBe('{"person":null,"purpose":null,"case":null}');
  });

  it("UX asks for the case that a purpose is bound to", async () => {
    const { page } = await open("/sign-in");
    await signIn(page);
    await purposeButton(page).click();
    await page
      .getByRole("option", { name: /names its case/ })
      .first()
      .click();
    await page.getByRole("textbox", { name: /^Case for/ }).fill("claim-1");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await page.evaluate("JSON.parse(sessionStorage.getItem('modicum.declared')).case")).toBe(
      "claim-1",
    );
  });

  it("WCAG 2.1.4 lets single keys be turned off, and Ctrl+K stays", async () => {
    const { page } = await open("/sign-in");
    await signIn(page);
    await page.keyboard.press("?");
    await page.getByText("Single-key shortcuts").click();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("?");
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").waitFor();
    expect(await page.getByRole("dialog").getByRole("heading", { level: 2 }).textContent()).toBe("Commands");
  });

  it("WCAG 2.4.7 leaves every link of the navigation in reach where a page is long", async () => {
    const { page } = await open("/sign-in", { height: 700 });
    await signIn(page, "Priya Privacy");
    const last = page.getByRole("navigation", { name: "Main" }).getByRole("link").last();
    await page.goto("/policy/matrix");
    await page.getByRole("treegrid").waitFor();
    await page.keyboard.press("End");
    await last.focus();
    const box = await last.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(700);
  });

  it("UX leads back from a page to the one it is a part of, by Escape and by one link at the top", async () => {
    const { page } = await open("/sign-in");
    await signIn(page, "Priya Privacy");
    await page.goto("/segments");
    await page.getByRole("rowheader").getByRole("button").first().click();
    const back = page.getByRole("link", { name: "All segments" });
    await back.waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("heading", { level: 1, name: "Segments" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/segments");
    expect(await back.count()).toBe(0);
  });

  it("UX finds the parts of screens among the commands, for whoever may see them", async () => {
    const { page } = await open("/sign-in");
    await signIn(page, "Priya Privacy");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("legal holds");
    await page.getByRole("menuitem", { name: "Retention: legal holds" }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Legal holds" }).waitFor();
    await page.goto("/sign-in");
    await signIn(page);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("legal holds");
    await page.getByText("No command matches.").waitFor();
  });

  it("UX says who one is, and asks privacy about a denial with its reason quoted", async () => {
    const { page } = await open("/sign-in");
    await signIn(page);
    expect(await page.getByRole("button", { name: "Your account: Bea Biller" }).innerText()).toContain(
      "Bea Biller",
    );
    await page.goto("/keys");
    await page.getByRole("button", { name: "Ask privacy about this" }).first().click();
    const asked = page.getByRole("dialog", { name: "Ask privacy" });
    await asked.getByText("/keys").waitFor();
    expect(await asked.innerText()).toMatch(/Reason\s+\w+/);
    const entry = (await asked.innerText()).match(/Entry\s+(\S+)/)?.[1] ?? "";
    const mail = await asked.getByRole("link", { name: "priya.privacy@example.org" }).getAttribute("href");
    expect(decodeURIComponent(mail ?? "")).toBe(
      `mailto:priya.privacy@example.org?subject=Modicum, entry ${entry}`,
    );
    expect(await violations(page)).toEqual([]);
  });

  it("WCAG 2.4.3 moves the focus to the heading of the page one went to", async () => {
    const { page } = await open("/sign-in");
    await signIn(page);
    await expect.poll(() => page.locator("h1:focus").textContent()).toBe("My work");
    expect(await page.title()).toBe("My work · Modicum");
  });

  it("WCAG 2.4.1 lets one skip to the content first", async () => {
    const { page } = await open("/sign-in");
    await page.keyboard.press("Tab");
    expect(await page.locator(":focus").textContent()).toBe("Skip to the content");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator("main:focus").count()).toBe(1);
  });

  it("UX keeps the theme that was chosen in this browser", async () => {
    const { page } = await open("/sign-in");
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByText("High contrast").click();
    expect(await page.evaluate("document.documentElement.dataset.contrast")).toBe("more");
    expect(await page.evaluate("localStorage.getItem('modicum.theme')")).toBe("contrast");
  });

  it("UX names whom to ask on every page, in the same place, with what to quote", async () => {
    const { page } = await open("/sign-in");
    const before = await page.getByRole("button", { name: "Ask privacy" }).boundingBox();
    await page.goto("/nowhere");
    expect((await page.getByRole("button", { name: "Ask privacy" }).boundingBox())?.y).toBe(before?.y);
    await page.getByRole("button", { name: "Ask privacy" }).click();
    const asked = page.getByRole("dialog", { name: "Ask privacy" });
    expect(await asked.getByText("/nowhere").isVisible()).toBe(true);
    expect(await asked.getByText("Priya Privacy, privacy officer").isVisible()).toBe(true);
    const mail = asked.getByRole("link", { name: "priya.privacy@example.org" });
    expect(await mail.getAttribute("href")).toBe("mailto:priya.privacy@example.org?subject=Modicum");
  });

  it("UX says that there is no such page, and where to go on", async () => {
    const { page } = await open("/no/such/page");
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("There is no such page");
    expect(await violations(page)).toEqual([]);
  });

  it("UX offers to try again where the server does not answer, and recovers", async () => {
    context = await openWindow(browser, url);
    await context.route("**/api/v1/session", (route) => route.abort());
    const page = await context.newPage();
    await page.goto("/");
    await page.getByText("Could not load the console").waitFor({ timeout: 20_000 });
    expect(await violations(page)).toEqual([]);
    await context.unroute("**/api/v1/session");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { level: 1 }).waitFor();
  });

  it("F012 asks nothing for one person under the purpose of the person before", async () => {
    const { page, complaints } = await open("/sign-in");
    await signIn(page);
    await page.getByText("Nothing needs you").waitFor();
    // People whose roles author no policy: nothing that another test drafts becomes their work.
    for (const [typed, purpose] of [
      ["cory", "Code an encounter"],
      ["bea", "Bill for care"],
    ] as const) {
      await page.keyboard.press("Control+K");
      await page.getByRole("dialog").waitFor();
      await page.keyboard.type(`sign in as ${typed}`);
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: `Purpose: ${purpose}` }).waitFor();
      await page.getByText("Nothing needs you").waitFor();
    }
    expect(complaints).toEqual([]);
  });

  it("asks nobody but its own server for anything", async () => {
    const { page, asked } = await open("/sign-in");
    await signIn(page);
    expect(asked.filter((address) => !address.startsWith(`${url}/`))).toEqual([]);
    expect(asked.length).toBeGreaterThan(5);
  });
});
