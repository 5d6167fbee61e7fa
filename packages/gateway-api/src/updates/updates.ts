import { SoapFault } from "@mailmux/soap-future";
import { type CallsOptions } from "../calls/index.ts";
import { type Gateway } from "../gateway/gateway.ts";

/** How far an update of a node is. */
export type UpdateState =
  /** None is under way. */
  | { readonly state: "idle" }
  | { readonly state: "downloading"; readonly percent: number }
  /** What was downloaded is compared with its checksum. */
  | { readonly state: "verifying" }
  /** It can be installed. */
  | { readonly state: "ready" }
  /** The node restarts soon, and cannot be reached for some minutes. */
  | { readonly state: "installing" }
  /** A number that this package does not know. */
  | { readonly state: "unknown"; readonly code: number };

/** Asks a node how far its update is: operation `updateDownloadStatus`, whose fault says that there is none. */
export async function updateState(gateway: Gateway, options: CallsOptions = {}): Promise<UpdateState> {
  try {
    return readUpdateState(await gateway.calls(options).updateDownloadStatus());
  } catch (error) {
    // Status 401 and 403 are faults too, and say something else.
    if (error instanceof SoapFault && (error.httpStatus ?? 500) === 500) return { state: "idle" };
    throw error;
  }
}

/** What a number of `updateDownloadStatus` means. */
export function readUpdateState(code: number): UpdateState {
  if (code >= 0 && code <= 100) return { state: "downloading", percent: code };
  if (code === 101) return { state: "verifying" };
  if (code === 102) return { state: "ready" };
  if (code === 103) return { state: "installing" };
  return { state: "unknown", code };
}
