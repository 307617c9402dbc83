import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { AppError, roles } from '@genmaele/contracts';
import { z } from 'zod';
import { assuranceLevels } from './oiosaml-attributes.js';
import { samlNames, samlTerms } from './saml-names.js';
import { childrenOf, readXml } from './xml-tree.js';

/** The JSON file that `SAML_SETTINGS` names; other files are found from its folder. */
const shape = z.strictObject({
  /** Our name at the identity provider. */
  entityId: z.string().min(1),
  /** The provider's metadata, as it gave it. */
  identityProvider: z.string().min(1),
  /** Our private key (PEM, RSA): signs what we ask and opens what is encrypted for us. */
  key: z.string().min(1),
  certificate: z.string().min(1),
  /** What the button says. */
  name: z.string().min(1).max(60).default('MitID Erhverv'),
  leastLevel: z.enum(assuranceLevels).default('Substantial'),
  /** Privileges that give roles here; others give none. A privilege holds only within the CVR number it is listed under. */
  roles: z
    .array(
      z.strictObject({
        privilege: z.string().min(1),
        cvr: z.string().regex(/^\d{8}$/),
        role: z.enum(roles).exclude(['system']),
        committeeId: z.string().min(1).optional(),
      }),
    )
    .default([]),
});

/** Everything that signing in by SAML is decided by. */
export interface SamlSettings {
  readonly name: string;
  readonly entityId: string;
  /** Where the provider posts its answer. */
  readonly answerUrl: string;
  /** Where the provider sends a browser whose session is to end, or has ended there. */
  readonly logoutUrl: string;
  readonly provider: {
    readonly entityId: string;
    readonly signInUrl: string;
    /** Where its sessions are ended; undefined where its metadata name no such place. */
    readonly logoutUrl?: string | undefined;
    readonly certificates: readonly string[];
  };
  readonly key: KeyObject;
  readonly certificate: string;
  readonly leastLevel: z.infer<typeof shape>['leastLevel'];
  readonly roles: z.infer<typeof shape>['roles'];
}

/** Reads the settings and the files they name. Errors: `environment.invalid`, saying which is wrong. */
export function readSamlSettings(file: string, publicUrl: string): SamlSettings {
  const near = (name: string) => readFileSync(resolve(dirname(file), name), 'utf8');
  try {
    const given = shape.parse(JSON.parse(readFileSync(file, 'utf8')));
    const key = createPrivateKey(near(given.key));
    const certificate = near(given.certificate);
    if (key.asymmetricKeyType !== 'rsa' || !new X509Certificate(certificate).checkPrivateKey(key)) {
      throw new Error('nøgle og certifikat hører ikke sammen');
    }
    const provider = readProvider(near(given.identityProvider));
    return {
      ...given,
      key,
      certificate,
      provider,
      answerUrl: new URL('/saml/svar', publicUrl).href,
      logoutUrl: new URL('/saml/log-af', publicUrl).href,
    };
  } catch (error) {
    if (error instanceof AppError) throw error;
    const problem = error instanceof z.ZodError ? error.issues.map(({ path }) => path.join('.')).join(', ') : (error as Error).message;
    throw new AppError('environment.invalid', { problem: `SAML_SETTINGS: ${problem}` });
  }
}

/** What a provider's metadata says of it: its name, where to send people, and what it signs with. Throws an Error in Danish when it lacks any. */
export function readProvider(metadata: string): SamlSettings['provider'] {
  const root = readXml(metadata)?.root;
  const [provider] = childrenOf(root, samlNames.metadata, 'IDPSSODescriptor');
  const entityId = root?.attributes['entityID'];
  const placeOf = (service: string) =>
    childrenOf(provider, samlNames.metadata, service).find(({ attributes }) => attributes['Binding'] === samlTerms.redirect)?.attributes;
  const signInUrl = placeOf('SingleSignOnService')?.['Location'];
  const certificates = childrenOf(provider, samlNames.metadata, 'KeyDescriptor')
    .filter(({ attributes }) => attributes['use'] !== 'encryption')
    .flatMap((key) => childrenOf(key, samlNames.signature, 'KeyInfo'))
    .flatMap((info) => childrenOf(info, samlNames.signature, 'X509Data'))
    .flatMap((data) => childrenOf(data, samlNames.signature, 'X509Certificate'))
    .map(({ text }) => new X509Certificate(Buffer.from(text, 'base64')).toString());
  if (!entityId || !signInUrl || certificates.length === 0) {
    throw new Error('udbyderens metadata mangler navn, adresse til log på eller certifikat');
  }
  return { entityId, signInUrl, logoutUrl: placeOf('SingleLogoutService')?.['Location'], certificates };
}
