import { z } from "zod";
import { header } from "./header.ts";
import { citation, kebabId, line, prose } from "./scalars.ts";

/** 45 CFR 164.316(b)(2)(i), 164.530(j)(2). */
const LEAST_YEARS = 6;
const years = z
  .number()
  .int()
  .min(LEAST_YEARS, "must be six years or more, 45 CFR 164.316(b)(2)(i)")
  .max(100);

const retentionClass = z.strictObject({
  id: kebabId,
  title: line,
  years,
  from: z.enum(["creation", "last-effect"]).meta({
    description: "`last-effect`: from creation or the day it was last in effect, whichever is later.",
  }),
  cfr: z.array(citation).min(1),
  why: prose,
});

const longer = z.strictObject({
  state: z.string().regex(/^[A-Z]{2}$/, "must be a state such as `NY`"),
  class: kebabId,
  years,
  law: line.meta({ description: "What of the state's law asks for it." }),
});

/** retention.yaml: how long what is documented is kept. */
export const retentionSchema = z
  .strictObject({
    ...header("Retention", kebabId),
    classes: z.array(retentionClass).min(1),
    longer: z.array(longer).default([]).meta({
      description: "Where a state that the organization works in asks for more. The longest counts.",
    }),
  })
  .check(({ value, issues }) => {
    const ids = value.classes.map(({ id }) => id);
    for (const [at, id] of ids.entries())
      if (ids.indexOf(id) !== at)
        issues.push({ code: "custom", input: id, path: ["classes", at, "id"], message: "must stand once" });
    for (const [at, more] of value.longer.entries())
      if (!ids.includes(more.class))
        issues.push({
          code: "custom",
          input: more.class,
          path: ["longer", at, "class"],
          message: "must be one of the classes of this file",
        });
  });
