import { answerOf, api } from "../../../api/client.ts";
import { useTitles } from "../../../api/policy-titles.ts";
import { useAnswer } from "../../../api/use-answer.ts";
import { TextLink } from "../../../ui/button/button.tsx";
import { DescriptionList } from "../../../ui/layout/description-list.tsx";
import { Disclosure } from "../../../ui/layout/disclosure.tsx";
import { Dialog } from "../../../ui/overlay/dialog.tsx";
import { Answered } from "../../answered.tsx";
import { everyText } from "../recertified.ts";
import { Groups } from "../roles/role-elements.tsx";
import studio from "../studio.module.css";
import type { PersonAccess } from "./access.ts";

type RoleAccess = PersonAccess["roles"][number];

interface PersonDialogProps {
  /** Null: closed. */
  readonly person: string | null;
  readonly onClose: () => void;
}

/** Everything one person can access, and why. */
export function PersonDialog({ person, onClose }: PersonDialogProps) {
  if (person === null) return null;
  return <OpenPerson person={person} onClose={onClose} />;
}

function OpenPerson({ person, onClose }: { readonly person: string; readonly onClose: () => void }) {
  const query = useAnswer(["policy", "access-of", person], () =>
    answerOf(api.policy.people[":id"].access.$get({ param: { id: person } })),
  );
  return (
    <Dialog wide isOpen title={query.data?.displayName ?? person} onClose={onClose}>
      <Answered query={query} what="what this person can access">
        {(access) => (
          <>
            <p className={studio["facts"]}>
              {access.department ?? "no department"}, manager {access.manager ?? "none"}
            </p>
            {access.roles.map((role) => (
              <RoleSection key={role.role} role={role} />
            ))}
          </>
        )}
      </Answered>
    </Dialog>
  );
}

function RoleSection({ role }: { readonly role: RoleAccess }) {
  const titles = useTitles();
  return (
    <section className={studio["lines"]} aria-label={role.title}>
      <h3>
        <TextLink href={`/policy/roles/${role.role}`}>{role.title}</TextLink>
      </h3>
      <p>{role.why}</p>
      <DescriptionList
        items={[
          { term: "Tasks", value: role.jobFunctions.join("; ") || "none" },
          { term: "May break the glass", value: role.breakGlass ? "yes" : "no" },
          { term: "May ask for more under", value: titles.all("purpose", role.jit) || "nothing" },
          { term: "May approve under", value: titles.all("purpose", role.approve) || "nothing" },
          {
            term: "Certified again",
            value: `${everyText(role.recertify.every)} by ${titles.of("role", role.recertify.by)}`,
          },
        ]}
      />
      <div>
        {role.access.map((access) => (
          <Disclosure
            key={access.purpose}
            summary={`${access.title}, of: ${titles.all("relation", access.relations)}`}
          >
            <Groups work={access} />
          </Disclosure>
        ))}
      </div>
    </section>
  );
}
