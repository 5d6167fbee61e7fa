import { SoapError } from "../errors.ts";
import { type SchemaNode, wrong } from "./schema-node.ts";

/** The absolute location of an import, relative to the document that it stands in (RFC 3986 section 5). */
export function resolveLocation(written: string, at: SchemaNode): string {
  let url: URL;
  try {
    url = new URL(written.trim(), at.file);
  } catch {
    throw wrong(`the location ${JSON.stringify(written)} is not a URL`, at);
  }
  // What stands after # names a part of the document, not another one.
  url.hash = "";
  return url.href;
}

/**
 * Lets an import be fetched only from where the main document came from: what a document says must not send this
 * program, with its credentials, to other hosts, to local files or to unencrypted transport.
 */
export function checkOrigin(location: string, main: string, at: SchemaNode | undefined): void {
  const target = new URL(location);
  const home = new URL(main);
  const refuse = (why: string): SoapError => {
    const what = `the document ${shown(target)} is not fetched: ${why}`;
    return at === undefined ? new SoapError("invalid_argument", what) : wrong(what, at);
  };
  if (target.protocol !== "http:" && target.protocol !== "https:")
    throw refuse(`only http: and https: are, not ${target.protocol}`);
  if (target.username !== "" || target.password !== "") throw refuse("its location holds credentials");
  if (home.protocol === "https:" && target.protocol === "http:")
    throw refuse("the main document came over https:, and this would be unencrypted");
  if (target.origin !== home.origin) throw refuse(`it is not at ${home.origin}, where the main document is`);
}

/** A location without what it may hold of credentials. */
function shown(url: URL): string {
  return url.origin === "null" ? `${url.protocol}${url.pathname}` : `${url.origin}${url.pathname}`;
}
