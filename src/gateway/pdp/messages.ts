/** The messages of AuthZEN Authorization API 1.0, sections 5 to 8. Unknown members are ignored (PDP-06). */
import { z } from "zod";

const name = z.string().min(1).max(512);
const properties = z.record(z.string(), z.unknown()).optional();

export const subjectSchema = z.object({ type: name, id: name, properties });
export const actionSchema = z.object({ name, properties });
export const resourceSchema = z.object({ type: name, id: name, properties });

/** Of a context, what a decision reads; it never widens what the token or the registration says. */
export const contextSchema = z.object({
  purpose: name.optional(),
  case: name.optional(),
  act: z.enum(["use", "disclose", "request"]).optional(),
  recipient: z.object({ class: name, id: name }).optional(),
  obligations_supported: z.array(z.string()).max(100).optional(),
});

export const evaluationSchema = z.object({
  subject: subjectSchema,
  action: actionSchema,
  resource: resourceSchema,
  context: contextSchema.optional(),
});

const item = z.record(z.string(), z.unknown());

/** How far a batch is carried out (section 7.1.2.1). */
export const SEMANTICS = ["execute_all", "deny_on_first_deny", "permit_on_first_permit"] as const;

/** A batch before its defaults are merged; each evaluation is checked by itself, so that one bad one spoils no other. */
export const evaluationsSchema = z.object({
  subject: item.optional(),
  action: item.optional(),
  resource: item.optional(),
  context: item.optional(),
  evaluations: z.array(item).max(100).optional(),
  options: z.object({ evaluations_semantic: z.enum(SEMANTICS).optional() }).optional(),
});

const page = z
  .object({ token: z.string().max(4_096).optional(), limit: z.int().min(1).max(500).optional() })
  .optional();

export const subjectSearchSchema = evaluationSchema.extend({
  subject: z.object({ type: name, properties }),
  page,
});
export const resourceSearchSchema = evaluationSchema.extend({
  resource: z.object({ type: name, properties }),
  page,
});
export const actionSearchSchema = evaluationSchema.omit({ action: true }).extend({ page });

export type PdpSubject = z.infer<typeof subjectSchema>;
export type PdpAction = z.infer<typeof actionSchema>;
export type PdpResource = z.infer<typeof resourceSchema>;
export type PdpContext = z.infer<typeof contextSchema>;
export type Evaluation = z.infer<typeof evaluationSchema>;
export type Evaluations = z.infer<typeof evaluationsSchema>;
export type SubjectSearch = z.infer<typeof subjectSearchSchema>;
export type ResourceSearch = z.infer<typeof resourceSearchSchema>;
export type ActionSearch = z.infer<typeof actionSearchSchema>;
export type Properties = Readonly<Record<string, unknown>>;

/** One decision as it goes out (section 5.5). */
export interface PdpDecision {
  readonly decision: boolean;
  readonly context?: Readonly<Record<string, unknown>>;
}
