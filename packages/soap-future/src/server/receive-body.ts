import { type IncomingMessage } from "node:http";
import { createGunzip } from "node:zlib";
import { SoapFault } from "../errors.ts";

/** The client closed the connection before its request was complete. */
export class ClientGone extends Error {}

export interface BodyLimits {
  /** Bytes of a body, after decompression too. */
  readonly maxBodyBytes: number;
  /** Milliseconds until the whole body must have come. */
  readonly bodyTimeoutMs: number;
  /** Whether gzip is understood. */
  readonly decompress: boolean;
}

/**
 * Gives the bytes of a request's body to `take`, as they arrive. Rejects with what `take` throws, or with the
 * {@link SoapFault} that is the answer to a body that is too long, too slow or of an unknown coding; then the request
 * is paused and the rest of it not read. Rejects with {@link ClientGone} when the client has gone.
 */
export async function receiveBody(
  request: IncomingMessage,
  { maxBodyBytes, bodyTimeoutMs, decompress }: BodyLimits,
  take: (chunk: Uint8Array) => void,
): Promise<void> {
  const coding = request.headers["content-encoding"]?.trim().toLowerCase() ?? "identity";
  const isGzip = decompress && (coding === "gzip" || coding === "x-gzip");
  if (!isGzip && coding !== "identity" && coding !== "") throw unknownCoding(decompress);
  if (Number(request.headers["content-length"] ?? 0) > maxBodyBytes) throw tooLong(maxBodyBytes);
  if (request.closed && !request.complete) throw gone();
  const source = isGzip ? request.pipe(createGunzip()) : request;
  let stop = (): void => {};
  try {
    await new Promise<void>((resolve, reject) => {
      let length = 0;
      const onData = (chunk: Buffer): void => {
        length += chunk.length;
        try {
          if (length > maxBodyBytes) throw tooLong(maxBodyBytes);
          take(chunk);
        } catch (error) {
          source.off("data", onData);
          reject(error as Error);
        }
      };
      const timer = setTimeout(() => reject(tooSlow(bodyTimeoutMs)), bodyTimeoutMs);
      stop = () => {
        clearTimeout(timer);
        source.off("data", onData);
      };
      source.on("data", onData);
      source.once("end", resolve);
      if (isGzip) source.on("error", () => reject(notGzip()));
      request.once("error", () => reject(gone()));
      request.once("close", () => {
        if (!request.complete) reject(gone());
      });
    });
  } catch (error) {
    if (isGzip) {
      request.unpipe();
      source.destroy();
    }
    request.pause();
    throw error;
  } finally {
    stop();
  }
}

/** Nobody is there to be told of it. */
function gone(): ClientGone {
  return new ClientGone("the client went away in the middle of its request");
}

function refusal(httpStatus: number, faultstring: string): SoapFault {
  return new SoapFault({ faultcode: "SOAP-ENV:Client", faultstring, httpStatus });
}

function tooLong(maxBodyBytes: number): SoapFault {
  return refusal(413, `The request is larger than ${maxBodyBytes} bytes`);
}

function tooSlow(bodyTimeoutMs: number): SoapFault {
  return refusal(408, `The request did not arrive within ${bodyTimeoutMs} ms`);
}

function unknownCoding(decompress: boolean): SoapFault {
  return refusal(415, `Content-Encoding may be ${decompress ? "gzip or none" : "none"}`);
}

function notGzip(): SoapFault {
  return refusal(400, "The request is not gzip as its Content-Encoding says");
}
