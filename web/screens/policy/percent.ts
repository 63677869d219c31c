/** `99.6%`: one decimal at most, and never rounded up to all. */
export function percentText(percent: number): string {
  const rounded = percent < 100 ? Math.min(99.9, Math.round(percent * 10) / 10) : 100;
  return `${rounded}%`;
}
