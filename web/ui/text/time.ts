const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 31_557_600_000],
  ["month", 2_629_800_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

export interface TimeStyle {
  /** BCP 47. */
  readonly locale: string;
  /** IANA zone; undefined: the browser's. */
  readonly zone?: string | undefined;
}

/** `May 4, 2026, 10:00 AM CDT`: absolute, with its zone. `at` in milliseconds since 1970. */
export function absoluteTime(at: number, { locale, zone }: TimeStyle): string {
  return new Intl.DateTimeFormat(locale, {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
    ...(zone === undefined ? {} : { timeZone: zone }),
  }).format(at);
}

/** `May 4, 2026` of `2026-05-04`, a day of no zone; what is none stays as it is. */
export function dayText(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at)) return day;
  return new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeZone: "UTC" }).format(at);
}

/** `3 hours ago`, `in 2 days`, `just now` under a minute; the largest unit that fits, cut rather than rounded. */
export function relativeTime(at: number, now: number, locale: string): string {
  const delta = at - now;
  const step = STEPS.find(([, size]) => Math.abs(delta) >= size);
  if (step === undefined) return "just now";
  const [unit, size] = step;
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(Math.trunc(delta / size), unit);
}

/** `0:07`, `12:30`, `1:05:09` from milliseconds. */
export function elapsedTime(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = String(s).padStart(2, "0");
  return h > 0 ? `${h}:${String(m).padStart(2, "0")}:${tail}` : `${m}:${tail}`;
}
