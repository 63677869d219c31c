import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { violations } from "./axe.ts";
import { browserRuns, startBrowser, whySkipped } from "./chromium.ts";
import { KEYS_TO_SEX_OF_BILLING, sexOfBilling, started } from "./drafts-of-test.ts";
import { ownConsole } from "./own-console.ts";
import { openPolicy, PATIENT } from "./policy-window.ts";

const { url } = ownConsole();
let browser: Browser;
const contexts: BrowserContext[] = [];

async function open(path: string): Promise<Page> {
  const opened = await openPolicy(browser, url, path);
  contexts.push(opened.context);
  return opened.page;
}

const rowOf = (page: Page, title: string) => page.getByRole("row", { name: new RegExp(title) });
const toList = (page: Page) => page.getByRole("link", { name: "All drafts" }).click();

/** Changes the sex for billing to `not shown`, in the cells of the draft that is open. */
async function changeTheCell(page: Page): Promise<void> {
  await page.getByRole("searchbox", { name: "Find an element" }).fill("patient.sex");
  await sexOfBilling(page).waitFor(PATIENT);
  await page.getByRole("treegrid").locator('[tabindex="0"]').focus();
  for (const key of KEYS_TO_SEX_OF_BILLING) await page.keyboard.press(key);
  const dialog = page.getByRole("dialog", { name: "Biller: Administrative sex" });
  await dialog.getByRole("radio", { name: /^shown/ }).waitFor(PATIENT);
  await dialog.getByRole("radio", { name: /^shown/ }).focus();
  await page.keyboard.press("ArrowUp");
  await dialog.getByRole("button", { name: "Change the cell" }).focus();
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached", ...PATIENT });
}

describe.skipIf(!browserRuns())(`the list of drafts${whySkipped === null ? "" : ` (${whySkipped})`}`, () => {
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });
  afterAll(() => browser.close());

  it(
    "F006 has a new draft, and each at its last version, without a reload",
    { timeout: 120_000 },
    async () => {
      const page = await open("/policy/drafts");
      await page.getByRole("textbox", { name: /^New draft/ }).fill("List me at once");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { level: 1, name: "List me at once" }).waitFor(PATIENT);
      await toList(page);
      const row = rowOf(page, "List me at once");
      await row.getByRole("cell", { name: "1", exact: true }).waitFor(PATIENT);
      await page.goBack();
      await changeTheCell(page);
      await toList(page);
      await row.getByRole("cell", { name: "2", exact: true }).waitFor(PATIENT);
    },
  );

  it("F006 UX is not where Escape leads from a draft, in which something may not be saved", async () => {
    const page = await open("/policy/drafts");
    const id = await started(page, "Keep what I type");
    await page.goto(`/policy/drafts/${id}?show=role`);
    const title = page.getByRole("textbox", { name: "Title of the role" });
    await title.fill("Referral clerk");
    await page.getByRole("heading", { level: 1, name: "Keep what I type" }).click();
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    const map = page.getByRole("dialog", { name: "Keyboard" });
    await map.waitFor(PATIENT);
    expect(await map.getByText("Back: All drafts").count()).toBe(0);
    for (const key of ["Escape", "Escape"]) await page.keyboard.press(key);
    await map.waitFor({ state: "detached" });
    expect(await title.inputValue()).toBe("Referral clerk");
    await title.clear();
    await toList(page);
    await page.getByRole("heading", { level: 1, name: "Drafts" }).waitFor(PATIENT);
  });

  it("F027 UX asks before a link leaves a role half written, or another view the text of a file", async () => {
    const page = await open("/policy/drafts");
    const id = await started(page, "Ask me first");
    await page.goto(`/policy/drafts/${id}?show=role`);
    const title = page.getByRole("textbox", { name: "Title of the role" });
    await title.fill("Referral clerk");
    await toList(page);
    const question = page.getByRole("dialog", { name: "Leave what is not saved?" });
    await question.waitFor(PATIENT);
    expect(await violations(page)).toEqual([]);
    await question.getByRole("button", { name: "Stay here" }).press("Enter");
    await question.waitFor({ state: "detached" });
    expect(await title.inputValue()).toBe("Referral clerk");
    await page.getByRole("tab", { name: "What changes" }).click();
    await page.getByRole("tab", { name: "Build a role" }).click();
    expect(await title.inputValue()).toBe("Referral clerk");
    await toList(page);
    await question.getByRole("button", { name: "Leave it" }).press("Enter");
    await page.getByRole("heading", { level: 1, name: "Drafts" }).waitFor(PATIENT);
    await page.goto(`/policy/drafts/${id}?show=files&file=roles/biller.yaml`);
    const text = page.getByRole("textbox", { name: "Text of roles/biller.yaml" });
    await text.waitFor(PATIENT);
    await text.press("End");
    await page.keyboard.type("# mine");
    await page.getByRole("tab", { name: "What changes" }).click();
    await question.getByRole("button", { name: "Stay here" }).press("Enter");
    await question.waitFor({ state: "detached" });
    expect(await page.getByText("Not saved, version 1").isVisible()).toBe(true);
    await page.getByRole("button", { name: "Undo what I wrote" }).press("Enter");
    await page.getByRole("tab", { name: "What changes" }).click();
    await page.getByRole("tab", { name: "What changes", selected: true }).waitFor(PATIENT);
  });
});
