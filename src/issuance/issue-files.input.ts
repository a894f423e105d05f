import type { FastifyRequest } from 'fastify';
import { AmountField, FlagField, ListField, TextField, WholeField } from '../api/fields.js';
import { titleOf } from '../api/problem.answer.js';
import { shapedKind } from '../communities/communities.input.js';
import { pickLanguage, words } from '../languages/languages.js';
import type { FilePreview } from './issue-files.service.js';
import { IssueView } from './issues.input.js';

export class IssueFileQuery {
  @FlagField({ optional: true, about: 'Acknowledges that the currency can be spent nowhere yet.' })
  acceptNoOutlet?: boolean;
}

export class LineTroubleView {
  @WholeField({ min: 0, about: 'Counted from 1; 0 is the file as a whole.' })
  line!: number;

  @TextField({ max: 20, nullable: true })
  column!: string | null;

  @TextField({ max: 60 })
  code!: string;

  @TextField({ max: 300, about: 'In words, in the language of the reader.' })
  reason!: string;
}

export class IssueFilePreviewView {
  @WholeField({ min: 0 })
  issues!: number;

  @AmountField({ min: 0n, about: 'Of all lines that can be read.' })
  total!: bigint;

  @ListField(() => LineTroubleView, { max: 100_000 })
  lines!: LineTroubleView[];

  @ListField(shapedKind(/^[a-z_]{1,60}$/), { max: 5, about: 'What is to be known of it, as codes.' })
  warnings!: string[];

  static of({ issues, total, troubles, warnings }: FilePreview, request: FastifyRequest) {
    const speaking = words(pickLanguage(request.headers));
    const lines = troubles.map(({ line, column, code, reason }) => {
      return { line, column, code, reason: reason ?? titleOf(code, speaking) };
    });
    return { issues, total, lines, warnings: [...warnings] };
  }
}

export class ProposedListView {
  @ListField(() => IssueView, { max: 1000 })
  items!: IssueView[];

  @ListField(shapedKind(/^[a-z_]{1,60}$/), { max: 5, about: 'What is to be known of it, as codes.' })
  warnings!: string[];
}
