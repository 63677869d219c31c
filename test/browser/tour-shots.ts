import type { Page } from "playwright-core";

/** One picture of the tour. */
export interface Shot {
  readonly name: string;
  /** What it shows, for the page that lists them. */
  readonly title: string;
  /** Null: nobody has signed in. */
  readonly person: string | null;
  readonly path: string;
  /** Brings the screen to what the picture is of. */
  readonly arrange: (page: Page) => Promise<void>;
}

const heading = async (page: Page): Promise<void> => {
  await page.getByRole("heading", { level: 1 }).waitFor();
};

/** In the order of the tour. */
export const SHOTS: readonly Shot[] = [
  {
    name: "same-chart",
    title: "One chart, as five people are shown it",
    person: null,
    path: "/same-chart",
    arrange: (page) => page.getByRole("row", { name: /^Birth date/ }).waitFor({ timeout: 30_000 }),
  },
  {
    name: "sign-in",
    title: "Sign-in as a person of the demo",
    person: null,
    path: "/sign-in",
    arrange: heading,
  },
  { name: "work", title: "My work", person: "bea.biller", path: "/work", arrange: heading },
];
