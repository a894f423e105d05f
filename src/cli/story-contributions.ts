import type { INestApplicationContext } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { ContributionsService, type NewContribution } from '../contributions/contributions.service.js';
import { TakenOverService } from '../contributions/taken-over.service.js';
import { storyProgramme } from './story-programme.js';
import { acting } from './story-acting.js';
import { answered } from './trouble.js';

/** Who brings what to a group in the story: a library its room, a member what they know. */
export interface Bringers {
  readonly communityId: string;
  readonly group: string;
  readonly treasurer: string;
  readonly library: string;
  readonly librarian: string;
  readonly member: string;
  readonly town: string;
  readonly townKeeper: string;
  /** The exchange by which the town's issue came. */
  readonly came: string;
  readonly now: number;
}

/** A town's issue, a lent room with its condition and a lesson in cooking, each with the yes of both sides (S03). */
export async function tellContributions(rooms: INestApplicationContext, who: Bringers): Promise<void> {
  const { communityId, group } = who;
  const taker = acting(communityId, who.treasurer, 'treasurer', group);
  const day = (later: number): string => new Date(who.now + later * 86_400_000).toISOString().slice(0, 10);
  const issue = { exchange: who.came, title: 'uren om samen te koken', programme: storyProgramme };
  const taken = answered(await rooms.get(TakenOverService).takeOver(taker, communityId, issue));
  const town = acting(communityId, who.townKeeper, 'treasurer', who.town);
  const { id } = taken.contribution;
  answered(await rooms.get(ContributionsService).step(town, communityId, id, 'agree', true));
  const agree = async (giver: Actor, wish: Omit<NewContribution, 'side' | 'taker'>): Promise<void> => {
    const service = rooms.get(ContributionsService);
    const said = answered(await service.say(giver, communityId, { ...wish, side: 'giver', taker: group }));
    answered(await service.step(taker, communityId, said.contribution.id, 'agree', true));
  };
  await agree(acting(communityId, who.librarian, 'treasurer', who.library), {
    ...({
      giver: who.library,
      mode: 'redistribution',
      thing: 'space',
      title: 'de zaal op woensdag',
    } as const),
    ...({ from: day(0), until: day(120), condition: 'clean' } as const),
  });
  await agree(acting(communityId, who.member), {
    ...({
      giver: who.member,
      mode: 'reciprocity',
      thing: 'knowledge',
      title: 'leren koken zonder oven',
    } as const),
    from: day(0),
  });
}
