/** Views of the roles that ship: all that the grants of a role give together. */
import { fileURLToPath } from "node:url";
import { DROP, join } from "../../../catalogue/transforms.ts";
import type { TransformVector } from "../../../catalogue/transforms.ts";
import { openPolicy } from "../../../policy/open.ts";

const CONTENT = fileURLToPath(new URL("../../../../content", import.meta.url));
const NOW = Date.parse("2026-05-04T15:00:00Z");

export async function rolesOf(): Promise<readonly TransformVector[]> {
  const { roles } = await openPolicy(CONTENT, { now: () => NOW });
  return [...roles.values()]
    .filter(({ grants }) => grants.length > 0)
    .map(({ grants }) =>
      grants
        .map(({ elements }) => elements)
        .reduce((all, one) => all.map((code, i) => join(code, one[i] ?? DROP) ?? code)),
    );
}
