import { SoapFault } from "@mailmux/soap-future/server";

/** Who has to mend what went wrong. */
export interface FaultOptions {
  /** HTTP status of the answer. Default 500, the one status whose faults all clients read. */
  readonly status?: number;
  /** `Client`: the call itself was wrong. Default `Server`. */
  readonly blame?: "Client" | "Server";
}

/** A fault in the form that clients of the API know: a short English sentence and no detail. To be thrown. */
export function fault(text: string, { status = 500, blame = "Server" }: FaultOptions = {}): SoapFault {
  return new SoapFault({ faultcode: `SOAP-ENV:${blame}`, faultstring: text, httpStatus: status });
}
