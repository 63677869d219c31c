import type { Page, Route } from "playwright-core";

/** Months, purges and tombstones as the API presents them; what a test of two windows shares. */
export interface PurgeBook {
  readonly months: readonly ReturnType<typeof dueMonth>[];
  purges: readonly Record<string, unknown>[];
  tombstones: readonly Record<string, unknown>[];
}

const AT = "2026-05-04T15:00:00.000Z";

/** A month of a hundred entries whose years are over. */
export function dueMonth(id: string) {
  return {
    id,
    from: `${id}-01T00:00:00.000Z`,
    until: `${id}-28T00:00:00.000Z`,
    entries: 100,
    firstSeq: 1,
    lastSeq: 100,
    place: "cold",
    due: "2025-07-01T04:00:00.000Z",
    kept: [],
  };
}

/**
 * Answers for retention from this book in place of the server, whose record of a few minutes has no month that is due. The
 * server's own part is tested in src/api/retention and src/store/retention.
 */
export async function keepsPurges(page: Page, person: string, book: PurgeBook): Promise<void> {
  await page.route(/\/api\/v1\/retention(\?|$)/, (route) =>
    route.fulfill({
      json: { title: "Kept", asOf: AT, timeZone: "America/New_York", classes: [], months: book.months },
    }),
  );
  await page.route(/\/api\/v1\/retention\/purges/, (route) => answer(route, person, book));
}

async function answer(route: Route, by: string, book: PurgeBook): Promise<void> {
  const request = route.request();
  if (request.method() === "GET") return answered(route, book);
  if (request.url().endsWith("/purges")) return propose(route, by, book);
  const [purge] = book.purges;
  if (purge?.["confirmed"] !== null) return refused(route);
  book.purges = [{ ...purge, confirmed: { by, at: AT } }];
  const [month] = book.months;
  book.tombstones = [
    {
      purge: purge["id"],
      month,
      rule: "record-entries: 6 years",
      proposedBy: "priya.privacy",
      confirmedBy: by,
      at: AT,
      checkpoint: "",
    },
  ];
  return answered(route, book);
}

async function propose(route: Route, by: string, book: PurgeBook): Promise<void> {
  const asked: unknown = route.request().postDataJSON();
  const { id, months, reason } = asked as { id: string; months: string[]; reason: string };
  const purge = { id, months, proposed: { by, at: AT, reason }, confirmed: null, withdrawn: null };
  book.purges = [purge];
  await route.fulfill({ json: { purge, months: book.months } });
}

function answered(route: Route, { purges, tombstones }: PurgeBook): Promise<void> {
  return route.fulfill({ json: { purges, tombstones } });
}

function refused(route: Route): Promise<void> {
  const json = {
    status: 409,
    code: "already_done",
    title: "this was done before, or by somebody else meanwhile",
    detail: "`sam.security` confirmed the purge",
  };
  return route.fulfill({ status: 409, contentType: "application/problem+json", json });
}
