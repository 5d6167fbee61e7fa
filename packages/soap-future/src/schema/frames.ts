import { SoapError } from "../errors.ts";
import { type DecodePlans } from "./decode-plan.ts";
import { type Alternatives, type FieldPlan, type GroupPlan, type TypePlan } from "./type-plan.ts";
import { PlainObject } from "./plain-object.ts";
import { type Tags } from "./tag-bytes.ts";

/** Where the items of one repeated element go. */
export interface ItemSink {
  /** Keys from the outermost inside the root to the repeated one. */
  readonly path: readonly string[];
  take(item: unknown): void;
}

export type Values = Record<string, unknown>;

/** One time that a repeated group has occurred. */
interface GroupOccurrence {
  readonly value: Values;
  readonly around: Values;
  /** Alternatives of the choices in it that its elements belong to, by the number of the choice. */
  readonly chosen: Map<number, number>;
  position: number;
}

/** A complex value that is being put together. */
export interface Frame {
  readonly plan: TypePlan;
  readonly value: Values | unknown[];
  /** What it is in its parent; undefined for the root. */
  readonly field: FieldPlan | undefined;
  /** The object of the parent that it belongs into. */
  readonly target: Values | unknown[];
  readonly name: string;
  /** Which of its parent's items it is, for error paths. */
  readonly index: number | undefined;
  /** The key whose items go to the sink. */
  readonly sunk: string | undefined;
  /** How many keys of the sink's path lead here; -1 beside that path. */
  readonly sinkDepth: number;
  /** Required keys that have not come. */
  missing: number;
  /** The field that is expected next; only ever grows. */
  next: number;
  /** The place that has been reached, as {@link FieldPlan.order} has it. */
  order: number;
  /** Text of simple content, and what prefixes mean in it. */
  text: string;
  scope: ReadonlyMap<string, string>;
  occurrences: Map<GroupPlan, GroupOccurrence> | undefined;
  /** How its tags are written, as far as that is known. */
  tags: Tags | undefined;
}

/** Where an element belongs in its type: to the type itself, or to an occurrence of a repeated group. */
interface Place {
  readonly group: GroupPlan | undefined;
  readonly position: number;
  readonly alternatives: Alternatives;
}

/** The values that are open, outermost first, and the rules by which they are filled. */
export class Frames {
  readonly plans: DecodePlans;
  readonly #items: ItemSink | undefined;
  readonly #open: Frame[] = [];
  /** Items given to the sink. */
  #sunk = 0;
  /** The innermost one. */
  top!: Frame;

  constructor(plans: DecodePlans, items: ItemSink | undefined) {
    this.plans = plans;
    this.#items = items;
  }

  get depth(): number {
    return this.#open.length;
  }

  open(name: string, plan: TypePlan, field: FieldPlan | undefined, target: Values | unknown[]): Values {
    const parent = this.#open.length === 0 ? undefined : this.top;
    const sinkDepth = this.#sinkDepth(parent, field);
    const value = plan.kind === "array" ? [] : valueOf(plan);
    this.top = {
      plan,
      value,
      field,
      target,
      name,
      index: field?.repeated === true && parent ? this.count(parent, target, field) : undefined,
      sunk: sinkDepth === this.#lastKey ? this.#items?.path[sinkDepth] : undefined,
      sinkDepth,
      missing: plan.required.length,
      next: 0,
      order: 0,
      text: "",
      scope: nothingDeclared,
      occurrences: undefined,
      tags: undefined,
    };
    this.#open.push(this.top);
    return value as Values;
  }

