import { lstatSync, readFileSync, realpathSync } from "node:fs";
import { relative, resolve, isAbsolute, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { SoapError } from "../errors.ts";
import { type WsdlLoader } from "./load.ts";

/**
 * Reads `file:` locations that are inside a folder, links resolved; there is nothing outside it, and nothing under
 * another scheme. Throws `wsdl_parse` for a location that leads out.
 */
export function fileLoader(folder: string): WsdlLoader {
  const root = realpathSync(resolve(folder));
  return (location) => {
    const url = new URL(location);
    if (url.protocol !== "file:") return undefined;
    let path: string;
    try {
      path = fileURLToPath(url);
    } catch (cause) {
      throw new SoapError("wsdl_parse", `${location} is not the location of a local file`, { cause });
    }
    // Before anything is touched: a folder that may not be read must not tell what is in it.
    if (!isInside(path, root) && !isInside(path, resolve(folder))) throw outside(location, root);
    let real: string;
    try {
      real = realpathSync(path);
      if (!lstatSync(real).isFile()) return undefined;
    } catch {
      return undefined;
    }
    if (!isInside(real, root)) throw outside(location, root);
    return readFileSync(real, "utf8");
  };
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function outside(location: string, root: string): SoapError {
  return new SoapError("wsdl_parse", `${location} is not read: it is outside the folder ${root}`);
}
