import { CodeField, InstantField, ListField, TextField, WholeField } from '../api/fields.js';
import { codeKind } from '../api/kinds.js';
import { drawingNames } from './drawing.js';
import type { Drawn } from './drawings.service.js';

export const drawingKind = codeKind(drawingNames);

/** Where a drawing is served, to those of its community. */
export function drawingPath(name: string, hash: string): string {
  return `/drawings/${name}.${hash}.png`;
}

export class DrawingView {
  @CodeField(drawingNames, { about: 'Which pictogram it stands for; coin is the token.' })
  name!: string;

  @InstantField({
    nullable: true,
    about: 'Since when it is a drawing of this community; null while it is ours.',
  })
  since!: string | null;

  @TextField({ max: 100, nullable: true, about: 'Where the picture is, for those of this community.' })
  picture!: string | null;

  static of({ name, own }: Drawn): DrawingView {
    return {
      name,
      since: own === null ? null : new Date(own.at).toISOString(),
      picture: own === null ? null : drawingPath(name, own.hash),
    };
  }
}

export class DrawingList {
  @ListField(() => DrawingView, { max: drawingNames.length })
  items!: DrawingView[];
}

export class ErasedDrawingsView {
  @WholeField({ about: 'How many drawings there were.' })
  erased!: number;
}
