import type { ServerResponse } from "node:http";

/** Whether a person with a browser looks at the service, and nothing asks for its WSDL. */
export function isPageRequest(method: string | undefined, path: string): boolean {
  if (method !== "GET" && method !== "HEAD") return false;
  const query = new URLSearchParams(path.slice(path.indexOf("?") + 1 || path.length));
  return ![...query.keys()].some((key) => key.toLowerCase() === "wsdl");
}

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Mail gateway</title>
</head>
<body>
<h1>Mail gateway</h1>
<p>This address is for programs: they call the SOAP API of a mail gateway here, by POST.</p>
<p><a href="?wsdl">The WSDL</a> describes every operation. Calls need a user name and a password.</p>
</body>
</html>
`;

/** Shows what is here. The same on all nodes: it says nothing of this one. */
export function sendPage(response: ServerResponse): void {
  response.writeHead(200, {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Length": Buffer.byteLength(page),
    "Content-Security-Policy":
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
  });
  // Node leaves the body away where HEAD asks.
  response.end(page);
}
