import { Panel } from "../../../ui/layout/panel.tsx";
import { Disclosure } from "../../../ui/layout/disclosure.tsx";
import { groupTitle } from "../matrix/matrix.ts";
import { Sign, wordOf } from "../matrix/marks.tsx";
import type { Role } from "../questions.ts";
import studio from "../studio.module.css";
import styles from "./roles.module.css";

type Work = Role["work"][number];

/** The elements that the tasks take, by purpose and group. */
export function RoleElements({ role }: { readonly role: Role }) {
  return (
    <Panel title="2. Elements" plain>
      {role.work.length === 0 ? (
        <p>No standing grant gives this role any element.</p>
      ) : (
        <div>
          {role.work.map((work) => (
            <Disclosure
              key={work.purpose}
              defaultExpanded={role.work.length === 1}
              summary={<Head work={work} />}
            >
              <Groups work={work} />
            </Disclosure>
          ))}
        </div>
      )}
    </Panel>
  );
}

function Head({ work }: { readonly work: Work }) {
  const count = work.groups.reduce((sum, { elements }) => sum + elements.length, 0);
  return (
    <span>
      {work.title} <span className={studio["facts"]}>{count} elements</span>
    </span>
  );
}

/** Elements by group, each with the form it is shown in. */
export function Groups({ work: { groups } }: { readonly work: Pick<Work, "groups"> }) {
  return (
    <dl className={styles["groups"]}>
      {groups.map(({ group, elements }) => (
        <div key={group}>
          <dt>{groupTitle(group)}</dt>
          <dd>
            {elements.map(({ element, title, as }) => (
              <span key={element} className={styles["element"]} title={element}>
                <Sign mark={as} /> {title}
                {as !== "keep" && <span className={studio["facts"]}> ({wordOf(as)})</span>}
              </span>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
