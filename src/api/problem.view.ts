import { ApiSchema } from '@nestjs/swagger';
import { CodeField, ListField, TextField, WholeField } from './fields.js';
import { fieldCodes } from './kinds.js';

/** One thing that is wrong with what came in. */
@ApiSchema({ name: 'ProblemPart' })
export class ProblemPartView {
  @TextField({ max: 500, about: 'Where: a JSON pointer (RFC 6901).' })
  pointer!: string;

  @CodeField(fieldCodes, { about: 'What, for programs.' })
  code!: string;

  @TextField({ max: 500, about: 'What, for people, in the language asked for.' })
  detail!: string;
}

/** A problem in the API document. Its code is open: a room's refusals are codes too. */
@ApiSchema({ name: 'Problem' })
export class ProblemView {
  @TextField({ max: 500, about: 'A URL that names the problem.' })
  type!: string;

  @TextField({ max: 500, about: 'One sentence, in the language asked for.' })
  title!: string;

  @WholeField({ min: 400, max: 599 })
  status!: number;

  @TextField({ max: 60, about: 'Stable; programs go by it.' })
  code!: string;

  @TextField({ max: 500, optional: true })
  detail?: string;

  @TextField({ max: 500, optional: true, about: 'The request; the same id stands in the log of the server.' })
  instance?: string;

  @ListField(() => ProblemPartView, { max: 50, optional: true })
  errors?: ProblemPartView[];

  @WholeField({ max: 999, optional: true, about: 'Which transfer of the order it is about, from 0.' })
  transfer?: number;

  @WholeField({ optional: true, about: 'After how many seconds it may be tried again.' })
  retryAfter?: number;
}
