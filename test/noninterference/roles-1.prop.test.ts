import { specifyRoles } from "./roles.contract.ts";

// Two files, so that two cores share them.
await specifyRoles(0, 2);
