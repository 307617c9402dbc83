import { Injectable } from '@nestjs/common';

/** What time it is. Rules take `now` as a parameter; whoever calls them asks this. */
export abstract class Clock {
  abstract now(): Date;
}

/** The machine's own clock. */
@Injectable()
export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

/** A clock that stands still until it is moved, for tests and for trying rules on old cases. */
export class MovableClock extends Clock {
  constructor(private at: Date) {
    super();
  }

  now(): Date {
    return new Date(this.at);
  }

  /** Moves the clock by a number of milliseconds (may be negative). */
  move(milliseconds: number): void {
    this.at = new Date(this.at.getTime() + milliseconds);
  }

  /** Sets the clock. */
  set(at: Date): void {
    this.at = new Date(at);
  }
}
