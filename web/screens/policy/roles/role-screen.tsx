import { useParams } from "@tanstack/react-router";
import { Badge } from "../../../ui/badge/badge.tsx";
import { LinkButton } from "../../../ui/button/button.tsx";
import { DescriptionList } from "../../../ui/layout/description-list.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { Answered } from "../../answered.tsx";
import { type Role, useRole } from "../questions.ts";
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
      <Answered query={query} what="the role">
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
  const { eligible, recertify } = role;
  return (
    <Panel title="Limits and review">
      <DescriptionList
        items={[
          { term: "Never", value: role.never.length === 0 ? "nothing is ruled out" : namesOf(role.never) },
          { term: "Conflicts with", value: role.conflictsWith.join(", ") || "no role" },
          { term: "May break the glass", value: eligible.breakGlass ? "yes" : "no" },
          { term: "May ask for more under", value: eligible.jit.join(", ") || "nothing" },
          { term: "May approve under", value: eligible.approve.join(", ") || "nothing" },
          { term: "Certified again", value: `every ${recertify.every} by ${recertify.by}` },
          { term: "Reviewed by", value: `${role.reviewBy}, ${role.owner}` },
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

/** Whole groups as one name: `patient.*` is long when written out. */
function namesOf(elements: readonly string[]) {
  const groups = [...new Set(elements.map((element) => element.split(".")[0] ?? element))];
  return groups.map((group) => {
    const members = elements.filter((element) => element.startsWith(`${group}.`));
    return (
      <span key={group} title={members.join(", ")}>
        {members.length === 1 ? members[0] : `${group} (${members.length})`}
        {group === groups.at(-1) ? "" : ", "}
      </span>
    );
  });
}
