import type { Page } from "playwright-core";
import { at, list, ofType, sharedHospital, text } from "../../demo/testing/shared-hospital.ts";
import { layInGrants } from "./laid-in-grants.ts";
import { AUDIT, PRIVACY, rows, type Shot, SLOW, send } from "./tour-shot.ts";

/** Screens about people: looked up, signed in, under a grant. Who is locked out finds nobody: those stand in this order. */
export const PEOPLE_SHOTS: readonly Shot[] = [
  {
    name: "find-patient",
    title: "One patient, looked up by record number",
    person: "fran.frontdesk",
    purpose: "scheduling",
    path: "/find-patient",
    arrange: async (page) => {
      await page.getByRole("textbox", { name: "Record number" }).fill(anyRecordNumber(), SLOW);
      await page.keyboard.press("Enter");
      await page.getByText("opens nothing else").waitFor(SLOW);
    },
  },
  {
    name: "locked-lookups",
    title: "Who looked patients up in vain too often",
    person: "fran.frontdesk",
    purpose: "scheduling",
    path: "/work",
    arrange: seeLock,
  },
  {
    name: "sessions",
    title: "Where one is signed in, and which apps ask in one's name",
    person: "phil.pharmacist",
    purpose: "order-fulfillment",
    path: "/sessions",
    arrange: async (page) => {
      await signedInElsewhere(page.url(), "phil.pharmacist");
      await page.reload();
      await page
        .getByRole("button", { name: /^End the session of/ })
        .first()
        .waitFor(SLOW);
    },
  },
  {
    name: "exceptions",
    title: "Break-glass and just-in-time access, grant by grant (laid in: nobody grants it yet)",
    ...AUDIT,
    path: "/work",
    arrange: async (page) => {
      await layInGrants(page);
      await page.goto("/record/exceptions");
      await page.getByRole("button", { name: "glass-1" }).waitFor(SLOW);
    },
  },
  {
    name: "grant",
    title: "One grant from its opening to its close (laid in)",
    ...AUDIT,
    path: "/work",
    arrange: async (page) => {
      await layInGrants(page);
      await page.goto("/record/grants/glass-1");
      await page.getByRole("list", { name: "Timeline" }).waitFor(SLOW);
    },
  },
];

/** A second session, of another browser. */
async function signedInElsewhere(from: string, person: string): Promise<void> {
  await fetch(new URL("/api/v1/session", from), {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Modicum-Console": "1" },
    body: JSON.stringify({ person }),
  });
}

function anyRecordNumber(): string {
  const [patient] = ofType(sharedHospital(), "Patient");
  const mrn = list(patient?.["identifier"]).find((one) => at(one, "type", "coding", 0, "code") === "MR");
  return text(at(mrn, "value"));
}

/** Misses until it locks; then the privacy officer sees that. */
async function seeLock(page: Page): Promise<void> {
  const lookUp = { purpose: "scheduling", may: [403, 404] };
  for (let miss = 0; miss < 12; miss += 1) await send(page, "locate", { mrn: `nobody-${miss}` }, lookUp);
  await send(page, "session", { person: PRIVACY.person }, PRIVACY);
  const declared = JSON.stringify({ ...PRIVACY, case: null });
  await page.evaluate(`sessionStorage.setItem("modicum.declared", ${JSON.stringify(declared)})`);
  await page.goto("/locked-lookups");
  await rows(page);
}
