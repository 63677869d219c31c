/** A type of records, as numbered by the tables of one policy. */
export type TypeNumber = number;
/** A purpose as declared, as numbered by the tables of one policy. */
export type PurposeNumber = number;
/** A use plan, as numbered by the tables of one policy. */
export type PlanNumber = number;
/** A view, as numbered by the tables of one policy. */
export type ViewNumber = number;

/** What a temporary grant gives, as numbered by the tables of one policy; 0: nothing is lent. */
export type FormNumber = number;

/** What has no number. */
export const UNKNOWN = -1;
/** The view that shows nothing. */
export const NOTHING: ViewNumber = 0;
/** Instead of a view: the numbers have no answer, the same has to be asked by names. */
export const ASK_BY_NAMES: ViewNumber = -1;
/** Instead of a plan: denied. */
export const DENIED: PlanNumber = -2;
