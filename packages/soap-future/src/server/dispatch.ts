import { type OperationDescriptor, type ServiceDescriptor } from "../descriptor.ts";
import { SoapFault } from "../errors.ts";
import { shorten } from "../xml/characters.ts";

/** Finds the operation that a Body calls. Throws a {@link SoapFault} when there is none. */
export type FindOperation = (
  namespace: string,
  name: string,
  action: string | undefined,
) => OperationDescriptor;

/**
 * Operations by the first child of the Body. The local name is enough where only one operation has it: clients differ
 * in prefixes and qualification. Several that take the same element are told apart by SOAPAction.
 */
export function createDispatcher({ operations }: ServiceDescriptor): FindOperation {
  const byName = Map.groupBy(operations, ({ input }) => input.name);
  return (namespace, name, action) => {
    const named = byName.get(name) ?? [];
    const exact = named.filter(({ input }) => input.namespace === namespace);
    const candidates = exact.length > 0 ? exact : named;
    const [only, another] = candidates;
    if (only === undefined) throw unknown(name);
    if (another === undefined) return only;
    const meant = candidates.filter(({ soapAction }) => soapAction === action);
    if (meant.length !== 1 || meant[0] === undefined) throw ambiguous(name);
    return meant[0];
  };
}

function unknown(name: string): SoapFault {
  const faultstring =
    name === "" ? "The Body of the envelope is empty" : `The operation ${shorten(name)} is not in this API`;
  return new SoapFault({ faultcode: "SOAP-ENV:Client", faultstring });
}

function ambiguous(name: string): SoapFault {
  const what = name === "" ? "an empty Body" : shorten(name);
  return new SoapFault({
    faultcode: "SOAP-ENV:Client",
    faultstring: `Several operations take ${what}, and SOAPAction does not say which is meant`,
  });
}

/** What an HTTP request says of its action: SOAP 1.1 section 6.1.1, SOAP 1.2 part 2 section 6.5.3. */
export function actionOf(
  soapAction: string | undefined,
  typeParameter: string | undefined,
): string | undefined {
  if (soapAction === undefined) return typeParameter;
  const text = soapAction.trim();
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}
