const wss = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss";

/** WS-Security 1.0 and 1.1. */
export const wsSecurityNamespace = `${wss}-wssecurity-secext-1.0.xsd`;
export const wsUtilityNamespace = `${wss}-wssecurity-utility-1.0.xsd`;
/** Types of passwords (UsernameToken Profile 1.1 section 3.1). */
export const passwordTypes = {
  text: `${wss}-username-token-profile-1.0#PasswordText`,
  digest: `${wss}-username-token-profile-1.0#PasswordDigest`,
} as const;
export const base64Encoding = `${wss}-soap-message-security-1.0#Base64Binary`;
/** WS-Addressing 1.0. */
export const wsAddressingNamespace = "http://www.w3.org/2005/08/addressing";
