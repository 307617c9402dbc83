import { createHmac, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type ActingRequest, actorOf, countRequest } from '@genmaele/access';
import {
  calendarEntries,
  calendarText,
  changeSettings,
  endFeed,
  feedOf,
  feedOwner,
  nextDigest,
  openFeed,
  settingsOf,
} from '@genmaele/cases';
import { AppError, type NoticeSettings, sha256 } from '@genmaele/contracts';
import { Clock, type Environment, ENVIRONMENT, inTransaction } from '@genmaele/platform';
import { DataSource } from 'typeorm';

/** Readings of calendars from one address in a minute: programs read every quarter of an hour or so, and nobody may guess. */
const mostReadings = 60;

/** Whoever starts no sessions of its own has no secret: addresses then last as long as the process. */
const ownKey = randomBytes(32).toString('hex');

/** How a person wants to be told, and the calendar they may follow. */
@Injectable()
export class NoticeDesk {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly env: Environment,
  ) {}

  /** The person's settings, when their next digest comes, and the address of their calendar when it is open. */
  async view(request: ActingRequest) {
    const { id } = actorOf(request);
    const settings = await settingsOf(this.database, id);
    const feed = await feedOf(this.database, id);
    const calendar = feed ? { address: this.#address(feed.id), openedAt: feed.createdAt } : null;
    return { settings, nextDigest: nextDigest(settings, this.clock.now()).at, calendar };
  }

  async change(request: ActingRequest, settings: NoticeSettings): Promise<void> {
    await inTransaction(this.database, (tx) => changeSettings(tx, actorOf(request).id, settings, this.#by(request)));
  }

  /** Opens a calendar address, in place of the one there was. */
  async openCalendar(request: ActingRequest): Promise<void> {
    await inTransaction(this.database, (tx) => openFeed(tx, actorOf(request).id, (id) => this.#secret(id), this.#by(request)));
  }

  async endCalendar(request: ActingRequest): Promise<void> {
    await inTransaction(this.database, (tx) => endFeed(tx, actorOf(request).id, this.#by(request)));
  }

  /** The calendar that a secret opens, with its entity tag. Errors: `request.not-found`, `request.too-many`. */
  async calendar(secret: string, address: string): Promise<{ text: string; etag: string }> {
    const now = this.clock.now();
    await countRequest(this.database, `calendar:${address}`, mostReadings, now);
    const personId = await feedOwner(this.database, secret);
    if (!personId) throw new AppError('request.not-found');
    const text = calendarText(await inTransaction(this.database, (tx) => calendarEntries(tx, personId, now)));
    return { text, etag: `"${sha256(text)}"` };
  }

  #by(request: ActingRequest) {
    return { now: this.clock.now(), requestId: request.id };
  }

  #address(feedId: string): string {
    return `${this.env.PUBLIC_URL ?? ''}/kalender/${this.#secret(feedId)}.ics`.replace(/([^:])\/\//, '$1/');
  }

  /** 256 bits that only this installation can make from the feed's id, so that the address can be shown again and is nowhere kept. */
  #secret(feedId: string): string {
    const key = this.env.SECRETS_KEY ?? this.env.SESSION_SECRET ?? ownKey;
    return createHmac('sha256', key).update(`calendar-feed:${feedId}`).digest('base64url');
  }
}