  get #lastKey(): number {
    return this.#items === undefined ? NaN : this.#items.path.length - 1;
  }

  #sinkDepth(parent: Frame | undefined, field: FieldPlan | undefined): number {
    if (this.#items === undefined) return -1;
    if (parent === undefined) return 0;
    const { sinkDepth } = parent;
    return sinkDepth >= 0 && field?.group === undefined && this.#items.path[sinkDepth] === field?.key
      ? sinkDepth + 1
      : -1;
  }

  /** Ends the innermost value, and puts it where it belongs. False for the root, which stays. */
  close(): boolean {
    const frame = this.top;
    this.#complete(frame);
    if (this.#open.length === 1) return false;
    this.#open.pop();
    this.top = this.#open[this.#open.length - 1] as Frame;
    if (frame.field) this.put(frame.target, frame.field, frame.value);
    return true;
  }

  put(target: Values | unknown[], field: FieldPlan, value: unknown): void {
    const frame = this.top;
    if (!field.repeated) {
      (target as Values)[field.key] = value;
      if (field.required) frame.missing--;
      return;
    }
    if (frame.sunk === field.key && field.group === undefined) {
      this.#sunk++;
      this.#items?.take(value);
    } else if (Array.isArray(target)) target.push(value);
    else (target[field.key] as unknown[]).push(value);
  }

  /** A way to put a value where another has been put before, for what comes later. */
  place(target: Values | unknown[], field: FieldPlan): { readonly put: (value: unknown) => void } {
    const { key } = field;
    if (!field.repeated) return { put: (value) => ((target as Values)[key] = value) };
    if (this.top.sunk === key && field.group === undefined)
      throw this.error("what another part of the message holds cannot be streamed");
    const list = Array.isArray(target) ? target : (target[key] as unknown[]);
    const index = list.length;
    return { put: (value) => (list[index] = value) };
  }

  /** Items of a repeated element so far, kept or given away. */
  count(frame: Frame, target: Values | unknown[], field: FieldPlan): number {
    if (frame.sunk === field.key && field.group === undefined) return this.#sunk;
    return Array.isArray(target) ? target.length : (target[field.key] as unknown[]).length;
  }

  /** The object that an element's value belongs into; begins a new occurrence of its group where it must. */
  target(place: Place, repeats: boolean): Values {
    const frame = this.top;
    const { group, position, alternatives } = place;
    if (group === undefined) return frame.value as Values;
    const around = this.target({ ...group, group: group.parent }, true);
    frame.occurrences ??= new Map();
    const known = frame.occurrences.get(group);
    const goesOn =
      known !== undefined &&
      known.around === around &&
      isChosen(alternatives, known.chosen) &&
      (position > known.position || (position === known.position && repeats));
    if (goesOn) {
      for (const [choice, index] of alternatives) known.chosen.set(choice, index);
      known.position = position;
      return known.value;
    }
    if (known) this.#finishOccurrence(frame, group, known);
    const value = new PlainObject();
    for (const key of group.arrays) value[key] = [];
    frame.occurrences.set(group, { value, around, chosen: new Map(alternatives), position });
    if (frame.sunk !== group.key) (around[group.key] as unknown[]).push(value);
    return value;
  }

  #finishOccurrence(frame: Frame, group: GroupPlan, { value }: GroupOccurrence): void {
    const problem = this.plans.contentProblem(group.once, value);
    if (problem !== undefined) throw this.error(`${problem} in one of ${group.key}`);
    if (frame.sunk !== group.key) return;
    this.#sunk++;
    this.#items?.take(value);
  }

  #complete(frame: Frame): void {
    if (frame.occurrences)
      for (const [group, occurrence] of frame.occurrences) this.#finishOccurrence(frame, group, occurrence);
    const { plan } = frame;
    if (plan.kind !== "elements") return;
    const value = frame.value as Values;
    if (frame.missing > 0)
      for (const key of plan.required) {
        if (!Object.hasOwn(value, key)) throw this.error(`the element ${key} is missing`);
      }
    for (const { key, min, max } of plan.counted) {
      const count = frame.sunk === key ? this.#sunk : (value[key] as unknown[]).length;
      if (count < min || count > max)
        throw this.error(`${key} comes ${count} times, and not ${timesOf(min, max)}`);
    }
    const problem = plan.checked === undefined ? undefined : this.plans.contentProblem(plan.checked, value);
    if (problem !== undefined) throw this.error(problem);
  }

  /** Where an element without frame of its own stands. */
  pathOf(field: FieldPlan, target: Values | unknown[]): string {
    const index = field.repeated ? `[${this.count(this.top, target, field)}]` : "";
    return `${this.path()}/${field.name}${index}`;
  }

  path(): string {
    return this.#open.map(({ name, index }) => (index === undefined ? name : `${name}[${index}]`)).join("/");
  }

  error(what: string, path = this.path()): SoapError {
    return new SoapError("decode", `${what} (${path})`, { context: { path } });
  }
}

const nothingDeclared: ReadonlyMap<string, string> = new Map();

/** True unless an alternative excludes one that was chosen before. */
function isChosen(alternatives: Alternatives, chosen: ReadonlyMap<number, number>): boolean {
  for (const [choice, index] of alternatives) if ((chosen.get(choice) ?? index) !== index) return false;
  return true;
}

function timesOf(min: number, max: number): string {
  if (max === Infinity) return `${min} times or more`;
  return min === max ? `${min} times` : `${min} to ${max} times`;
}

function valueOf(plan: TypePlan): Values {
  const value = new PlainObject();
  for (const key of plan.arrays) value[key] = [];
  if (plan.kind === "mixed") value["$mixed"] = [];
  return value;
}
