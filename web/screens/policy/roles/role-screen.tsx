import { useParams } from "@tanstack/react-router";
import { useTitles } from "../../../api/policy-titles.ts";
import { Badge } from "../../../ui/badge/badge.tsx";
import { LinkButton } from "../../../ui/button/button.tsx";
import { DescriptionList } from "../../../ui/layout/description-list.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { DayText } from "../../../ui/text/day-text.tsx";
import { Answered } from "../../answered.tsx";
import { missing } from "../../missing.tsx";
import { groupTitle } from "../matrix/matrix.ts";
import { type Role, useElements, useRole } from "../questions.ts";
import { everyText } from "../recertified.ts";
import { StudioPage } from "../studio-page.tsx";
import studio from "../studio.module.css";
import { RoleElements } from "./role-elements.tsx";
import { RoleScope } from "./role-scope.tsx";

/** Why a role sees what it sees: its tasks, the elements they take, and of whom (F027, F130). */
export function Screen() {
  const params: { readonly id?: string } = useParams({ strict: false });
  const query = useRole(params.id ?? "");
  const role = query.data;
  return (
    <StudioPage
      tab="roles"
      title={role?.title ?? "Role"}
      actions={
        role !== undefined && <LinkButton href={`/policy/matrix?role=${role.id}`}>In the matrix</LinkButton>
      }
    >
      <Answered query={query} what="the role" missing={missing("role")}>
        {(value) => <Rationale role={value} />}
      </Answered>
    </StudioPage>
  );
}

function Rationale({ role }: { readonly role: Role }) {
  return (
    <>
      <p className={studio["why"]}>{role.why}</p>
      <Tasks role={role} />
      <RoleElements role={role} />
      <RoleScope role={role} />
      <div className={studio["columns"]}>
        <Limits role={role} />
        <Holders role={role} />
      </div>
    </>
  );
}

function Tasks({ role }: { readonly role: Role }) {
  return (
    <Panel title="1. Tasks" plain>
      <div className={studio["chips"]}>
        {role.jobFunctions.map((task) => (
          <Badge key={task} tone="outline">
            {task}
          </Badge>
        ))}
      </div>
      <p>
        {role.work.length === 0
          ? "They need no standing access."
          : `They are done for: ${role.work.map(({ title }) => title).join("; ")}.`}
      </p>
    </Panel>
  );
}

function Limits({ role }: { readonly role: Role }) {
  const { eligible, recertify, never, conflictsWith } = role;
  const titles = useTitles();
  return (
    <Panel title="Limits and review">
      <DescriptionList
        items={[
          { term: "Never", value: never.length === 0 ? "nothing is ruled out" : <Elements ids={never} /> },
          { term: "Conflicts with", value: titles.all("role", conflictsWith) || "no role" },
          { term: "May break the glass", value: eligible.breakGlass ? "yes" : "no" },
          { term: "May ask for more under", value: titles.all("purpose", eligible.jit) || "nothing" },
          { term: "May approve under", value: titles.all("purpose", eligible.approve) || "nothing" },
          {
            term: "Certified again",
            value: `${everyText(recertify.every)} by ${titles.of("role", recertify.by)}`,
          },
          {
            term: "Reviewed by",
            value: (
              <>
                <DayText on={role.reviewBy} />, {titles.of("role", role.owner)}
              </>
            ),
          },
          { term: "Basis", value: role.cfr.map((cite) => `45 CFR ${cite}`).join(", ") },
          { term: "Written at", value: <code>{role.at}</code> },
        ]}
      />
    </Panel>
  );
}

function Holders({ role }: { readonly role: Role }) {
  const more = role.people - role.holders.length;
  return (
    <Panel title={role.people === 1 ? "1 person" : `${role.people} people`}>
      {role.people === 0 ? (
        <p>Nobody on the roster holds this role: it is not used.</p>
      ) : (
        <div className={studio["chips"]}>
          {role.holders.map(({ id, displayName }) => (
            <Badge key={id}>{displayName}</Badge>
          ))}
          {more > 0 && <span>and {more} more</span>}
        </div>
      )}
      <p>
        <LinkButton size="small" href={`/policy/access?role=${role.id}`}>
          What they can access
        </LinkButton>
      </p>
    </Panel>
  );
}

/** Elements by group, several of one group as a number: a whole group is long when written out. */
function Elements({ ids }: { readonly ids: readonly string[] }) {
  const known = useElements().data?.elements ?? [];
  const titleOf = (id: string): string => known.find((element) => element.id === id)?.title ?? id;
  const groups = [...new Set(ids.map((id) => id.split(".")[0] ?? id))];
  return groups.map((group) => {
    const members = ids.filter((id) => id.startsWith(`${group}.`));
    const [only = group] = members;
    return (
      <span key={group} title={members.join(", ")}>
        {members.length === 1 ? titleOf(only) : `${groupTitle(group)} (${members.length})`}
        {group === groups.at(-1) ? "" : ", "}
      </span>
    );
  });
}
