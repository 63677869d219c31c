import { z } from "zod";
import { elementList, elementName } from "./elements.ts";
import { header } from "./header.ts";
import { setId } from "./scalars.ts";

/** sets/*.yaml: a reusable, named list of elements. */
export const elementSetSchema = z.strictObject({
  ...header("ElementSet", setId),
  elements: elementList,
  except: z.array(elementName).default([]).meta({ description: "Taken out of what `elements` gave." }),
});
