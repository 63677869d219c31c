import type { Page } from "playwright-core";

const GRANT = {
  counted: 6,
  oldest: "2026-05-04T08:00:00.000Z",
  newest: "2026-05-04T09:00:00.000Z",
  next: null,
};
const STEP = {
  person: "dan.doc",
  roles: ["physician"],
  purpose: "treatment",
  outcome: "permit",
  decision: null,
  until: null,
  entries: 1,
  records: 0,
};

/** Grants come with the workflows that give them; until then the answers about them are laid in. */
export async function layInGrants(page: Page): Promise<void> {
  const at = (minute: number): string => new Date(Date.UTC(2026, 4, 4, 8, minute)).toISOString();
  const group = { grants: ["glass-1"], kind: "break-glass", people: ["dan.doc"], first: at(0), last: at(9) };
  const groups = [{ ...group, entries: 6, uses: 4, denied: 0, patients: 1, events: ["opened", "closed"] }];
  await page.route("**/api/v1/record/_exceptions", (route) =>
    route.fulfill({ json: { ...GRANT, exceptions: { breakGlass: 6, jit: 0 }, groups } }),
  );
  const steps = [
    { ...STEP, step: "opened", entry: "e1", at: at(0), last: at(0), until: at(240) },
    { ...STEP, step: "used", entry: "e2", at: at(1), last: at(5), entries: 4, records: 9 },
    { ...STEP, step: "closed", entry: "e3", at: at(9), last: at(9) },
  ];
  const grant = { grant: "glass-1", kinds: ["break-glass"], state: "closed", patients: 1, steps };
  await page.route("**/api/v1/record/grants/*", (route) => route.fulfill({ json: { ...GRANT, ...grant } }));
}
