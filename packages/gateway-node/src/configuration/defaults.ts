import { contentToBase64, formatFlow, type ConfigKey } from "@mailmux/gateway-api";
import type { NodeUser } from "../auth/user-directory.ts";
import { localDomains } from "../seed/people.ts";
import { userKey } from "./users.ts";

/** What a configuration is begun with. */
export interface DefaultsOptions {
  readonly nodeName: string;
  readonly users: readonly NodeUser[];
}

const preDelivery = `// Servers of others that do not keep up.
if ($recipientdomain == "postkontoret.example") {
  // Its certificate ended years ago.
  SetTLS(["tls" => "optional", "tls_verify_host" => false]);
}
if ($recipientdomain == "tokyo-denki.example") {
  SetTLS(["tls" => "disabled"]);
}
Try();
`;

const authentication = `// Who is no user of this system may not call it.
Deny();
`;

const mailFlow = `if (ScanRPD() == 100) {
  Reject("Message refused as spam");
}
if (ScanSA() > 5) {
  Quarantine("mailquarantine:1");
}
`;

const rcptFlow = `if (!in_file($recipientdomain, "file:1")) {
  Reject("Relaying denied");
}
`;

/** The configuration that a node comes with. */
export function defaultConfiguration({ nodeName, users }: DefaultsOptions): readonly ConfigKey[] {
  const file = (id: number, name: string, type: string, text: string): ConfigKey => ({
    name: `file__${id}`,
    params: [name, type, contentToBase64(text)],
  });
  const flow = (script: string, ...visual: string[]): string =>
    formatFlow([...visual.map((text) => ({ kind: "visual" as const, text })), { kind: "script", script }]);
  return [
    { name: "system_hostname", params: [nodeName] },
    { name: "system_authentication_script", params: [contentToBase64(authentication)] },
    { name: "queue_flow", params: [contentToBase64(preDelivery)] },
    { name: "mail_flow__1", params: ["Inbound content", flow(mailFlow)] },
    {
      name: "rcpt_flow__1",
      params: ["Inbound recipients", flow(rcptFlow, 'auth_rate "yes" "saslusername" "3" "60" {auth_reject}')],
    },
    { name: "acl_flow__1", params: ["Connections", "10/60", flow("Accept();\n")] },
    { name: "mail_server__1", params: ["inbound", "0.0.0.0", "25", "optional"] },
    { name: "mail_server__2", params: ["outbound", "0.0.0.0", "587", "required"] },
    { name: "mail_transport__1", params: ["Inside", "10.0.0.10", "25", "", ""] },
    { name: "mail_transport__2", params: ["Internet", "mx", "25", "", ""] },
    { name: "mail_quarantine__1", params: ["Short term", "30"] },
    { name: "mail_quarantine__2", params: ["Long term", "365"] },
    ...localDomains.map((domain, index) => ({
      name: `mail_domain__${index + 1}`,
      params: [domain, "mailtransport:1"],
    })),
    { name: "mail_internal_history", params: ["1000000"] },
    file(1, "domains.txt", "text/plain", localDomains.join("\n")),
    file(2, "limits.csv", "text/csv", "sender,limit\nnewsletter@nordfrakt.example,5000\n*,200"),
    ...users.map((user, index) => userKey(index + 1, user)),
  ];
}
