import { useMemo } from "react";
import { answerOf, api, type Body } from "../../../api/client.ts";
import { type Titles, useTitles } from "../../../api/policy-titles.ts";
import { recordKind } from "../../../api/record-kinds.ts";
import { useAnswer } from "../../../api/use-answer.ts";
import { SearchField } from "../../../ui/field/search-field.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import type { Column } from "../../../ui/table/columns.ts";
import { DataTable } from "../../../ui/table/data-table.tsx";
import { Answered } from "../../answered.tsx";
import studio from "../studio.module.css";
import { useAddress } from "../use-address.ts";

type TypeReach = Body<
  Awaited<ReturnType<(typeof api.policy)["reach-without-approval"]["$get"]>>
>["types"][number];

const standing = ({ standing: grants }: TypeReach) => grants.map(({ role }) => role);
const byApproval = ({ byApproval: grants }: TypeReach) => grants.map(({ role }) => role);
const approvers = (reach: TypeReach) => reach.byApproval.flatMap((one) => one.approvers);
const breakGlass = (reach: TypeReach) => reach.breakGlass;

const columnsBy = (titles: Titles): readonly Column<TypeReach>[] => [
  {
    id: "type",
    title: "Kind of record",
    cell: ({ resourceType }) => (
      <div className={studio["lines"]}>
        <span>{recordKind(resourceType)}</span>
        <code className={studio["place"]}>{resourceType}</code>
      </div>
    ),
    csv: ({ resourceType }) => resourceType,
  },
  rolesColumn(titles, "standing", "Reachable without approval by", standing, "nobody"),
  rolesColumn(titles, "approval", "After approval by", byApproval, "nobody"),
  rolesColumn(titles, "approvers", "Who approves", approvers, "—"),
  rolesColumn(titles, "glass", "By breaking the glass", breakGlass, "nobody"),
];

/** `none`: what stands where there is no role. */
function rolesColumn(
  titles: Titles,
  id: string,
  title: string,
  rolesOf: (reach: TypeReach) => readonly string[],
  none: string,
): Column<TypeReach> {
  return {
    id,
    title,
    cell: (reach) => titles.all("role", rolesOf(reach)) || none,
    csv: (reach) => [...new Set(rolesOf(reach))].join(" "),
  };
}

/** By kind of record: who reaches it by standing right, who after approval, who by breaking the glass. */
export function TypeReachPanel() {
  const query = useAnswer(["policy", "reach-without-approval"], () =>
    answerOf(api.policy["reach-without-approval"].$get({ query: {} })),
  );
  const [{ type = "" }, change] = useAddress();
  const titles = useTitles();
  const columns = useMemo(() => columnsBy(titles), [titles]);
  return (
    <Panel title="What needs nobody’s approval" plain>
      <Answered query={query} what="what is reachable without approval">
        {({ types }) => (
          <DataTable
            label="Reachable without approval"
            columns={columns}
            rows={types.filter((reach) => isSought(reach, type, titles))}
            rowKey={({ resourceType }) => resourceType}
            total={types.length}
            csvName="reach-without-approval"
            filters={
              <div className={studio["wide"]}>
                <SearchField
                  label="Find a kind of record or a role"
                  value={type}
                  onChange={(text) => change({ type: text })}
                />
              </div>
            }
            empty={{ kind: "no-match", what: "kinds of record", onClear: () => change({ type: null }) }}
          />
        )}
      </Answered>
    </Panel>
  );
}

function isSought(reach: TypeReach, text: string, titles: Titles): boolean {
  const roles = [standing, byApproval, approvers, breakGlass].flatMap((rolesOf) => rolesOf(reach));
  const words = `${recordKind(reach.resourceType)} ${reach.sentence} ${titles.all("role", roles)}`;
  return words.toLowerCase().includes(text.trim().toLowerCase());
}
