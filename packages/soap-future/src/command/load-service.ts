import { type Command } from "commander";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type ServiceDescriptor } from "../descriptor.ts";
import { fetchWsdl } from "../fetch-wsdl.ts";
import { type WsdlBundle } from "../wsdl/bundle.ts";
import { fileLoader } from "../wsdl/file-loader.ts";
import { bundleOf } from "../wsdl/load.ts";
import { describeBundle, listBundlePorts } from "../wsdl/parse.ts";
import { type PortDescription } from "../wsdl/ports.ts";
import { addConnectionFlags, type ConnectionFlags, connectionOptions, read } from "./connection-options.ts";

/** Which WSDL is meant, how it is fetched, and which of its ports is used. */
export interface ServiceFlags extends ConnectionFlags {
  readonly service?: string;
  readonly port?: string;
}

export interface LoadedService {
  readonly descriptor: ServiceDescriptor;
  /** All ports of the WSDL. */
  readonly ports: readonly PortDescription[];
}

export function addServiceFlags(command: Command): Command {
  return addConnectionFlags(
    command
      .option("--service <name>", "one of several services of the WSDL")
      .option("--port <name>", "one of several ports; by default the first of SOAP 1.1"),
  );
}

/**
 * Reads a WSDL with what it imports. A file may import files of its own folder and those below; a URL what its server
 * has. Throws {@link SoapError} with file and line.
 */
export async function loadService(
  wsdl: string,
  flags: ServiceFlags,
  env: Readonly<Record<string, string | undefined>>,
): Promise<LoadedService> {
  const bundle = isUrl(wsdl) ? await fetchBundle(wsdl, flags, env) : readBundle(wsdl);
  const { service, port } = flags;
  return { descriptor: describeBundle(bundle, { service, port }), ports: listBundlePorts(bundle) };
}

function readBundle(file: string): WsdlBundle {
  const source = read(file);
  return bundleOf(source, fileLoader(dirname(resolve(file))), { location: pathToFileURL(file).href });
}

function fetchBundle(
  url: string,
  flags: ServiceFlags,
  env: Readonly<Record<string, string | undefined>>,
): Promise<WsdlBundle> {
  return fetchWsdl(url, connectionOptions(flags, env));
}

export function isUrl(text: string): boolean {
  return /^https?:\/\//i.test(text);
}
