import { Injectable } from '@nestjs/common';

/**
 * Tells what remembers actors that something of access has changed in this process. Other processes notice by
 * themselves when what they remember is a second old.
 */
@Injectable()
export class Freshness {
  private readonly listeners: Array<() => void> = [];

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  changed(): void {
    for (const listener of this.listeners) listener();
  }
}
