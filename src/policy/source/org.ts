import { z } from "zod";
import { header } from "./header.ts";
import { kebabId, line } from "./scalars.ts";

/** org.yaml: the one organization a policy is for. */
export const orgSchema = z.strictObject({
  ...header("Org", kebabId),
  timeZone: line.meta({ description: "IANA zone that days, shifts and windows are counted in." }),
});
