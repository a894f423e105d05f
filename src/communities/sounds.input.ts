import { FlagField, InstantField, ListField, TextField, WholeField } from '../api/fields.js';
import { patternKind } from '../api/kinds.js';
import { Field } from '../api/objects.js';
import type { RecordedClip } from './sounds.service.js';

/** What a clip is called: a key of the words, a piece of one, or a number. */
export const clipKind = patternKind(/^\w{1,40}(?:\.\w{1,40}){0,3}$/, 'bad_characters');

export class ClipView {
  @Field(clipKind)
  clip!: string;

  @TextField({ max: 500, about: 'What is said in it.' })
  text!: string;

  @InstantField({
    nullable: true,
    about: 'When people of this community recorded it; null while they have not.',
  })
  recorded!: string | null;

  @FlagField({ about: 'Whether a synthetic voice comes with the service, for while nobody has recorded it.' })
  delivered!: boolean;

  static of({ name, text, recordedAt, isDelivered }: RecordedClip): ClipView {
    const recorded = recordedAt === null ? null : new Date(recordedAt).toISOString();
    return { clip: name, text, recorded, delivered: isDelivered };
  }
}

export class ClipList {
  @ListField(() => ClipView, { max: 1000 })
  items!: ClipView[];
}

export class ErasedSoundsView {
  @WholeField({ about: 'How many recordings there were.' })
  erased!: number;
}
