/** A fault as a whole envelope, for where there is no service to write it: it is never HTML and never empty. */
export function faultEnvelope(text: string, blame: "Client" | "Server" = "Client"): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body><SOAP-ENV:Fault>' +
    `<faultcode>SOAP-ENV:${blame}</faultcode><faultstring>${escape(text)}</faultstring>` +
    "</SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>"
  );
}

/** What every envelope is sent as. */
export const envelopeType = "text/xml; charset=utf-8";

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
