import { randomUUID } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fitsItsWidth, violations } from "./axe.ts";
import { browserRuns, openWindow, startBrowser, whySkipped } from "./chromium.ts";
import { ownConsole } from "./own-console.ts";
import { dueMonth, keepsPurges, type PurgeBook } from "./purge-book.ts";
import { signInAs, tabTo } from "./signed-in.ts";
import { watchedPage } from "./watched-page.ts";

const { url } = ownConsole();
const SLOW = { timeout: 40_000 };

let browser: Browser;

async function opened(person: string, path: string, book?: PurgeBook): Promise<Page> {
  const context = await openWindow(browser, url);
  const { page } = await watchedPage(context);
  await signInAs(page, person, person === "audra.auditor" ? "audit" : "compliance");
  if (book !== undefined) await keepsPurges(page, person, book);
  await page.goto(path);
  return page;
}

describe.skipIf(!browserRuns())(`retention${whySkipped === null ? "" : ` (${whySkipped})`}`, () => {
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  const SCHEDULE = ["/retention", "Notices of privacy practices"] as const;
  const PAGES = [
    SCHEDULE,
    ["/retention/holds", "Place a hold"],
    ["/retention/purges", "Nothing was proposed yet"],
    ["/retention/tombstones", "Nothing was purged yet"],
  ] as const;

  it.each([
    { theme: "light", width: 1440, pages: [SCHEDULE] },
    { theme: "dark", width: 390, pages: PAGES },
    { theme: "contrast", width: 1440, pages: [SCHEDULE] },
  ] as const)("UX passes axe in $theme at $width px: the parts of retention", async ({ pages, ...look }) => {
    const context = await openWindow(browser, url, look);
    const { page, complaints } = await watchedPage(context);
    await signInAs(page, "priya.privacy", "compliance");
    for (const [path, text] of pages) {
      await page.goto(path);
      await page.getByText(text).first().waitFor(SLOW);
      expect(await violations(page)).toEqual([]);
      expect(await fitsItsWidth(page)).toBe(true);
    }
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("F135 places a hold by keyboard, and of two who release it at once the second is told", async () => {
    const held = `held-${randomUUID().slice(0, 8)}`;
    const priya = await opened("priya.privacy", "/retention/holds");
    await priya.getByRole("button", { name: "Place a hold" }).waitFor(SLOW);
    await tabTo(priya, /^Place a hold$/);
    await priya.keyboard.press("Enter");
    await priya.getByRole("dialog").waitFor();
    await priya.getByRole("radio", { name: "What is about a patient" }).focus();
    await priya.keyboard.press("ArrowDown");
    await priya.getByLabel("Person (id)").focus();
    await priya.keyboard.press("Enter");
    await priya.getByText("Say why.").waitFor();
    expect(await violations(priya)).toEqual([]);
    await priya.getByLabel("Person (id)").focus();
    await priya.keyboard.type(held);
    await priya.getByLabel("Why it is held").focus();
    await priya.keyboard.type("a claim");
    await tabTo(priya, /^Place the hold$/);
    await priya.keyboard.press("Enter");
    await priya.getByText(/hold is placed.*Entry in the record: \S+/).waitFor(SLOW);

    const sam = await opened("sam.security", "/retention/holds");
    for (const page of [sam, priya]) {
      await page.getByRole("button", { name: `Release the hold on what ${held} did` }).press("Enter", SLOW);
      await page.getByLabel("Why it is released").fill("settled");
    }
    await sam.getByRole("button", { name: "Release it" }).press("Enter");
    await sam.getByText(/hold is released.*Entry in the record: \S+/).waitFor(SLOW);
    await priya.getByRole("button", { name: "Release it" }).press("Enter");
    await priya.getByText("done before, or by somebody else meanwhile").waitFor(SLOW);
    await priya.getByRole("button", { name: "Close" }).last().press("Enter");
    await priya.getByRole("row", { name: new RegExp(`${held}.*Released.*sam.security`) }).waitFor(SLOW);
    for (const page of [sam, priya]) await page.context().close();
  });

  it("F135 what one proposed another confirms by typing it, and the proposer is told why they may not", async () => {
    const book: PurgeBook = {
      months: [dueMonth("2019-05"), dueMonth("2019-06")],
      purges: [],
      tombstones: [],
    };
    const priya = await opened("priya.privacy", "/retention", book);
    await priya.getByText("2 months").first().waitFor(SLOW);
    await priya
      .getByRole("row", { name: /^Select 2019-05|^2019-05/ })
      .getByRole("checkbox")
      .press("Space", SLOW);
    await priya.getByRole("button", { name: "Propose a purge" }).press("Enter");
    await priya.getByText("100 entries in 1 month").waitFor(SLOW);
    await priya.getByLabel("Why it goes").fill("six years are over");
    await priya.getByRole("button", { name: "Propose", exact: true }).press("Enter");
    await priya.getByText("another person confirms it under Purges").first().waitFor(SLOW);
    await priya.goto("/retention/purges");
    await priya.getByText("You proposed it: another person confirms it.").waitFor(SLOW);
    expect(await priya.getByRole("button", { name: "Confirm the purge of 2019-05" }).isDisabled()).toBe(true);

    const sam = await opened("sam.security", "/retention/purges", book);
    await sam.getByRole("button", { name: "Confirm the purge of 2019-05" }).press("Enter", SLOW);
    await sam.getByText("nothing brings them back here").waitFor();
    const purge = sam.getByRole("button", { name: "Purge for good" });
    expect(await purge.isDisabled()).toBe(true);
    await sam.getByLabel("Type PURGE to go on").fill("PURGE");
    expect(await violations(sam)).toEqual([]);
    await purge.press("Enter");
    await sam.getByText("Purged: 2019-05, 100 entries").first().waitFor(SLOW);

    await priya.getByRole("button", { name: "Withdraw the purge of 2019-05" }).press("Enter");
    await priya.getByRole("button", { name: "Withdraw it" }).press("Enter");
    await priya.getByText("sam.security confirmed the purge").waitFor(SLOW);
    await priya.getByText("Purged", { exact: true }).waitFor(SLOW);
    for (const page of [sam, priya]) await page.context().close();
  });

  it("F135 says what will be due on a day to come, by the holds of today", async () => {
    const page = await opened("priya.privacy", "/retention");
    await page.getByText("0 months").first().waitFor(SLOW);
    await page.getByLabel("What would be due at the end of").fill("2036-01-01");
    await page.getByText("will be due when 2036-01-01 ends").waitFor(SLOW);
    await page.getByText("as they stand now").waitFor();
    await page.context().close();
  });

  it.each([
    ["bea.biller", "billing", "/retention"],
    ["kai.keycustodian", "system-support", "/shreddings"],
  ])("F135 F179 %s under %s is not offered %s, and denied it all the same", async (person, purpose, path) => {
    const context = await openWindow(browser, url);
    const { page } = await watchedPage(context);
    await signInAs(page, person, purpose);
    await page.goto(path);
    await page.getByText("Denied by the policy").first().waitFor(SLOW);
    const offered = page.getByRole("navigation").getByText(/^(Retention|Destroyed keys)$/);
    expect(await offered.count()).toBe(0);
    await context.close();
  });
});
