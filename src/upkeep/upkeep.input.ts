import { ApiProperty } from '@nestjs/swagger';
import { InstantField, ListField, TextField, WholeField } from '../api/fields.js';
import { idKind } from '../api/kinds.js';
import type { Epoch } from '../books/epochs.service.js';

/** The preview that is meant: the run books exactly that or nothing. */
export class DemurrageRunInput {
  @TextField({ min: 20, max: 64, about: 'stamp of the preview' })
  stamp!: string;
}

export class RemindedInput {
  @ListField(idKind, { max: 1000 })
  parties!: string[];
}

export class DemurragePreviewView {
  @TextField({ max: 7, about: 'first month of the period, YYYY-MM' })
  period!: string;

  @WholeField({ about: 'accounts that shrink' })
  accounts!: number;

  @ApiProperty({ type: 'integer', description: 'sum in smallest units' })
  amount!: bigint;

  @WholeField({ about: 'periods that wait after this one' })
  later!: number;

  @TextField({ max: 64 })
  stamp!: string;
}

export class DemurrageRunView {
  @TextField({ max: 7 })
  period!: string;

  @WholeField()
  accounts!: number;

  @ApiProperty({ type: 'integer', description: 'sum in smallest units' })
  amount!: bigint;
}

export class ExpiryPreviewView {
  @ApiProperty({ type: [String], description: 'parties to be reminded' })
  toRemind!: readonly string[];

  @WholeField({ about: 'reminded, days of grace not over' })
  waiting!: number;

  @ApiProperty({
    type: [String],
    description: 'parties whose accounts expire at the next run; fewer than five persons are not named',
  })
  due!: readonly string[];

  @WholeField({ about: 'how many accounts expire at the next run, named or not' })
  dueCount!: number;
}

export class RemindedView {
  @WholeField()
  parties!: number;
}

export class ExpiryRunView {
  @WholeField()
  accounts!: number;

  @ApiProperty({ type: 'integer', description: 'sum in smallest units' })
  amount!: bigint;
}

export class EpochView {
  @WholeField({ min: 1 })
  number!: number;

  @InstantField()
  startedAt!: string;

  @InstantField({ nullable: true, about: 'Since when booking goes on; null while it waits.' })
  confirmedAt!: string | null;

  static of({ number, startedAt, confirmedAt }: Epoch): EpochView {
    const at = (ms: number): string => new Date(ms).toISOString();
    return { number, startedAt: at(startedAt), confirmedAt: confirmedAt === null ? null : at(confirmedAt) };
  }
}
