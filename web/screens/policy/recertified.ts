const UNITS: Readonly<Record<string, string>> = { d: "day", w: "week", mo: "month", y: "year" };

/** How often holders are certified again: `every 6 months` of `6mo`, `every year` of `1y`. */
export function everyText(span: string): string {
  const [, count = "", short = ""] = /^(\d+)([a-z]+)$/.exec(span) ?? [];
  const unit = UNITS[short];
  if (unit === undefined) return `every ${span}`;
  return count === "1" ? `every ${unit}` : `every ${count} ${unit}s`;
}
