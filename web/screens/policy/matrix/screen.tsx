import { useMemo } from "react";
import { type Command, useCommands } from "../../../ui/commands/commands.tsx";
import { useNarrow } from "../../../ui/layout/use-narrow.ts";
import { Answered } from "../../answered.tsx";
import { usePurposes } from "../../../api/policy-titles.ts";
import { useMatrix } from "../questions.ts";
import { StudioPage } from "../studio-page.tsx";
import { useAddress } from "../use-address.ts";
import { PurposeMap } from "./purpose-map.tsx";
import { RoleMatrix } from "./role-matrix.tsx";

/** Columns that fit beside the names of the elements. */
const ROOM = { wide: 30, narrow: 5 };

/** Who gets what for what: role × purpose × element, or what each purpose needs, may ask and never gives (F006). */
export function Screen() {
  const [address, change] = useAddress();
  const view = address["view"] === "purposes" ? "purposes" : "roles";
  const room = useNarrow() ? ROOM.narrow : ROOM.wide;
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
      {view === "roles" ? <Roles room={room} /> : <Purposes room={room} />}
    </StudioPage>
  );
}

function Roles({ room }: { readonly room: number }) {
  const [{ segment }] = useAddress();
  return (
    <Answered query={useMatrix(segment)} what="the matrix">
      {(matrix) => <RoleMatrix matrix={matrix} room={room} />}
    </Answered>
  );
}

function Purposes({ room }: { readonly room: number }) {
  return (
    <Answered query={usePurposes()} what="the purposes">
      {({ purposes }) => <PurposeMap purposes={purposes} room={room} />}
    </Answered>
  );
}
