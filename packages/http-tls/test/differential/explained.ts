import { type Comparison } from "./compare.ts";

/** Why this package and Node read something differently. */
export interface Explanation {
  readonly why: string;
  readonly rfc: string;
  /** A message of which this is true; it must stay true. Each character is one byte. */
  readonly example: string;
  /** Of the request that the response answers. */
  readonly requestMethod?: string;
  explains(comparison: Comparison): boolean;
}

type Example = Pick<Explanation, "example" | "requestMethod">;

const weRefuse = (
  message: "request" | "response",
  refusal: RegExp,
  why: string,
  rfc: string,
  example: Example & { bytes?: RegExp },
): Explanation => ({
  why,
  rfc,
  ...example,
  explains: ({ input, ours, node }) =>
    input.message === message &&
    typeof ours === "string" &&
    typeof node !== "string" &&
    refusal.test(ours) &&
    (example.bytes?.test(input.text) ?? true),
});

/** Here the bytes must show the reason as well: that Node is right and we are not is the other possibility. */
const nodeRefuses = (
  message: "request" | "response",
  refusal: RegExp,
  why: string,
  rfc: string,
  example: Example & { bytes: RegExp; method?: RegExp },
): Explanation => ({
  why,
  rfc,
  ...example,
  explains: ({ input, ours, node }) =>
    input.message === message &&
    typeof node === "string" &&
    typeof ours !== "string" &&
    refusal.test(node) &&
    example.bytes.test(input.text) &&
    (example.method?.test(input.requestMethod ?? "GET") ?? true),
});

const chunkedResponse = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
const chunkedRequest = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
const chunkedThenTab = /\ntransfer-encoding:[ \t]*chunked *\t[ \t]*\r\n/i;

