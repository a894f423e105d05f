import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn, KeyColumn, TextColumn, WholeColumn } from '../src/database/columns.js';

// The books' tables as ordinary TypeORM entities: what somebody would write who had only TypeORM.

/** TypeORM has no word for bytes that both databases know. */
const BytesColumn = (): PropertyDecorator =>
  Column({ type: process.env.DATABASE_URL?.startsWith('postgres') === true ? 'bytea' : 'blob' });
const WholeKey = (): PropertyDecorator => PrimaryColumn({ type: 'bigint' });

@Entity('accounts')
export class AccountRow {
  @KeyColumn() community_id!: string;
  @KeyColumn() account_id!: string;
  @TextColumn() currency!: string;
  @TextColumn() kind!: string;
  @TextColumn() party_kind!: string;
  @WholeColumn({ nullable: true }) floor!: bigint | null;
  @WholeColumn({ nullable: true }) ceiling!: bigint | null;
  @WholeColumn() debits_posted!: bigint;
  @WholeColumn() credits_posted!: bigint;
  @WholeColumn() debits_pending!: bigint;
  @WholeColumn() credits_pending!: bigint;
  @WholeColumn() debits_resolved!: bigint;
  @WholeColumn() credits_resolved!: bigint;
  @WholeColumn() last_seq!: bigint;
  @TextColumn() day!: string;
  @WholeColumn() day_debits!: bigint;
  @WholeColumn() day_credits!: bigint;
  @InstantColumn() last_booked_at!: number;
  @InstantColumn() last_own_at!: number;
  @InstantColumn({ nullable: true }) closed_at!: number | null;
}

@Entity('exchanges')
export class ExchangeRow {
  @KeyColumn() community_id!: string;
  @KeyColumn() exchange_id!: string;
  @TextColumn() actor_id!: string;
  @TextColumn() kind!: string;
  @TextColumn() mode!: string;
  @TextColumn({ nullable: true }) subject!: string | null;
  @WholeColumn({ nullable: true }) minutes!: bigint | null;
  @TextColumn({ nullable: true }) labour!: string | null;
  @TextColumn({ nullable: true }) reason!: string | null;
  @TextColumn() condition!: string;
  @TextColumn({ nullable: true }) condition_date!: string | null;
  @TextColumn({ nullable: true }) giver_id!: string | null;
  @TextColumn({ nullable: true }) taker_id!: string | null;
  @TextColumn() fact_date!: string;
  @WholeColumn() booked_at!: bigint;
  @TextColumn() booked_date!: string;
  @TextColumn({ nullable: true }) reverses!: string | null;
  @TextColumn({ nullable: true }) helper_id!: string | null;
  @TextColumn() receipt_token!: string;
  @BytesColumn() salt!: Buffer;
  @BytesColumn() fingerprint!: Buffer;
  @TextColumn() writer_id!: string;
  @WholeColumn() writer_seq!: bigint;
  @BytesColumn() digest!: Buffer;
}

@Entity('transfers')
export class TransferRow {
  @KeyColumn() community_id!: string;
  @KeyColumn() exchange_id!: string;
  @WholeKey() idx!: bigint;
  @TextColumn() debit_id!: string;
  @TextColumn() credit_id!: string;
  @TextColumn() currency!: string;
  @WholeColumn() amount!: bigint;
  @BytesColumn() digest!: Buffer;
}

@Entity('entries')
export class EntryRow {
  @KeyColumn() community_id!: string;
  @KeyColumn() account_id!: string;
  @WholeKey() account_seq!: bigint;
  @TextColumn() exchange_id!: string;
  @WholeColumn() idx!: bigint;
  @WholeColumn() amount!: bigint;
  @WholeColumn() balance_after!: bigint;
}

@Entity('summary_deltas')
export class DeltaRow {
  @KeyColumn() writer_id!: string;
  @WholeKey() batch!: bigint;
  @WholeKey() line!: bigint;
  @TextColumn() community_id!: string;
  @TextColumn() currency!: string;
  @TextColumn() month!: string;
  @TextColumn() kind!: string;
  @TextColumn() from_kind!: string;
  @TextColumn() to_kind!: string;
  @TextColumn() programme!: string;
  @WholeColumn() transfers!: bigint;
  @WholeColumn() amount!: bigint;
}

@Entity('audit')
export class AuditRow {
  @KeyColumn() community_id!: string;
  @WholeKey() at!: bigint;
  @KeyColumn() audit_id!: string;
  @TextColumn() actor_id!: string;
  @TextColumn() actor_kind!: string;
  @TextColumn() via!: string;
  @TextColumn() act!: string;
  @TextColumn() subject_kind!: string;
  @TextColumn() subject_id!: string;
}
