import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browserRuns, openWindow, startBrowser, whySkipped } from "./chromium.ts";
import { ownConsole } from "./own-console.ts";
import { signInAs, tabTo } from "./signed-in.ts";

const { url } = ownConsole();
const SLOW = { timeout: 40_000 };

const AUDITOR = ["audra.auditor", "audit"] as const;
const PRIVACY = ["priya.privacy", "compliance"] as const;
const SECURITY = ["sam.security", "compliance"] as const;
const SUPPORT = ["ivan.itsupport", "system-support"] as const;
const CUSTODIAN = ["kai.keycustodian", "system-support"] as const;

interface Way {
  readonly who: readonly [person: string, purpose: string];
  readonly path: string;
  /** What Tab has to reach. */
  readonly to: RegExp;
  /** Pressed there. */
  readonly keys: readonly string[];
  /** What stands on the page once it is done. */
  readonly shows: RegExp;
}

/** The main act of each screen, or the first thing that one opens where nothing is changed. */
const WAYS: readonly Way[] = [
  { who: SUPPORT, path: "/health", to: /^Backups$/, keys: ["Enter"], shows: /Backups and drills|Denied/ },
  { who: AUDITOR, path: "/retention", to: /^Plot$/, keys: ["ArrowRight", "Space"], shows: /Where/ },
  {
    who: AUDITOR,
    path: "/retention/tombstones",
    to: /^Tombstones$/,
    keys: ["ArrowLeft", "Enter"],
    shows: /What one person proposed/,
  },
  {
    who: SECURITY,
    path: "/retention/purges",
    to: /^Purges$/,
    keys: ["ArrowRight", "Enter"],
    shows: /Tombstone|tombstone/,
  },
  { who: PRIVACY, path: "/data-map", to: /^Plot$/, keys: ["ArrowRight", "Space"], shows: /Biller/ },
  {
    who: PRIVACY,
    path: "/data-map",
    to: /^The record of access$/,
    keys: ["Enter"],
    shows: /Who may receive from it/,
  },
  {
    who: PRIVACY,
    path: "/data-map/system/relations",
    to: /^The whole map$/,
    keys: ["Enter"],
    shows: /What may flow where/,
  },
  {
    who: SUPPORT,
    path: "/data-map/systems",
    to: /^Name a system$/,
    keys: ["Enter"],
    shows: /Who answers for it/,
  },
  {
    who: SUPPORT,
    path: "/data-map/protection",
    to: /^Protection$/,
    keys: ["ArrowLeft", "Enter"],
    shows: /somebody has to say/,
  },
  {
    who: PRIVACY,
    path: "/restrictions/consents",
    to: /^Register a consent$/,
    keys: ["Enter"],
    shows: /Who may disclose/,
  },
  {
    who: PRIVACY,
    path: "/restrictions/consents/00000000-0000-4000-8000-000000000000",
    to: /^Copy the entry/,
    keys: ["Enter"],
    shows: /Not here, or not for you/,
  },
  { who: AUDITOR, path: "/record/exceptions", to: /^Show$/, keys: ["Enter"], shows: /No exception/ },
  {
    who: AUDITOR,
    path: "/record/grants/00000000-0000-4000-8000-000000000000",
    to: /^All exceptions$/,
    keys: ["Enter"],
    shows: /grant by grant/,
  },
  {
    who: SECURITY,
    path: "/sources",
    to: /^Register a source$/,
    keys: ["Enter"],
    shows: /Who answers for it/,
  },
  { who: SECURITY, path: "/devices", to: /^Import devices$/, keys: ["Enter"], shows: /Import/ },
  { who: CUSTODIAN, path: "/keys", to: /^Rotate: /, keys: ["Enter"], shows: /Rotate this key/ },
  {
    who: SECURITY,
    path: "/backups",
    to: /^Back up now$/,
    keys: ["Enter"],
    shows: /Writing every table|Made/,
  },
  { who: AUDITOR, path: "/evidence", to: /^Build$/, keys: ["Enter"], shows: /Choose|choose/ },
  {
    who: AUDITOR,
    path: "/evidence/00000000-0000-4000-8000-000000000000",
    to: /^All evidence$/,
    keys: ["Enter"],
    shows: /No artifact yet|Artifacts/,
  },
];

/** Whatever has the focus is something, and lies where one sees it. */
async function keepsFocusInSight(page: Page): Promise<void> {
  const seen = `(() => {
    const one = document.activeElement;
    if (one === null || one === document.body) return "nothing has the focus";
    const { top, left, bottom, right } = one.getBoundingClientRect();
    const isSeen = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
    return isSeen ? "in sight" : "out of sight: " + one.outerHTML.slice(0, 120);
  })()`;
  await expect.poll(() => page.evaluate<string>(seen), SLOW).toBe("in sight");
}

let browser: Browser;

describe.skipIf(!browserRuns())(
  `registers by keyboard${whySkipped === null ? "" : ` (${whySkipped})`}`,
  () => {
    beforeAll(async () => {
      browser = await startBrowser();
    });
    afterAll(() => browser.close());

    it.each(WAYS)("UX $path is used by Tab and $keys alone: $to", async ({ who, path, to, keys, shows }) => {
      const context = await openWindow(browser, url);
      const page = await context.newPage();
      await signInAs(page, ...who);
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).waitFor(SLOW);
      await page
        .getByLabel(/^Loading/)
        .first()
        .waitFor({ state: "detached", ...SLOW });
      await tabTo(page, to);
      await keepsFocusInSight(page);
      for (const key of keys) await page.keyboard.press(key);
      await page.getByText(shows).first().waitFor(SLOW);
      await keepsFocusInSight(page);
      await context.close();
    });

    it.each([
      ["/record/patient", "patient-pat", "Who saw this patient"],
      ["/record/person", "nina.nurse", "Days of this person"],
    ] as const)("UX %s is asked by typing and Enter alone", async (path, id, region) => {
      const context = await openWindow(browser, url);
      const page = await context.newPage();
      await signInAs(page, ...AUDITOR);
      await page.goto(path);
      await page.getByRole("button", { name: "Show", exact: true }).waitFor(SLOW);
      const isField = `document.activeElement?.tagName === "INPUT"`;
      for (let step = 0; step < 60 && !(await page.evaluate<boolean>(isField)); step += 1)
        await page.keyboard.press("Tab");
      await page.keyboard.type(id);
      await page.keyboard.press("Enter");
      await page
        .getByRole("region", { name: region })
        .or(page.getByText(/^No entry is/))
        .first()
        .waitFor(SLOW);
      await keepsFocusInSight(page);
      await context.close();
    });
  },
);
