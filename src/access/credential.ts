/** Whose a link, session or token is: a person of a community, or an operator of the server. */
export type Owner =
  | { readonly kind: 'person'; readonly id: string; readonly communityId: string }
  | { readonly kind: 'operator'; readonly id: string; readonly communityId: null };

/** Reads the owner's columns, which all three tables have. */
export function ownerOf(row: {
  actor_id: string | bigint | Buffer | null;
  community_id: string | bigint | Buffer | null;
}): Owner {
  const id = row.actor_id as string;
  const communityId = row.community_id as string | null;
  return communityId === null ? { kind: 'operator', id, communityId } : { kind: 'person', id, communityId };
}

/** An expected no of this room. */
export interface AccessRefusal<Code extends string> {
  readonly kind: 'refused';
  readonly code: Code;
}

export function refuse<Code extends string>(code: Code): AccessRefusal<Code> {
  return { kind: 'refused', code };
}
