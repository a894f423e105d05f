/** The one source of time. Tests and replays give their own. */
export class Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number {
    return Date.now();
  }
}

/** A clock that stands still until it is moved. */
export class SetClock extends Clock {
  constructor(private ms: number) {
    super();
  }

  override now(): number {
    return this.ms;
  }

  set(ms: number): void {
    this.ms = ms;
  }

  forward(ms: number): void {
    this.ms += ms;
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();
let lastDay = { zone: '', from: 0, until: 0, day: '' };

/**
 * The calendar day of an instant in a time zone.
 * @param ms milliseconds since 1970
 * @param timeZone IANA name, for example Europe/Brussels
 * @returns YYYY-MM-DD
 */
export function dayIn(ms: number, timeZone: string): string {
  // Offsets change on whole quarters of an hour only, so within one the day is the same.
  if (lastDay.zone === timeZone && ms >= lastDay.from && ms < lastDay.until) return lastDay.day;
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formats.set(timeZone, format);
  }
  const from = Math.floor(ms / 900_000) * 900_000;
  lastDay = { zone: timeZone, from, until: from + 900_000, day: format.format(ms) };
  return lastDay.day;
}