const responses: readonly Explanation[] = [
  weRefuse(
    "response",
    /the status line is malformed after the status code/,
    "Node does without the space before a reason that is empty. Ours asks for it, unless status-line-without-reason is set.",
    "9112 section 4",
    { example: "HTTP/1.1 204\r\n\r\n" },
  ),
  weRefuse(
    "response",
    /the status code is malformed/,
    "Node takes codes below 100, which have no class.",
    "9110 section 15",
    { example: "HTTP/1.1 099 OK\r\nContent-Length: 0\r\n\r\n" },
  ),
  weRefuse(
    "response",
    /the peer does not answer with HTTP\/1/,
    "Node takes HTTP/0.9 and HTTP/2.0 on the first line, RTSP and ICE in the place of HTTP, and empty lines before all that.",
    "9112 section 2.3",
    { example: "RTSP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n" },
  ),
  weRefuse(
    "response",
    /a NUL stands in the message|a control character \(0x..\) stands in a line/,
    "Node lets control characters stand in the reason, from where they reach terminals and logs.",
    "9112 section 4",
    { example: "HTTP/1.1 204 N\x1bo\r\n\r\n", bytes: /^HTTP\/1\.[01] \d{3} [^\r\n]*(?![\t\r\n])\p{Cc}/mu },
  ),
  weRefuse(
    "response",
    /switches protocols, which was not asked for/,
    "Node leaves the connection to its caller, who would have to say no.",
    "9110 section 7.8",
    { example: "HTTP/1.1 101 Switching\r\nConnection: upgrade\r\n\r\nraw bytes" },
  ),
  weRefuse(
    "response",
    /the transfer coding ".*" is not supported/,
    "Node reads any response until the connection ends whose last coding is not chunked, and gives out other codings undecoded.",
    "9112 section 6.3",
    { example: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunkedx\r\n\r\n0\r\n\r\n" },
  ),
  weRefuse(
    "response",
    /an HTTP\/1\.0 response has Transfer-Encoding/,
    "Node reads it. The RFC wants such a message to be treated as if its framing were faulty.",
    "9112 section 6.1",
    { example: "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" },
  ),
  {
    why: "Node does not trim a tab behind chunked, and then gives out the chunks, sizes and all, as the body.",
    rfc: "9110 section 5.6.3",
    example: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\t\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
    explains: ({ input, node, parts }) =>
      input.message === "response" &&
      chunkedThenTab.test(input.text) &&
      typeof node !== "string" &&
      parts.every((part) => part === "body" || part === "trailers" || part === "refusal"),
  },
  weRefuse(
    "response",
    /Content-Length is not a length/,
    "Node takes any number of zeros before a length. Ours takes 16 digits, which is what fits into a safe integer.",
    "9110 section 8.6",
    { example: "HTTP/1.1 200 OK\r\nContent-Length: 00000000000000005\r\n\r\nhello", bytes: /: *0\d{16,}\r/ },
  ),
  weRefuse(
    "response",
    /a chunk size has more than 8 digits/,
    "Node takes 16 digits and any number of zeros before them. Ours takes 8: a larger chunk exists to overflow an integer.",
    "9112 section 7.1",
    { example: `${chunkedResponse}000000000\r\n\r\n` },
  ),
  weRefuse(
    "response",
    /a chunk extension is malformed/,
    "Node takes extensions without a name or with an empty value.",
    "9112 section 7.1.1",
    { example: `${chunkedResponse}1;a=;b\r\nx\r\n0\r\n\r\n` },
  ),
  nodeRefuses(
    "response",
    /^HPE_(INVALID_CHUNK_SIZE|STRICT)/,
    "Node refuses the bad white space around the semicolon and the equals sign of an extension, which a recipient has to put up with.",
    "9112 section 7.1.1",
    {
      example: `${chunkedResponse}1 ; a = b\r\nx\r\n0\r\n\r\n`,
      bytes: /\n[\da-f]+([ \t]+;|[^\r\n]*[;="\w!-][ \t]+[;=]|[^\r\n]*[;=][ \t])/i,
    },
  ),
  nodeRefuses(
    "response",
    /^HPE_UNEXPECTED_CONTENT_LENGTH/,
    "A length that is repeated and equal may be taken as one.",
    "9110 section 8.6",
    {
      example: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nhi",
      bytes: /\ncontent-length:[ \t]*(\d+)[ \t]*\r\n([^\n]*\n)*content-length:[ \t]*\1[ \t]*\r/i,
    },
  ),
  nodeRefuses(
    "response",
    /^HPE_INVALID_CONTENT_LENGTH: Invalid character/,
    "A list of equal lengths may be taken as one.",
    "9110 section 8.6",
    {
      example: "HTTP/1.1 200 OK\r\nContent-Length: 2, 2,2\r\n\r\nhi",
      bytes: /\ncontent-length:[ \t]*(\d+)([ \t]*,[ \t]*\1)+[ \t]*\r/i,
    },
  ),
  nodeRefuses(
    "response",
    /^HPE_(INVALID_CONTENT_LENGTH|INVALID_TRANSFER_ENCODING|UNEXPECTED_CONTENT_LENGTH)/,
    "An interim response has no body: its framing fields mean nothing.",
    "9112 section 6.3",
    {
      example: "HTTP/1.1 103 X\r\nContent-Length: x\r\n\r\nHTTP/1.1 204 No\r\n\r\n",
      bytes: /^HTTP\/1\.[01] 1\d\d /,
    },
  ),
  nodeRefuses(
    "response",
    /^HPE_(INVALID_CONTENT_LENGTH|INVALID_TRANSFER_ENCODING|UNEXPECTED_CONTENT_LENGTH)/,
    "A client ignores the framing fields of a 2xx to CONNECT.",
    "9112 section 6.3",
    {
      example: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
      requestMethod: "CONNECT",
      bytes: /^HTTP\/1\.[01] 2\d\d /,
      method: /^CONNECT$/,
    },
  ),
  nodeRefuses(
    "response",
    /^HPE_INVALID_CONTENT_LENGTH: Content-Length can't be present/,
    "Framing fields in trailers come too late to mean anything: ours keeps them as data.",
    "9110 section 6.5.1",
    {
      example: `${chunkedResponse}0\r\nContent-Length: 99\r\n\r\n`,
      bytes: /\n0+(;.*)?\r\n(.*\r\n)*content-length:/i,
    },
  ),
  nodeRefuses(
    "response",
    /^HPE_CLOSED_CONNECTION/,
    "Only the final response says whether the connection goes on: the final one must follow an interim one.",
    "9110 section 15.2",
    {
      example: "HTTP/1.1 103 X\r\nConnection: close\r\n\r\nHTTP/1.1 204 No\r\n\r\n",
      bytes: /^HTTP\/1\.(0 1\d\d |1 1\d\d .*\r\n(.*\r\n)*connection:.*close)/i,
    },
  ),
  nodeRefuses(
    "response",
    /^HPE_INVALID_CONSTANT/,
    "Methods are case-sensitive: head is none that we know, so its response has a body. Node sends HEAD in its place.",
    "9110 section 9.1",
    {
      example: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
      requestMethod: "head",
      bytes: /^HTTP/,
      method: /^(?!HEAD$)[hH][eE][aA][dD]$/,
    },
  ),
  nodeRefuses(
    "response",
    /^bytes of a tunnel/,
    "Node opens a tunnel whatever the status. Other responses than 2xx are ordinary ones, with a body.",
    "9110 section 9.3.6",
    {
      example: "HTTP/1.1 407 Auth\r\nContent-Length: 2\r\n\r\nhi",
      requestMethod: "CONNECT",
      bytes: /^HTTP\/1\.[01] [3-9]/,
      method: /^CONNECT$/,
    },
  ),
  weRefuse(
    "response",
    /the connection ended/,
    "Node opens a tunnel whatever the status, and waits for no body.",
    "9110 section 9.3.6",
    {
      example: "HTTP/1.1 407 Auth\r\nContent-Length: 2\r\n\r\n",
      requestMethod: "CONNECT",
      bytes: /^HTTP\/1\.[01] [3-9]/,
    },
  ),
];

const requests: readonly Explanation[] = [
  nodeRefuses(
    "request",
    /^HPE_INVALID_METHOD/,
    "Node has a list of methods. Any token is one; what a server does not know it answers with 501.",
    "9110 section 9.1",
    {
      example: "GETT / HTTP/1.1\r\nHost: a\r\n\r\n",
      bytes: /^(\r\n)?[!#$%&'*+.^_`|~\w-]+ \S+ HTTP\/1\.[01]\r\n/,
    },
  ),
  nodeRefuses(
    "request",
    /^HPE_INVALID_TRANSFER_ENCODING/,
    "Node does not trim a tab behind chunked.",
    "9110 section 5.6.3",
    {
      example: "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\t\r\n\r\n0\r\n\r\n",
      bytes: chunkedThenTab,
    },
  ),
  nodeRefuses(
    "request",
    /^HPE_(INVALID_CHUNK_SIZE|STRICT)/,
    "Node refuses the bad white space around the semicolon and the equals sign of an extension, which a recipient has to put up with.",
    "9112 section 7.1.1",
    {
      example: `${chunkedRequest}2;a="b" ; c\r\nhi\r\n0\r\n\r\n`,
      bytes: /\n[\da-f]+([ \t]+;|[^\r\n]*[;="\w!-][ \t]+[;=]|[^\r\n]*[;=][ \t])/i,
    },
  ),
  nodeRefuses(
    "request",
    /^HPE_UNEXPECTED_CONTENT_LENGTH/,
    "A length that is repeated and equal may be taken as one.",
    "9110 section 8.6",
    {
      example: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nhi",
      bytes: /\ncontent-length:[ \t]*(\d+)[ \t]*\r\n([^\n]*\n)*content-length:[ \t]*\1[ \t]*\r/i,
    },
  ),
  nodeRefuses(
    "request",
    /^HPE_INVALID_CONTENT_LENGTH: Invalid character/,
    "A list of equal lengths may be taken as one.",
    "9110 section 8.6",
    {
      example: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2, 2\r\n\r\nhi",
      bytes: /\ncontent-length:[ \t]*(\d+)([ \t]*,[ \t]*\1)+[ \t]*\r/i,
    },
  ),
  nodeRefuses(
    "request",
    /^HPE_INVALID_CONTENT_LENGTH: Content-Length can't be present/,
    "Framing fields in trailers come too late to mean anything: ours keeps them as data.",
    "9110 section 6.5.1",
    {
      example: `${chunkedRequest}0\r\nContent-Length: 99\r\n\r\n`,
      bytes: /\n0+(;.*)?\r\n(.*\r\n)*content-length:/i,
    },
  ),
  weRefuse("request", /Host is not a host and port/, "Node leaves Host to its caller.", "9112 section 3.2", {
    example: "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
  }),
  weRefuse(
    "request",
    /the request has more than one Host/,
    "Node gives its caller the first one. The RFC wants a 400.",
    "9112 section 3.2",
    { example: "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" },
  ),
  weRefuse(
    "request",
    /the request has no Host/,
    "Node does not ask for it in a CONNECT. The RFC makes no exception.",
    "9112 section 3.2",
    { example: "CONNECT b:443 HTTP/1.1\r\n\r\n", bytes: /^(\r\n)?CONNECT / },
  ),
  weRefuse(
    "request",
    /the request target has a form that its method does not allow|must be percent-encoded/,
    "Node leaves the target to its caller, and takes one that is followed by no version for HTTP/0.9.",
    "9112 section 3.2",
    { example: "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n" },
  ),
  weRefuse(
    "request",
    /the request target is missing|the request line does not end with an HTTP\/1 version/,
    "Node skips further spaces between the parts of the request line, and takes HTTP/0.9 and HTTP/2.0.",
    "9112 section 3",
    { example: "GET  / HTTP/1.1\r\nHost: a\r\n\r\n" },
  ),
  weRefuse(
    "request",
    /a CR stands alone inside a line|a line ends with a bare LF|does not begin with a method/,
    "Node skips any number of CR and LF before a request line. Ours skips one empty line, as the RFC has it.",
    "9112 section 2.2",
    { example: "\n\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", bytes: /^[\r\n]/ },
  ),
  weRefuse(
    "request",
    /a line ends with a bare LF/,
    "Node takes a line without a version for a request of HTTP/0.9.",
    "9112 section 3",
    { example: "GET /a\n\r\n", bytes: /^\w+ \S*\n/ },
  ),
  weRefuse(
    "request",
    /an HTTP\/1\.0 request has Transfer-Encoding/,
    "Node reads it. The RFC wants such a message to be treated as if its framing were faulty.",
    "9112 section 6.1",
    { example: "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" },
  ),
  weRefuse(
    "request",
    /the transfer coding ".*" is not supported/,
    "Node leaves other codings before chunked to its caller.",
    "9112 section 6.1",
    { example: "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" },
  ),
  weRefuse(
    "request",
    /a chunk size has more than 8 digits/,
    "Node takes 16 digits and any number of zeros before them. Ours takes 8: a larger chunk exists to overflow an integer.",
    "9112 section 7.1",
    { example: `${chunkedRequest}000000001\r\na\r\n0\r\n\r\n` },
  ),
  weRefuse(
    "request",
    /a chunk extension is malformed/,
    "Node takes extensions without a name or with an empty value.",
    "9112 section 7.1.1",
    { example: `${chunkedRequest}1;a=;b\r\nx\r\n0\r\n\r\n` },
  ),
  nodeRefuses(
    "request",
    /^HPE_INVALID_URL/,
    "Node takes letters alone in the scheme of a target. It may hold digits, too.",
    "9112 section 3.2.2",
    {
      example: "GET http1://b/ HTTP/1.1\r\nHost: a\r\n\r\n",
      bytes: /^(\r\n)?[A-Z]+ [A-Za-z]+[\d+.-][\w+.-]*:/,
    },
  ),
  weRefuse(
    "request",
    /a CONNECT request has a body/,
    "Node takes what follows for bytes of the tunnel, whatever the fields declare.",
    "9110 section 9.3.6",
    {
      example: "CONNECT b:443 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n",
      bytes: /^(\r\n)?CONNECT (.*\r\n)+(content-length|transfer-encoding):/i,
    },
  ),
];

/** Every way in which the two are known to differ. A request's example begins with its method. */
export const explained = { request: requests, response: responses } as const;
