import type { FilterFieldName, MessageSource } from "@mailmux/gateway-api";

/** The columns that answer a text field. */
export interface TextColumns {
  readonly column: string;
  /** Holds what follows the `@`, for the fields that are addresses. */
  readonly domainColumn?: string;
}

/** Where a text field is looked up. */
export function textColumns(field: FilterFieldName): TextColumns {
  switch (field) {
    case "from":
      return { column: "sender_key", domainColumn: "sender_domain" };
    case "to":
      return { column: "recipient_key", domainColumn: "recipient_domain" };
    case "subject":
      return { column: "subject_key" };
    case "ip":
      return { column: "client_ip" };
    case "server":
      return { column: "listener" };
    case "helo":
    case "sasl":
    case "transport":
    case "quarantine":
      return { column: field };
    case "messageid":
      return { column: "message_id" };
    default:
      throw new TypeError(`"${field}" is no text column`);
  }
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

/** Where a score is looked up: any of the columns may match. */
export function scoreColumns(field: FilterFieldName): readonly string[] {
  return field === "sascore" ? ["sa_score"] : ["rpd_in", "rpd_out"];
}
