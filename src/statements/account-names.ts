import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { BooksService } from '../books/books.service.js';
import { CommunitiesService } from '../communities/communities.service.js';
import { Faces } from '../communities/faces.js';

/** Whose an account is: of whoever looks, of their household, or of somebody with a name. */
export type AccountOwner =
  { readonly kind: 'mine' | 'ours' } | { readonly kind: 'named'; readonly name: string };

/** Says whose an account is, to those who may look at it already. Persons have no name here, only "mine". */
@Injectable()
export class AccountNames {
  constructor(
    private readonly books: BooksService,
    private readonly communities: CommunitiesService,
    private readonly faces: Faces,
  ) {}

  /** @returns null when there is no name to say */
  async ownerOf(actor: Actor, communityId: string, accountId: string): Promise<AccountOwner | null> {
    const { partyId, partyKind } = (await this.books.findAccount(communityId, accountId)) ?? {};
    if (partyId === undefined) return null;
    if (partyId === null) return named((await this.communities.look(communityId))?.name);
    if (partyKind === 'household') return { kind: 'ours' };
    if (partyKind === 'person') return partyId === actor.id ? { kind: 'mine' } : null;
    return named((await this.faces.one(communityId, partyId))?.name);
  }
}

function named(name: string | null | undefined): AccountOwner | null {
  return name == null ? null : { kind: 'named', name };
}
