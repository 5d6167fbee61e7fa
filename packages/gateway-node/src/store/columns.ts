import type { FilterFieldName, MessageSource } from "@mailmux/gateway-api";
import type { Dictionary } from "./dictionaries.ts";

/** The columns that answer a text field: numbers in a dictionary. */
export interface TextColumns {
  readonly column: string;
  readonly dictionary: Dictionary;
  /** Holds what follows the `@`, in the dictionary `hosts`, for the fields that are addresses. */
  readonly domainColumn?: string;
}

/** Where a text field is looked up. */
export function textColumns(field: FilterFieldName): TextColumns {
  switch (field) {
    case "from":
      return { ...address("sender_ref"), domainColumn: "sender_domain_ref" };
    case "to":
      return { ...address("recipient_ref"), domainColumn: "recipient_domain_ref" };
    case "sasl":
      return address("sasl_ref");
    case "subject":
      return { column: "subject_ref", dictionary: "subjects" };
    case "ip":
      return { column: "client_ref", dictionary: "hosts" };
    case "helo":
      return { column: "helo_ref", dictionary: "hosts" };
    case "server":
      return { column: "listener_ref", dictionary: "routes" };
    case "transport":
      return { column: "transport_ref", dictionary: "routes" };
    default:
      throw new TypeError(`"${field}" is no text column`);
  }
}

function address(column: string): TextColumns {
  return { column, dictionary: "addresses" };
}

/** Where a number is looked up. */
export function numberColumn(field: FilterFieldName, source: MessageSource): string {
  switch (field) {
    case "queueid":
      return source === "queue" ? "id" : "queue_id";
    case "historyid":
      return "id";
    case "actionid":
      return "action_id";
    case "time":
      return "received_at";
    case "retry":
      return "retries";
    case "size":
      return "size";
    default:
      throw new TypeError(`"${field}" is no number column`);
  }
}

/** Number columns by which rows are found quickly. */
export const indexedNumbers: ReadonlySet<string> = new Set(["id", "queue_id", "received_at", "size"]);

/** Where a score is looked up: any of the columns may match. */
export function scoreColumns(field: FilterFieldName): readonly string[] {
  return field === "sascore" ? ["sa_score"] : ["rpd_in", "rpd_out"];
}
