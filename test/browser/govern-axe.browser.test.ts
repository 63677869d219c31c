import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fitsItsWidth, violations } from "./axe.ts";
import { browserRuns, openWindow, startBrowser, whySkipped } from "./chromium.ts";
import { ownConsole } from "./own-console.ts";
import { signInAs } from "./signed-in.ts";

const { url } = ownConsole();
const LONG = { timeout: 40_000 };

const NOBODY = "00000000-0000-4000-8000-000000000000";

/** Screens of the registers, by who may look at them. */
const SCREENS = [
  ["/record/exceptions", "audra.auditor", "audit"],
  ["/retention/tombstones", "audra.auditor", "audit"],
  ["/restrictions/consents", "priya.privacy", "compliance"],
  [`/restrictions/consents/${NOBODY}`, "priya.privacy", "compliance"],
  ["/data-map/systems", "ivan.itsupport", "system-support"],
  ["/health", "ivan.itsupport", "system-support"],
  ["/sources", "sam.security", "compliance"],
  [`/evidence/${NOBODY}`, "sam.security", "compliance"],
  ["/keys", "kai.keycustodian", "system-support"],
] as const;

const LOOKS = (["light", "dark", "contrast"] as const).flatMap((theme) =>
  [1440, 390].map((width) => ({ theme, width })),
);

/** Shows another theme at once, as the shell would after a reload. */
async function show(page: Page, theme: "light" | "dark" | "contrast"): Promise<void> {
  const { scheme, contrast } = {
    scheme: theme === "dark" ? "dark" : "light",
    contrast: theme === "contrast",
  };
  await page.evaluate(`{
    const { dataset } = document.documentElement;
    dataset.scheme = "${scheme}";
    ${contrast ? `dataset.contrast = "more"` : "delete dataset.contrast"};
  }`);
}

let browser: Browser;
let context: BrowserContext;

describe.skipIf(!browserRuns())(
  `screens of registers${whySkipped === null ? "" : ` (${whySkipped})`}`,
  () => {
    beforeAll(async () => {
      browser = await startBrowser();
      context = await openWindow(browser, url);
    });
    afterAll(() => browser.close());

    it.each(SCREENS)("UX %s passes axe in three themes and two widths", async (path, person, purpose) => {
      const page = await context.newPage();
      await signInAs(page, person, purpose);
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).waitFor(LONG);
      await page
        .getByLabel(/^Loading/)
        .first()
        .waitFor({ state: "detached", ...LONG });
      for (const { theme, width } of LOOKS) {
        await page.setViewportSize({ width, height: 900 });
        await show(page, theme);
        expect(await violations(page), `${theme}, ${width} px`).toEqual([]);
        expect(await fitsItsWidth(page), `${theme}, ${width} px`).toBe(true);
      }
      await page.close();
    });
  },
);
