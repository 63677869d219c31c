export const THEMES = ["system", "light", "dark", "contrast"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "modicum.theme";

/** What the system asks for, by media query. */
export interface SystemPreference {
  readonly dark: boolean;
  readonly moreContrast: boolean;
}

/** The two attributes of the root element that tokens.css reads. High contrast follows the system's light or dark. */
export function attributesOf(
  theme: Theme,
  system: SystemPreference,
): { scheme: "light" | "dark"; contrast: "more" | null } {
  const dark = theme === "dark" || (theme !== "light" && system.dark);
  const more = theme === "contrast" || (theme === "system" && system.moreContrast);
  return { scheme: dark ? "dark" : "light", contrast: more ? "more" : null };
}

/** The choice kept in this browser; `system` when there is none or it cannot be read. */
export function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(KEY);
    return THEMES.find((theme) => theme === stored) ?? "system";
  } catch {
    return "system";
  }
}

/** Shows a theme and keeps the choice. */
export function chooseTheme(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  apply(theme);
}

/** Shows the stored theme now and whenever the system's preference changes. Once, before the first paint. */
export function startTheme(): void {
  apply(storedTheme());
  for (const query of [DARK, MORE]) query().addEventListener("change", () => apply(storedTheme()));
}

const DARK = (): MediaQueryList => matchMedia("(prefers-color-scheme: dark)");
const MORE = (): MediaQueryList => matchMedia("(prefers-contrast: more)");

function apply(theme: Theme): void {
  const { scheme, contrast } = attributesOf(theme, { dark: DARK().matches, moreContrast: MORE().matches });
  const { dataset } = document.documentElement;
  dataset["scheme"] = scheme;
  if (contrast === null) delete dataset["contrast"];
  else dataset["contrast"] = contrast;
}
