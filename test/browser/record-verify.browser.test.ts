import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { fitsItsWidth, violations } from "./axe.ts";
import { browserRuns, type Look, openWindow, startBrowser, whySkipped } from "./chromium.ts";
import { ownConsole } from "./own-console.ts";
import { signInAs } from "./signed-in.ts";
import { watchedPage } from "./watched-page.ts";

const { url } = ownConsole();
const SLOW = { timeout: 40_000 };
const ZEROS = `${"A".repeat(43)}=`;

let browser: Browser;
let context: BrowserContext;

/** An entry's own page. */
async function openEntry(
  look: Look = {},
): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
  context = await openWindow(browser, url, look);
  const { page, complaints } = await watchedPage(context);
  await signInAs(page, "audra.auditor", "audit");
  await page.goto("/record?interaction=api.session.sign-in");
  await page.getByRole("rowheader").getByRole("button").first().press("Enter");
  await page.getByRole("button", { name: "Verify", exact: true }).waitFor(SLOW);
  return { page, complaints };
}

async function verify(page: Page, name: "Verify" | "Verify again" = "Verify"): Promise<readonly string[]> {
  const checked = page.getByRole("list", { name: "What was checked" });
  // What was checked before goes when it is checked again.
  const before = await checked.elementHandles();
  await page.getByRole("button", { name, exact: true }).press("Enter");
  for (const list of before) await list.waitForElementState("hidden", SLOW);
  await page.getByRole("button", { name: "Verify again", exact: true }).waitFor(SLOW);
  await checked.waitFor(SLOW);
  const lines = await checked.getByRole("listitem").allInnerTexts();
  return lines.map((line) => line.split("\n")[0] ?? "");
}

describe.skipIf(!browserRuns())(
  `the proof of an entry${whySkipped === null ? "" : ` (${whySkipped})`}`,
  () => {
    beforeAll(async () => {
      browser = await startBrowser();
    });
    afterEach(() => context.close());
    afterAll(() => browser.close());

    it("F177 is checked in the browser and drawn; the next time the log goes on from what was seen", async () => {
      const { page, complaints } = await openEntry();
      expect(await verify(page)).toEqual(["Holds", "Holds", "Holds", "Holds", "Not checked", "Not checked"]);
      await page.getByText(/^This entry is still in the log as of size [\d,]+/).waitFor(SLOW);
      const kept = await page.evaluate<string>(
        `JSON.stringify(Object.entries(localStorage).filter(([name]) => name.startsWith("modicum.log.")))`,
      );
      expect(kept).toMatch(
        /^\[\["modicum\.log\.modicum\/demo","\{\\"size\\":\d+,\\"root\\":\\"[\w+/]{43}=\\"\}"\]\]$/,
      );
      expect(await verify(page, "Verify again")).toEqual([
        "Holds",
        "Holds",
        "Holds",
        "Holds",
        "Not checked",
        "Holds",
      ]);
      expect(complaints).toEqual([]);
    });

    it("F177 tells the drawing as a table too: hash and sibling of each level", async () => {
      const { page } = await openEntry();
      await verify(page);
      await page.getByRole("button", { name: "The same as a table" }).press("Enter");
      const rows = page.getByRole("region", { name: "Hashes of the proof" }).locator("tbody tr");
      await rows.first().waitFor(SLOW);
      expect(await rows.first().innerText()).toMatch(/^leaf\s+[0-9a-f]{64}\s+[0-9a-f]{64}\s+(left|right)$/);
      expect(await rows.last().innerText()).toMatch(/^root\s+[0-9a-f]{64}/);
    });

    it("F177 refuses a proof in which a hash was altered on the way, and says what differs", async () => {
      const { page } = await openEntry();
      await page.route("**/api/v1/record/*/proof", async (route) => {
        const response = await route.fetch();
        const proof = (await response.json()) as { readonly path: readonly string[] };
        await route.fulfill({ response, json: { ...proof, path: [ZEROS, ...proof.path.slice(1)] } });
      });
      expect(await verify(page)).toEqual([
        "Holds",
        "Holds",
        "Refused",
        "Holds",
        "Not checked",
        "Not checked",
      ]);
      await page.getByText("The proof is refused").first().waitFor(SLOW);
      const line = page.getByRole("listitem").filter({ hasText: "The leaf leads to the root" });
      expect(await line.innerText()).toMatch(/ends at [0-9a-f]{64}, the checkpoint signs [0-9a-f]{64}/);
    });

    it("F177 refuses a log that does not go on from what this browser saw, until one has it forgotten", async () => {
      const { page } = await openEntry();
      await page.evaluate(`localStorage.setItem("modicum.log.modicum/demo", '{"size":1,"root":"${ZEROS}"}')`);
      expect((await verify(page)).at(-1)).toBe("Refused");
      await page.getByRole("button", { name: "Forget what this browser saw before" }).press("Enter");
      expect((await verify(page, "Verify again")).at(-1)).toBe("Not checked");
    });

    it.each([
      [1440, "light"],
      [390, "dark"],
    ] as const)("UX passes axe at %i px, %s, with the proof drawn", async (width, theme) => {
      const { page } = await openEntry({ width, theme });
      await verify(page);
      expect(await violations(page)).toEqual([]);
      expect(await fitsItsWidth(page)).toBe(true);
    });
  },
);
