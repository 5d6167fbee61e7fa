import { randomUUID } from "node:crypto";
import {
  collectPreview,
  createPreviewParser,
  parseOutput,
  type Preview,
  previewArguments,
} from "../command-output/index.ts";
import { GatewayApiError } from "../errors.ts";
import { type Gateway } from "../gateway/gateway.ts";
import { type GatewayMessage } from "../messages/message.ts";
import { boundedOutput, commandOptions, type ReadCommandOptions } from "./bounded-output.ts";
import { openCommand } from "./open-command.ts";

/** Options of {@link preview}. */
export interface PreviewOptions extends ReadCommandOptions {
  /** Prefer plain text to HTML. Default false. */
  readonly plainText?: boolean;
  /** Leaves out what the gateway changed: there is no `headersAfter` then. Default false. */
  readonly original?: boolean;
}

/**
 * Shows a message: the command `previewmessage` of its node, read to its end. Everything in the result is what strangers
 * sent.
 * @throws GatewayApiError `invalid_argument` for a row without a file, `not_found` when the node does not have the file,
 *   `too_large`; SoapFault when the node does not start the command
 */
export async function preview(
  gateway: Gateway,
  { path, deltaPath }: Pick<GatewayMessage, "path" | "deltaPath">,
  { plainText = false, original = false, ...options }: PreviewOptions = {},
): Promise<Preview> {
  if (path === undefined) {
    throw new GatewayApiError("invalid_argument", "the node did not say in which file the message is");
  }
  const marker = randomUUID();
  const argv = previewArguments({
    path,
    marker,
    plainText,
    ...(original || deltaPath === undefined ? {} : { deltaPath }),
  });
  const command = await openCommand(gateway, argv, commandOptions(options));
  const output = boundedOutput(command, "previewmessage", options.maxBytes);
  let sections = 0;
  const result = await collectPreview(
    (async function* () {
      for await (const record of parseOutput(output, createPreviewParser(marker))) {
        if (record.kind === "section") sections++;
        yield record;
      }
    })(),
  );
  // One line and no section: not a message, but a complaint, which may look like a header (`PATH: no such file`).
  if (sections === 0 && result.headers.length <= 1) {
    throw new GatewayApiError("not_found", "the node does not have the message's file any more");
  }
  return result;
}
