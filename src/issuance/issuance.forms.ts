import { CodeField, DayField, IdField, TextField, UuidField } from '../api/fields.js';
import { FormInput } from '../api/objects.js';

/** What was chosen already when the form of an issue is opened. */
export class IssueQuery {
  @IdField({ optional: true })
  party?: string;
}

@FormInput()
export class IssueForm {
  @UuidField()
  id!: string;

  @TextField({ max: 20, optional: true })
  party?: string;

  @TextField({ max: 20, optional: true })
  purpose?: string;

  @TextField({ max: 20, optional: true })
  amount?: string;

  /** The last day of what comes back every month. */
  @DayField({ optional: true })
  until?: string;

  @CodeField(['accepted'], { optional: true, name: 'NoOutletAccepted' })
  outlet?: 'accepted';
}

@FormInput()
export class AnswerForm {
  @CodeField(['yes', 'no'], { name: 'YesOrNo' })
  answer!: 'yes' | 'no';

  @TextField({ max: 10, optional: true })
  version?: string;

  /** UUID version 7; the same again is the same answer. */
  @UuidField({ optional: true })
  order?: string;
}
