import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { audit } from '../access/audit.js';
import { ExchangesReading } from '../books/exchanges.reading.js';
import { Faces, type Face } from '../communities/faces.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import type { Row } from '../database/sql.js';
import { visitEnd, type CardVisit, type SeenVisit } from './card-visit.js';
import * as store from './card-visits.store.js';
import { PayeesService, type PayeeAsked } from './payees.service.js';
import { no, type No } from './payment.js';

/** How whoever helped looks, as far as it is shown beside a booking. */
export type HelperLook = Pick<Face, 'picture' | 'colour'>;

/** What visits read and write. Who may is asked by `CardVisitsService`, and by those who show bookings. */
@Injectable()
export class CardVisitsGround {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly exchanges: ExchangesReading,
    private readonly faces: Faces,
    private readonly payees: PayeesService,
  ) {}

  now(): number {
    return this.clock.now();
  }

  open(visit: CardVisit, row: Row): Promise<void> {
    return this.database.transaction(
      async (tx) => {
        await store.endOnDevice(tx, visit);
        await store.insertVisit(tx, visit);
        await audit(tx, row);
      },
      // Two at once on one device: the later one ends the other.
      { retryOn: ['23505'] },
    );
  }

  end({ communityId, id }: CardVisit, by: string, row: Row): Promise<void> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      if (await store.endVisit(tx, communityId, id, by, now)) await audit(tx, row);
    });
  }

  touch({ communityId, id }: CardVisit): Promise<void> {
    const now = this.clock.now();
    return this.database.transaction((tx) => store.touchVisit(tx, communityId, id, now));
  }

  find(communityId: string, id: string): Promise<CardVisit | undefined> {
    return store.findVisit(this.database.reader, communityId, id);
  }

  visitsOf(communityId: string, memberId: string): Promise<CardVisit[]> {
    return store.findVisitsOf(this.database.reader, communityId, memberId);
  }

  async isBooked(communityId: string, orderId: string): Promise<boolean> {
    return (await this.exchanges.find(communityId, orderId)) !== undefined;
  }

  /** The purse of the member in the currency of who is paid. */
  async purseFor(member: Actor, communityId: string, asked: PayeeAsked): Promise<string | No> {
    const { to, toParty, code, request } = asked;
    const payee = {
      ...(to !== undefined && { to }),
      ...(toParty !== undefined && { toParty }),
      ...(code !== undefined && { code }),
      ...(request !== undefined && { request }),
    };
    const found = await this.payees.find(communityId, payee, member);
    if (found.kind === 'refused') return found;
    return found.from?.id ?? no('not_your_account');
  }

  /** @param of whose faces: those of the members, or those of the helpers */
  async withFaces(visits: readonly CardVisit[], of: 'member' | 'helper'): Promise<SeenVisit[]> {
    const [first] = visits;
    if (first === undefined) return [];
    const shown = ({ memberId, helperId }: CardVisit): string => (of === 'member' ? memberId : helperId);
    const faces = await this.faces.of(first.communityId, visits.map(shown));
    const now = this.clock.now();
    return visits.map((visit) => {
      const endsAt = visitEnd(visit);
      return { visit, face: faces.get(shown(visit)) ?? null, endsAt, isOver: endsAt <= now };
    });
  }

  /**
   * Who helped with each of these exchanges, by exchange id: beside the member, or in their place as whom they trust.
   * For those who may see the names in them.
   */
  async helpersOf(communityId: string, exchangeIds: readonly string[]): Promise<Map<string, HelperLook>> {
    if (exchangeIds.length === 0) return new Map();
    const helpers = new Map([
      ...(await this.exchanges.bookedByHelper(communityId, exchangeIds)),
      ...(await store.findHelpers(this.database.reader, communityId, exchangeIds)),
    ]);
    if (helpers.size === 0) return new Map();
    const faces = await this.faces.of(communityId, [...new Set(helpers.values())]);
    return new Map(
      [...helpers].map(([exchange, helper]) => {
        const face = faces.get(helper);
        return [exchange, { picture: face?.picture ?? null, colour: face?.colour ?? null }];
      }),
    );
  }
}
