import type { PolicyBundle } from "../parse/bundle.ts";
import type { RetentionSchedule } from "../types.ts";

/** The schedule, with the longest that any law asks for; undefined where no file says how long anything is kept. */
export function compileRetention(files: PolicyBundle["Retention"]): RetentionSchedule | undefined {
  const [file] = files;
  if (file === undefined) return undefined;
  const { title, owner, reviewBy, classes, longer } = file.source;
  return {
    title,
    owner,
    reviewBy,
    classes: classes.map((one) => {
      const more = longer.filter((rule) => rule.class === one.id);
      return {
        ...one,
        years: Math.max(one.years, ...more.map((rule) => rule.years)),
        longer: more.map(({ state, years, law }) => ({ state, years, law })),
      };
    }),
  };
}
