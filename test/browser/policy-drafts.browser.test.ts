import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { fitsItsWidth, violations } from "./axe.ts";
import { browserRuns, type Look, startBrowser, whySkipped } from "./chromium.ts";
import { changed, KEYS_TO_SEX_OF_BILLING, sexOfBilling, started } from "./drafts-of-test.ts";
import { ownConsole } from "./own-console.ts";
import { actOn, seesFocus, tabOnto } from "./keyboard.ts";
import { openPolicy, PATIENT } from "./policy-window.ts";

const { url } = ownConsole();
let browser: Browser;
const contexts: BrowserContext[] = [];

async function open(path: string, look: Look & { readonly person?: string } = {}): Promise<Page> {
  const opened = await openPolicy(browser, url, path, look);
  contexts.push(opened.context);
  return opened.page;
}

describe.skipIf(!browserRuns())(
  `drafts of the policy${whySkipped === null ? "" : ` (${whySkipped})`}`,
  () => {
    beforeAll(async () => {
      browser = await startBrowser();
    });
    afterEach(async () => {
      await Promise.all(contexts.splice(0).map((context) => context.close()));
    });
    afterAll(() => browser.close());

    it(
      "F006 by keyboard alone: start a draft, edit a cell, see who changes, run the tests",
      { timeout: 180_000 },
      async () => {
        const page = await open("/policy/drafts");
        await page.getByRole("textbox", { name: /^New draft/ }).focus();
        await page.keyboard.type("Bill without the sex");
        await page.keyboard.press("Enter");
        await page.getByRole("heading", { level: 1, name: "Bill without the sex" }).waitFor(PATIENT);
        await page.getByRole("searchbox", { name: "Find an element" }).focus();
        await page.keyboard.type("patient.sex");
        await sexOfBilling(page).waitFor(PATIENT);
        await page.getByRole("treegrid").locator('[tabindex="0"]').focus();
        // Past the group to the element; past the assistant program and the auditor to the biller.
        for (const key of KEYS_TO_SEX_OF_BILLING) await page.keyboard.press(key);
        const dialog = page.getByRole("dialog", { name: "Biller: Administrative sex" });
        await dialog.getByRole("radio", { name: /^shown/ }).waitFor(PATIENT);
        // A sex has no year, no ZIP code and no age.
        expect(await dialog.getByRole("radio", { name: /(year|ZIP|band) only/ }).count()).toBe(0);
        await dialog.getByRole("radio", { name: /^shown/ }).focus();
        await page.keyboard.press("ArrowUp");
        expect(await dialog.getByRole("radio", { name: "not shown" }).isChecked()).toBe(true);
        await dialog.getByRole("button", { name: "Change the cell" }).focus();
        await page.keyboard.press("Enter");
        await dialog.waitFor({ state: "detached", ...PATIENT });
        const who = page.getByRole("region", { name: "Who changes" });
        await who
          .getByText(/1 cell differs; 1 person could see less of up to [1-9]\d+ patients/)
          .waitFor(PATIENT);
        expect(await violations(page)).toEqual([]);
        await page.keyboard.press("t");
        await page.getByText("of grants covered").waitFor({ timeout: 90_000 });
        expect(await page.getByText("failed").first().isVisible()).toBe(true);
      },
    );

    it("F006 marks the changed cell in the matrix by sign and words", async () => {
      const page = await open("/policy/drafts");
      const id = await started(page, "Mark the change");
      expect(await changed(page, id, 1, "drop")).toBe(200);
      await page.goto(`/policy/drafts/${id}?role=biller&purpose=billing&find=patient.sex`);
      await page
        .getByText(/draft: lost biller\/billing\/patient\.sex on billable/)
        .waitFor({ state: "attached", ...PATIENT });
      expect(await sexOfBilling(page).textContent()).toContain("−");
    });

    it("F006 opens a draft at what it changes, and shows that alone when asked", async () => {
      const page = await open("/policy/drafts");
      const id = await started(page, "See the change");
      expect(await changed(page, id, 1, "drop")).toBe(200);
      await page.goto(`/policy/drafts/${id}`);
      await page.getByRole("rowheader", { name: /^Patient.*± 1 of/ }).waitFor(PATIENT);
      expect(await page.title()).toBe("Draft · Modicum");
      const [cell, grid] = [
        await sexOfBilling(page).boundingBox(),
        await page.getByRole("treegrid").locator("..").boundingBox(),
      ];
      expect(cell?.y).toBeLessThan((grid?.y ?? 0) + (grid?.height ?? 0));
      await actOn(page, page.getByRole("switch", { name: "Only what differs" }), "Space");
      await expect
        .poll(() => page.getByRole("columnheader").allTextContents())
        .toEqual(["Element", "Biller, Bill for care"]);
      expect(await page.getByRole("rowheader").count()).toBe(2);
    });

    it(
      "F027 builds a role by keyboard alone: tasks, then elements, then scope; it takes no other role's place",
      { timeout: 120_000 },
      async () => {
        const page = await open("/policy/drafts");
        const id = await started(page, "A new role");
        await page.goto(`/policy/drafts/${id}?show=role`);
        const title = page.getByRole("textbox", { name: "Title of the role" });
        await title.waitFor(PATIENT);
        await actOn(page, title, ..."Biller");
        await page.getByText(/a title that no other role has/).waitFor(PATIENT);
        await page.keyboard.type(" of referrals");
        await actOn(page, page.getByRole("textbox", { name: "Tasks of the job" }), ..."Send referrals");
        await actOn(
          page,
          page.getByRole("textbox", { name: /^Why these tasks/ }),
          ..."A referral takes a name.",
        );
        await tabOnto(page, page.getByRole("button", { name: /The tasks are done for/ }));
        await page.keyboard.press("Enter");
        await page.getByRole("listbox").waitFor(PATIENT);
        await page.keyboard.type("Bill for");
        await page.keyboard.press("Enter");
        const patient = page.getByRole("button", { name: /^Patient: 0 of/ });
        await patient.waitFor(PATIENT);
        await actOn(page, patient, "Enter");
        await actOn(page, page.getByRole("checkbox", { name: "Name", exact: true }).first(), "Space");
        await tabOnto(page, page.getByRole("button", { name: /Of patients/ }));
        await page.keyboard.press("Enter");
        await page.getByRole("listbox").waitFor(PATIENT);
        await page.keyboard.type("Has something");
        await page.keyboard.press("Enter");
        await seesFocus(page);
        await actOn(page, page.getByRole("button", { name: "Write the role into the draft" }), "Enter");
        await page.getByRole("tab", { name: "What changes", selected: true }).waitFor(PATIENT);
        await page.getByText("roles/biller-of-referrals.yaml", { exact: true }).waitFor(PATIENT);
        await seesFocus(page);
      },
    );

    it("F006 tells why a change is refused, and keeps it open", async () => {
      const page = await open("/policy/drafts");
      const id = await started(page, "Show the number to billers");
      await page.goto(`/policy/drafts/${id}?role=biller&purpose=billing&find=patient.ssn`);
      await page
        .getByRole("row", { name: /^Social Security number/ })
        .getByRole("gridcell")
        .click(PATIENT);
      const dialog = page.getByRole("dialog");
      await dialog.getByText("shown", { exact: true }).click(PATIENT);
      await dialog.getByRole("button", { name: "Change the cell" }).click();
      const refused = dialog.getByRole("alert", { name: "The change was not made" });
      await refused.waitFor(PATIENT);
      expect(await refused.textContent()).toMatch(/patient\.ssn/);
      expect(await dialog.getByRole("radio", { name: "shown", exact: true }).isChecked()).toBe(true);
      expect(await violations(page)).toEqual([]);
    });

    it("F006 tells who changed what meanwhile, and loses nothing", async () => {
      const page = await open("/policy/drafts");
      const id = await started(page, "Two at once");
      await page.goto(`/policy/drafts/${id}?show=files&file=roles/biller.yaml`);
      const area = page.getByRole("textbox", { name: "Text of roles/biller.yaml" });
      await area.waitFor(PATIENT);
      const mine = (await area.inputValue()).replace("Post charges", "Post every charge");
      await area.fill(mine);
      expect(await changed(page, id, 1, "drop")).toBe(200);
      await page.getByRole("button", { name: "Save the file" }).click();
      const stale = page.getByRole("alert", { name: "The change was not made" });
      await stale.getByText(/lost biller\/billing\/patient\.sex on billable/).waitFor(PATIENT);
      expect(await stale.textContent()).toContain("priya.privacy");
      expect(await area.inputValue()).toBe(mine);
      await stale.getByRole("button", { name: /Load the last version/ }).click();
      await stale.waitFor({ state: "detached", ...PATIENT });
      await page.getByText("Not saved, version 2").waitFor(PATIENT);
      expect(await area.inputValue()).toBe(mine);
    });

    it("F006 lists what is wrong with a file at its line, and goes there", async () => {
      const page = await open("/policy/drafts");
      const id = await started(page, "Break it");
      await page.goto(`/policy/drafts/${id}?show=files&file=roles/biller.yaml`);
      const area = page.getByRole("textbox", { name: "Text of roles/biller.yaml" });
      await area.waitFor(PATIENT);
      await area.fill((await area.inputValue()).replace("on: billable", "on: nowhere"));
      await page.getByRole("button", { name: "Save the file" }).click();
      const place = page.getByRole("button", { name: /biller\.yaml:\d+:\d+/ }).first();
      await place.waitFor(PATIENT);
      await place.click();
      await expect.poll(() => page.evaluate("document.activeElement.tagName")).toBe("TEXTAREA");
      expect(await page.getByText("The draft does not compile", { exact: false }).isVisible()).toBe(true);
      expect(await violations(page)).toEqual([]);
    });

    it("F006 discards a draft only after asking", async () => {
      const page = await open("/policy/drafts");
      const id = await started(page, "Not needed");
      await page.goto(`/policy/drafts/${id}`);
      await page.getByRole("button", { name: "Discard", exact: true }).click(PATIENT);
      await page.getByRole("button", { name: "Keep it" }).click();
      expect(await page.getByRole("button", { name: "Discard", exact: true }).isVisible()).toBe(true);
      await page.getByRole("button", { name: "Discard", exact: true }).click();
      await page.getByRole("button", { name: "Discard it" }).click();
      await page.getByText("Discarded", { exact: true }).waitFor(PATIENT);
      expect(await page.getByRole("button", { name: "Discard", exact: true }).count()).toBe(0);
    });

    it.each([
      ["light", 1440],
      ["dark", 390],
      ["contrast", 1440],
    ] as const)(
      "F006 passes axe in the theme %s at %i px in every view of a draft",
      { timeout: 180_000 },
      async (theme, width) => {
        const page = await open("/policy/drafts", { theme, width });
        const id = await started(page, "Look at it");
        expect(await changed(page, id, 1, "drop")).toBe(200);
        for (const show of [
          "cells",
          "purposes",
          "role",
          "files&file=roles/biller.yaml",
          "changes",
          "tests",
          "history",
        ]) {
          await page.goto(`/policy/drafts/${id}?show=${show}`);
          await page
            .getByText(/1 cell differs/)
            .first()
            .waitFor(PATIENT);
          expect({ show, found: await violations(page) }).toEqual({ show, found: [] });
          expect({ show, fits: await fitsItsWidth(page) }).toEqual({ show, fits: true });
        }
      },
    );
  },
);
