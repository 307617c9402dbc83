import { Inject, Injectable } from '@nestjs/common';
import {
  type ActingRequest,
  actorById,
  actorOf,
  addPasskey,
  beginTotp,
  confirmTotp,
  drawRecoveryCodes,
  factorsOf,
  hasFactor,
  needsFactor,
  passkeyPlace,
  type PasskeyPlace,
  passkeyToMake,
  passkeyToShow,
  personByPasskey,
  removePasskey,
  removeTotp,
  secretsKey,
  signedInFresh,
} from '@genmaele/access';
import { AppError } from '@genmaele/contracts';
import { Clock, type Environment, ENVIRONMENT, inTransaction } from '@genmaele/platform';
import QRCode from 'qrcode';
import { DataSource } from 'typeorm';
import { saveSession } from './session-life.js';
import { SignInAgain } from './sign-in-again.js';
import { SignInSteps } from './sign-in-steps.js';

type Made = Parameters<typeof addPasskey>[1]['response'];
type Answered = Parameters<typeof personByPasskey>[1]['response'];

/** A person's own one-time codes and passkeys, and signing in by the latter. What changes them asks for a fresh sign-in. */
@Injectable()
export class FactorDesk {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly env: Environment,
    @Inject(SignInSteps) private readonly steps: SignInSteps,
    @Inject(SignInAgain) private readonly again: SignInAgain,
  ) {}

  factors(request: ActingRequest) {
    return factorsOf(this.database, actorOf(request).id);
  }

  /** A secret to scan or type, with its picture as a data address. Errors: `factor.refused`, `factor.no-key`, `sign-in.not-fresh`. */
  async beginCodes(request: ActingRequest): Promise<{ secret: string; uri: string; picture: string }> {
    this.#requireFresh(request, 'engangskoder');
    const key = secretsKey(this.env);
    const begun = await inTransaction(this.database, (tx) => beginTotp(tx, actorOf(request), key, this.clock.now()));
    const picture = Buffer.from(await QRCode.toString(begun.uri, { type: 'svg', margin: 2, width: 240 }));
    return { ...begun, picture: `data:image/svg+xml;base64,${picture.toString('base64')}` };
  }

  /** Recovery codes, shown once. Errors: `factor.refused`, `sign-in.not-fresh`. */
  async confirmCodes(request: ActingRequest, code: string): Promise<string[]> {
    this.#requireFresh(request, 'engangskoder');
    const key = secretsKey(this.env);
    const codes = await inTransaction(this.database, (tx) => confirmTotp(tx, code, key, this.#by(request)));
    await this.#enrolled(request);
    return codes;
  }

  /** New recovery codes; the old ones are dead. Errors: `sign-in.not-fresh`, `factor.refused` without a factor they could stand in for. */
  async newRecoveryCodes(request: ActingRequest): Promise<string[]> {
    this.#requireFresh(request, 'nødkoder');
    if (!hasFactor(await this.factors(request)))
      throw new AppError('factor.refused', { reason: 'Du har ingen nøgle, de kan træde i stedet for.' });
    return inTransaction(this.database, (tx) => drawRecoveryCodes(tx, actorOf(request).id));
  }

  /** Errors: `request.not-found`, `sign-in.not-fresh`, `factor.refused` for the last one that the person's role needs. */
  removeCodes(request: ActingRequest): Promise<void> {
    return this.#remove(request, (tx) => removeTotp(tx, this.#by(request)));
  }

  /** As {@link removeCodes}. */
  removePasskey(request: ActingRequest, id: string): Promise<void> {
    return this.#remove(request, (tx) => removePasskey(tx, id, this.#by(request)));
  }

  async #remove(request: ActingRequest, remove: (tx: Parameters<typeof removeTotp>[0]) => Promise<boolean>): Promise<void> {
    this.#requireFresh(request, 'fjern en nøgle');
    const { id, roles } = actorOf(request);
    await inTransaction(this.database, async (tx) => {
      if (!(await remove(tx))) throw new AppError('request.not-found');
      const left = await factorsOf(tx, id);
      if (!hasFactor(left) && needsFactor(roles, this.env.SECOND_FACTOR_ROLES)) {
        throw new AppError('factor.refused', { reason: 'Din rolle kræver en ekstra nøgle, og dette er den sidste.' });
      }
    });
  }

  /** What the browser is asked in order to make a passkey. Errors: `sign-in.not-fresh`. */
  async passkeyToMake(request: ActingRequest) {
    this.#requireFresh(request, 'adgangsnøgle');
    const options = await inTransaction(this.database, (tx) => passkeyToMake(tx, actorOf(request), this.#place(request)));
    await this.#ask(request, options.challenge, 'make');
    return options;
  }

  /** Keeps the passkey that was made. Errors: `passkey.refused`. */
  async addPasskey(request: ActingRequest, made: { name: string; answer: unknown }): Promise<void> {
    const challenge = await this.#asked(request, 'make');
    const passkey = { response: made.answer as Made, challenge, name: made.name };
    await inTransaction(this.database, (tx) => addPasskey(tx, passkey, this.#place(request), this.#by(request)));
    await this.#enrolled(request);
  }

  /** What the browser is asked in order to sign in. */
  async passkeyToShow(request: ActingRequest) {
    const options = await passkeyToShow(this.#place(request));
    await this.#ask(request, options.challenge, 'show');
    return options;
  }

  /** Signs in by a passkey, whoever it belongs to. Errors: `passkey.refused`. */
  async signIn(request: ActingRequest, answer: unknown): Promise<void> {
    const personId = await this.#shown(request, answer);
    const person = await actorById(this.database, personId, this.clock.now(), this.env.NODE_ENV !== 'production');
    const { half } = request.session;
    if (!person || (half && half.personId !== personId)) throw new AppError('passkey.refused');
    request.user = { id: personId };
    await this.steps.first(request, { method: 'passkey' });
  }

  /** Shows once more who one is, by a passkey. Errors: `passkey.refused`. */
  async showAgain(request: ActingRequest, answer: unknown): Promise<void> {
    if ((await this.#shown(request, answer)) !== actorOf(request).id) throw new AppError('passkey.refused');
    await this.again.renew(request);
  }

  async #shown(request: ActingRequest, answer: unknown): Promise<string> {
    const challenge = await this.#asked(request, 'show');
    const shown = { response: answer as Answered, challenge };
    return inTransaction(this.database, (tx) => personByPasskey(tx, shown, this.#place(request), this.clock.now()));
  }

  async #ask(request: ActingRequest, value: string, use: 'make' | 'show'): Promise<void> {
    request.session.challenge = { value, use };
    await saveSession(request);
  }

  /** The challenge that was asked; it is answered once, rightly or wrongly. */
  async #asked(request: ActingRequest, use: 'make' | 'show'): Promise<string> {
    const asked = request.session.challenge;
    delete request.session.challenge;
    await saveSession(request);
    if (!asked || asked.use !== use) throw new AppError('passkey.refused');
    return asked.value;
  }

  async #enrolled(request: ActingRequest): Promise<void> {
    delete request.session.enrolFirst;
    await saveSession(request);
  }

  #requireFresh(request: ActingRequest, action: string): void {
    if (!signedInFresh(request, this.clock.now(), this.env.FRESH_SIGN_IN_MINUTES)) throw new AppError('sign-in.not-fresh', { action });
  }

  #place(request: ActingRequest): PasskeyPlace {
    return passkeyPlace(this.env.PUBLIC_URL ?? `http://${request.headers.host ?? 'localhost'}`);
  }

  #by(request: ActingRequest) {
    return { actorId: actorOf(request).id, requestId: request.id, now: this.clock.now() };
  }
}
