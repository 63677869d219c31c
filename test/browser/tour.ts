/**
 * Takes the pictures of docs/tour: every screen in three themes and two widths, with clock and seed fixed.
 * `npm run tour`, or `npm run tour -- same-chart chart` for some. Needs a Chromium.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Browser } from "playwright-core";
import { removeDataDir, startServer } from "../e2e/running-server.ts";
import { E2E_NOW } from "../e2e/shared-server.ts";
import { type Look, openWindow, startBrowser } from "./chromium.ts";
import { signInAs } from "./signed-in.ts";
import type { Shot } from "./tour-shot.ts";
import { SHOTS } from "./tour-shots.ts";

const FOLDER = resolve(import.meta.dirname, "../../docs/tour");
const THEMES = ["light", "dark", "contrast"] as const;
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;
const LOOKS: readonly Look[] = THEMES.flatMap((theme) => SIZES.map((size) => ({ ...size, theme })));

/** Lets fonts, transitions and the last answer settle. */
const SETTLE_MS = 600;

const wanted = process.argv.slice(2);
const shots = SHOTS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));

await mkdir(FOLDER, { recursive: true });
const server = await startServer({ MODICUM_CLOCK: E2E_NOW });
const browser = await startBrowser();
try {
  for (const shot of shots) for (const look of LOOKS) await take(browser, server.url, shot, look);
  await writeFile(join(FOLDER, "README.md"), indexOf(SHOTS));
} finally {
  await browser.close();
  await server.stop();
  await removeDataDir(server.dataDir);
}

async function take(from: Browser, url: string, shot: Shot, look: Look): Promise<void> {
  const context = await openWindow(from, url, look);
  try {
    const page = await context.newPage();
    if (shot.person !== null) await signInAs(page, shot.person, shot.purpose ?? null);
    await page.goto(shot.path);
    await shot.arrange(page);
    await page.waitForTimeout(SETTLE_MS);
    const file = `${shot.name}-${look.theme}-${look.width}.png`;
    await page.screenshot({ path: join(FOLDER, file), animations: "disabled" });
    process.stdout.write(`${file}\n`);
  } finally {
    await context.close();
  }
}

/** The index: each scene in the light theme, and where its other looks are. */
function indexOf(all: readonly Shot[]): string {
  const lead = `# The tour, in pictures

Every screen at 1440 and 390 pixels in the light, the dark and the high-contrast theme, over the demo hospital with its clock at 2026-05-04. Nobody in it is real. \`npm run tour\` takes them again.
`;
  const sections = all.map(({ name, title }) => {
    const links = LOOKS.map(({ theme, width }) => `[${theme} ${width}](${name}-${theme}-${width}.png)`);
    return `## ${title}\n\n![${title}](${name}-light-1440.png)\n\n${links.join(" · ")}\n`;
  });
  return [lead, ...sections].join("\n");
}
