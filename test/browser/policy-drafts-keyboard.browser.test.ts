import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { browserRuns, startBrowser, whySkipped } from "./chromium.ts";
import { changed, sexOfBilling, started } from "./drafts-of-test.ts";
import { actOn, seesFocus, tabOnto } from "./keyboard.ts";
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

const focusIsOn = async (target: Locator): Promise<boolean> =>
  (await target.and(target.page().locator(":focus")).count()) > 0;

/**
 * Presses Tab through the page: names of what can be pressed or filled in the draft and got no focus. One stop stands for
 * a group whose members the arrows reach. Fails where the focus is not to be seen.
 */
async function missedByTab(page: Page): Promise<readonly string[]> {
  await page.evaluate("document.activeElement?.blur()");
  for (let stop = 0; stop < 160; stop += 1) {
    await page.keyboard.press("Tab");
    const isOver = await page.evaluate<boolean>(`(() => {
      const at = document.activeElement;
      if (at === null || at === document.body || at.dataset.met === "yes") return true;
      at.dataset.met = "yes";
      return false;
    })()`);
    if (isOver) break;
    await seesFocus(page);
  }
  return page.evaluate<string[]>(`(() => {
    const group = "[role=tablist], [role=radiogroup], [role=treegrid], [role=toolbar]";
    const can = "main :is(button, a[href], input, textarea, select, summary, [role=tab], [role=gridcell]):not(:disabled)";
    const isMet = (one) => one.dataset.met === "yes" || one.querySelector("[data-met]") !== null;
    return [...document.querySelectorAll(can)]
      .filter((one) => one.checkVisibility() && !one.closest("[aria-hidden=true]"))
      .filter((one) => !isMet(one) && one.closest(group)?.querySelector("[data-met]") == null)
      .filter((one) => one.closest("label")?.querySelector("[data-met]") == null)
      .filter((one) => one.closest("[role=group], div")?.querySelector(":scope > input[data-met]") == null)
      .map((one) => one.tagName + " " + (one.getAttribute("aria-label") ?? one.textContent.trim().slice(0, 40)));
  })()`);
}

/** From now on the draft stands behind a policy that changed the same file, until it is moved. */
async function fallsBehind(page: Page, id: string): Promise<void> {
  let isBehind = true;
  await page.route(`**/api/v1/policy/drafts/${id}`, async (route) => {
    const response = await route.fetch();
    const draft = (await response.json()) as object;
    await route.fulfill({ response, json: isBehind ? { ...draft, onLive: false } : draft });
  });
  await page.route(`**/api/v1/policy/drafts/${id}/rebase`, async (route) => {
    const { take } = route.request().postDataJSON() as { readonly take: Readonly<Record<string, string>> };
    if (Object.keys(take).length > 0) {
      isBehind = false;
      return route.fulfill({ json: {} });
    }
    const json = {
      status: 409,
      code: "conflict",
      title: "both changed the same files",
      paths: ["roles/biller.yaml"],
    };
    return route.fulfill({ status: 409, contentType: "application/problem+json", json });
  });
}

