import { answerOf, api, type Body } from "../../api/client.ts";
import { useAnswer } from "../../api/use-answer.ts";

type AnswerOf<C extends (...given: never[]) => Promise<unknown>> = Body<Awaited<ReturnType<C>>>;

export type MatrixAnswer = AnswerOf<typeof api.policy.matrix.$get>;
export type CellDetail = AnswerOf<typeof api.policy.cells.$get>;
export type WhoAnswer = AnswerOf<typeof api.policy.who.$get>;
export type RoleSummary = AnswerOf<typeof api.policy.roles.$get>["roles"][number];
export type Role = AnswerOf<(typeof api.policy.roles)[":id"]["$get"]>;
export type PurposeSummary = AnswerOf<typeof api.policy.purposes.$get>["purposes"][number];
export type Purpose = AnswerOf<(typeof api.policy.purposes)[":id"]["$get"]>;
export type DataElement = AnswerOf<typeof api.policy.elements.$get>["elements"][number];
export type Transform = MatrixAnswer["transforms"][number];

/** Every role × purpose with its cells; `segment`: of records so labeled. */
export const useMatrix = (segment: string | undefined) =>
  useAnswer(["policy", "matrix", segment], () => allOfMatrix(segment), { keepPrevious: true });

export const useRole = (id: string) =>
  useAnswer(["policy", "role", id], () => answerOf(api.policy.roles[":id"].$get({ param: { id } })));

export const useElements = () =>
  useAnswer(["policy", "elements"], () => answerOf(api.policy.elements.$get({ query: {} })));

/** The server gives it page by page; a matrix is looked at whole. */
async function allOfMatrix(segment: string | undefined): Promise<MatrixAnswer> {
  const within = segment === undefined ? {} : { segment };
  const first = await answerOf(api.policy.matrix.$get({ query: { ...within, limit: "1000" } }));
  const rows = [...first.rows];
  for (let { next } = first; next !== null;) {
    const page = await answerOf(api.policy.matrix.$get({ query: { ...within, limit: "1000", after: next } }));
    rows.push(...page.rows);
    next = page.next;
  }
  return { ...first, rows, next: null };
}
