import { z } from "zod";
import { transform } from "./vocabulary.ts";

const NAME = "An element id, a glob such as `claim.*`, a set such as `D`, or `purpose.need` inside a grant.";

/** Which of these a text is, and whether it exists, is told by resolve/, which can say it better. */
export const elementName = z.string().min(1).meta({
  description: NAME,
  pattern: "^([A-Z][A-Za-z0-9-]*|[a-z][a-z0-9-]*(\\.[a-z0-9-]+)*(\\.\\*)?)$",
});

export const elementEntry = z.union([elementName, z.strictObject({ id: elementName, as: transform })]);

/** `[patient.name, {id: patient.birth-date, as: "generalize:year"}, claim.*, D]` */
export const elementList = z.array(elementEntry).min(1);

/** Like an element list, but without transforms, and with `segment:psychotherapy` allowed. */
export const neverList = z.array(z.string().min(1)).meta({
  description: "Element ids, globs, sets, and segments written `segment:psychotherapy`.",
});

export type ElementEntry = z.infer<typeof elementEntry>;