function later(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

describe.skipIf(!browserRuns())(`drafts by keyboard${whySkipped === null ? "" : ` (${whySkipped})`}`, () => {
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });
  afterAll(() => browser.close());

  it(
    "F006 UX comes by Tab alone to everything in every view of a draft, and sees where it is",
    { timeout: 240_000 },
    async () => {
      const page = await open("/policy/drafts");
      const id = await started(page, "Walk through it");
      expect(await changed(page, id, 1, "drop")).toBe(200);
      for (const show of ["cells", "purposes", "role", "files&file=roles/biller.yaml", "changes", "tests"]) {
        await page.goto(`/policy/drafts/${id}?show=${show}`);
        await page
          .getByText(/1 cell differs/)
          .first()
          .waitFor(PATIENT);
        await page.waitForLoadState("networkidle");
        expect({ show, missed: await missedByTab(page) }).toEqual({ show, missed: [] });
      }
    },
  );

  it(
    "F006 UX keeps the focus where a cell was changed, and where its dialog was left",
    { timeout: 120_000 },
    async () => {
      const page = await open("/policy/drafts");
      const id = await started(page, "Change by keyboard");
      await page.goto(`/policy/drafts/${id}?role=biller&purpose=billing&find=patient.sex`);
      await sexOfBilling(page).waitFor(PATIENT);
      await tabOnto(page, page.getByRole("treegrid").locator('[tabindex="0"]'));
      for (const key of ["Control+Home", "ArrowDown", "ArrowDown", "ArrowRight", "Enter"])
        await page.keyboard.press(key);
      const dialog = page.getByRole("dialog", { name: "Biller: Administrative sex" });
      const shown = dialog.getByRole("radio", { name: /^shown/ });
      await shown.waitFor(PATIENT);
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
      await expect.poll(() => focusIsOn(sexOfBilling(page))).toBe(true);
      await page.keyboard.press("Enter");
      await shown.waitFor(PATIENT);
      await tabOnto(page, shown);
      await page.keyboard.press("ArrowUp");
      await actOn(page, dialog.getByRole("button", { name: "Change the cell" }), "Enter");
      await dialog.waitFor({ state: "detached", ...PATIENT });
      await page
        .getByText(/1 cell differs/)
        .first()
        .waitFor(PATIENT);
      await expect.poll(() => focusIsOn(sexOfBilling(page))).toBe(true);
      await seesFocus(page);
    },
  );

  it(
    "F006 UX keeps the focused cell in the window when who changes is told late, above it",
    { timeout: 120_000 },
    async () => {
      const page = await open("/policy/drafts");
      const id = await started(page, "Told late");
      const { promise: isCounted, resolve: count } = later();
      await page.route("**/api/v1/policy/impact", async (route) => {
        const response = await route.fetch();
        await isCounted;
        await route.fulfill({ response });
      });
      expect(await changed(page, id, 1, "drop")).toBe(200);
      await page.goto(`/policy/drafts/${id}?role=biller&purpose=billing&find=patient.sex`);
      await sexOfBilling(page).waitFor(PATIENT);
      await sexOfBilling(page).focus();
      // At the lower edge of a page at its top: there the browser itself holds nothing in place.
      await page.evaluate("scrollTo(0, 0)");
      const bottom = await page.evaluate<number>("document.activeElement.getBoundingClientRect().bottom");
      await page.setViewportSize({ width: 1440, height: Math.ceil(bottom) + 4 });
      await seesFocus(page);
      count();
      await page
        .getByText(/could see/)
        .first()
        .waitFor(PATIENT);
      await seesFocus(page);
    },
  );

  it(
    "F006 UX gives the focus a place where the button of an act is gone with it",
    { timeout: 240_000 },
    async () => {
      const page = await open("/policy/drafts");
      const id = await started(page, "Lose no focus");
      const heading = page.getByRole("heading", { level: 1 });
      const button = (name: string) => page.getByRole("button", { name, exact: true });

      await page.goto(`/policy/drafts/${id}?show=tests`);
      const run = page
        .getByRole("tabpanel", { name: "Tests" })
        .getByRole("button", { name: "Run the tests" });
      await run.waitFor(PATIENT);
      await actOn(page, run, "Enter");
      await page.getByText("of grants covered").waitFor({ timeout: 90_000 });
      await expect.poll(() => focusIsOn(heading)).toBe(true);
      await seesFocus(page);

      await page.goto(`/policy/drafts/${id}?show=files&file=roles/biller.yaml`);
      const area = page.getByRole("textbox", { name: "Text of roles/biller.yaml" });
      await area.waitFor(PATIENT);
      await actOn(page, area, "#", "Enter");
      await actOn(page, button("Undo what I wrote"), "Enter");
      expect(await focusIsOn(area)).toBe(true);
      await page.keyboard.press("Control+Home");
      await page.keyboard.type("# by hand\n");
      expect(await changed(page, id, 1, "drop")).toBe(200);
      await actOn(page, button("Save the file"), "Enter");
      await page.getByRole("alert", { name: "The change was not made" }).waitFor(PATIENT);
      await page.getByRole("heading", { level: 1 }).focus();
      await actOn(page, button("Load the last version and keep my change"), "Enter");
      await expect.poll(() => focusIsOn(heading), PATIENT).toBe(true);
      await seesFocus(page);
      await actOn(page, button("Save the file"), "Enter");
      await page.getByText("Saved, version 3").waitFor(PATIENT);
      await expect.poll(() => focusIsOn(area)).toBe(true);

      await fallsBehind(page, id);
      await page.reload();
      await actOn(page, button("Move onto the policy in force"), "Enter");
      const both = page.getByRole("dialog", { name: "Both changed the same files" });
      await both.waitFor(PATIENT);
      await tabOnto(page, both.getByRole("radio", { name: "The draft’s text" }));
      await page.keyboard.press("Space");
      await actOn(page, both.getByRole("button", { name: "Move the draft" }), "Enter");
      await both.waitFor({ state: "detached", ...PATIENT });
      await expect.poll(() => focusIsOn(heading)).toBe(true);
      await seesFocus(page);

      await tabOnto(page, button("Discard"));
      await page.keyboard.press("Enter");
      await actOn(page, button("Keep it"), "Enter");
      await expect.poll(() => focusIsOn(button("Discard"))).toBe(true);
      await page.keyboard.press("Enter");
      await tabOnto(page, button("Discard it"));
      await page.keyboard.press("Enter");
      await page.getByText("Discarded", { exact: true }).waitFor(PATIENT);
      await expect.poll(() => focusIsOn(heading)).toBe(true);
      await seesFocus(page);
    },
  );
});
