import { useMemo } from "react";
import { type Command, useCommands } from "../../../ui/commands/commands.tsx";
import { Answered } from "../../answered.tsx";
import { usePurposes } from "../../../api/policy-titles.ts";
import { useMatrix } from "../questions.ts";
import { StudioPage } from "../studio-page.tsx";
import { useAddress } from "../use-address.ts";
import { PurposeMap } from "./purpose-map.tsx";
import { RoleMatrix } from "./role-matrix.tsx";

/** Who gets what for what: role × purpose × element, or what each purpose needs, may ask and never gives (F006). */
export function Screen() {
  const [address, change] = useAddress();
  const view = address["view"] === "purposes" ? "purposes" : "roles";
  const commands = useMemo<readonly Command[]>(
    () => [
      {
        id: "matrix.switch",
        title: view === "roles" ? "Show what purposes say" : "Show what roles get",
        group: "This screen",
        keys: "v",
        run: () => change({ view: view === "roles" ? "purposes" : null, purpose: null, cell: null }),
      },
    ],
    [view, change],
  );
  useCommands(commands);
  return (
    <StudioPage
      tab="matrix"
      title="Matrix"
      lead="What each role sees for each purpose, in which form, by standing grants."
    >
      {view === "roles" ? <Roles /> : <Purposes />}
    </StudioPage>
  );
}

function Roles() {
  const [{ segment }] = useAddress();
  return (
    <Answered query={useMatrix(segment)} what="the matrix">
      {(matrix) => <RoleMatrix matrix={matrix} />}
    </Answered>
  );
}

function Purposes() {
  return (
    <Answered query={usePurposes()} what="the purposes">
      {({ purposes }) => <PurposeMap purposes={purposes} />}
    </Answered>
  );
}
