import { Injectable } from '@nestjs/common';
import { isLive, type Actor } from './access/actor.js';
import { MandatesService } from './access/mandates.service.js';
import { CommunitiesService, type CommunityRefusal } from './communities/communities.service.js';
import { communityIdPattern } from './communities/community.js';
import { Faces, type Face } from './communities/faces.js';
import type { RecipeName } from './communities/recipes.js';
import { Clock } from './database/clock.js';
import { EnrolmentService } from './members/enrolment.service.js';

export interface FoundingWish {
  readonly name: string;
  readonly recipe: RecipeName;
  readonly timeZone: string;
  /** Of the first steward. */
  readonly language: string;
}

/** How a community and its first steward come about. */
@Injectable()
export class Founding {
  constructor(
    private readonly communities: CommunitiesService,
    private readonly enrolment: EnrolmentService,
    private readonly mandates: MandatesService,
    private readonly faces: Faces,
    private readonly clock: Clock,
  ) {}

  /**
   * Founds a community with a first steward. Sending the same form again leads to the same community.
   * @throws NotAllowed
   */
  async found(
    actor: Actor,
    wish: FoundingWish,
  ): Promise<{ kind: 'founded'; communityId: string } | CommunityRefusal> {
    const { name, recipe, timeZone, language } = wish;
    const id = idFrom(name) ?? '';
    const made = await this.communities.create(actor, { id, name, recipe, timeZone });
    if (made.kind === 'refused') {
      const there = made.code === 'community_exists' ? await this.communities.find(actor, id) : undefined;
      return there?.name === name ? { kind: 'founded', communityId: id } : made;
    }
    await this.enrolSteward(actor, id, language);
    return { kind: 'founded', communityId: id };
  }

  /**
   * The first steward of a community; one is enrolled where founding ended halfway.
   * @throws NotAllowed
   */
  async steward(actor: Actor, communityId: string, language: string): Promise<Face> {
    const now = this.clock.now();
    const { mandates } = await this.mandates.list(actor, { communityId, limit: 200 });
    const stewards = mandates.filter((each) => each.role === 'steward' && isLive(each, now));
    const [first] = stewards.sort((a, b) => a.from - b.from);
    const personId = first?.actorId ?? (await this.enrolSteward(actor, communityId, language));
    const face = await this.faces.one(communityId, personId);
    if (face === undefined) throw new Error(`the steward of ${communityId} is not among its parties`);
    return face;
  }

  private async enrolSteward(actor: Actor, communityId: string, language: string): Promise<string> {
    const enrolled = await this.enrolment.enrol(actor, { communityId, language });
    if (enrolled.kind === 'refused') throw new Error(`no first steward for ${communityId}: ${enrolled.code}`);
    const actorId = enrolled.person.id;
    const wish = { communityId, actorId, role: 'steward', partyId: null, until: null } as const;
    const granted = await this.mandates.grant(actor, wish);
    if (granted.kind === 'refused') throw new Error(`no mandate in ${communityId}: ${granted.code}`);
    return actorId;
  }
}

/** The id of a community, made of its name; undefined when nothing of it can stand in an address. */
export function idFrom(name: string): string | undefined {
  const letters = name.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '');
  const id = letters
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 30)
    .replace(/^-+|-+$/g, '');
  return communityIdPattern.test(id) ? id : undefined;
}
