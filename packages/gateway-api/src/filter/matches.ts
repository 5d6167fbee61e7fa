import type { Filter, FilterCondition, FilterOperator } from "./ast.ts";
import { filterField, metadataName, type FilterField, type MessageSource } from "./fields.ts";
import { pairsOf, scoreOf, textOf, type FilterRecord } from "./record.ts";
import { comparable, integerBound, likePieces } from "./values.ts";

/** Engines whose result `sascore` and `rpdscore` look at: any of them may match. */
const scoreEngines: Readonly<Record<string, readonly string[]>> = { sascore: ["0"], rpdscore: ["3", "5"] };

/**
 * Whether a message matches a filter: the plain evaluator that says what the language means. A store with
 * indexes answers the same, faster.
 */
export function matchesFilter(filter: Filter, message: FilterRecord, source: MessageSource): boolean {
  return filter.groups.every((group) =>
    group.alternatives.some((alternative) =>
      alternative.terms.every((term) => holds(term.condition, message, source) !== term.negated),
    ),
  );
}

function holds(condition: FilterCondition, message: FilterRecord, source: MessageSource): boolean {
  const { field, operator, value } = condition;
  const row = filterField(field);
  if (row === undefined || !row.sources.includes(source)) return false;
  switch (row.type) {
    case "integer":
      return integerHolds(integerField(message, field, row, source), operator, value);
    case "decimal":
      return (scoreEngines[field] ?? []).some((engine) =>
        decimalHolds(scoreOf(pairsOf(message.msgscore), engine), operator, Number(value)),
      );
    case "action":
      return message.msgaction?.toUpperCase() === value.toUpperCase();
    case "text":
      if (field === "messageid" && operator === "=") return messageIdHolds(message, value, source);
      return textHolds(textField(message, condition, row), operator, value, row);
  }
}

function integerField(
  message: FilterRecord,
  field: string,
  row: FilterField,
  source: MessageSource,
): unknown {
  if (field === "queueid" && source === "history") return message.msgqueueid;
  return message[row.message as keyof FilterRecord];
}

function textField(message: FilterRecord, { field }: FilterCondition, row: FilterField): string | undefined {
  const name = metadataName(field);
  if (name !== undefined) return pairsOf(message.msgmetadata).find((pair) => pair.first === name)?.second;
  return textOf(message[row.message as keyof FilterRecord] as string | Uint8Array | undefined);
}

function textHolds(
  text: string | undefined,
  operator: FilterOperator,
  value: string,
  row: FilterField,
): boolean {
  if (text === undefined) return false;
  const found = comparable(text, row.letterCase);
  const wanted = comparable(value, row.letterCase);
  if (operator === "~") return likeHolds(found, likePieces(wanted));
  return found === wanted || (row.prefix !== undefined && found === row.prefix + wanted);
}

/** Pieces in order, the first at the start and the last at the end; the earliest place is always good enough. */
function likeHolds(text: string, pieces: readonly string[]): boolean {
  const [first = "", ...others] = pieces;
  const last = others.pop();
  if (last === undefined) return text.includes(first);
  if (!text.startsWith(first)) return false;
  let position = first.length;
  for (const piece of others) {
    const found = text.indexOf(piece, position);
    if (found < 0) return false;
    position = found + piece.length;
  }
  return text.length - position >= last.length && text.endsWith(last);
}

/** `uuid`, or `uuid:queueid` for one recipient of a message. */
function messageIdHolds(message: FilterRecord, value: string, source: MessageSource): boolean {
  const [, msgid = "", queueId] = /^([^:]*):(\d+)$/.exec(value) ?? [];
  if (message.msgid === undefined) return false;
  if (queueId === undefined) return comparable(message.msgid, "exact") === comparable(value, "exact");
  const id = source === "queue" ? message.id : message.msgqueueid;
  return comparable(message.msgid, "exact") === comparable(msgid, "exact") && integerHolds(id, "=", queueId);
}

function integerHolds(found: unknown, operator: FilterOperator, value: string): boolean {
  if (typeof found !== "bigint" && typeof found !== "number" && typeof found !== "string") return false;
  const number = BigInt(found);
  const { floor, between, side } = integerBound(value);
  if (floor === undefined) return operator === "=" ? false : operator.startsWith("<") === side > 0;
  switch (operator) {
    case "=":
      return !between && number === floor;
    case ">":
      return number > floor;
    case ">=":
      return between ? number > floor : number >= floor;
    case "<":
      return between ? number <= floor : number < floor;
    default:
      return number <= floor;
  }
}

function decimalHolds(found: number | undefined, operator: FilterOperator, value: number): boolean {
  if (found === undefined) return false;
  switch (operator) {
    case "=":
      return found === value;
    case ">":
      return found > value;
    case ">=":
      return found >= value;
    case "<":
      return found < value;
    default:
      return found <= value;
  }
}
